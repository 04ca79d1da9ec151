"""What came of a plan: the overview of its year, and the report on each measure with its evidence."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import require_open, writing
from assessments.models import Assessment
from assessments.year_page import problems
from ita_portal.chosen_files import ChosenFiles, keep_chosen
from ita_portal.editing import Guard
from ita_portal.saving import save_row
from ita_portal.thai import period_text, thai_digits
from measures import guidance
from measures.access import officers_municipality, officers_plan
from measures.enums import Status
from measures.forms import MeasureForm
from measures.measure_views import shown_measure
from measures.models import Measure, Plan
from measures.plan_views import begin_context, cycle_context, startable
from measures.reporting import (
    evidence_values,
    is_stored,
    posted_order,
    result_of,
    result_values,
    save_evidence,
    save_result,
)
from measures.result_forms import EvidenceForms, EvidenceFormSet, ResultForm, ResultsForm

PREFIX = "evidence"


@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """How far each measure has come, and what all of them came to together."""
    municipality = officers_municipality(request, pk)
    with writing(request, pk):
        plan = municipality.plans.prefetch_related("reports").filter(fiscal_year=fiscal_year).first()
        if plan is None:
            if request.method == "POST" or not startable(fiscal_year):
                raise Http404
            return render(request, "measures/results.html", begin_context(municipality, fiscal_year))
        require_open(request, plan.lock("results"))
        return _overview(request, plan)


def _overview(request: HttpRequest, plan: Plan) -> HttpResponse:
    stored = {name: getattr(plan, name) for name in ResultsForm.base_fields}
    form = ResultsForm(request.POST or None, initial=stored)
    guard = Guard(request, stored)
    if form.is_valid() and not (guard.conflict and form.has_changed()):
        save_row(plan, form.cleaned_data)
        messages.success(request, "บันทึกผลในภาพรวมแล้ว")
        return redirect("results", plan.municipality_id, plan.fiscal_year)
    measures = [(measure, result_of(measure)) for measure in guidance.measure_lines(plan)]
    context = {
        "lock": plan.lock("results"),
        "form": form,
        "forms": [form],
        "problems": problems([form]),
        "guard": guard,
        "measures": measures,
        "done": sum(result.status == Status.DONE for _, result in measures),
    }
    return render(request, "measures/results.html", cycle_context(plan) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, pk: int, fiscal_year: int, number: int) -> HttpResponse:
    """The report on one measure, by its number: status, what was done, what came of it, evidence."""
    with officers_plan(request, pk, fiscal_year) as plan:
        require_open(request, plan.lock("results"))
        measure = shown_measure(request, plan, number)
        if measure is None:
            raise Http404
        form, formset, guard = _forms(request, measure)
        valid = form.is_valid() and formset.is_valid()
        if not valid or (guard.conflict and not is_stored(measure, form, formset)):
            return _page(request, measure, form=form, formset=formset, guard=guard)
        if not guard.conflict:
            save_result(measure, form)
            save_evidence(measure, formset)
        messages.success(request, f"บันทึกผลของมาตรการที่ {thai_digits(str(measure.number))} แล้ว")
        return redirect("results", pk, fiscal_year)


def _forms(request: HttpRequest, measure: Measure) -> tuple[ResultForm, EvidenceFormSet, Guard]:
    stored = result_values(result_of(measure))
    evidence = [evidence_values(row) for row in measure.evidence.all()]
    guard = Guard(request, {"result": stored, "evidence": evidence})
    if request.method != "POST":
        return ResultForm(initial=stored), EvidenceForms(initial=evidence, prefix=PREFIX), guard
    form = ResultForm(request.POST, initial=stored)
    in_order = posted_order(evidence, request.POST, PREFIX)
    files = ChosenFiles(request, f"result {measure.pk}")
    return form, EvidenceForms(request.POST, files, initial=in_order, prefix=PREFIX), guard


def _page(
    request: HttpRequest, measure: Measure, *, form: ResultForm, formset: EvidenceFormSet, guard: Guard
) -> HttpResponse:
    keep_chosen(formset.forms)
    plan = measure.plan
    known = guidance.subjects(Assessment(fiscal_year=plan.assessed_year))  # only their names are shown
    context = {
        "lock": plan.lock("results"),
        "measure": measure,
        "about": [known[target.about] for target in measure.targets.all()],
        "issue": guidance.issue_text(plan.framework, measure.issue),
        "period": period_text(measure.starts_on, measure.ends_on),
        "further": [
            (MeasureForm.base_fields[name].label, getattr(measure, name))
            for name in MeasureForm.further_names()
        ],
        "form": form,
        "formset": formset,
        "guard": guard,
        "forms": [form, *formset.forms],
        "problems": problems([form, *formset.forms]),
    }
    return render(request, "measures/result.html", cycle_context(plan) | context)
