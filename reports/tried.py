"""How the web addresses of a plan's evidence answered when they were last tried, as rows."""

from django.db import models


class AddressTrial(models.Model):
    """The last trial of a plan's web addresses; one row for each plan.

    `outcomes` maps each address to why it gave no answer, in Thai, or to "" where it answered. An address
    for which there was no time is not in it.
    """

    plan = models.OneToOneField(
        "measures.Plan",
        models.CASCADE,
        related_name="address_trial",
        verbose_name="แผนมาตรการ",
        primary_key=True,
    )
    tried_at = models.DateTimeField("ตรวจเมื่อ")
    outcomes = models.JSONField("ผลการตรวจ", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "ผลการตรวจที่อยู่เว็บของหลักฐาน"

    def __str__(self) -> str:
        return str(self.plan)
