"""A province's reports and figures to take along: files made in the background, tables at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Prefetch, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ita_portal import spreadsheets
from ita_portal.downloads import download
from ita_portal.thai import thai_date
from oversight import exports, overview_table
from oversight.access import overseer
from oversight.asking import Asked, asked
from oversight.exports import files
from oversight.filters import OverviewForm
from oversight.models import Export, ExportItem, ExportKind
from oversight.overview import is_asked_for
from oversight.rows import counted

FAILURES_SHOWN = 5
_TYPES = {"xlsx": spreadsheets.XLSX, "csv": spreadsheets.CSV}


@require_safe
def export_list(request: HttpRequest) -> HttpResponse:
    """What this person has ordered, newest first, how far each is, and until when it can be fetched."""
    failures = ExportItem.objects.filter(~Q(failure="")).select_related("report__plan__municipality")
    mine = Export.objects.filter(owner=overseer(request)).counted().order_by("-asked_at", "-pk")
    shown = mine.prefetch_related(Prefetch("items", failures[:FAILURES_SHOWN], to_attr="failures"))
    context = {"section": "home", "tab": "exports", "exports": shown}
    return render(request, "oversight/export_list.html", context)


@require_POST
def export_start(request: HttpRequest) -> HttpResponse:
    """Order one file (`kind`) of the documents that the filters of the address choose."""
    question, kind = asked(request), request.POST.get("kind")
    if kind not in ExportKind.values or not question.form.is_valid():
        messages.error(request, "ยังไม่ได้สั่งจัดทำไฟล์ โปรดตรวจสอบตัวกรองและเลือกชนิดไฟล์ แล้วลองอีกครั้ง")
        return redirect("export_list")
    names = OverviewForm.base_fields
    query = urlencode({name: request.GET[name] for name in names if request.GET.get(name)})
    try:
        exports.order(question.user, kind, chosen_reports(question), query=query)
    except exports.OrderRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "รับคำสั่งแล้ว ระบบกำลังจัดทำไฟล์ ท่านทำงานอื่นต่อได้และกลับมาดาวน์โหลดได้ที่หน้านี้")
    return redirect("export_list")


def chosen_reports(question: Asked) -> list[int]:
    """The reports in the rows that are themselves what was asked for and may be read."""
    cells = (cell for row in question.rows for cell in row.documents if is_asked_for(cell, question.filters))
    return [cell.report for cell in cells if cell.report and cell.readable]


@require_safe
def export_file(request: HttpRequest, pk: int) -> FileResponse:
    """The finished file, for its owner, while its municipalities are still theirs to see; 404 otherwise."""
    user = overseer(request)
    export = get_object_or_404(exports.downloadable(user), pk=pk)
    if not exports.within_scope(export, user):
        raise Http404
    try:
        file = files.zip_path(export.key).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    day = thai_date(timezone.localdate(export.asked_at), thai=False)
    name = f"ITA {user.scope_name} {export.get_kind_display()} {day}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@require_POST
def export_remove(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Cancel an order or remove its file."""
    exports.remove_export(get_object_or_404(Export, owner=overseer(request), pk=pk))
    messages.success(request, "ลบรายการและไฟล์แล้ว")
    return redirect("export_list")


@require_safe
def overview_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The overview with its filters as a spreadsheet ("xlsx" or "csv"); 400 for filters that can't be read.

    What has to be counted in each document is left out of a table of all provinces.
    """
    question = asked(request)
    if not question.form.is_valid():
        raise BadRequest("overview filters")
    counts = question.form.within_a_province
    rows = counted(question.user, question.rows) if counts else question.rows
    head, table = overview_table.head(counts=counts), overview_table.table_lines(rows, counts=counts)
    if ending == "xlsx":
        content = spreadsheets.xlsx(f"ปีงบประมาณ {question.year}", head, table)
    else:
        content = spreadsheets.csv_file(head, table)
    return download(content, _TYPES[ending], f"ภาพรวม ITA {question.scope_name} {question.year}.{ending}")
