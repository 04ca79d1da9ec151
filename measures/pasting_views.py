"""Tables of measures and of their results, pasted from Word or Excel: tried first, then kept as chosen."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import require_open
from assessments.pasted_page import (
    NOTHING_CHOSEN,
    ProposedRow,
    TablePaste,
    page_context,
    page_words,
    stored_words,
)
from ita_portal.editing import Guard
from ita_portal.saving import save_row
from measures import guidance, planning
from measures.access import officers_plan
from measures.enums import Status
from measures.forms import MeasureForm
from measures.models import Measure, MeasureTarget, Plan
from measures.pasted_measures import CELLS, MeasuresInTable
from measures.pasted_results import ResultsInTable
from measures.plan_views import cycle_context
from measures.reporting import result_of, result_values
from measures.result_forms import ResultForm

MEASURE_COLUMNS = (
    "คอลัมน์ที่อ่านได้: มาตรการ ขั้นตอน เป้าหมาย งบประมาณ ระยะเวลา ผู้รับผิดชอบ การกำกับติดตาม "
    "ผลการวิเคราะห์ ตัวชี้วัด ประเด็น และแนวทาง "
    "ระบบแสดงสิ่งที่อ่านได้ทีละแถวให้ตรวจก่อนบันทึก"
)
RESULT_COLUMNS = (
    "คอลัมน์ที่อ่านได้: ลำดับ มาตรการ สถานะ ผลการดำเนินการ ผลลัพธ์ วันที่รายงาน ปัญหาอุปสรรค และข้อเสนอแนะ "
    "แต่ละแถวเป็นผลของมาตรการที่มีชื่อตรงกันในแผน "
    "ระบบแสดงสิ่งที่อ่านได้ทีละแถวให้ตรวจก่อนบันทึก"
)


@require_http_methods(["GET", "HEAD", "POST"])
def measures_paste(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """A table that becomes measures of the plan."""
    with officers_plan(request, pk, fiscal_year) as plan:
        require_open(request, plan.lock("plan"))
        known = guidance.subjects(guidance.assessed(plan))
        stored = list(guidance.measure_lines(plan))
        rules, units = guidance.assessed_rules(plan), guidance.units_used(plan)
        form = MeasureForm(plan_year=plan.framework, assessed_year=rules, known=known, units=units)
        paste = TablePaste(request)
        shown = [[row.pk, *(getattr(row, name) for name in (*CELLS, "issue"))] for row in stored]
        guard = Guard(request, shown)
        table, found = MeasuresInTable(plan, stored, known, form).rows(paste.text)
        rows = paste.with_ticks(found)
        if paste.saves and not guard.conflict and _said(request, "มาตรการ", _keep_measures(plan, rows)):
            return redirect("plan", pk, fiscal_year)
        said = page_words("มาตรการ", "plan", "แผนมาตรการ", fiscal_year) | {"columns": MEASURE_COLUMNS}
        context = page_context(paste, guard, table, rows) | said | {"lock": plan.lock("plan")}
        return render(request, "assessments/pasted_table.html", cycle_context(plan) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def results_paste(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """A table that becomes the results of the plan's measures."""
    with officers_plan(request, pk, fiscal_year) as plan:
        require_open(request, plan.lock("results"))
        stored = list(guidance.measure_lines(plan))
        paste = TablePaste(request)
        guard = Guard(request, [[row.pk, row.title, result_values(result_of(row))] for row in stored])
        table, found = ResultsInTable(plan, stored, ResultForm()).rows(paste.text)
        rows = paste.with_ticks(found)
        if paste.saves and not guard.conflict and _said(request, "ผลของมาตรการ", (0, _keep_results(rows))):
            return redirect("results", pk, fiscal_year)
        said = page_words("ผลการดำเนินการ", "results", "ผลการดำเนินการ", fiscal_year)
        context = page_context(paste, guard, table, rows) | said
        context |= {"columns": RESULT_COLUMNS, "lock": plan.lock("results")}
        return render(request, "assessments/pasted_table.html", cycle_context(plan) | context)


def _said(request: HttpRequest, what: str, counts: tuple[int, int]) -> bool:
    """Say what was stored; False where nothing was chosen."""
    sentence = stored_words(*counts, what)
    if sentence:
        messages.success(request, sentence)
    else:
        messages.warning(request, NOTHING_CHOSEN)
    return bool(sentence)


def _keep_measures(plan: Plan, rows: Sequence[ProposedRow]) -> tuple[int, int]:
    """Store what was chosen; how many measures are new, how many were changed."""
    chosen = [(row.target, row.chosen) for row in rows if row.chosen]
    number = planning.next_number(plan)
    for target, values in chosen:
        about = values.pop("about", [])
        if target:
            save_row(target, values)
            planning.put_targets(target, about or [each.about for each in target.targets.all()])
            continue
        measure = Measure.objects.create(plan=plan, number=number, **values)
        number += 1
        for position, code in enumerate(about):
            MeasureTarget.objects.create(measure=measure, about=code, position=position)
    added = sum(target is None for target, _values in chosen)
    return added, len(chosen) - added


def _keep_results(rows: Sequence[ProposedRow]) -> int:
    """Store what was chosen; of how many measures. One without a word of what was done is not done."""
    chosen = [(result_of(row.target), row.chosen) for row in rows if row.chosen]
    for result, values in chosen:
        if values.get("status") == Status.DONE and not (values.get("done") or result.done):
            del values["status"]
        save_row(result, values)
    return len(chosen)
