"""What helps an officer along: what waits for a measure, what a measure lacks, what can be taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from assessments import framework, scoring
from assessments.enums import Stance
from assessments.framework import Framework
from assessments.models import ABOUT_CODES, Analysis, Assessment
from ita_portal.gathering import read_with
from ita_portal.thai import thai_digits
from measures.completeness import lacking
from measures.copies import copied_year, is_confirmed, same_text
from measures.models import Measure, Plan
from measures.quarters import said_period


@dataclass(frozen=True)
class SubjectGuidance:
    """An indicator or an instrument: its name, its score (0-100, None while unknown), the analysis of it.

    `suggested_stance` is that of the analysis, else what the score suggests, None where neither is known.
    """

    code: str
    name: str
    score: Decimal | None = None
    analysis: Analysis | None = None
    weak: bool = False
    suggested_stance: Stance | None = None

    @property
    def is_instrument(self) -> bool:
        """Whether it is a whole instrument."""
        return not self.code.isdigit()


@dataclass(frozen=True)
class MeasureLine:
    """A measure as the list of the plan shows it: `gaps` are what it lacks, in Thai.

    `origin` is the plan that it was copied from; `untouched` as long as that is to be seen in its words.
    """

    measure: Measure
    issue: str
    about: tuple[SubjectGuidance, ...]
    period: str
    gaps: tuple[str, ...]
    reported: bool
    origin: Plan | None
    untouched: bool


def assessed(plan: Plan) -> Assessment:
    """The assessment that the plan answers, with scores and analyses; a new one if unknown. One query."""
    year = {"municipality": plan.municipality, "fiscal_year": plan.assessed_year}
    stored = read_with(Assessment.objects.filter(**year), "scores", "analyses")
    return stored[0] if stored else Assessment(**year)


def subjects(assessment: Assessment) -> dict[str, SubjectGuidance]:
    """Every indicator and instrument of the assessed year, by code."""
    scores = assessment.instruments_to_show() | assessment.score_values()
    analyses = {row.about: row for row in assessment.analyses.all()} if assessment.pk else {}
    rules, found = assessment.framework, {}
    for code in ABOUT_CODES:
        score, analysis = scores.get(code), analyses.get(code)
        suggested = None if score is None else scoring.suggested_stance(score, rules)
        found[code] = SubjectGuidance(
            code=code,
            name=rules.about_name(code),
            score=score,
            analysis=analysis,
            weak=score is not None and scoring.is_weak(score, rules),
            suggested_stance=Stance(analysis.stance) if analysis else suggested,
        )
    return found


def measure_lines(plan: Plan) -> QuerySet[Measure]:
    """The measures of a plan with everything that a list shows of them, in two queries."""
    related = plan.measures.select_related("result", "copied_from__plan").prefetch_related("targets")
    return related.annotate(evidence_count=Count("evidence"), confirmed=is_confirmed()).order_by("number")


def measure_line(measure: Measure, plan: Plan, known: Mapping[str, SubjectGuidance]) -> MeasureLine:
    """The measure as the list shows it."""
    source, about = measure.copied_from, [target.about for target in measure.targets.all()]
    if source and source.plan_id == plan.pk:
        untouched = same_text(measure, source)
    else:
        untouched = copied_year(measure) is not None and not measure.confirmed  # type: ignore[attr-defined]
    return MeasureLine(
        measure=measure,
        issue=issue_text(plan.framework, measure.issue),
        about=tuple(known[code] for code in about),
        period=said_period(measure.quarters, measure.starts_on, measure.ends_on),
        gaps=tuple(f"ยังไม่ระบุ{part.label}" for part in lacking(measure, about, plan.framework)),
        reported=is_reported(measure),
        origin=source.plan if source else None,
        untouched=untouched,
    )


def issue_text(rules: Framework, number: int | None) -> str:
    """Number and name of an issue; its number alone where the year does not list it, "" without one."""
    if number is None:
        return ""
    digits = thai_digits(str(number))
    name = next((issue.name for issue in rules.issues if issue.number == number), "")
    return f"{digits}. {name}" if name else f"ประเด็นที่ {digits}"


def is_reported(measure: Measure) -> bool:
    """Whether something was reported of it or attached to it; for measures from `measure_lines`."""
    return hasattr(measure, "result") or measure.evidence_count > 0  # type: ignore[attr-defined]


def units_used(plan: Plan) -> list[str]:
    """The responsible units that this municipality's measures have named, in the order of first use."""
    rows = Measure.objects.filter(plan__municipality=plan.municipality_id).order_by(
        "plan__fiscal_year", "number"
    )
    return list(dict.fromkeys(unit for units in rows.values_list("responsible", flat=True) for unit in units))


def joined_analyses(codes: Sequence[str], known: Mapping[str, SubjectGuidance], typed: str) -> str:
    """What was typed, followed by the stored analyses of these subjects that it does not hold yet."""
    found = [known[code].analysis for code in codes if code in known]
    texts = [analysis.text for analysis in found if analysis and analysis.text not in typed]
    return "\n".join(text for text in (typed.rstrip(), *texts) if text)


def assessed_rules(plan: Plan) -> Framework:
    """The rules of the year whose assessment the plan answers."""
    return framework.load(plan.assessed_year)
