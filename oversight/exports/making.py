"""Making an export, one report after another; its worker can be killed at any moment and nothing is lost.

A report's file is on the disk before its row is written, and the ZIP stands in its place before the export
counts as done: whoever goes on can rely on the rows.
"""

import errno
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from ita_portal import spreadsheets
from oversight.exports import files
from oversight.models import Export, ExportItem, ExportKind, Stage
from printing.pdf.rendering import PdfFailed, PdfUnavailable
from reports.handing_out import data_file, pdf_file
from reports.models import Report
from reports.states import State

LEASE = timedelta(minutes=10)  # a worker that was silent for longer is dead; no report takes half of it
TRIES = 3  # of a report that can't be printed
BEGINNINGS = 20  # of one that never comes to an end, because it takes its worker with it
CONTENTS = "รายการไฟล์.csv"

DISK_FULL = "พื้นที่เก็บไฟล์ของเครื่องแม่ข่ายเต็ม ระบบจะทำต่อให้เองเมื่อมีพื้นที่ว่าง โปรดแจ้งผู้ดูแลระบบ"
DISK_REFUSES = "เครื่องแม่ข่ายเขียนไฟล์ไม่ได้ ระบบจะลองใหม่ให้เอง โปรดแจ้งผู้ดูแลระบบ"
INTERRUPTED = "การจัดทำหยุดชะงักเพราะระบบขัดข้อง ระบบจะลองใหม่ให้เอง"
UNREADABLE = "ไม่มีสิทธิ์อ่านเนื้อหาของเอกสารนี้แล้ว เช่น เทศบาลเรียกเอกสารคืนไปแก้ไข"
BROKEN = "จัดทำไฟล์ของเอกสารนี้ไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ"
NOTHING = "จัดทำไฟล์ไม่สำเร็จแม้แต่ฉบับเดียว"

_HEAD = ("ไฟล์", "เทศบาล", "อำเภอ", "จังหวัด", "ปีงบประมาณ", "เอกสาร", "สถานะ", "จัดทำเมื่อ", "SHA-256", "หมายเหตุ")
log = logging.getLogger(__name__)


class Lost(Exception):  # noqa: N818 - that is what happened
    """The export was removed meanwhile, or another worker has it."""


class Obstacle(Exception):  # noqa: N818 - that is what it is
    """Nothing more can be made for now; the message says why in Thai."""


def make(export_pk: int, worker: str) -> None:
    """Do all that is left of an export, unless it is gone, ended or in the hands of another living worker.

    A report that can't be made is left out and says why. What stands in the way of all of them (a full disk,
    no way to print) sets the export back to waiting with that reason; it is tried again later.
    """
    export = claimed(export_pk, worker)
    if export is None:
        return
    try:
        _make_files(export)
        _pack(export)
    except Lost:
        log.info("export %s was removed or taken over", export_pk)
    except Obstacle as obstacle:
        _set_back(export, str(obstacle))
    except Exception:
        _set_back(export, INTERRUPTED)
        raise


def claimed(export_pk: int, worker: str) -> Export | None:
    """The export, now in the hands of this worker; None where it can't be had."""
    now = timezone.now()
    free = Q(claimed_by__in=["", worker]) | Q(claimed_at__lt=now - LEASE)
    rows = Export.objects.unfinished().filter(free, pk=export_pk)
    if not rows.update(stage=Stage.MAKING, claimed_by=worker, claimed_at=now, reason=""):
        return None
    return Export.objects.filter(pk=export_pk, claimed_by=worker).first()


def _write_export(export: Export, **changes: object) -> None:
    """Write to the export while it is still ours; raises Lost when it is not."""
    ours = Export.objects.unfinished().filter(pk=export.pk, claimed_by=export.claimed_by)
    if not ours.update(**{"claimed_at": timezone.now(), **changes}):
        raise Lost


def _set_back(export: Export, reason: str) -> None:
    try:
        _write_export(export, stage=Stage.WAITING, claimed_by="", reason=reason)
    except Lost:
        log.info("export %s was removed or taken over", export.pk)


# One report after another


