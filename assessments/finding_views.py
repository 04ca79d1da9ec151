"""The page of the assessors' findings of a year."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.finding_forms import MOST_FINDINGS, FindingFormSet, stored_findings
from assessments.year_page import open_year, problems
from ita_portal.editing import Guard
from ita_portal.saving import save_row, save_rows
from ita_portal.thai import fiscal_year_text

PREFIX = "findings"
TOTAL = f"{PREFIX}-TOTAL_FORMS"
MORE_ROWS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Show and save the findings; `action=add` gives more empty rows without saving."""
    with open_year(request, pk, fiscal_year, "findings") as year:
        stored = stored_findings(year.findings)
        guard = Guard(request, stored)
        formset = FindingFormSet(
            _typed_rows(request), initial=stored, form_kwargs={"rules": year.rules}, prefix=PREFIX
        )
        formset.extra = 0 if year.lock else formset.extra
        if _saves(request) and formset.is_valid() and not (guard.conflict and formset.findings != stored):
            numbered = enumerate(formset.findings)
            wanted = {row["question"]: row | {"position": position} for position, row in numbered}
            save_row(year.assessment, {})
            save_rows(year.assessment.findings, "question", wanted)
            messages.success(request, f"บันทึกข้อสังเกตของผู้ประเมิน{fiscal_year_text(fiscal_year)} แล้ว")
            return redirect("findings", pk=pk, fiscal_year=fiscal_year)
        context = {"formset": formset, "forms": [formset], "guard": guard, "problems": problems(formset)}
        return render(request, "assessments/findings.html", year.context | context)


def _saves(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("action") != "add"


def _typed_rows(request: HttpRequest) -> QueryDict | None:
    """What was typed, with room for more rows where they are asked for."""
    if request.method != "POST":
        return None
    rows = request.POST.get(TOTAL, "")
    if _saves(request) or not re.fullmatch("[0-9]{1,4}", rows):
        return request.POST
    data = request.POST.copy()
    data[TOTAL] = str(min(int(rows) + MORE_ROWS, MOST_FINDINGS))
    return data
