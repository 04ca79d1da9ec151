"""A mail on its way out, as a row: what was sent is deleted, what can't be sent stays for the admin."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.utils import timezone


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails by what becomes of them."""

    def waiting(self) -> "MailQuerySet":
        """Those that will be tried, for the first time or again; those being sent now are among them."""
        return self.filter(next_try_at__isnull=False)

    def given_up(self) -> "MailQuerySet":
        """Those that nobody tries any more unless an admin asks for it."""
        return self.filter(next_try_at=None)

    def failed(self) -> "MailQuerySet":
        """Those whose last try has failed, whether another will be made or not."""
        return self.exclude(reason="")

    def listed(self) -> "MailQuerySet":
        """Those of a page, without their texts, which no page shows; `is_text`: is there still one."""
        return self.defer("body").annotate(is_text=~models.Q(body=""))

    def overdue(self, since: datetime) -> "MailQuerySet":
        """Those that should have been tried by that moment, and which nobody has taken up since."""
        idle = models.Q(claimed_by="") | models.Q(claimed_at__lt=since)
        return self.filter(idle, next_try_at__lt=since)


class Mail(models.Model):
    """A mail of plain text to one person, from when it is written until it is sent.

    `key` names it to mail servers, so that one that comes twice is recognised as one. `next_try_at` is None
    once it is given up. `claimed_by` and `claimed_at` say which worker is sending it and since when. `body`
    may hold a link that sets a password: it is shown on no page, and emptied when the link no longer works.
    """

    key = models.UUIDField(default=uuid4, editable=False)
    sender = models.TextField("จาก")
    recipient = models.TextField("ถึง")
    subject = models.TextField("เรื่อง")
    body = models.TextField("ข้อความ")
    written_at = models.DateTimeField("เขียนเมื่อ", default=timezone.now)
    tries = models.PositiveSmallIntegerField("จำนวนครั้งที่ส่ง", default=0)
    next_try_at = models.DateTimeField("ส่งครั้งถัดไป", null=True, default=timezone.now)
    reason = models.TextField("เหตุที่ส่งไม่สำเร็จ", blank=True)
    detail = models.TextField("คำตอบของเครื่องแม่ข่าย", blank=True)
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    task = models.UUIDField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "อีเมลขาออก"

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"
