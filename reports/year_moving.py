"""A year that was begun by mistake moves to its right one: which years are free, what does not fit there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from assessments import framework
from assessments.framework_parts import ANNOUNCED_CODES
from assessments.models import LAST_YEAR, Assessment, assessment_lock
from assessments.years import OfferedYear, offered_years
from ita_portal.thai import fiscal_year_text, thai_digits
from measures.models import Measure
from measures.planning import days_later
from reports.mistaken_year import BegunYear, measures_of, year_title
from reports.models import Event
from reports.states import MOVE_YEAR


@dataclass(frozen=True)
class Misfit:
    """Something that the other year's rules do not have: its name in Thai, and what takes it away."""

    name: str
    drop: Callable[[], object]


def free_years(year: BegunYear) -> list[OfferedYear]:
    """The years to which it can move, the likeliest first: they hold nothing of what moves. One query."""
    place = year.municipality
    assessed = set(place.assessments.values_list("fiscal_year", flat=True)) if year.assessment else set()
    planned = {plan.fiscal_year for plan in year.all_plans}
    gaps = [plan.fiscal_year - year.fiscal_year for plan in year.plans]

    def is_free(target: int) -> bool:
        moved = {target + gap for gap in gaps}
        locked = year.assessment and assessment_lock(year.all_plans, target)
        fits = all(framework.years()[0] < one <= LAST_YEAR for one in moved)
        return target not in assessed and not moved & planned and fits and not locked

    offered = offered_years((), timezone.localdate())
    return [one for one in offered if one.fiscal_year != year.fiscal_year and is_free(one.fiscal_year)]


def misfits(year: BegunYear, target: int, measures: Sequence[Measure]) -> list[Misfit]:
    """What the rules of the target year (B.E.) do not have: scores, levels, questions, subjects, issues."""
    rules = framework.load(target)
    found = _of_the_assessment(year.assessment, rules) if year.assessment else []
    for measure in measures:
        number = thai_digits(str(measure.number))
        found += [
            Misfit(f"มาตรการที่ {number}: {_about(row.about)}", row.delete)
            for row in measure.targets.all()
            if row.about not in rules.about_codes
        ]
        later = framework.load(measure.plan.fiscal_year + target - year.fiscal_year)
        if measure.issue and measure.issue not in {issue.number for issue in later.issues}:
            name = f"มาตรการที่ {number}: ประเด็นที่ {thai_digits(str(measure.issue))}"
            found.append(Misfit(name, partial(_set, measure, issue=None)))
    return found


def _of_the_assessment(row: Assessment, rules: framework.Framework) -> list[Misfit]:
    parts = {*rules.instrument_codes, *rules.part_codes}
    found = [
        Misfit(f"คะแนนตัวชี้วัดที่ {thai_digits(score.code)}", score.delete)
        for score in row.scores.all()
        if score.code not in rules.score_codes
    ]
    found += [
        Misfit(f"คะแนน {code.upper()} ที่ประกาศ", partial(_set, row, **{f"announced_{code}": None}))
        for code in ANNOUNCED_CODES
        if code in row.announced_instruments and code not in parts
    ]
    if row.announced_level and row.announced_level not in {level.name for level in rules.levels}:
        found.append(Misfit(f"ระดับ “{row.announced_level}”", partial(_set, row, announced_level="")))
    found += [
        Misfit(f"ข้อสังเกตของข้อ {thai_digits(rules.printed(finding.question))}", finding.delete)
        for finding in row.findings.all()
        if not rules.question_exists(finding.question) or finding.indicator not in rules.score_codes
    ]
    return found + [
        Misfit(f"การวิเคราะห์{_about(analysis.about)}", analysis.delete)
        for analysis in row.analyses.all()
        if analysis.about not in rules.about_codes
    ]


def _about(code: str) -> str:
    return f"ตัวชี้วัดที่ {thai_digits(code)}" if code.isdigit() else code.upper()


def _set(row: Model, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def move_year(year: BegunYear, target: int, user: User, *, misfit: list[Misfit], shift: bool) -> None:
    """Let what is stored of the year be of the target year, without the misfits; all in one transaction.

    With `shift` the periods of its measures move by as many years. Callers hold the lock of the municipality.
    """
    years, plans, measures = target - year.fiscal_year, year.plans, measures_of(year)
    note = f"ย้าย{year_title(year)} ไปเป็นผลการประเมินของ{fiscal_year_text(target)}"
    for one in misfit:
        one.drop()
    if year.assessment:
        _set(year.assessment, fiscal_year=target)
    for plan in plans:
        _set(plan, fiscal_year=plan.fiscal_year + years, assessed_year=target)
        for report in plan.reports.all():
            Event.objects.record(report, MOVE_YEAR, user, note)
    for measure in measures if shift else ():
        _set(measure, **days_later(measure, years))
