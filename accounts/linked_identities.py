"""As whom an outside provider (OpenID Connect) knows somebody, where they have linked that to their account.

What a provider calls somebody (`sub`) may tell who it is: in an example of ThaID's it has thirteen digits,
as an identity card has. So a digest is stored, by a key derived from SECRET_KEY: a copy of the database tells
nobody's number, nor whether a known one is in it. What a former key made, SECRET_KEY_FALLBACKS still find.
"""

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

SALT = "accounts.linked_identities"


class LinkedIdentity(models.Model):
    """One person's, of one provider; nothing else that the provider tells of the person is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="linked_identity", verbose_name="ผู้ใช้"
    )
    issuer = models.CharField("ผู้ให้บริการ", max_length=200)
    subject = models.CharField("รหัสของผู้ใช้ที่ผู้ให้บริการ (อ่านกลับไม่ได้)", max_length=64)
    linked_at = models.DateTimeField("ผูกเมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "การผูกบัญชีกับผู้ให้บริการยืนยันตัวตน"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="linked_identity_of_one_person")
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.person}"


def identity_of(issuer: str, subject: str) -> LinkedIdentity | None:
    """The row of whom this provider calls so, with the person; made anew with the present key where it was
    made with a former one.
    """
    digests = [_digest(issuer, subject, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    rows = LinkedIdentity.objects.select_related("person").filter(issuer=issuer, subject__in=digests)
    found = rows.first()
    if found and found.subject != digests[0]:
        found.subject = digests[0]
        found.save(update_fields=["subject"])
    return found


def store_identity(person: models.Model, issuer: str, subject: str) -> None:
    """Have the person known as this one from now on, instead of any former one."""
    forget_identity(person)
    LinkedIdentity.objects.create(
        person_id=person.pk, issuer=issuer, subject=_digest(issuer, subject, settings.SECRET_KEY)
    )


def forget_identity(person: models.Model) -> bool:
    """Have no provider sign the person in any more; whether one did."""
    return bool(LinkedIdentity.objects.filter(person=person.pk).delete()[0])


def _digest(issuer: str, subject: str, key: str | bytes) -> str:
    return salted_hmac(SALT, f"{issuer}\n{subject}", key, algorithm="sha256").hexdigest()
