"""A result that was announced anew after papers with it had been handed in, as a row."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.models import fiscal_year_check
from municipalities.models import Municipality


class ResultNotice(models.Model):
    """What an import of announced results corrects in a fiscal year (B.E.) that papers print.

    `changes` are the figures: for each its `name` (as in `published.figures_printed`), `label`, and `old` and
    `new` as texts. They were stored by the import, or kept out by the lock of a document. Whether its
    municipality has still to do something is not kept but asked (`correcting.notices`).
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="result_notices", verbose_name="เทศบาล"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณของผลการประเมิน (พ.ศ.)")
    changes = models.JSONField("คะแนนที่ประกาศแก้ไข", default=list)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,  # by the command, at which nobody signs in
        related_name="result_notices",
        verbose_name="ผู้นำเข้า",
    )
    told_at = models.DateTimeField("แจ้งเมื่อ", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "ผลที่ประกาศแก้ไข"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "fiscal_year"], name="result_notice_once_a_year_and_municipality"
            ),
            fiscal_year_check("fiscal_year", "result_notice_fiscal_year"),
        ]

    def __str__(self) -> str:
        return f"ผลที่ประกาศแก้ไข ปีงบประมาณ พ.ศ. {self.fiscal_year} {self.municipality}"
