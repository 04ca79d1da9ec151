"""Years that were begun by mistake and removed, as rows: what was in them waits to be brought back."""

from django.conf import settings
from django.db import models


class RemovedYear(models.Model):
    """The assessment of `assessed_year` (B.E.) and the plans that answer it, or the plans alone, as removed.

    `content` has every row in the shape of Django's serializer, parents before children; it is empty again
    once it was brought back. `contained` says in Thai what it is.
    """

    municipality = models.ForeignKey(
        "municipalities.Municipality", models.PROTECT, related_name="removed_years", verbose_name="เทศบาล"
    )
    assessed_year = models.PositiveSmallIntegerField("ปีงบประมาณของผลการประเมิน (พ.ศ.)")
    contained = models.TextField("สิ่งที่ลบ")
    content = models.JSONField("ข้อมูลที่ลบ", default=list, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="removed_years", verbose_name="ผู้ลบ"
    )
    removed_at = models.DateTimeField("ลบเมื่อ", auto_now_add=True)
    brought_back_at = models.DateTimeField("นำกลับมาเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ปีที่ลบ"
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.municipality} {self.contained}"
