"""What helps an officer along: what waits for a measure, what a measure lacks, what can be taken over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from assessments import framework, scoring
from assessments.framework import Framework
from assessments.models import ABOUT_CODES, Analysis, Score
from ita_portal.thai import period_text, thai_digits
from measures.models import Measure, Plan
from measures.planning import COPIED_FIELDS


@dataclass(frozen=True)
class Subject:
    """An indicator or an instrument: its name, its score (0-100, None while unknown), the analysis of it."""

    code: str
    name: str
    score: Decimal | None = None
    analysis: Analysis | None = None
    below_pass_mark: bool = False

    @property
    def is_instrument(self) -> bool:
        """Whether it is a whole instrument."""
        return not self.code.isdigit()


@dataclass(frozen=True)
class Line:
    """A measure as the list of the plan shows it: `gaps` are what it lacks, in Thai."""

    measure: Measure
    issue: str
    about: tuple[Subject, ...]
    period: str
    gaps: tuple[str, ...]
    reported: bool
    origin: Plan | None
    untouched: bool


def assessed_scores(plan: Plan) -> dict[str, Decimal]:
    """The known scores of the result that the plan answers, by indicator code."""
    rows = Score.objects.filter(
        assessment__municipality=plan.municipality_id, assessment__fiscal_year=plan.assessed_year
    )
    return dict(rows.values_list("code", "value"))


def stored_analyses(plan: Plan) -> dict[str, Analysis]:
    """The analyses of the result that the plan answers, by what they are about."""
    rows = Analysis.objects.filter(
        assessment__municipality=plan.municipality_id, assessment__fiscal_year=plan.assessed_year
    )
    return {row.about: row for row in rows}


def subjects(
    rules: Framework, scores: Mapping[str, Decimal], analyses: Mapping[str, Analysis]
) -> dict[str, Subject]:
    """Every indicator and instrument of the assessed year, by code."""
    weak = scoring.below_pass_mark(scores, rules)
    values = {code: scoring.rounded(mean) for code, mean in scoring.instrument_means(scores, rules).items()}
    known = {**values, **scores}
    return {
        code: Subject(code, rules.about_name(code), known.get(code), analyses.get(code), code in weak)
        for code in ABOUT_CODES
    }


def unanswered(
    scores: Mapping[str, Decimal], rules: Framework, measures: Iterable[Measure]
) -> tuple[str, ...]:
    """The indicators that a plan must answer and no measure names, neither itself nor its instrument."""
    named = {target.about for measure in measures for target in measure.targets.all()}
    needing = scoring.needing_measures(scores, rules)
    return tuple(code for code in needing if not named & {code, rules.instrument_of(code).code})


def listed(plan: Plan) -> QuerySet[Measure]:
    """The measures of a plan with everything that a list shows of them, in two queries."""
    whole = plan.measures.select_related("result", "copied_from__plan").prefetch_related("targets")
    return whole.annotate(evidence_count=Count("evidence")).order_by("number")


def line(measure: Measure, plan: Plan, known: Mapping[str, Subject]) -> Line:
    """The measure as the list shows it."""
    source = measure.copied_from
    return Line(
        measure=measure,
        issue=issue_text(plan.framework, measure.issue),
        about=tuple(known[target.about] for target in measure.targets.all()),
        period=period_text(measure.starts_on, measure.ends_on),
        gaps=gaps(measure),
        reported=is_reported(measure),
        origin=source.plan if source else None,
        untouched=source is not None and same_text(measure, source),
    )


def issue_text(rules: Framework, number: int | None) -> str:
    """Number and name of an issue; its number alone where the year does not list it, "" without one."""
    if number is None:
        return ""
    digits = thai_digits(str(number))
    name = next((issue.name for issue in rules.issues if issue.number == number), "")
    return f"{digits}. {name}" if name else f"ประเด็นที่ {digits}"


def is_reported(measure: Measure) -> bool:
    """Whether something was reported of it or attached to it; for measures from `listed`."""
    return hasattr(measure, "result") or measure.evidence_count > 0  # type: ignore[attr-defined]


def same_text(measure: Measure, source: Measure) -> bool:
    """Whether a copy still says what its source says."""
    return all(getattr(measure, name) == getattr(source, name) for name in COPIED_FIELDS)


def gaps(measure: Measure) -> tuple[str, ...]:
    """What a complete measure still lacks, in Thai."""
    lacking = {
        "ยังไม่ระบุตัวชี้วัด": not measure.targets.all(),
        "ยังไม่มีขั้นตอน": not measure.steps,
        "ยังไม่มีผู้รับผิดชอบ": not measure.responsible,
        "ยังไม่ระบุระยะเวลา": measure.starts_on is None or measure.ends_on is None,
    }
    return tuple(words for words, missing in lacking.items() if missing)


def units_used(plan: Plan) -> list[str]:
    """The responsible units that this municipality's measures have named, in the order of first use."""
    rows = Measure.objects.filter(plan__municipality=plan.municipality_id).order_by(
        "plan__fiscal_year", "number"
    )
    return list(dict.fromkeys(unit for units in rows.values_list("responsible", flat=True) for unit in units))


def joined_analyses(codes: Sequence[str], known: Mapping[str, Subject], typed: str) -> str:
    """What was typed, followed by the stored analyses of these subjects that it does not hold yet."""
    found = [known[code].analysis for code in codes if code in known]
    texts = [analysis.text for analysis in found if analysis and analysis.text not in typed]
    return "\n".join(text for text in (typed.rstrip(), *texts) if text)


def assessed_rules(plan: Plan) -> Framework:
    """The rules of the year whose result the plan answers."""
    return framework.load(plan.assessed_year)
