"""What is open in a municipality, in words for somebody who comes new to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ita_portal.thai import fiscal_year_text, thai_date, thai_digits
from municipalities.models import Municipality
from reports.correcting.contradictions import contradicted_years, with_printed
from reports.correcting.notices import due_notices
from reports.correcting.open_affair import open_affairs
from reports.correcting.to_begin import corrections_to_begin
from reports.duties import DocumentStanding
from reports.models import Deadline, Report, ReportKind
from reports.owing import judged_dossiers, owed_reports, standings
from reports.states import State


@dataclass(frozen=True)
class OpenPaper:
    """A document of whatever year that is not published as it stands, or waits for an answer."""

    standing: DocumentStanding

    @property
    def title(self) -> str:
        """Its name and year."""
        return f"{ReportKind(self.standing.kind).label} {fiscal_year_text(self.standing.fiscal_year)}"

    @property
    def text(self) -> str:
        """All of it in a line: its name, its state, for whom it waits, its deadline, the waiting comments."""
        standing = self.standing
        state = standing.state.said(reviews=standing.reviewed)
        parts = [f"สถานะ “{state}”" if standing.started else "ยังไม่ได้เริ่ม"]
        if standing.is_left:
            parts.append("ไม่ต้องจัดทำต่อ เพราะเทศบาลสิ้นสภาพ")
        elif not standing.awaits_review:  # whose state says that it waits for the province
            parts.append("รอเทศบาลดำเนินการ")
        if due := standing.due:
            parts.append(f"กำหนดส่ง {thai_date(due.due_on)} ({due.text})")
        if standing.unanswered and not standing.is_left:
            parts.append(f"ความเห็นที่รอตอบ {standing.unanswered} ข้อ")
        return thai_digits(f"{self.title}: {' · '.join(parts)}")


def open_papers(documents: Iterable[DocumentStanding]) -> list[OpenPaper]:
    """Those of the documents that are not published as they stand, the newest year first."""
    found = [row for row in documents if row.state != State.PUBLISHED and (row.started or row.due)]
    found.sort(key=lambda row: (-row.fiscal_year, row.kind))
    return [OpenPaper(row) for row in found]


@dataclass(frozen=True)
class OpenThing:
    """A line about one thing that is open, in Thai; `is_left` where nobody asks for it any more."""

    text: str
    is_left: bool = False


def open_lines(places: Sequence[Municipality], today: date) -> dict[int, list[str]]:
    """The lines of `open_things`, by the keys of the municipalities."""
    return {key: [one.text for one in things] for key, things in open_things(places, today).items()}


def open_things(places: Sequence[Municipality], today: date) -> dict[int, list[OpenThing]]:
    """The corrections to begin and under way, and the open papers, of these municipalities, by their keys.

    `places` come with their provinces. Four queries, three more as in `judged_dossiers`.
    """
    reports = with_printed(owed_reports(Report.objects.filter(plan__municipality__in=places)))
    reports = reports.order_by("plan__municipality_id")
    dossiers = judged_dossiers(places, reports)
    found = standings(places, reports, Deadline.objects.order_by("due_on"), today, dossiers)
    notices = due_notices([place.pk for place in places])
    things: dict[int, list[OpenThing]] = {key: [] for key in found}
    for one in corrections_to_begin(notices, contradicted_years(reports)):
        things[one.municipality].append(OpenThing(one.text))
    for key, rows in found.items():
        things[key] += [OpenThing(affair.text) for affair in open_affairs(rows)]
        things[key] += [OpenThing(paper.text, paper.standing.is_left) for paper in open_papers(rows)]
    return things
