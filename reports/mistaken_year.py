"""A year begun by mistake: what belongs to it, why it has to stay, and how it is removed and brought back.

While nothing of it was ever submitted its officer may remove it or move it (`year_moving.py`). Callers hold
the lock of the municipality (`access.writing`) when they write.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db.models import CASCADE, PROTECT, Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.names_then import person_then
from assessments.models import Assessment
from ita_portal.gathering import read_with
from ita_portal.thai import fiscal_year_text, thai_digits
from measures.models import Measure, Plan
from measures.planning import claim_copies
from municipalities.models import Municipality
from reports.contents import Hindrance, Way, ways_to_recall
from reports.dependents import dependents
from reports.models import Event, Publication, RemovedYear, Report, ReportKind
from reports.showing import shown_in
from reports.states import Action, State

# What is made of their rows elsewhere (exports) is made again; everything in these rooms comes back.
_ROOMS = ("assessments", "measures", "reports")
_TAKEN = {"assessments.assessment": "ผลการประเมิน", "measures.plan": "แผนมาตรการ"}
_WAY_OUT = "จึงยังนำกลับมาไม่ได้ หากสิ่งที่มีอยู่เริ่มไว้ผิดปี ให้ย้ายหรือลบก่อน"
_STAYS = "จึงลบหรือย้ายปีนี้ไม่ได้"
_LYING = frozenset({State.SUBMITTED, State.ACCEPTED})  # what is published tells itself what it prints


@dataclass(frozen=True)
class BegunYear:
    """What is stored of one assessed year (B.E.): its assessment with its rows, and the plans that answer it.

    `all_plans` are the municipality's, with their reports, which know whether they `were_out`.
    """

    municipality: Municipality
    fiscal_year: int
    assessment: Assessment | None
    all_plans: tuple[Plan, ...]

    @property
    def plans(self) -> list[Plan]:
        """Those that answer the year."""
        return [plan for plan in self.all_plans if plan.assessed_year == self.fiscal_year]

    @property
    def roots(self) -> list[Model]:
        """The rows to which all others belong."""
        return [*([self.assessment] if self.assessment else []), *self.plans]

    @property
    def plans_alone(self) -> "BegunYear":
        """The same without its assessment."""
        return replace(self, assessment=None)


def begun_year(municipality: Municipality, fiscal_year: int) -> BegunYear:
    """What is begun of a year, if anything. Three queries."""
    being_corrected = municipality.corrections.under_way().filter(fiscal_year=fiscal_year)
    stored = municipality.assessments.filter(fiscal_year=fiscal_year).annotate(
        is_corrected=Exists(being_corrected)
    )
    assessment = next(iter(read_with(stored, "scores", "findings", "analyses")), None)
    this = {"report": OuterRef("pk")}
    submitted = Exists(Event.objects.filter(verb=Action.SUBMIT, **this))
    were_out = submitted | Exists(Publication.objects.filter(**this)) | ~Q(state=State.DRAFT)
    reports = Report.objects.annotate(were_out=were_out).order_by("kind")
    plans = municipality.plans.order_by("fiscal_year").prefetch_related(Prefetch("reports", reports))
    return BegunYear(municipality, fiscal_year, assessment, tuple(plans))


def mistake_refusal(year: BegunYear) -> Hindrance:
    """Why the year can be neither removed nor moved, with the document's name; "" when it can.

    A document of it was submitted or published once, or another one that lies with the province or the public
    shows its scores, or they are being corrected. The ways lead to what its officer can recall or finish.
    Two queries where there are scores.
    """
    own: list[Any] = [report for plan in year.plans for report in plan.reports.all()]
    if report := next((report for report in own if report.were_out), None):
        return Hindrance(f"{_named(report)} เคยส่งหรือเผยแพร่แล้ว {_STAYS}")
    if year.assessment is None:
        return Hindrance()
    if year.assessment.is_corrected:  # type: ignore[attr-defined]
        title = fiscal_year_text(year.fiscal_year)
        page = reverse("correction", args=[year.municipality.pk, year.fiscal_year])
        why = f"ผลการประเมิน{title} อยู่ระหว่างแก้ไขหลังเผยแพร่ {_STAYS}"
        return Hindrance(why, [Way(f"เปิดเรื่องแก้ไขผล{title}", page)])
    if public := dependents(year.municipality.pk, year.fiscal_year):
        return Hindrance(f"{_named(public[0].report)} แสดงคะแนนของปีนี้ {_STAYS}")
    lying = [report for plan in year.all_plans for report in plan.reports.all() if report.state in _LYING]
    if showing := shown_in(lying, "assessment", year.fiscal_year):
        return Hindrance(
            f"{_named(showing[0])} แสดงคะแนนของปีนี้ {_STAYS} จนกว่าจะเรียกคืนเอกสารนั้น",
            [way for report in showing for way in ways_to_recall(report)],
        )
    return Hindrance()


def _named(report: Report) -> str:
    return f"{ReportKind(report.kind).label} {fiscal_year_text(report.plan.fiscal_year)}"


def _rows(year: BegunYear) -> list[Model]:
    """Every row that belongs to the year, parents before children. A query for each kind of row."""
    found: dict[type[Model], dict[Any, Model]] = {}
    waiting: list[tuple[type[Model], list[Any]]] = []
    for root in year.roots:
        found.setdefault(type(root), {})[root.pk] = root
    waiting += [(model, list(rows)) for model, rows in found.items()]
    while waiting:
        model, keys = waiting.pop(0)
        for relation in model._meta.related_objects:  # noqa: SLF001 - Django's documented API
            child: Any = relation.related_model
            is_part = relation.on_delete in (CASCADE, PROTECT)
            if not is_part or child._meta.app_label not in _ROOMS:  # noqa: SLF001 - as above
                continue
            named = {f"{relation.field.name}__in": keys}
            rows = child._base_manager.filter(**named).order_by("pk")  # noqa: SLF001 - as above
            new = {row.pk: row for row in rows if row.pk not in found.get(child, {})}
            found.setdefault(child, {}).update(new)
            waiting += [(child, list(new))] if new else []
    return [row for rows in found.values() for row in rows.values()]


def measures_of(year: BegunYear) -> list[Measure]:
    """The measures of its plans with all that belongs to them. One query."""
    rows = Measure.objects.filter(plan__in=year.plans).select_related("plan", "result")
    return read_with(rows, "targets", "evidence")


def counted_rows(year: BegunYear, measures: Sequence[Measure]) -> list[str]:
    """What an officer has made of the year, in Thai: scores, findings, measures, files … No query."""
    row = year.assessment
    evidence = [one for measure in measures for one in measure.evidence.all()]
    words = (
        ("คะแนนตัวชี้วัด {} ตัว", len(row.scores.all()) if row else 0),
        ("ข้อสังเกต {} ข้อ", len(row.findings.all()) if row else 0),
        ("การวิเคราะห์ {} เรื่อง", len(row.analyses.all()) if row else 0),
        ("มาตรการ {} รายการ", len(measures)),
        ("ผลการดำเนินการ {} รายการ", sum(hasattr(measure, "result") for measure in measures)),
        ("หลักฐาน {} รายการ", len(evidence)),
        ("ไฟล์หลักฐาน {} ไฟล์", sum(bool(one.file) for one in evidence)),
    )
    return [thai_digits(text.format(number)) for text, number in words if number]


def year_title(year: BegunYear) -> str:
    """The year by what is begun of it, in Thai."""
    parts = [f"ผลการประเมิน{fiscal_year_text(year.fiscal_year)}"] if year.assessment else []
    parts += [f"แผนมาตรการ{fiscal_year_text(plan.fiscal_year)}" for plan in year.plans]
    return " และ".join(parts)


def remove_year(year: BegunYear, user: User) -> RemovedYear:
    """Delete what is stored of the year, and keep it for `bring_year_back`; files stay on the disk."""
    rows = _rows(year)
    removed = RemovedYear.objects.create(
        municipality=year.municipality,
        assessed_year=year.fiscal_year,
        contained=year_title(year),
        content=json.loads(serializers.serialize("json", rows)),
        removed_by=user,
    )
    for row in reversed(rows):
        if isinstance(row, Event):  # append-only, but for a year that goes with its history and comes with it
            QuerySet(Event).filter(pk=row.pk).delete()
        else:
            row.delete()
    return removed


def removed_years(municipality: Municipality) -> QuerySet[RemovedYear]:
    """What its officers removed and may bring back, the latest first."""
    rows = RemovedYear.objects.filter(municipality=municipality, brought_back_at=None)
    return rows.annotate(removed_by_then=person_then("removed_by", "removed_at")).defer("content")


def bring_back_refusal(removed: RemovedYear) -> str:
    """Why a removed year can't come back now, in Thai; empty when it can."""
    for entry in removed.content:
        if entry["model"] in _TAKEN:
            model: Any = apps.get_model(entry["model"])
            taken = {"municipality": removed.municipality_id, "fiscal_year": entry["fields"]["fiscal_year"]}
            if model.objects.filter(**taken).exists():
                return f"{_TAKEN[entry['model']]}{fiscal_year_text(taken['fiscal_year'])} มีอยู่แล้ว {_WAY_OUT}"
    return ""


def bring_year_back(removed: RemovedYear) -> None:
    """Store everything again under its own keys; `bring_back_refusal` was asked before."""
    for item in serializers.deserialize("json", json.dumps(removed.content)):
        row: Any = item.object
        if isinstance(row, Measure) and row.copied_from_id:
            row.copied_from = Measure.objects.filter(pk=row.copied_from_id).first()
        if hasattr(row, "history"):
            row.save(force_insert=True)
        else:
            item.save()  # as it was, its moments too
        if isinstance(row, Plan):
            row.reports.all().delete()  # those that every new plan gets; its own follow
        if isinstance(row, Measure):
            claim_copies(row)
    removed.content, removed.brought_back_at = [], timezone.now()
    removed.save(update_fields=["content", "brought_back_at"])
