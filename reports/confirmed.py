"""What an officer has confirmed, as rows."""

from django.conf import settings
from django.db import models

REASON_LENGTH = 1000


class Confirmation(models.Model):
    """“ตรวจแล้ว ถูกต้อง”: the reason why something that a check complains of is right.

    It counts for this very complaint, in both documents of the plan: `message` is what was complained of, and
    where the words or what the portal knows change, another complaint asks anew. `digest` identifies check
    and message, 64 lower-case hexadecimal digits. `path` names the text (see `passages.Passage`).
    """

    plan = models.ForeignKey(
        "measures.Plan", models.CASCADE, related_name="confirmations", verbose_name="แผนมาตรการ"
    )
    check_code = models.CharField("ข้อตรวจ", max_length=3)
    path = models.CharField("ตำแหน่งของข้อความ", max_length=100)
    message = models.TextField("สิ่งที่ตรวจพบ")
    digest = models.CharField("ค่าตรวจสอบของสิ่งที่ตรวจพบ (SHA-256)", max_length=64)
    reason = models.TextField("เหตุผลที่ถูกต้อง", max_length=REASON_LENGTH)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="confirmations", verbose_name="ผู้ยืนยัน"
    )
    confirmed_at = models.DateTimeField("ยืนยันเมื่อ", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "การยืนยันข้อความ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "digest"], name="confirmation_once_a_complaint"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="confirmation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.path}"
