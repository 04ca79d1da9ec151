"""Work that goes from one person to another by an invitation, as a row: who leaves what to whom from when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import models
from django.utils import timezone

from municipalities.models import Municipality, Province

LINK_DAYS = 14  # how long the link of an invitation works; another can be mailed
_SIGNER = TimestampSigner(salt="accounts.handover", sep=".")


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Questions about many handovers."""

    def waiting(self) -> Self:
        """Those that nobody has accepted or cancelled."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def of_key(self, key: str) -> "Handover | None":
        """The one whose invitation holds this key; None for a key that is not the portal's or too old."""
        try:
            pk = _SIGNER.unsign(key, max_age=LINK_DAYS * 24 * 60 * 60)
        except BadSignature:
            return None
        named = self.select_related("person", "begun_by", "municipality__district__province", "province")
        return named.filter(pk=pk).first()


class Handover(models.Model):
    """One person's work that another was invited to go on with; it is theirs once they have accepted.

    An officer's is that of one `municipality`, from the day `since` on at the earliest; a reviewer's is that
    of the `province`, an admin's has neither. The names and the address are those of whoever was invited.
    One that was declined is cancelled by nobody.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handovers", verbose_name="ผู้ส่งมอบ"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name="เทศบาล"
    )
    province = models.ForeignKey(Province, models.PROTECT, null=True, related_name="+", verbose_name="จังหวัด")
    first_name = models.CharField("ชื่อ", max_length=150)
    last_name = models.CharField("นามสกุล", max_length=150, blank=True)
    position = models.CharField("ตำแหน่ง", max_length=150, blank=True)
    email = models.EmailField("อีเมล")
    since = models.DateField("รับช่วงตั้งแต่วันที่", null=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้เชิญ"
    )
    begun_at = models.DateTimeField("เชิญเมื่อ", default=timezone.now)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ผู้ตอบรับ"
    )
    accepted_at = models.DateTimeField("ตอบรับเมื่อ", null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ผู้ยกเลิก"
    )
    cancelled_at = models.DateTimeField("ยกเลิกเมื่อ", null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การส่งมอบงาน"
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(cancelled_at=None),
                name="handover_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.successor_name}: {self.work_name}"

    @property
    def successor_name(self) -> str:
        """The name of whoever was invited, as it was typed."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def work_name(self) -> str:
        """What is handed over, in words."""
        if self.municipality:
            return f"งาน ITA ของ{self.municipality.full_name}"
        return f"งานตรวจทานของจังหวัด{self.province.name}" if self.province else "งานผู้ดูแลระบบ"

    @property
    def first_day(self) -> date:
        """The first day of the successor, were it accepted now: a named day that has passed is today."""
        today = timezone.localdate()
        return max(today, self.since or today)

    @property
    def key(self) -> str:
        """A new key for the link of the invitation; it works for `LINK_DAYS`."""
        return _SIGNER.sign(str(self.pk))
