"""Opening and ending the correction of a published result, and what is to be done about it next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import IntegerField, Value
from django.utils import timezone

from accounts.access import edit_refusal, require
from accounts.models import User
from ita_portal.labels import Labelled
from ita_portal.signs import meant
from ita_portal.thai import fiscal_year_text
from municipalities.models import Municipality
from reports.dependents import Dependent, dependents, years_printed
from reports.models import Correction, Report
from reports.states import OPEN_STATES, Action, State
from reports.workflow import Outdated, Refused, perform

CHANGED = "เอกสารเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้ดำเนินการ โปรดตรวจดูรายการแล้วยืนยันอีกครั้ง"


def opening_step(report: Report) -> Action | None:
    """The step that opens a paper when its correction begins; None where it is open, or the officer has none.

    Without one, what the province has accepted has to be returned by it (see `returned_first`).
    """
    if report.state == State.PUBLISHED:
        return Action.REVISE
    reviews = report.plan.municipality.province.reviews
    is_recalled = report.state == State.SUBMITTED or (report.state == State.ACCEPTED and not reviews)
    return Action.RECALL if is_recalled else None


def returned_first(report: Report) -> bool:
    """Whether only the province can open the paper: it has accepted it, and the officer may not recall it."""
    return report.state == State.ACCEPTED and report.plan.municipality.province.reviews


def begin(
    place: Municipality, fiscal_year: int, user: User, reason: str, *, told: bool, seen: Mapping[int, int]
) -> Correction:
    """Open the correction of a year's assessment, and with it every public paper that prints it, or nothing.

    `seen` are the versions of the reports that the officer has read, by key: all papers of that moment. Side
    effects: the row, the steps of `opening_step` with the reason as their note. Raises PermissionDenied for
    anybody but the municipality's officer, Outdated where the papers are others by now, Refused with a Thai
    sentence where one can't be opened, where there is none, and where the correction is open already.
    """
    require(edit_refusal(user, place))
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=place.pk)
        if open_correction(place, fiscal_year):
            raise Refused(f"การแก้ไขผลการประเมิน{fiscal_year_text(fiscal_year)} เริ่มไว้แล้ว")
        reports = [paper.report for paper in dependents(place.pk, fiscal_year)]
        if not reports:
            raise Refused(f"ไม่มีเอกสารที่เผยแพร่อยู่ซึ่งพิมพ์ผลการประเมิน{fiscal_year_text(fiscal_year)}")
        if {report.pk: report.version for report in reports} != seen:
            raise Outdated(CHANGED)
        said = meant(reason).strip()
        correction = Correction.objects.create(
            municipality=place, fiscal_year=fiscal_year, reason=said, told_public=told, opened_by=user
        )
        correction.reports.set(reports)
        note = f"แก้ไขผลการประเมิน{fiscal_year_text(fiscal_year)} หลังเผยแพร่: {said}"
        for report in reports:
            if action := opening_step(report):
                perform(report, action, user, note, seen=seen[report.pk])
    return correction


def cancel(correction: Correction, user: User) -> None:
    """End the correction without publishing; what was opened stays open. Nothing where it has ended already.

    Side effect: the public pages no longer say that it is under way.
    """
    require(edit_refusal(user, correction.municipality))
    under_way = Correction.objects.under_way().filter(pk=correction.pk)
    under_way.update(closed_at=timezone.now(), cancelled=True)


def close_finished(report: Report) -> None:
    """End every correction of which this report was the last paper that waited. Inside its transaction."""
    for correction in report.corrections.under_way():
        if not correction.reports.exclude(state=State.PUBLISHED).exists():
            Correction.objects.filter(pk=correction.pk).update(closed_at=timezone.now())


def open_correction(place: Municipality, fiscal_year: int) -> Correction | None:
    """The correction of a year's assessment that is under way, if one is. One query."""
    found = place.corrections.under_way().filter(fiscal_year=fiscal_year)
    return found.select_related("opened_by", "municipality__district__province").first()


