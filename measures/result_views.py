"""What came of a plan: the overview of its year, and the report on each measure with its evidence."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import require, require_open, writing
from assessments.models import Assessment
from assessments.year_page import problems
from ita_portal.body_sizes import takes_files
from ita_portal.chosen_files import ChosenFiles, keep_chosen
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from ita_portal.thai import thai_digits
from measures import guidance
from measures.access import officers_municipality, officers_plan
from measures.details import detail_words
from measures.enums import Status
from measures.forms import MeasureForm
from measures.measure_views import shown_measure
from measures.models import Measure, Plan
from measures.plan_views import begin_context, cycle_context
from measures.planning import start_refusal
from measures.progress_forms import ProgressForm
from measures.quarters import said_period
from measures.reporting import (
    evidence_values,
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
            if request.method == "POST":
                raise Http404
            require(start_refusal(municipality, fiscal_year))
            return render(request, "measures/results.html", begin_context(municipality, fiscal_year))
        require_open(request, plan.lock("results"))
        return _overview(request, plan)


def _overview(request: HttpRequest, plan: Plan) -> HttpResponse:
    stored = {name: getattr(plan, name) for name in ResultsForm.base_fields}
    form = ResultsForm(request.POST if request.method == "POST" else None, initial=stored)
    guard = FormGuard(request, form)
    if guard.saves:
        save_row(plan, form.cleaned_data)
        guard.announce("บันทึกผลในภาพรวมแล้ว")
        return redirect("results", plan.municipality_id, plan.fiscal_year)
    measures = [(measure, result_of(measure)) for measure in guidance.measure_lines(plan)]
    context = {
        "lock": plan.lock("results"),
        "form": form,
        "problems": problems([form]),
        "guard": guard,
        "measures": measures,
        "done": sum(result.status == Status.DONE for _, result in measures),
    }
    return render(request, "measures/results.html", cycle_context(plan) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def result(request: HttpRequest, pk: int, fiscal_year: int, number: int) -> HttpResponse:
    """The report on one measure, by its number: status, what was done, what came of it, evidence."""
    with officers_plan(request, pk, fiscal_year) as plan:
        require_open(request, plan.lock("results"))
        measure = shown_measure(request, plan, number)
        if measure is None:
            raise Http404
        sent = request.method == "POST"
        data, files = (request.POST, ChosenFiles(request, f"result {measure.pk}")) if sent else (None, None)
        form = ResultForm(data, initial=result_values(result_of(measure)))
        progress = ProgressForm(data, result=result_of(measure))
        evidence = [evidence_values(row) for row in measure.evidence.all()]
        formset = EvidenceForms(data, files, initial=evidence, prefix=PREFIX)
        guard = FormGuard(request, form, progress, formset)
        if not guard.saves:
            return _page(request, measure, forms=(form, progress), formset=formset, guard=guard)
        save_result(measure, form, progress)
        save_evidence(measure, formset)
        own = reverse("result", args=[pk, fiscal_year, measure.number])
        guard.announce(f"บันทึกผลของมาตรการที่ {thai_digits(str(measure.number))} แล้ว", own)
        return redirect(own if guard.noted else reverse("results", args=[pk, fiscal_year]))


def _page(
    request: HttpRequest,
    measure: Measure,
    *,
    forms: tuple[ResultForm, ProgressForm],
    formset: EvidenceFormSet,
    guard: FormGuard,
) -> HttpResponse:
    keep_chosen(formset.forms)
    plan = measure.plan
    known = guidance.subjects(Assessment(fiscal_year=plan.assessed_year))  # only their names are shown
    context = {
        "lock": plan.lock("results"),
        "measure": measure,
        "about": [known[target.about] for target in measure.targets.all()],
        "issue": guidance.issue_text(plan.framework, measure.issue),
        "period": said_period(measure.quarters, measure.starts_on, measure.ends_on),
        "further": [
            (MeasureForm.base_fields[name].label, detail_words(name, getattr(measure, name)))
            for name in (*MeasureForm.further_names(), *MeasureForm.details)
            if name != "quarters"  # said by the period
        ],
        "form": forms[0],
        "progress": forms[1],
        "formset": formset,
        "guard": guard,
        "problems": problems([*forms, *formset.forms]),
    }
    return render(request, "measures/result.html", cycle_context(plan) | context)
