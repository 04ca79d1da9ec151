"""Which papers of a municipality a change of the place touches, found out before it is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from documents.loading import load_dossiers
from ita_portal.labels import Labelled
from municipalities.models import Municipality
from reports.fingerprint import dossier_fingerprint
from reports.models import Report, ReportQuerySet
from reports.open_papers import OpenThing, open_things
from reports.states import State


class Effect(Labelled):
    """What the change means for a paper, the gravest first."""

    REVIEW = "review", "ชื่อหรือที่ตั้ง ณ วันที่ของเอกสารเปลี่ยนไป ต้องตรวจทานใหม่"
    PUBLIC = "public", "ฉบับที่เผยแพร่ไม่เปลี่ยน แต่ชื่อหรือที่ตั้ง ณ วันที่ของเอกสารเปลี่ยนไป ควรทำฉบับปรับปรุง"
    RENAMED = "renamed", "ใช้ชื่อตามนี้ ไม่ต้องทำอะไรเพิ่ม"
    KEPT = "kept", "ไม่เปลี่ยน ใช้ชื่อ ณ วันที่ของเอกสาร"


@dataclass(frozen=True)
class LeftOpen:
    """What is still open where a municipality ends, and who may finish it or give it up.

    `told_public` says that public pages tell of a correction under way until then.
    """

    things: list[OpenThing]
    officers: list[User]
    told_public: bool

    @property
    def waits(self) -> bool:
        """Whether anything of it has to be finished or given up."""
        return not all(one.is_left for one in self.things)


@dataclass(frozen=True)
class TouchedPaper:
    """A paper and what the change means for it."""

    report: Report
    effect: Effect


def touched_by(place: Municipality, deed: Callable[[Municipality], None]) -> list[TouchedPaper]:
    """The papers of the municipality, those that are touched most first; nothing is stored.

    The deed is done and undone inside the caller's transaction; what it raises comes through.
    """
    reports = Report.objects.filter(plan__municipality=place).order_by("-plan__fiscal_year", "kind")
    before = _said(reports)
    with transaction.atomic():
        deed(Municipality.objects.with_place().get(pk=place.pk))
        after = _said(reports)
        transaction.set_rollback(True)
    found = [
        TouchedPaper(one, _effect(one, same=before[one.pk] == after[one.pk])) for one in reports.with_place()
    ]
    return sorted(found, key=lambda one: list(Effect).index(one.effect))


def left_open(place: Municipality, deed: Callable[[Municipality], None], today: date) -> LeftOpen | None:
    """What is left open on the day on which the deed ends the municipality, or today; None if it ends none.

    The deed is done and undone inside the caller's transaction; what it raises comes through.
    """
    with transaction.atomic():
        ending = Municipality.objects.with_place().get(pk=place.pk)
        deed(ending)
        day = max(today, ending.ended_on) if ending.ended_on else None
        things = open_things([ending], day)[place.pk] if day else []
        transaction.set_rollback(True)
    if day is None:
        return None
    officers = list(User.objects.officers_of([place], today))
    told = place.corrections.under_way().filter(told_public=True).exists()
    return LeftOpen(things, officers, told)


def _said(reports: ReportQuerySet) -> dict[int, str]:
    rows = list(reports.with_place())
    dossiers = load_dossiers([report.plan for report in rows]) if rows else []
    pairs = zip(rows, dossiers, strict=True)
    return {report.pk: dossier_fingerprint(dossier, report.kind) for report, dossier in pairs}


def _effect(report: Report, *, same: bool) -> Effect:
    if same:
        return Effect.KEPT
    if report.state == State.PUBLISHED:
        return Effect.PUBLIC
    reviewed = report.plan.municipality.province.reviews and report.fingerprint
    return Effect.REVIEW if report.state == State.ACCEPTED and reviewed else Effect.RENAMED
