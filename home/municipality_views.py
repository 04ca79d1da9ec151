"""A municipality's years at a glance, and the list of municipalities."""

from datetime import date

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import edit_refusal, signed_in
from assessments import framework, scoring
from assessments.models import FIRST_YEAR, Assessment
from assessments.subjects import unanalysed
from home import overview
from home.overview import Glance, PlanStanding
from ita_portal.editing import PortalForm
from ita_portal.thai import fiscal_year_of, number_text
from measures.completeness import unreported
from measures.models import Measure, Plan
from municipalities.models import Kind, Municipality, MunicipalityQuerySet
from municipalities.place_fields import words_field
from reports.deadlines import Due, due
from reports.models import Deadline, Report
from reports.workflow import State

ON_A_PAGE = 50


@require_safe
def municipality(request: HttpRequest, pk: int) -> HttpResponse:
    """The years of one municipality, newest first, with the next step for its officer."""
    user, today = signed_in(request), timezone.localdate()
    place = get_object_or_404(Municipality.objects.visible_to(user).with_place(), pk=pk)
    plans = _plans(place)
    years = overview.glances(_results(place, plans), plans)
    latest = next((year for year in years if year.total is not None), None)
    mine = not edit_refusal(user, place)
    context = {
        "section": "home",
        "municipality": place,
        "years": years,
        "latest": latest,
        "pass_mark": number_text(framework.load(latest.fiscal_year).pass_mark) if latest else "",
        "trend": overview.totals_chart({year.fiscal_year: year.total for year in years}, "คะแนนรวมย้อนหลัง"),
        "step": overview.next_step(years, today) if mine else None,
        "new_years": _new_years(years, fiscal_year_of(today)) if mine else [],
        "dues": _dues(place, today),
    }
    return render(request, "home/municipality.html", context)


def _results(place: Municipality, plans: list[PlanStanding]) -> list[Glance]:
    rows = Assessment.objects.filter(municipality=place).prefetch_related("scores", "analyses")
    answers = {plan.assessed_year: plan for plan in plans}
    return [_result(row, answers.get(row.fiscal_year)) for row in rows]


def _result(row: Assessment, plan: PlanStanding | None) -> Glance:
    scores, rules = row.score_values(), row.framework
    about = (analysis.about for analysis in row.analyses.all())
    plan_rules = framework.load(plan.fiscal_year) if plan else None
    return Glance(
        fiscal_year=row.fiscal_year,
        total=scoring.total_to_show(row.announced_total, scores, rules),
        level=row.announced_level,
        complete=scoring.total(scores, rules) is not None,
        analysed=not unanalysed(rules, about, plan_rules, plan.issues if plan else ()),
        weak=tuple(rules.indicator(code).name for code in scoring.below_pass_mark(scores, rules)),
    )


def _plans(place: Municipality) -> list[PlanStanding]:
    measures = Measure.objects.select_related("result")
    rows = Plan.objects.filter(municipality=place)
    return [_standing(row) for row in rows.prefetch_related("reports", Prefetch("measures", measures))]


def _standing(plan: Plan) -> PlanStanding:
    measures = plan.measures.all()
    return PlanStanding(
        fiscal_year=plan.fiscal_year,
        assessed_year=plan.assessed_year,
        states=_states(plan),
        measures=len(measures),
        reported=sum(not unreported(getattr(measure, "result", None)) for measure in measures),
        issues=tuple(measure.issue for measure in measures if measure.analysis.strip()),
    )


def _states(plan: Plan) -> dict[str, State]:
    return {report.kind: State(report.state) for report in plan.reports.all()}


def _new_years(years: tuple[Glance, ...], current: int) -> list[int]:
    """The fiscal years (B.E.) up to the current one that have no line yet, newest first."""
    known = {year.fiscal_year for year in years}
    return [year for year in range(current, FIRST_YEAR - 1, -1) if year not in known]


def _dues(place: Municipality, today: date) -> list[tuple[Deadline, Due | None, bool]]:
    """The deadlines of this fiscal year's plan and the last one's, and whether there is a plan to open."""
    rows = list(Deadline.objects.filter(fiscal_year__gte=fiscal_year_of(today) - 1).order_by("due_on"))
    if not rows:
        return []
    reports = Report.objects.filter(plan__municipality=place).with_public()
    found = {(report.plan.fiscal_year, report.kind): report for report in reports.select_related("plan")}
    return [_due(row, found.get((row.fiscal_year, row.kind)), today) for row in rows]


def _due(row: Deadline, report: Report | None, today: date) -> tuple[Deadline, Due | None, bool]:
    if report is None:
        return row, due(State.DRAFT, row.due_on, today), False
    published = report.is_public  # type: ignore[attr-defined] # annotated by with_public
    return row, due(report.state, row.due_on, today, published=published), True


class MunicipalitySearchForm(PortalForm):
    """Which municipalities to list."""

    q = words_field()
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *Kind.choices])


@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """The municipalities that this person may see, with the state of their latest documents."""
    form = MunicipalitySearchForm(request.GET or None)
    found = Municipality.objects.visible_to(signed_in(request)).with_place()
    if form.is_bound:
        found = _searched(found, form) if form.is_valid() else found.none()
    plans = Plan.objects.order_by("-fiscal_year").prefetch_related("reports")
    pages = Paginator(found.prefetch_related(Prefetch("plans", plans)), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {"section": "home", "form": form, "page": page, "rows": _rows(page)}
    return render(request, "home/municipality_list.html", context)


def _searched(found: MunicipalityQuerySet, form: MunicipalitySearchForm) -> MunicipalityQuerySet:
    if kind := form.cleaned_data["kind"]:
        found = found.filter(kind=kind)
    return found.matching(form.cleaned_data["q"])


def _rows(page: Page[Municipality]) -> list[tuple[Municipality, PlanStanding | None]]:
    """Each municipality with its latest plan."""
    return [(place, next(map(_outlined, place.plans.all()), None)) for place in page]


def _outlined(plan: Plan) -> PlanStanding:
    return PlanStanding(plan.fiscal_year, plan.assessed_year, _states(plan))
