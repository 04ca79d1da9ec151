"""The section that sets the assessed year beside the year in which the measures were carried out (pure)."""

from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
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

    @property
    def change(self) -> OptionalScore:
        """After less before, in points; None where one of them is not known."""
        return scoring.change(self.before, self.after)


@dataclass(frozen=True)
class ComparisonSection(Section):
    """The assessed year beside the year in which the measures were carried out.

    `known` is False while the later assessment is missing; `rows` are empty while neither year has scores.
    `below` names the indicators under the pass mark in `below_year`, the last year known; `scored` is False
    while that year has no scores either. `bodies` are the years (B.E.) in which an อบต. was assessed, with
    its full name.
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
    bodies: tuple[tuple[int, str], ...] = ()


def comparison(dossier: Dossier) -> ComparisonSection | None:
    """What changed between the two assessments; None for a plan that is carried out in the assessed year."""
    if dossier.assessed_year == dossier.fiscal_year:
        return None
    before = dossier.assessed or Year(dossier.assessed_year, {})
    after = dossier.followed or Year(dossier.fiscal_year, {})
    rows = tuple(
        ComparedScore(code, after.framework.about_name(code), before.scores.get(code), after.scores.get(code))
        for code in (after.framework.score_codes if before.scores or after.scores else ())
    )
    names, changes = [row.name for row in rows], [row.change for row in rows]
    last = after if after.scores else before
    rules = last.framework
    return ComparisonSection(
        heading="เปรียบเทียบผลการประเมินก่อนและหลังดำเนินการตามมาตรการ",
        before=before.fiscal_year,
        after=after.fiscal_year,
        known=bool(after.scores) or after.total is not None,
        rows=rows,
        total=ComparedScore("", "คะแนนรวม", before.total, after.total),
        level_before=before.announced_level,
        level_after=after.announced_level,
        pass_mark=number_text(rules.pass_mark),
        below_year=last.fiscal_year,
        scored=bool(last.scores),
        below=tuple(about_title(code, rules) for code in scoring.below_pass_mark(last.scores, rules)),
        chart=charts.change_bars(names, changes, "คะแนนที่เปลี่ยนแปลงรายตัวชี้วัด"),
        bodies=tuple((year.fiscal_year, year.assessed_as) for year in (before, after) if year.assessed_as),
    )
