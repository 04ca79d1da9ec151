"""The page of the assessors' findings of a year."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.finding_forms import FindingForm, FindingFormSet, stored_findings, with_rows_apart
from assessments.models import Finding
from assessments.pasted_findings import FindingsInTable
from assessments.pasted_page import (
    NOTHING_CHOSEN,
    ProposedRow,
    TablePaste,
    page_context,
    page_words,
    stored_words,
)
from assessments.year_page import YearPage, open_year, problems
from ita_portal.editing import Guard
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row, save_rows
from ita_portal.thai import fiscal_year_text

PREFIX = "findings"
MORE_ROWS = 3
COLUMNS_READ = (
    "คอลัมน์ที่อ่านได้: ข้อคำถามหรือข้อ OIT (เช่น i2, e4 หรือ o6) ประเด็น และข้อเสนอแนะ "
    "ระบบแสดงสิ่งที่อ่านได้ทีละแถวให้ตรวจก่อนบันทึก"
)


@require_http_methods(["GET", "HEAD", "POST"])
def findings_paste(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """A table that becomes findings: tried first, then kept as chosen."""
    with open_year(request, pk, fiscal_year, "findings") as year:
        paste = TablePaste(request)
        guard = Guard(request, [year.assessment.pk, stored_findings(year.findings)])
        form = FindingForm(rules=year.rules)
        table, found = FindingsInTable(year.rules, year.findings, form).rows(paste.text)
        rows = paste.with_ticks(found)
        if paste.saves and not guard.conflict:
            sentence = stored_words(*_keep(year, rows), "ข้อสังเกต")
            if sentence:
                messages.success(request, sentence)
                return redirect("findings", pk=pk, fiscal_year=fiscal_year)
            messages.warning(request, NOTHING_CHOSEN)
        said = page_words("ข้อสังเกตของผู้ประเมิน", "findings", "ข้อสังเกตของผู้ประเมิน", fiscal_year)
        context = page_context(paste, guard, table, rows) | said
        context |= {"columns": COLUMNS_READ, "lock": year.lock}
        return render(request, "assessments/pasted_table.html", year.context | context)


def _keep(year: YearPage, rows: Sequence[ProposedRow]) -> tuple[int, int]:
    """Store what was chosen; how many findings are new, how many were changed."""
    chosen = [(row.target, row.chosen) for row in rows if row.chosen]
    save_row(year.assessment, {}) if chosen else None
    place = len(year.findings)
    for target, values in chosen:
        if target is None:
            values["position"], place = place, place + 1
        save_row(target or Finding(assessment=year.assessment), values)
    added = sum(target is None for target, _values in chosen)
    return added, len(chosen) - added


@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Show and save the findings; `action=add` gives more empty rows without saving."""
    with open_year(request, pk, fiscal_year, "findings") as year:
        stored = stored_findings(year.findings)
        if "split" in request.POST:
            request.POST = with_rows_apart(request.POST, request.POST["split"])  # type: ignore[assignment]
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
