"""One measure of a plan: add it, edit it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import require_open
from assessments.enums import Stance
from assessments.year_page import problems
from ita_portal import noted_forms
from ita_portal.editing import Guard
from ita_portal.gathering import read_with
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from ita_portal.thai import fiscal_year_span, thai_digits
from measures import guidance, planning
from measures.access import officers_plan
from measures.forms import MeasureForm
from measures.guidance import SubjectGuidance
from measures.models import Measure, Plan
from measures.plan_views import cycle_context
from measures.quarters import fitting

GONE = "มาตรการนี้ถูกลบไปแล้วหลังจากที่ท่านเปิดหน้า ข้อความของท่านยังอยู่ หากกดบันทึกจะเพิ่มเป็นมาตรการใหม่"
CHANGED_LIST = "ระหว่างที่ท่านพิมพ์ มีผู้อื่นเพิ่มหรือลบมาตรการในแผนนี้ โปรดตรวจว่าไม่มีมาตรการซ้ำกัน"


@require_http_methods(["GET", "HEAD", "POST"])
def measure_add(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """A new measure at the end of the plan; `?about=4` fills in what is known of that subject."""
    with officers_plan(request, pk, fiscal_year) as plan:
        require_open(request, plan.lock("plan"))
        known = _known(plan)
        starts_on, ends_on = fiscal_year_span(plan.fiscal_year)
        about = [code for code in known if code in request.GET.getlist("about")]
        initial = {
            "starts_on": starts_on,
            "ends_on": ends_on,
            "about": about,
            "analysis": guidance.joined_analyses(about, known, ""),
            "stance": (known[about[0]].suggested_stance or Stance.IMPROVE) if about else None,
        }
        form = _form(request, plan, known, initial)
        guard = _list_guard(request, plan)
        if not form.is_valid() or guard.unmarked:
            return _page(request, plan, known, form=form, guard=guard)
        row = Measure(plan=plan, number=planning.next_number(plan))
        is_there = guard.conflict and _is_there(form, plan)
        if not is_there:
            _save(row, form)
        messages.success(request, "เพิ่มมาตรการแล้ว")
        if guard.conflict:
            messages.info(request, CHANGED_LIST)
        own = reverse("measure", args=[pk, fiscal_year, row.number])
        noted = not is_there and noted_forms.tell(request, own, [form])
        return redirect(own if noted else reverse("plan", args=[pk, fiscal_year]))


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, pk: int, fiscal_year: int, number: int) -> HttpResponse:
    """A measure of the plan, by its number."""
    with officers_plan(request, pk, fiscal_year) as plan:
        require_open(request, plan.lock("plan"))
        known = _known(plan)
        row = shown_measure(request, plan, number)
        if row is None:  # deleted since; nothing typed is lost: the page becomes that of a new measure
            messages.warning(request, GONE)
            new = _list_guard(request, plan)
            new.conflict = False
            return _page(request, plan, known, form=_form(request, plan, known, {}), guard=new)
        stored = _values(row)
        form = _form(request, plan, known, stored)
        guard = FormGuard(request, form)
        if not guard.saves:
            return _page(request, plan, known, form=form, guard=guard, measure=row)
        _save(row, form)
        own = reverse("measure", args=[pk, fiscal_year, row.number])
        guard.announce(f"บันทึกมาตรการที่ {thai_digits(str(row.number))} แล้ว", own)
        return redirect(
            own if guard.noted else f"{reverse('plan', args=[pk, fiscal_year])}#measure-{row.number}"
        )


def shown_measure(request: HttpRequest, plan: Plan, number: int) -> Measure | None:
    """The measure of an address; on POST the one that the page showed, which may have another number by now.

    None when that one has been deleted since. Raises Http404 for a number that the plan does not have.
    """
    measures = read_with(plan.measures.select_related("result", "copied_from__plan"), "targets")
    if "measure" in request.POST:
        return next((row for row in measures if str(row.pk) == request.POST["measure"]), None)
    found = next((row for row in measures if row.number == number), None)
    if found is None:
        raise Http404
    return found


def _list_guard(request: HttpRequest, plan: Plan) -> Guard:
    """For a new measure: which ones the plan had when the page was opened."""
    return Guard(request, sorted(measure.pk for measure in plan.measures.all()))


def _known(plan: Plan) -> dict[str, SubjectGuidance]:
    return guidance.subjects(guidance.assessed(plan))


def _form(
    request: HttpRequest, plan: Plan, known: dict[str, SubjectGuidance], initial: dict[str, Any]
) -> MeasureForm:
    """The form as sent; where the stored analysis was asked for, one that starts with what was typed."""
    sent: Any = request.POST or None
    issue = initial.get("issue")
    if "fill" in request.POST:
        about = request.POST.getlist("about")
        analysis = guidance.joined_analyses(about, known, request.POST.get("analysis", ""))
        initial, sent = {**request.POST.dict(), "about": about, "analysis": analysis}, None
    rules = guidance.assessed_rules(plan)
    return MeasureForm(
        sent,
        initial=initial,
        plan_year=plan.framework,
        assessed_year=rules,
        known=known,
        issue=issue,
        units=guidance.units_used(plan),
    )


def _values(row: Measure) -> dict[str, Any]:
    about = [target.about for target in row.targets.all()]
    names = (name for name in MeasureForm.base_fields if name != "about")
    quarters = list(fitting(row.quarters, row.starts_on, row.ends_on))
    return {**{name: getattr(row, name) for name in names}, "about": about, "quarters": quarters}


def _is_there(form: MeasureForm, plan: Plan) -> bool:
    """Whether the plan holds this very measure already: the second click of a double click."""
    typed = form.cleaned_data | {"about": set(form.cleaned_data["about"])}
    for row in plan.measures.prefetch_related("targets"):
        stored = _values(row)
        stored["about"] = set(stored["about"])  # the order of the boxes on the page is not the officer's
        if all(stored[name] == value for name, value in typed.items()):
            return True
    return False


def _save(row: Measure, form: MeasureForm) -> None:
    values = {name: value for name, value in form.cleaned_data.items() if name != "about"}
    save_row(row, values)
    planning.put_targets(row, form.cleaned_data["about"])


def _page(
    request: HttpRequest,
    plan: Plan,
    known: dict[str, SubjectGuidance],
    *,
    form: MeasureForm,
    guard: Guard | FormGuard,
    measure: Measure | None = None,
) -> HttpResponse:
    place = [plan.municipality_id, plan.fiscal_year]
    action = (
        reverse("measure", args=[*place, measure.number]) if measure else reverse("measure_add", args=place)
    )
    filling = "fill" in request.POST
    context = {
        "lock": plan.lock("plan"),
        "measure": measure,
        "form": form,
        "problems": problems([form]),
        "guard": None if filling else guard,
        "seen": request.POST.get("seen", "") if filling else guard.token,
        "action": action,
        "analysed": [subject for subject in known.values() if subject.analysis],
        "units": form.units,
        "origin": measure.copied_from.plan if measure and measure.copied_from else None,
    }
    return render(request, "measures/measure.html", cycle_context(plan) | context)