def _make_files(export: Export) -> None:
    """Make the file of every report that has none; one that fails is tried again before it is given up."""
    for made in export.items.filter(made_at__isnull=False):
        if not files.piece_path(export.key, made.pk).exists():
            _write_item(made, made_at=None, sha256="", state="")
    waiting = export.items.filter(made_at=None, failure="")
    while item := waiting.first():
        with transaction.atomic():
            _write_export(export)
            _write_item(item, tries=F("tries") + 1)
        try:
            _make_file(export, item)
        except Obstacle:
            _write_item(item, tries=item.tries)  # this was not the report's fault
            raise


def _make_file(export: Export, item: ExportItem) -> None:
    """Make the file of one report, or note why not. Raises Obstacle where no report could be made now."""
    report = _readable(export).filter(pk=item.report_id).first()
    if report is None:
        _write_item(item, failure=UNREADABLE)
        return
    if item.tries >= BEGINNINGS:
        _write_item(item, failure=BROKEN)
        return
    try:
        content = content_of(report, export.kind)
    except DatabaseError:
        raise
    except PdfUnavailable as error:
        raise Obstacle(str(error)) from error
    except PdfFailed as error:
        _give_up_after_tries(item, str(error))
    except Exception:
        log.exception("report %s could not be exported", report.pk)
        _give_up_after_tries(item, BROKEN)
    else:
        with _disk():
            files.keep(files.piece_path(export.key, item.pk), content)
        _write_item(item, made_at=timezone.now(), sha256=sha256(content).hexdigest(), state=report.state)


def _readable(export: Export) -> QuerySet[Report]:
    """The reports whose contents the owner may read now, with their places."""
    owner = User.objects.get(pk=export.owner_id)
    reports = Report.objects.visible_to(owner) if owner.is_active else Report.objects.none()
    return reports.with_place()


def _give_up_after_tries(item: ExportItem, failure: str) -> None:
    """Note the failure once its last try is over; until then the report is tried again."""
    if item.tries + 1 >= TRIES:
        _write_item(item, failure=failure)


def content_of(report: Report, kind: str) -> bytes:
    """The file of one report, as its own page gives it.

    Raises PdfFailed or PdfUnavailable with a Thai sentence.
    """
    return (pdf_file if kind == ExportKind.PDF else data_file)(report).content


def _write_item(item: ExportItem, **changes: object) -> None:
    """Raises Lost where the export was removed."""
    if not ExportItem.objects.filter(pk=item.pk).update(**changes):
        raise Lost


@contextmanager
def _disk() -> Iterator[None]:
    """Turn a refusal of the disk into an Obstacle: the next report could not be written either."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise Obstacle(DISK_FULL if full else DISK_REFUSES) from error


# The end


def _pack(export: Export) -> None:
    """Put all files into the ZIP with a list of them, end the export and remove the single files."""
    # A report may have been called back since its file was made.
    lost = export.items.filter(made_at__isnull=False).exclude(report__in=_readable(export))
    lost.update(made_at=None, sha256="", state="", failure=UNREADABLE)
    items = list(export.items.select_related("report__plan__municipality__district__province"))
    made = [item for item in items if item.made_at]
    if not made:
        _end(export, Stage.FAILED, reason=NOTHING)
        return
    members = [(item.name, files.piece_path(export.key, item.pk)) for item in made]
    _write_export(export)
    with _disk():
        size = files.pack(files.zip_path(export.key), members, (CONTENTS, contents(items)))
    _end(export, Stage.DONE, size=size)


def _end(export: Export, stage: Stage, *, reason: str = "", size: int = 0) -> None:
    _write_export(export, stage=stage, finished_at=timezone.now(), claimed_by="", reason=reason, size=size)
    files.drop_pieces(export.key)


def contents(items: Sequence[ExportItem]) -> bytes:
    """The list that lies in the ZIP: each ordered report with its file, or the reason why there is none."""
    lines = []
    for item in items:
        plan, place = item.report.plan, item.report.plan.municipality
        where = (place.full_name, place.district.name, place.province.name)
        document = (plan.fiscal_year, item.report.get_kind_display())
        state = State(item.state).said(reviews=place.province.reviews) if item.state else ""
        file = (state, item.made_at, item.sha256, item.failure)
        lines.append((item.name if item.made_at else "", *where, *document, *file))
    return spreadsheets.csv_file(_HEAD, lines)
