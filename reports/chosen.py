"""What the officers chose for their documents, as rows."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from documents.choices import GROUPINGS, MOST_YEARS, READINGS, SIGNINGS, SIZES, Choices

_DEFAULT = Choices()


def _one_of(name: str, choices: Sequence[tuple[str, str]]) -> models.CheckConstraint:
    allowed = [value for value, _ in choices]
    return models.CheckConstraint(condition=models.Q(**{f"{name}__in": allowed}), name=f"choices_{name}")


class DocumentChoices(models.Model):
    """The choices (documents.choices.Choices) for one report's document; without a row, its defaults."""

    report = models.OneToOneField(
        "reports.Report", models.CASCADE, related_name="choices", verbose_name="รายงาน", editable=False
    )
    grouping = models.CharField(
        "การจัดกลุ่มตารางมาตรการ", max_length=10, choices=GROUPINGS, default=_DEFAULT.grouping.value
    )
    reading = models.CharField(
        "การวิเคราะห์ผล", max_length=10, choices=READINGS, default=_DEFAULT.reading.value
    )
    ranking = models.BooleanField("ตารางอันดับคะแนน", default=_DEFAULT.ranking)
    history_years = models.PositiveSmallIntegerField("จำนวนปีย้อนหลัง", default=_DEFAULT.history_years)
    thai_numerals = models.BooleanField("เลขไทย", default=_DEFAULT.thai_numerals)
    cover = models.BooleanField("ปก", default=_DEFAULT.cover)
    contents = models.BooleanField("สารบัญ", default=_DEFAULT.contents)
    charts = models.BooleanField("แผนภูมิ", default=_DEFAULT.charts)
    announcement = models.BooleanField("ประกาศของเทศบาล", default=_DEFAULT.announcement)
    signing = models.CharField("ช่องลงนาม", max_length=9, choices=SIGNINGS, default=_DEFAULT.signing.value)
    preparer_name = models.CharField("ชื่อผู้จัดทำ", max_length=150, blank=True)
    preparer_position = models.CharField("ตำแหน่งผู้จัดทำ", max_length=200, blank=True)
    size = models.CharField("ขนาดตัวอักษร", max_length=6, choices=SIZES, default=_DEFAULT.size.value)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "รูปแบบเอกสาร"
        constraints = [
            _one_of("grouping", GROUPINGS),
            _one_of("reading", READINGS),
            _one_of("signing", SIGNINGS),
            _one_of("size", SIZES),
            models.CheckConstraint(
                condition=models.Q(history_years__range=(1, MOST_YEARS)), name="choices_history_years"
            ),
        ]

    def __str__(self) -> str:
        return f"รูปแบบของ{self.report}"

    @property
    def values(self) -> Choices:
        """The row without its database."""
        kinds: dict[str, Any] = {field.name: type(field.default) for field in fields(Choices)}
        return Choices(**{name: kind(getattr(self, name)) for name, kind in kinds.items()})
