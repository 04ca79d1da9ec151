"""The pages of every import: choose a file, see what each row would do, apply; and the template file."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ita_portal import spreadsheets
from ita_portal.chosen_files import file_input
from ita_portal.downloads import download
from ita_portal.editing import Guard, PortalForm
from ita_portal.judging import judged_edit
from ita_portal.thai import thai_digits
from ita_portal.typed import parse_thai_date
from municipalities.administration import saved_whole
from municipalities.importing import Import, RowOutcome, Upload, Verdict, keep_file, kept_file, store_rows
from municipalities.kept_verdicts import (
    JudgedFile,
    ShownRows,
    forget_judged,
    judged_file,
    keep_judged,
    kept_judged,
)
from municipalities.table_files import FileTable, numbers_in_words, stored_table
from municipalities.table_reading import MAX_BYTES, MAX_ROWS, read_table
from municipalities.xlsx_reading import MEGABYTE, Unreadable

ON_A_PAGE = 100
TEMPLATE_FORMS = ("csv", "xlsx")
HIDDEN, WITH, WITHOUT = "hidden", "with", "without"
AGREE_ALL = "agree-all"
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls", ".htm", ".html")


class UploadForm(PortalForm):
    """The file of an import; `job` says what is in it."""

    file = forms.FileField(
        label="ไฟล์ข้อมูล",
        widget=file_input(MAX_BYTES, ENDINGS, "XLSX, ODS หรือ CSV"),
        help_text=thai_digits(
            f"ไฟล์ XLSX, ODS หรือ CSV ขนาดไม่เกิน {MAX_BYTES // MEGABYTE} เมกะไบต์ ไม่เกิน {MAX_ROWS:,} แถว"
        ),
        error_messages={"required": "กรุณาเลือกไฟล์", "empty": "ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์ใหม่"},
    )

    def __init__(self, *args: Any, job: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job = job

    def clean_file(self) -> FileTable:
        """The file's table; raises ValidationError with the reason why there is none."""
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            return read_table(upload.read(MAX_BYTES + 1), self.job.shape, name=upload.name or "")
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error


def choose_file(request: HttpRequest, job: Import) -> HttpResponse:
    """The page on which a file is chosen; what was read of one is kept for an hour and tried."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()), job=job)
    if form.is_bound and form.is_valid():
        name = cast("UploadedFile", request.FILES["file"]).name or ""
        table: FileTable = form.cleaned_data["file"]
        upload = keep_file(table.stored, name, cast("int", request.user.pk))
        _judge(job, upload, table)
        return redirect(f"{job.name}_check", token=upload.token)
    context = {"section": "administration", "job": job, "form": form, "forms_of_template": TEMPLATE_FORMS}
    return render(request, "administration/import.html", context | _addresses(job))


@saved_whole
def check_file(request: HttpRequest, job: Import, token: str) -> HttpResponse:
    """What each row of a kept file would do; a POST does it, all in one transaction.

    Rows are judged anew where data have changed, and under the lock: if anything differs from what the page
    showed, nothing is stored and the page is shown again. While rows are faulty, the others are stored only
    on the explicit wish.
    """
    try:
        upload = kept_file(token, cast("int", request.user.pk))
        if request.method != "POST":
            judged = kept_judged(upload, job.state()) if job.state else None
            judged = judged or _judge(job, upload, stored_table(upload.content))
            return _check_page(request, job, upload, judged)
        table = stored_table(upload.content)
    except (LookupError, FileNotFoundError):
        messages.error(request, "ไฟล์นี้นำเข้าแล้วหรือหมดเวลาแล้ว โปรดเลือกไฟล์อีกครั้ง")
        return redirect(job.name)
    outcomes = job.examine(table, True)  # noqa: FBT003 - as Import says
    judged = judged_file(job, table, outcomes)
    if page := _apply(request, job, upload, outcomes, Guard(request, judged.fingerprint)):
        return redirect(page)
    return _check_page(request, job, upload, judged)


def _judge(job: Import, upload: Upload, table: FileTable) -> JudgedFile:
    """What becomes of each row by the data of now, kept for the pages that follow."""
    state = job.state() if job.state else ""
    judged = judged_file(job, table, job.examine(table, False))  # noqa: FBT003 - as Import says
    if state:
        keep_judged(upload, judged, state)
    return judged


def _apply(
    request: HttpRequest, job: Import, upload: Upload, outcomes: list[RowOutcome], guard: Guard
) -> str:
    """Store the rows, if what was shown still holds and faulty ones are left out on purpose.

    The name of the page to go on to, "" where nothing was stored.
    """
    counted = _counted(outcomes)
    if guard.conflict:
        messages.warning(request, "ข้อมูลในระบบเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้นำเข้า โปรดตรวจผลอีกครั้ง")
        return ""
    if counted[Verdict.FAULTY] and "skip_faulty" not in request.POST:
        messages.error(request, "ยังไม่ได้นำเข้า เพราะมีแถวที่ไม่ถูกต้อง โปรดแก้ไฟล์ หรือเลือกนำเข้าเฉพาะแถวที่ถูกต้อง")
        return ""
    if hidden_rows(outcomes) and request.POST.get(HIDDEN) not in (WITH, WITHOUT):
        messages.error(request, "ยังไม่ได้นำเข้า เพราะมีแถวที่ซ่อนอยู่ในไฟล์ โปรดเลือกว่าจะนำเข้าแถวเหล่านั้นหรือไม่")
        return ""
    try:
        done, page = _store(request, job, outcomes)
    except ValueError as error:
        messages.error(request, f"ยังไม่ได้นำเข้า: {error}")
        return ""
    summary = " ".join(f"{label} {number} แถว" for label, number in done.items() if number)
    transaction.on_commit(upload.forget)
    transaction.on_commit(partial(forget_judged, upload))
    messages.success(request, thai_digits(f"{job.title}แล้ว: {summary or 'ไม่มีแถวที่บันทึก'}"))
    return page


def _store(request: HttpRequest, job: Import, outcomes: list[RowOutcome]) -> tuple[Counter[str], str]:
    """Store what is wished of the rows: how many of each kind, and the name of the page to go on to.

    Raises ValueError with a Thai sentence.
    """
    wished = [one for one in outcomes if not (one.is_hidden and request.POST.get(HIDDEN) == WITHOUT)]
    decided = [AnsweredRow(one, request.POST) for one in wished if one.verdict == Verdict.ASKED]
    agreed = [one for one in wished if one.acts and (not one.doubts or is_agreed(one, request.POST))]
    changed = [one.outcome.changed for one in decided if one.outcome.changed and one.choice != RowAnswer.SKIP]
    with transaction.atomic(), judged_edit(request, changed, everywhere=True):
        store_rows(agreed)
        for one in decided:
            one.store()
        page = (job.after and job.after(agreed, request.user)) or job.name
    done = Counter(str(outcome.verdict.label) for outcome in agreed)
    done.update(str(one.choice.label) for one in decided)
    done["ไม่เปลี่ยนแปลง"] = sum(one.verdict == Verdict.SAME for one in outcomes)
    done["ไม่ได้นำเข้า"] = len(outcomes) - len(agreed) - len(decided) - done["ไม่เปลี่ยนแปลง"]
    return done, page


def is_agreed(outcome: RowOutcome, typed: Mapping[str, str]) -> bool:
    """Whether somebody agreed to what is doubted in a row."""
    return AGREE_ALL in typed or f"agree-{outcome.number}" in typed


def hidden_rows(outcomes: list[RowOutcome]) -> list[int]:
    """The numbers of the hidden rows about which something would be done."""
    return [one.number for one in outcomes if one.is_hidden and (one.acts or one.verdict == Verdict.ASKED)]


class RowAnswer(TextChoices):
    """What the admin says of a row that is asked about."""

    SKIP = "skip", "ข้ามไว้ก่อน"
    SINCE = "since", "เปลี่ยนตั้งแต่วันที่กำหนด"
    WRONG = "wrong", "แก้ข้อมูลที่บันทึกไว้ผิด"


class AnsweredRow:
    """A row that is asked about with the answer that was typed, if one was."""

    def __init__(self, outcome: RowOutcome, typed: Mapping[str, str]) -> None:
        self.outcome = outcome
        chosen = typed.get(f"choice-{outcome.number}", "")
        self.choice = RowAnswer(chosen) if chosen in RowAnswer.values else RowAnswer.SKIP
        self.day = typed.get(f"day-{outcome.number}", "")

    def store(self) -> None:
        """Do what was answered; raises ValueError with a Thai sentence where the day can't be."""
        if self.choice == RowAnswer.WRONG:
            store_rows([self.outcome])
        if self.choice != RowAnswer.SINCE or not self.outcome.since:
            return
        try:
            self.outcome.since(parse_thai_date(self.day))
        except ValueError as error:
            raise ValueError(f"แถวที่ {self.outcome.number} {error}") from error