def years_to_correct(place: Municipality, years: Collection[int]) -> dict[int, bool]:
    """Which of the years stand in a public paper or are being corrected, and whether they are. One query."""
    under_way = place.corrections.under_way().filter(fiscal_year__in=years).order_by()
    begun = under_way.values_list("fiscal_year", Value(1, IntegerField()))
    printed = years_printed(place.pk, years).values_list("fiscal_year", Value(0, IntegerField()))
    return {year: bool(is_begun) for year, is_begun in sorted(begun.union(printed))}


def open_corrections(place: Municipality) -> list["CorrectionStanding"]:
    """The corrections that are under way in a municipality, by year. Three queries, one for none."""
    reports = Report.objects.with_place().order_by("plan__fiscal_year", "kind")
    found = list(place.corrections.under_way())
    by_correction: dict[int, list[Report]] = {one.pk: [] for one in found}
    if found:
        links = Correction.reports.through.objects.filter(correction__in=found)
        known = {report.pk: report for report in reports.filter(corrections__in=found)}
        for link in links.order_by("pk"):
            by_correction[link.correction_id].append(known[link.report_id])
    return [CorrectionStanding(one, _in_order(by_correction[one.pk])) for one in found]


def standing_of(correction: Correction) -> "CorrectionStanding":
    """How one correction stands. One query."""
    reports = correction.reports.with_place().select_related("choices").with_review()
    return CorrectionStanding(correction, _in_order(reports))


def _in_order(reports: Collection[Report]) -> tuple[Report, ...]:
    return tuple(sorted(reports, key=lambda report: (report.plan.fiscal_year, report.kind)))


class CorrectionAct(Labelled):
    """What is to be done next about a correction; the label is what the button says, "" where others act."""

    SUBMIT = "submit", "ส่งเอกสารทุกฉบับพร้อมกัน"
    REVIEW = "review", ""
    PUBLISH = "publish", "เผยแพร่เอกสารทุกฉบับพร้อมกัน"


@dataclass(frozen=True)
class CorrectionStanding:
    """A correction with its reports, which come with their places, by year of the plan, the plan first."""

    correction: Correction
    reports: tuple[Report, ...]

    @cached_property
    def open_reports(self) -> tuple[Report, ...]:
        """Those that the officer may edit, and has to submit."""
        return tuple(report for report in self.reports if report.state in OPEN_STATES)

    @cached_property
    def submitted_reports(self) -> tuple[Report, ...]:
        """Those that lie with a province that reviews."""
        reviewed = (report for report in self.reports if report.plan.municipality.province.reviews)
        return tuple(report for report in reviewed if report.state == State.SUBMITTED)

    @cached_property
    def waiting_reports(self) -> tuple[Report, ...]:
        """Those whose next revision is not public yet."""
        return tuple(report for report in self.reports if report.state != State.PUBLISHED)

    @property
    def covered(self) -> set[tuple[int, str]]:
        """The documents (fiscal year of the plan, kind) for which the next act of the correction stands.

        What was returned waits for an answer of its own.
        """
        waiting = (report for report in self.waiting_reports if report.state != State.RETURNED)
        return {(report.plan.fiscal_year, report.kind) for report in waiting}

    @property
    def act(self) -> CorrectionAct:
        """What is to be done next."""
        if self.open_reports:
            return CorrectionAct.SUBMIT
        return CorrectionAct.REVIEW if self.submitted_reports else CorrectionAct.PUBLISH

    @property
    def next_text(self) -> str:
        """The same in a Thai sentence, for the municipality's page."""
        title = f"แก้ไขผลการประเมิน{fiscal_year_text(self.correction.fiscal_year)} หลังเผยแพร่"
        return f"{title}: {_NEXT[self.act]}"


_NEXT = {
    CorrectionAct.SUBMIT: "แก้ไขคะแนน แล้วส่งเอกสารทุกฉบับพร้อมกัน",
    CorrectionAct.REVIEW: "จังหวัดกำลังตรวจทาน",
    CorrectionAct.PUBLISH: "เผยแพร่เอกสารทุกฉบับพร้อมกันได้แล้ว",
}


def papers_of(standing: CorrectionStanding) -> Sequence[Dependent]:
    """The public papers of a correction as they print its year now. Three queries."""
    keys = {report.pk for report in standing.reports}
    found = dependents(standing.correction.municipality_id, standing.correction.fiscal_year)
    return [paper for paper in found if paper.report.pk in keys]
