"""The plan of a fiscal year: begin it, put its measures in order, enter when it was decided and who signs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import require, require_open, writing
from assessments import scoring
from assessments.year_page import problems
from ita_portal.editing import Guard
from ita_portal.gathering import read_with
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from ita_portal.thai import fiscal_year_text, thai_digits
from measures import guidance, planning
from measures.access import officers_municipality, officers_plan
from measures.forms import PlanForm
from measures.models import Measure, Plan
from municipalities.models import Municipality

UNDONE = "หากต้องการใช้อีก ให้กดนำกลับมาในประวัติของเอกสาร"
MeasureAction = Callable[[HttpRequest, Measure], str]
"""Changes a measure or its place, and returns the address of the next page."""


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """The plan with its measures; before it is begun, what it is and a button to begin it."""
    municipality = officers_municipality(request, pk)
    with writing(request, pk):
        row = municipality.plans.prefetch_related("reports").filter(fiscal_year=fiscal_year).first()
        if row is None:
            return _begin(request, municipality, fiscal_year)
        if "begin" in request.POST:
            return _begun(request, row)
        return _edit(request, row)


def _begin(request: HttpRequest, municipality: Municipality, fiscal_year: int) -> HttpResponse:
    if request.method == "POST" and "begin" not in request.POST:
        raise Http404  # the page of a plan that is gone: the answer shows again what was typed
    require(planning.start_refusal(municipality, fiscal_year))
    previous = planning.previous_plan(municipality, fiscal_year)
    if "begin" not in request.POST:
        return render(request, "measures/plan_begin.html", begin_context(municipality, fiscal_year, previous))
    row = planning.start_plan(municipality, fiscal_year)
    messages.success(request, f"เริ่มแผนมาตรการ {fiscal_year_text(fiscal_year)} แล้ว")
    return _begun(request, row)


def begin_context(
    municipality: Municipality, fiscal_year: int, previous: Plan | None = None
) -> dict[str, Any]:
    """What the page of a plan that is not begun yet shows."""
    return {
        "section": "home",
        "municipality": municipality,
        "plan_year": fiscal_year,
        "assessed_year": fiscal_year - 1,
        "previous": previous,
    }


def _begun(request: HttpRequest, row: Plan) -> HttpResponse:
    """A second click begins nothing; a plan without measures takes over an earlier year's on request."""
    require(row.lock("plan"))
    source = planning.previous_plan(row.municipality, row.fiscal_year) if "copy" in request.POST else None
    if source and not row.measures.exists():
        count = planning.copy_forward(source, row)
        messages.warning(
            request,
            f"คัดลอกมาตรการ {thai_digits(str(count))} รายการจาก{fiscal_year_text(source.fiscal_year)} แล้ว"
            " โปรดปรับข้อความทุกรายการให้ตรงกับผลการประเมินปีล่าสุด",
        )
    return redirect("plan", row.municipality_id, row.fiscal_year)


def _edit(request: HttpRequest, row: Plan) -> HttpResponse:
    require_open(request, row.lock("plan"))
    stored = {name: getattr(row, name) for name in PlanForm.base_fields}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=stored)
    guard = FormGuard(request, form)
    if guard.saves:
        save_row(row, form.cleaned_data)
        guard.announce("บันทึกการเห็นชอบและผู้ลงนามแล้ว")
        return redirect("plan", row.municipality_id, row.fiscal_year)
    assessment = guidance.assessed(row)
    known, scores = guidance.subjects(assessment), assessment.score_values()
    measures = read_with(guidance.measure_lines(row).prefetch_related(None), "targets")
    about = (target.about for measure in measures for target in measure.targets.all())
    context = {
        "lock": row.lock("plan"),
        "results_lock": row.lock("results"),
        "form": form,
        "guard": guard,
        "problems": problems([form]),
        "order_token": _order_guard(request, measures).token,
        "lines": [guidance.measure_line(measure, row, known) for measure in measures],
        "scores_known": bool(scores),
        "unanswered": [known[code] for code in scoring.unanswered(scores, about, assessment.framework)],
        "one_is_enough": row.framework.document("plan").one_indicator,
        "previous": None if measures else planning.previous_plan(row.municipality, row.fiscal_year),
    }
    return render(request, "measures/plan.html", cycle_context(row) | context)


def cycle_context(row: Plan) -> dict[str, Any]:
    """What every page of a plan knows."""
    return {
        "section": "home",
        "municipality": row.municipality,
        "plan": row,
        "plan_year": row.fiscal_year,
        "assessed_year": row.assessed_year,
    }


def _order_guard(request: HttpRequest, measures: list[Measure]) -> Guard:
    """A number in an address means the page's measure only while these are the same, in the same order."""
    return Guard(request, [(measure.pk, guidance.is_reported(measure)) for measure in measures])


def measure_move(request: HttpRequest, pk: int, fiscal_year: int, number: int) -> HttpResponse:
    """POST: move a measure one place up or down (`direction`)."""
    return _rearrange(request, pk, fiscal_year, number, _move)


def measure_copy(request: HttpRequest, pk: int, fiscal_year: int, number: int) -> HttpResponse:
    """POST: copy a measure to the end of its plan, and open the copy."""
    return _rearrange(request, pk, fiscal_year, number, _copy)


def measure_remove(request: HttpRequest, pk: int, fiscal_year: int, number: int) -> HttpResponse:
    """POST: delete a measure with its result and evidence; the others close up."""
    return _rearrange(request, pk, fiscal_year, number, _remove)


def _rearrange(
    request: HttpRequest, pk: int, fiscal_year: int, number: int, action: MeasureAction
) -> HttpResponse:
    with officers_plan(request, pk, fiscal_year) as row:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        require(row.lock("plan"))
        measures = list(guidance.measure_lines(row))
        if _order_guard(request, measures).conflict:
            messages.warning(request, "รายการมาตรการเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ โปรดตรวจดูแล้วลองอีกครั้ง")
            return redirect("plan", pk, fiscal_year)
        address: str = action(request, get_object_or_404(guidance.measure_lines(row), number=number))
        return redirect(address)


def _move(request: HttpRequest, measure: Measure) -> str:
    planning.move(measure, -1 if request.POST.get("direction") == "up" else 1)
    measure.refresh_from_db(fields=["number"])
    return f"{_plan_address(measure.plan)}#measure-{measure.number}"


def _copy(request: HttpRequest, measure: Measure) -> str:
    copy = planning.copy_measure(measure, measure.plan)
    messages.warning(request, "คัดลอกมาตรการแล้ว โปรดปรับข้อความของสำเนานี้")
    return reverse("measure", args=[copy.plan.municipality_id, copy.plan.fiscal_year, copy.number])


def _remove(request: HttpRequest, measure: Measure) -> str:
    planning.remove_measure(measure)
    messages.success(request, f"ลบมาตรการที่ {thai_digits(str(measure.number))} แล้ว {UNDONE}")
    return _plan_address(measure.plan)


def _plan_address(row: Plan) -> str:
    return reverse("plan", args=[row.municipality_id, row.fiscal_year])
