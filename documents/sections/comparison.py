"""The section that sets the assessed year beside the year in which the measures were carried out (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from assessments.framework import Framework
from documents import charts
from documents.dossier import Dossier, Year
from documents.sections.section import Section, about_title
from ita_portal.thai import number_text

OptionalScore = Decimal | None


@dataclass(frozen=True)
class ComparedScore:
    """One line of the comparison: an indicator, or the total."""

    code: str
    name: str
    before: OptionalScore
    after: OptionalScore
    change: OptionalScore


@dataclass(frozen=True)
class ComparisonSection(Section):
    """The assessed year beside the year in which the measures were carried out.

    `known` is False while the later result is missing; `rows` are empty while neither year has scores.
    `below` names the indicators under the pass mark in `below_year`, the last year known; `scored` is False
    while that year has no scores either.
    """

    template = "documents/comparison.html"
    anchor = "comparison"

    before: int
    after: int
    known: bool
    rows: tuple[ComparedScore, ...]
    total: ComparedScore
    level_before: str
    level_after: str
    pass_mark: str
    below_year: int
    scored: bool
    below: tuple[str, ...]
    chart: str


def comparison(dossier: Dossier) -> ComparisonSection | None:
    """What changed between the two results; None for a plan that is carried out in the assessed year."""
    if dossier.assessed_year == dossier.fiscal_year:
        return None
    before = dossier.assessed or Year(dossier.assessed_year, {})
    after = dossier.followed or Year(dossier.fiscal_year, {})
    rows = _rows(before, after)
    last = after if after.scores else before
    return ComparisonSection(
        heading="เปรียบเทียบผลการประเมินก่อนและหลังดำเนินการตามมาตรการ",
        before=before.fiscal_year,
        after=after.fiscal_year,
        known=bool(after.scores) or after.total is not None,
        rows=rows,
        total=ComparedScore(
            "", "คะแนนรวม", before.total, after.total, scoring.change(before.total, after.total)
        ),
        level_before=before.announced_level,
        level_after=after.announced_level,
        pass_mark=number_text(last.framework.pass_mark),
        below_year=last.fiscal_year,
        scored=bool(last.scores),
        below=_below(last.scores, last.framework),
        chart=_change_chart(rows),
    )


def _rows(before: Year, after: Year) -> tuple[ComparedScore, ...]:
    if not (before.scores or after.scores):
        return ()
    return tuple(_compared(code, before, after) for code in after.framework.score_codes)


def _change_chart(rows: Sequence[ComparedScore]) -> str:
    names, changes = [row.name for row in rows], [row.change for row in rows]
    return charts.change_bars(names, changes, "คะแนนที่เปลี่ยนแปลงรายตัวชี้วัด")


def _compared(code: str, before: Year, after: Year) -> ComparedScore:
    old, new = before.scores.get(code), after.scores.get(code)
    return ComparedScore(code, after.framework.about_name(code), old, new, scoring.change(old, new))


def _below(scores: scoring.Scores, framework: Framework) -> tuple[str, ...]:
    return tuple(about_title(code, framework) for code in scoring.below_pass_mark(scores, framework))
