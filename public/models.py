"""Where a municipality's own website shows a published document, and what was last found there."""

from django.db import models

from reports.models import Report


class CheckOutcome(models.TextChoices):
    """What the check found at the address."""

    UNDERWAY = "underway", "กำลังตรวจสอบ"
    SAME = "same", "เป็นไฟล์เดียวกับฉบับที่เผยแพร่ล่าสุด"
    LINKED = "linked", "หน้าเว็บนี้มีลิงก์ไปยังเอกสารฉบับที่เผยแพร่"
    OLDER = "older", "เป็นไฟล์ของฉบับก่อนหน้า ควรเปลี่ยนเป็นฉบับล่าสุด"
    OTHER = "other", "เปิดได้ แต่ไม่ใช่ไฟล์ที่เผยแพร่ และไม่มีลิงก์ไปยังเอกสาร"
    FAILED = "failed", "เปิดไม่ได้"


class Placement(models.Model):
    """The https address at which the municipality's own website carries a document; one for each report.

    `outcome` and `checked_at` belong to the last check; `detail` says in Thai why nothing could be read.
    """

    report = models.OneToOneField(
        Report, models.PROTECT, related_name="placement", verbose_name="รายงาน", primary_key=True
    )
    address = models.URLField("ที่อยู่บนเว็บไซต์ของเทศบาล", max_length=500)
    checked_at = models.DateTimeField("ตรวจเมื่อ", null=True, blank=True)
    outcome = models.CharField("ผลการตรวจ", max_length=8, choices=CheckOutcome, blank=True)
    detail = models.CharField("รายละเอียด", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ที่อยู่เอกสารบนเว็บไซต์ของเทศบาล"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address__startswith="https://"), name="placement_address_is_https"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *CheckOutcome.values]), name="placement_outcome"
            ),
            models.CheckConstraint(
                condition=models.Q(checked_at=None, outcome="")
                | (models.Q(checked_at__isnull=False) & ~models.Q(outcome="")),
                name="placement_checked_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.address
