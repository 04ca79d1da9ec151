"""A municipality's years at a glance, and the list of municipalities."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import edit_refusal, signed_in
from assessments import framework, scoring
from assessments.models import FIRST_YEAR
from assessments.subjects import unanalysed
from home import overview
from home.overview import Glance, PlanStanding
from ita_portal.editing import PortalForm
from ita_portal.signs import is_blank
from ita_portal.thai import fiscal_year_of, number_text
from measures.completeness import unreported
from measures.models import Measure, Plan
from municipalities.models import Kind, Municipality
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
    years = _years(place)
    latest = next((year for year in years if year.total is not None), None)
    mine = not edit_refusal(user, place)
    known, possible = {year.fiscal_year for year in years}, range(fiscal_year_of(today), FIRST_YEAR - 1, -1)
    context = {
        "section": "home",
        "municipality": place,
        "years": years,
        "latest": latest,
        "pass_mark": number_text(framework.load(latest.fiscal_year).pass_mark) if latest else "",
        "trend": overview.totals_chart({year.fiscal_year: year.total for year in years}, "คะแนนรวมย้อนหลัง"),
        "step": overview.next_step(years, today) if mine else None,
        "new_years": [year for year in possible if year not in known] if mine else [],
        "dues": _dues(place, today),
    }
    return render(request, "home/municipality.html", context)


def _years(place: Municipality) -> tuple[Glance, ...]:
    measures = Prefetch("measures", Measure.objects.select_related("result"))
    plans = [_standing(plan) for plan in place.plans.prefetch_related("reports", measures)]
    plans_by_assessed_year = {plan.assessed_year: plan for plan in plans}
    assessments = []
    for row in place.assessments.prefetch_related("scores", "analyses"):
        scores, rules = row.score_values(), row.framework
        about = (analysis.about for analysis in row.analyses.all())
        plan = plans_by_assessed_year.get(row.fiscal_year)
        plan_rules, issues = (framework.load(plan.fiscal_year), plan.issues) if plan else (None, ())
        assessments.append(
            Glance(
                fiscal_year=row.fiscal_year,
                total=scoring.total_to_show(row.announced_total, scores, rules),
                level=row.announced_level,
                complete=scoring.total(scores, rules) is not None,
                analysed=not unanalysed(rules, about, plan_rules, issues),
                weak=tuple(rules.indicator(code).name for code in scoring.below_pass_mark(scores, rules)),
            )
        )
    return overview.glances(assessments, plans)


def _standing(plan: Plan) -> PlanStanding:
    measures = plan.measures.all()
    return PlanStanding(
        fiscal_year=plan.fiscal_year,
        assessed_year=plan.assessed_year,
        states=_states(plan),
        measures=len(measures),
        reported=sum(not unreported(getattr(measure, "result", None)) for measure in measures),
        issues=tuple(measure.issue for measure in measures if not is_blank(measure.analysis)),
    )


def _states(plan: Plan) -> dict[str, State]:
    return {report.kind: State(report.state) for report in plan.reports.all()}


def _dues(place: Municipality, today: date) -> list[tuple[Deadline, Due | None, bool]]:
    """The deadlines of this fiscal year's plan and the last one's, and whether there is a plan to open."""
    rows = list(Deadline.objects.filter(fiscal_year__gte=fiscal_year_of(today) - 1).order_by("due_on"))
    if not rows:
        return []
    reports = Report.objects.filter(plan__municipality=place).with_public().select_related("plan")
    reports_by_kind = {(report.plan.fiscal_year, report.kind): report for report in reports}
    dues = []
    for row in rows:
        report = reports_by_kind.get((row.fiscal_year, row.kind))
        state = report.state if report else State.DRAFT
        published = bool(report and report.is_public)  # type: ignore[attr-defined] # annotated by with_public
        dues.append((row, due(state, row.due_on, today, published=published), report is not None))
    return dues


class MunicipalitySearchForm(PortalForm):
    """Which municipalities to list."""

    q = words_field()
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *Kind.choices])


@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """The municipalities that this person may see, with the state of their latest documents."""
    form = MunicipalitySearchForm(request.GET or None)
    found = Municipality.objects.visible_to(signed_in(request)).with_place()
    if form.is_bound and not form.is_valid():
        found = found.none()
    elif form.is_bound:
        found = found.matching(form.cleaned_data["q"])
        if kind := form.cleaned_data["kind"]:
            found = found.filter(kind=kind)
    plans = Plan.objects.order_by("-fiscal_year").prefetch_related("reports")
    pages = Paginator(found.prefetch_related(Prefetch("plans", plans)), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows: list[tuple[Municipality, PlanStanding | None]] = []
    for place in page:
        latest = next(iter(place.plans.all()), None)
        standing = PlanStanding(latest.fiscal_year, latest.assessed_year, _states(latest)) if latest else None
        rows.append((place, standing))
    context = {"section": "home", "form": form, "page": page, "rows": rows}
    return render(request, "home/municipality_list.html", context)
