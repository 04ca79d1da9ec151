"""Opening and ending the correction of a published result, and what is to be done about it next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Exists, IntegerField, OuterRef, Value
from django.utils import timezone

from accounts.access import edit_refusal, require
from accounts.models import User
from accounts.names_then import person_then
from ita_portal.signs import meant
from ita_portal.thai import fiscal_year_text
from municipalities.models import Municipality
from reports.correcting.open_affair import CorrectionAct, act_of
from reports.dependents import dependents, years_printed
from reports.fingerprint import as_accepted
from reports.models import Correction, Report
from reports.owing import entered
from reports.states import OPEN_STATES, State, opening_step
from reports.workflow import Outdated, Refused, perform

CHANGED = "เอกสารเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้ดำเนินการ โปรดตรวจดูรายการแล้วยืนยันอีกครั้ง"


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
            if action := opening_step(report.state):
                perform(report, action, user, note, seen=seen[report.pk])
    return correction


def cancel(correction: Correction, user: User) -> None:
    """End the correction without publishing; what was opened stays open. Nothing where it has ended already.

    Side effect: the public pages no longer say that it is under way.
    """
    require(edit_refusal(user, correction.municipality))
    under_way = Correction.objects.under_way().filter(pk=correction.pk)
    under_way.update(closed_at=timezone.now(), cancelled=True)


def tell_public(correction: Correction, user: User, *, told: bool) -> None:
    """Say on the public pages of what is corrected that it is, or no longer say so."""
    require(edit_refusal(user, correction.municipality))
    Correction.objects.under_way().filter(pk=correction.pk).update(told_public=told)


def close_finished(report: Report) -> None:
    """End every correction of which this report was the last paper that waited. Inside its transaction."""
    for correction in report.corrections.under_way():
        if not correction.reports.exclude(state=State.PUBLISHED).exists():
            Correction.objects.filter(pk=correction.pk).update(closed_at=timezone.now())


def open_correction(place: Municipality, fiscal_year: int) -> Correction | None:
    """The correction of a year's assessment under way, if one is, with `opened_by_then`. One query."""
    found = place.corrections.under_way().filter(fiscal_year=fiscal_year)
    told = found.annotate(opened_by_then=person_then("opened_by", "opened_at"))
    return told.select_related("municipality__district__province").first()


def years_to_correct(place: Municipality, years: Collection[int]) -> dict[int, bool]:
    """Which of the years stand in a public paper or are being corrected, and whether they are. One query."""
    under_way = place.corrections.under_way().filter(fiscal_year__in=years).order_by()
    begun = under_way.values_list("fiscal_year", Value(1, IntegerField()))
    printed = years_printed(place.pk, years).values_list("fiscal_year", Value(0, IntegerField()))
    return {year: bool(is_begun) for year, is_begun in sorted(begun.union(printed))}


def standing_of(correction: Correction) -> "CorrectionStanding":
    """How one correction stands; its reports know whether they `belong_to_others` too. One query."""
    reports = correction.reports.with_place().select_related("choices").with_review()
    links = Correction.reports.through.objects.filter(report=OuterRef("pk"), correction__closed_at=None)
    others = Exists(links.exclude(correction=correction.pk))
    reports = reports.annotate(accepted_at=entered(State.ACCEPTED), belong_to_others=others)
    return CorrectionStanding(correction, _in_order(reports))


def _in_order(reports: Collection[Report]) -> tuple[Report, ...]:
    return tuple(sorted(reports, key=lambda report: (report.plan.fiscal_year, report.kind)))


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

    @cached_property
    def outdated_reports(self) -> tuple[Report, ...]:
        """Those that the province accepted as they read before: recalled first.

        Two queries once there is nothing left but to publish.
        """
        reviewed = self.correction.municipality.province.reviews
        accepted = [report for report in self.reports if report.state == State.ACCEPTED and reviewed]
        asked = accepted if self.act == CorrectionAct.PUBLISH else ()
        sound = dict(zip(asked, as_accepted(asked), strict=True))
        return tuple(report for report in accepted if self._before(report) or not sound.get(report, True))

    def _before(self, report: Any) -> bool:
        return report.accepted_at is not None and report.accepted_at < self.correction.opened_at

    @property
    def act(self) -> CorrectionAct:
        """What is to be done next."""
        reviewed = self.correction.municipality.province.reviews
        return act_of([report.state for report in self.reports], reviewed=reviewed)
