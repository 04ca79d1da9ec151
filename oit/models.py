"""What a municipality has noted about an OIT item of a fiscal year: one table."""

from django.db import models
from simple_history.models import HistoricalRecords

from assessments.models import fiscal_year_check
from municipalities.models import Municipality
from oit.enums import ItemStatus


class OITEntry(models.Model):
    """How far a municipality is with one OIT item (`item`, "o1" to "o99") of a fiscal year (B.E.).

    `addresses` is a list of {"row", "title", "url", "dated_on", "path"}: `row` is a key of its own,
    `dated_on` a day as ISO 8601 or "", `path` the clicks from the home page. `carried_from` is the year from
    which it was taken over, until somebody has looked at it. `outcomes` maps each web address that was tried
    at `tried_at` to what is wrong with it, in Thai, or "".
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="oit_entries", verbose_name="เทศบาล"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    item = models.CharField("ข้อ OIT", max_length=3)
    status = models.CharField(
        "สถานะ", max_length=14, choices=ItemStatus.choices(), default=ItemStatus.NOT_BEGUN
    )
    reason = models.TextField("เหตุผลที่ไม่เกี่ยวข้อง", max_length=1000, blank=True)
    unit = models.CharField("หน่วยงานที่รับผิดชอบ", max_length=300, blank=True)
    addresses = models.JSONField("ที่อยู่เว็บ", default=list, blank=True)
    note = models.TextField("หมายเหตุ", max_length=2000, blank=True)
    carried_from = models.PositiveSmallIntegerField("ยกมาจากปี (พ.ศ.)", null=True, blank=True)
    tried_at = models.DateTimeField("ตรวจเมื่อ", null=True, blank=True, editable=False)
    outcomes = models.JSONField("ผลการตรวจ", default=dict, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["tried_at", "outcomes"])

    class Meta:
        verbose_name = verbose_name_plural = "รายการ OIT"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "fiscal_year", "item"], name="oit_entry_once"),
            fiscal_year_check("fiscal_year", "oit_entry_fiscal_year"),
            models.CheckConstraint(
                condition=models.Q(status__in=ItemStatus.values()), name="oit_entry_status"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ItemStatus.NOT_APPLICABLE) | ~models.Q(reason=""),
                name="oit_entry_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.fiscal_year}"
