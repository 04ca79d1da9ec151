"""The assessment of one municipality in one fiscal year: scores, the assessors' findings, its analysis."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from simple_history.models import HistoricalRecords

from assessments import framework, scoring
from assessments.enums import Stance
from assessments.framework_parts import ANNOUNCED_CODES
from municipalities.models import Municipality

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from measures.models import Plan

FIRST_YEAR, LAST_YEAR = 2562, 2600
# What the columns take in any year; its framework has the codes of a year.
INDICATOR_CODES = tuple(str(number) for number in range(1, 11))
INSTRUMENT_CODES = ("iit", "eit", "oit")
ABOUT_CODES = INDICATOR_CODES + INSTRUMENT_CODES
# How long an item of a list may be (guidelines, steps, what was done …), and how many items a list may hold.
LINE_LENGTH, LINE_COUNT = 20_000, 200


def fiscal_year_check(field: str, name: str) -> models.CheckConstraint:
    """A fiscal year in B.E. that the portal can know (2562 was the first year of today's ten indicators)."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__range": (FIRST_YEAR, LAST_YEAR)}), name=name
    )


def score_check(field: str, name: str) -> models.CheckConstraint:
    """A score from 0 to 100; NULL means not known."""
    return models.CheckConstraint(
        condition=models.Q(**{field: None}) | models.Q(**{f"{field}__range": (Decimal(0), Decimal(100))}),
        name=name,
    )


def assessment_lock(plans: Iterable[Plan], fiscal_year: int) -> str:
    """Why a municipality's assessment of this year can't be edited now, in Thai; empty while it can.

    Of its plans (with their reports) those count that answer the assessment: their first document shows it,
    and nobody edits it while that document lies with the province or the public.
    """
    answering = (plan for plan in plans if plan.assessed_year == fiscal_year)
    return next((reason for plan in answering if (reason := plan.lock("plan"))), "")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Questions about many assessments."""

    def visible_to(self, user: User) -> AssessmentQuerySet:
        """Those of the municipalities that this person may see."""
        return self.filter(municipality__in=Municipality.objects.visible_to(user))


class Assessment(models.Model):
    """A municipality's assessment in a fiscal year (B.E.); the NACC published the announced figures."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="assessments", verbose_name="เทศบาล"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    announced_total = models.DecimalField(
        "คะแนนรวมที่ประกาศ", max_digits=5, decimal_places=2, null=True, blank=True
    )
    announced_level = models.CharField("ระดับที่ประกาศ", max_length=40, blank=True)
    announced_iit = models.DecimalField("คะแนน IIT", max_digits=5, decimal_places=2, null=True, blank=True)
    announced_eit = models.DecimalField("คะแนน EIT", max_digits=5, decimal_places=2, null=True, blank=True)
    announced_eit1 = models.DecimalField(
        "คะแนน EIT ส่วนที่ ๑", max_digits=5, decimal_places=2, null=True, blank=True
    )
    announced_eit2 = models.DecimalField(
        "คะแนน EIT ส่วนที่ ๒", max_digits=5, decimal_places=2, null=True, blank=True
    )
    announced_oit = models.DecimalField("คะแนน OIT", max_digits=5, decimal_places=2, null=True, blank=True)
    difference_note = models.CharField("เหตุที่คะแนนรวมต่างจากที่คำนวณได้", max_length=500, blank=True)
    history = HistoricalRecords()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ผลการประเมิน"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "fiscal_year"], name="assessment_once_a_year"),
            fiscal_year_check("fiscal_year", "assessment_fiscal_year"),
            *(
                score_check(f"announced_{part}", f"assessment_announced_{part}")
                for part in ("total", *ANNOUNCED_CODES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} ปีงบประมาณ พ.ศ. {self.fiscal_year}"

    @property
    def framework(self) -> framework.Framework:
        """The rules of its fiscal year."""
        return framework.load(self.fiscal_year)

    @property
    def announced_instruments(self) -> dict[str, Decimal]:
        """The announced scores of instruments and EIT parts that are known, by code."""
        known = {code: getattr(self, f"announced_{code}") for code in ANNOUNCED_CODES}
        return {code: value for code, value in known.items() if value is not None}

    def score_values(self) -> dict[str, Decimal]:
        """The known scores (0-100) by indicator code; none of an assessment that is not stored yet."""
        return {score.code: score.value for score in self.scores.all()} if self.pk else {}

    def instruments_to_show(self) -> dict[str, Decimal]:
        """The scores of instruments and EIT parts as pages print them (see `scoring.instruments_to_show`).

        None of an assessment that is not stored yet, which may be of a year before the first rules.
        """
        if not self.pk:
            return {}
        return scoring.instruments_to_show(self.announced_instruments, self.score_values(), self.framework)

    def lock(self) -> str:
        """Why this assessment can't be edited now, in Thai; empty while it can. Two queries."""
        return assessment_lock(self.municipality.plans.prefetch_related("reports"), self.fiscal_year)


class Score(models.Model):
    """The score of one indicator, 0-100 with two decimals."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="scores", verbose_name="ผลการประเมิน"
    )
    code = models.CharField("ตัวชี้วัดที่", max_length=2)
    value = models.DecimalField("คะแนน", max_digits=5, decimal_places=2)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "คะแนนตัวชี้วัด"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="score_once_an_indicator"),
            models.CheckConstraint(condition=models.Q(code__in=INDICATOR_CODES), name="score_code"),
            score_check("value", "score_value"),
        ]

    def __str__(self) -> str:
        return f"ตัวชี้วัดที่ {self.code}: {self.value}"


class Finding(models.Model):
    """What the assessors remarked on one question (i2, e4) or OIT item (o6)."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="findings", verbose_name="ผลการประเมิน"
    )
    position = models.PositiveSmallIntegerField("ลำดับ", default=0)
    question = models.CharField("ข้อคำถาม", max_length=4)
    indicator = models.CharField("ตัวชี้วัดที่", max_length=2)
    issue = models.TextField("ประเด็นที่พบ", max_length=5000)
    advice = models.TextField("ข้อเสนอแนะ", max_length=5000, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "ข้อสังเกตของผู้ประเมิน"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="finding_once_a_question"),
            models.CheckConstraint(
                condition=models.Q(question__regex=framework.QUESTION_CODE), name="finding_question"
            ),
            models.CheckConstraint(
                condition=models.Q(indicator__in=INDICATOR_CODES), name="finding_indicator"
            ),
        ]

    def __str__(self) -> str:
        return self.question


class Analysis(models.Model):
    """The municipality's own analysis of one indicator ("1"…"10") or instrument ("iit", "eit", "oit")."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="analyses", verbose_name="ผลการประเมิน"
    )
    about = models.CharField("เรื่อง", max_length=3)
    stance = models.CharField("แนวทาง", max_length=8, choices=Stance.choices())
    text = models.TextField("ผลการวิเคราะห์", max_length=20000)
    guidelines = models.JSONField("แนวทางการปฏิบัติ", default=list, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "การวิเคราะห์"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "about"], name="analysis_once_a_subject"),
            models.CheckConstraint(condition=models.Q(about__in=ABOUT_CODES), name="analysis_about"),
            models.CheckConstraint(condition=models.Q(stance__in=Stance.values()), name="analysis_stance"),
        ]

    def __str__(self) -> str:
        return self.about
