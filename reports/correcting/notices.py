"""Results that were announced anew: which municipalities must revise their papers, and what each has to do.

Asked of what is public and stored today: nothing has to be ticked off.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from assessments.models import ANNOUNCED_CODES, INDICATOR_CODES, Assessment, Score
from ita_portal.gathering import gathered
from ita_portal.thai import fiscal_year_text, thai_digits
from measures.models import Plan
from municipalities.importing import Change
from municipalities.models import Municipality
from reports.dependents import PrintedPaper, printed_lines, printed_papers
from reports.models import Correction, Report, ResultNotice
from reports.owing import entered
from reports.showing import shown_in
from reports.states import State

_DOCUMENT = ("plan__fiscal_year", "plan__assessed_year", "kind")
_ANNOUNCED = ("announced_total", "announced_level", *(f"announced_{code}" for code in ANNOUNCED_CODES))


@dataclass(frozen=True)
class DueNotice:
    """A year that was announced anew, of which its municipality has something to do.

    `missing` are the figures that are not stored yet, `papers` the public ones to be revised, `accepted` the
    reports that were accepted with the former figures, of which kind and plan alone are known; `under_way`
    says that their correction has begun.
    """

    notice: ResultNotice
    municipality: Municipality
    missing: tuple[Change, ...]
    papers: tuple[PrintedPaper, ...]
    accepted: tuple[Report, ...]
    under_way: bool

    @property
    def fiscal_year(self) -> int:
        """The year (B.E.) whose result it is."""
        return self.notice.fiscal_year

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All figures that were announced anew."""
        return changes_of(self.notice)

    @property
    def reason(self) -> str:
        """Why the result is corrected, in Thai, as the officer would write it."""
        told = ", ".join(f"{one.label} จาก {one.old} เป็น {one.new}" for one in self.changes)
        return thai_digits(f"สำนักงาน ป.ป.ช. ประกาศแก้ไขผลการประเมิน: {told}")

    @property
    def page(self) -> str:
        """The name of the page on which its officer goes on: its keys are the municipality's and the year."""
        return "correction" if self.papers or self.under_way else "assessment"

    @property
    def text(self) -> str:
        """What there is to be done, in Thai, for the next step and the mails."""
        title = f"ป.ป.ช. ประกาศแก้ไขผลการประเมิน{fiscal_year_text(self.fiscal_year)}"
        if not self.papers:
            return f"{title}: ยังไม่ได้บันทึกผลที่แก้ไข"
        return thai_digits(f"{title}: ต้องออกฉบับปรับปรุงของเอกสารที่เผยแพร่ {len(self.papers)} ฉบับ")


def changes_of(notice: ResultNotice) -> tuple[Change, ...]:
    """The figures of a notice."""
    return tuple(Change(**change) for change in notice.changes)


def due_notices(municipalities: Collection[int] | None = None) -> list[DueNotice]:
    """What was announced anew and is not done yet, of these municipalities (by keys) or of all. One query.

    By fiscal year, then by municipality. Done is what is stored and printed in every public paper.
    """
    rows = ResultNotice.objects.select_related("municipality__district__province")
    if municipalities is not None:
        rows = rows.filter(municipality__in=municipalities)
    found = [_due(row) for row in _with_today(rows.order_by("fiscal_year", "municipality__sort_key", "pk"))]
    return [one for one in found if one.missing or one.papers or one.accepted]


def due_notice(municipality: int, fiscal_year: int) -> DueNotice | None:
    """The one of a municipality (by its key) and a year, while something is to be done. One query."""
    return next((one for one in due_notices([municipality]) if one.fiscal_year == fiscal_year), None)


def _with_today(rows: Any) -> Any:
    """The notices with what is stored and printed of their year today."""
    year = OuterRef("fiscal_year")
    results, scores = Assessment.objects.filter(fiscal_year=year), Score.objects
    begun = Correction.objects.under_way().filter(
        municipality=OuterRef("municipality"), fiscal_year=OuterRef("fiscal_year")
    )
    outdated = Report.objects.reviewed().filter(state=State.ACCEPTED).alias(accepted=entered(State.ACCEPTED))
    outdated = outdated.filter(accepted__lt=OuterRef("told_at"))
    return rows.annotate(
        printed=printed_lines("municipality", fiscal_year=year),
        results=gathered(results, "municipality", *_ANNOUNCED, of="municipality"),
        scores=gathered(
            scores.filter(assessment__fiscal_year=year),
            "assessment__municipality",
            "code",
            "value",
            of="municipality",
        ),
        accepted=gathered(outdated, "plan__municipality", *_DOCUMENT, of="municipality"),
        under_way=Exists(begun),
    )


def _due(row: Any) -> DueNotice:
    stored = _stored(row)
    changes = changes_of(row)
    missing = tuple(one for one in changes if stored.get(one.name, "") == one.old != one.new)
    # What is not stored yet is printed wrongly as well.
    wanted = {one.name: one.new if one in missing else stored.get(one.name, "") for one in changes}
    papers = tuple(paper for paper in printed_papers(row.printed) if paper.prints_another(wanted))
    accepted = () if missing else _accepted(row)
    return DueNotice(row, row.municipality, missing, papers, accepted, row.under_way)


def _accepted(row: Any) -> tuple[Report, ...]:
    """The accepted reports that show the year."""
    reports = [
        Report(plan=Plan(fiscal_year=year, assessed_year=assessed), kind=kind, state=State.ACCEPTED)
        for year, assessed, kind in sorted(tuple(map(line.get, _DOCUMENT)) for line in row.accepted or ())
    ]
    return tuple(shown_in(reports, "assessment", row.fiscal_year))


def _stored(row: Any) -> dict[str, str]:
    found = {name: _text(value) for result in row.results or () for name, value in result.items()}
    values = {score["code"]: score["value"] for score in row.scores or ()}
    return found | {f"score_{code}": _text(values[code]) for code in INDICATOR_CODES if code in values}


def _text(value: Any) -> str:
    """As an import and a bundle write it; the database gives a number without the zeros at its end."""
    return "" if value is None else value if isinstance(value, str) else f"{Decimal(value):.2f}"
