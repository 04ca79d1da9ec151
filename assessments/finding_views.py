"""The page of the assessors' findings of a year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.finding_forms import FindingFormSet, stored_findings
from assessments.year_page import open_year, problems
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row, save_rows
from ita_portal.thai import fiscal_year_text

PREFIX = "findings"
MORE_ROWS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Show and save the findings; `action=add` gives more empty rows without saving."""
    with open_year(request, pk, fiscal_year, "findings") as year:
        stored = stored_findings(year.findings)
        sent = request.POST if request.method == "POST" else None
        formset = FindingFormSet(sent, initial=stored, form_kwargs={"rules": year.rules}, prefix=PREFIX)
        formset.extra = 0 if year.lock else formset.extra
        guard = FormGuard(request, formset)
        if adds := request.POST.get("action") == "add":
            formset.add_room(MORE_ROWS)
        if not adds and year.stores(guard):
            numbered = enumerate(formset.findings)
            wanted = {row["question"]: row | {"position": position} for position, row in numbered}
            save_row(year.assessment, {})
            save_rows(year.assessment.findings, "question", wanted)
            guard.announce(f"บันทึกข้อสังเกตของผู้ประเมิน{fiscal_year_text(fiscal_year)} แล้ว")
            return redirect("findings", pk=pk, fiscal_year=fiscal_year)
        context = {"formset": formset, "guard": guard, "problems": problems(formset)}
        return render(request, "assessments/findings.html", year.context | context)
