"""The form of a year's assessment: the scores in their instruments, and what was announced."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from assessments.comparison import Comparison, compare_year
from assessments.framework import Framework, Instrument
from assessments.models import Assessment
from assessments.scoring import Scores
from ita_portal.editing import PortalForm
from ita_portal.fields import ScoreField, field_of
from ita_portal.thai import thai_digits


class AssessmentForm(PortalForm):
    """The assessment of one year under its rules; every field may stay empty while it is not known."""

    def __init__(self, *args: Any, rules: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for indicator in rules.indicators:
            self.fields[f"score_{indicator.code}"] = _score(f"ตัวชี้วัดที่ {indicator.code} {indicator.name}")
        self.fields["announced_total"] = _score("คะแนนรวมที่ประกาศ")
        levels = [(level.name, level.name) for level in rules.levels]
        self.fields["announced_level"] = forms.ChoiceField(
            label="ระดับที่ประกาศ", choices=[("", "ยังไม่ทราบ"), *levels], required=False
        )
        for code, name in announced_parts(rules):
            self.fields[f"announced_{code}"] = _score(f"คะแนน {name} ที่ประกาศ")
        self.fields["difference_note"] = field_of(
            Assessment,
            "difference_note",
            label="เหตุที่คะแนนรวมที่ประกาศต่างจากที่คำนวณได้",
            help_text="เช่น สำนักงาน ป.ป.ช. ปรับคะแนนภายหลังการอุทธรณ์ หรือปัดเศษจากทศนิยมที่ไม่ได้ประกาศ",
        )

    @property
    def groups(self) -> Iterator[tuple[Instrument, list[BoundField]]]:
        """Each instrument with the fields of its indicators."""
        for instrument in self.rules.instruments:
            yield instrument, [self[f"score_{row.code}"] for row in self.rules.indicators_of(instrument.code)]

    @property
    def announced_fields(self) -> list[BoundField]:
        """The fields of the announced instruments and their parts."""
        return [self[f"announced_{code}"] for code, _ in announced_parts(self.rules)]

    @property
    def known(self) -> Mapping[str, Any]:
        """The values by field name that can be read: typed ones without an error, else the stored ones."""
        self.is_valid()  # reads what was typed
        values = self.cleaned_data if self.is_bound else self.initial
        return {name: value for name, value in values.items() if value not in (None, "")}

    @property
    def scores(self) -> Scores:
        """The known scores by indicator code."""
        return _without_prefix(self.known, "score_")

    @property
    def own_values(self) -> Mapping[str, Any]:
        """The cleaned values of the assessment's own fields: all but the scores."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("score_")}

    def comparison(self, before: Scores) -> Comparison:
        """What was typed so far, compared with what it gives and with last year's scores."""
        announced = _without_prefix(self.known, "announced_")
        level = announced.pop("level", "")
        return compare_year(self.rules, self.scores, announced, level, before)


def stored_assessment(assessment: Assessment, scores: Scores) -> dict[str, Any]:
    """The initial values of the form."""
    own = ["announced_total", "announced_level", "difference_note"]
    own += [f"announced_{code}" for code, _ in announced_parts(assessment.framework)]
    return {name: getattr(assessment, name) for name in own} | {f"score_{k}": v for k, v in scores.items()}


def announced_parts(rules: Framework) -> Iterator[tuple[str, str]]:
    """Code and short name of what has an announced score: the instruments and, from 2566, EIT's parts."""
    for instrument in rules.instruments:
        for code in (instrument.code, *(part.code for part in instrument.parts)):
            yield code, rules.scored_name(code)


def _score(label: str) -> ScoreField:
    return ScoreField(label=thai_digits(label), required=False)


def _without_prefix(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}
