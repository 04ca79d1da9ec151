"""The correction of a result after its publication, as a row: which papers it touches, how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models import fiscal_year_check
from municipalities.models import Municipality


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Questions about many corrections."""

    def under_way(self) -> CorrectionQuerySet:
        """Those that are neither done nor cancelled."""
        return self.filter(closed_at=None)


class Correction(models.Model):
    """One affair: the assessment of `fiscal_year` (B.E.) is corrected although public papers print it.

    `reports` are those whose papers did so when it was opened. `told_public` says whether the public pages of
    those that wait for their next revision say so. It is closed when all of them are published again, or when
    its officer cancels it (`cancelled`); what was opened stays open then.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="corrections", verbose_name="เทศบาล"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณของผลการประเมิน (พ.ศ.)")
    reports = models.ManyToManyField("reports.Report", related_name="corrections", verbose_name="เอกสาร")
    reason = models.TextField("เหตุที่แก้ไข", max_length=4000)
    told_public = models.BooleanField("แจ้งบนหน้าเผยแพร่", default=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrections", verbose_name="ผู้เริ่ม"
    )
    opened_at = models.DateTimeField("เริ่มเมื่อ", auto_now_add=True)
    closed_at = models.DateTimeField("ปิดเมื่อ", null=True, blank=True)
    cancelled = models.BooleanField("ยกเลิก", default=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การแก้ไขผลหลังเผยแพร่"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "fiscal_year"],
                condition=Q(closed_at=None),
                name="correction_one_open_a_year",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
            models.CheckConstraint(
                condition=Q(cancelled=False) | Q(closed_at__isnull=False),
                name="correction_cancelled_closed",
            ),
            fiscal_year_check("fiscal_year", "correction_fiscal_year"),
        ]

    def __str__(self) -> str:
        return f"แก้ไขผลการประเมินปีงบประมาณ พ.ศ. {self.fiscal_year} {self.municipality}"