def _counted(outcomes: list[RowOutcome]) -> Counter[Verdict]:
    return Counter(outcome.verdict for outcome in outcomes)


def _check_page(request: HttpRequest, job: Import, upload: Upload, judged: JudgedFile) -> HttpResponse:
    counted, chosen = judged.counted, request.GET.get("deed", "")
    chosen = chosen if chosen in Verdict.values else ""
    rows = judged.open_rows
    context = {
        "section": "administration",
        "job": job,
        "upload": upload,
        "remarks": judged.told["remarks"],
        "tabs": [(verdict, counted[verdict]) for verdict in Verdict if counted[verdict]],
        "chosen": chosen,
        "total": len(judged.lines),
        "faulty": counted[Verdict.FAULTY],
        "writes": judged.told["writes"],
        "waiting": [(one, is_agreed(one, request.POST)) for one in rows if one.waits],
        "hidden": numbers_in_words(hidden_rows(rows)),
        "hidden_chosen": request.POST.get(HIDDEN, ""),
        "asked": [AnsweredRow(one, request.POST) for one in rows if one.verdict == Verdict.ASKED],
        "answers": RowAnswer.choices,
        "same": counted[Verdict.SAME],
        "only_example": judged.told["only_example"],
        "page": _pages(judged.numbered(chosen)).get_page(request.GET.get("page")),
        "guard": Guard(request, judged.fingerprint),
        "editing": [one for one in rows if one.edited],
        "held": counted[Verdict.HELD],
    }
    return render(request, "administration/import_check.html", context | _addresses(job))


def _pages(rows: ShownRows) -> Paginator[RowOutcome]:
    return Paginator(rows, ON_A_PAGE)  # type: ignore[arg-type] # a length and slices are all that it asks for


def _addresses(job: Import) -> dict[str, str]:
    return {"start": job.name, "template_address": f"{job.name}_template"}


def template_file(job: Import, form: str) -> HttpResponse:
    """The file to fill in, with one line as an example: "csv" or "xlsx". Raises Http404 for another form."""
    if form not in TEMPLATE_FORMS:
        raise Http404
    head, example = zip(*((column.title, column.example) for column in job.shape.columns), strict=True)
    if form == "csv":
        content, kind = spreadsheets.csv_file(head, [example]), spreadsheets.CSV
    else:
        content, kind = spreadsheets.xlsx(job.title, head, [example]), spreadsheets.XLSX
    return download(content, kind, f"{job.name}.{form}")
