"""The sessions that a person has open: from which device, since when, last used when; and their end.

No address is kept and no version. A row goes with its session, whoever ends that.
"""

from functools import lru_cache
from time import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from accounts.device_names import device_name

NOTED = "open_session"  # in a session: there is a row for it
AT_ONCE = 1000  # rows that are deleted by one step
QUARTER = 15 * 60  # seconds: "last used" is so exact, for one write a quarter of an hour


class OpenSession(models.Model):
    """One sign-in that has not ended."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions", verbose_name="ผู้ใช้"
    )
    session = models.OneToOneField(Session, models.CASCADE, related_name="open_session", verbose_name="เซสชัน")
    device = models.CharField("อุปกรณ์", max_length=40)
    begun_at = models.DateTimeField("เข้าสู่ระบบเมื่อ", auto_now_add=True)
    used_at = models.DateTimeField("ใช้งานล่าสุดเมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "เซสชันที่เปิดอยู่"
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return self.device


def note_sign_in(request: HttpRequest) -> None:
    """Write down the session that has just begun."""
    request.session[NOTED] = True
    request.session.save()
    OpenSession.objects.create(
        person_id=int(request.user.pk or 0),
        session_id=str(request.session.session_key),
        device=device_name(request.headers.get("User-Agent", "")),
    )


def note_use(request: HttpRequest) -> None:
    """Write down that the session is used, once in a quarter of an hour by each process."""
    if request.session.get(NOTED):
        _note_use(str(request.session.session_key), int(time()) // QUARTER)


@lru_cache(maxsize=10_000)
def _note_use(session_key: str, _quarter: int) -> None:
    OpenSession.objects.filter(session=session_key).update(used_at=timezone.now())


def end_sessions(person: models.Model, but: str | None = None) -> None:
    """End the person's sessions, but for the one of that key: they are deleted, not merely refused.

    So they stay dead when an account is opened again. Every session is looked at: one that was not begun by
    the sign-in page has no row.
    """
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


def clear_expired_sessions() -> None:
    """Delete the sessions that have expired, with their rows here.

    Visitors who begin to sign in have one too, so that strangers could fill the disk with them.
    """
    expired = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")
    while keys := list(expired.values_list("pk", flat=True)[:AT_ONCE]):
        Session.objects.filter(pk__in=keys).delete()
