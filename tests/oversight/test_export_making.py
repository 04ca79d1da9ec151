import io
from hashlib import sha256
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from oversight.exports import files
from oversight.exports.making import (
    BEGINNINGS,
    BROKEN,
    CONTENTS,
    DISK_FULL,
    DISK_REFUSES,
    LEASE,
    NOTHING,
    UNREADABLE,
    Obstacle,
    _disk,
    claimed,
    make,
)
from oversight.models import Export, ExportItem, Stage
from reports.models import Report
from tests import factories
from tests.oversight.orders import WORKER, kept, listed, made, names, ordered, packed, piece, submitted

pytestmark = pytest.mark.django_db


def facts(export: Export) -> tuple[str, str]:
    export.refresh_from_db()
    return export.stage, export.reason


def reload(export: Export) -> Export:
    return Export.objects.get(pk=export.pk)


def test_zip_holds_each_report_once_and_a_list_with_its_hash():
    rows = [submitted(number) for number in (1, 2, 3)]
    export = made(*rows)
    expected = [f"ลำปาง/เทศบาลตำบลตัวอย่าง00{number} 2568 มาตรการ.json" for number in (1, 2, 3)]
    assert names(export) == [CONTENTS, *expected]
    assert [line["SHA-256"] for line in listed(export)] == [
        sha256(content).hexdigest() for _, content in packed(export)[1:]
    ]
    assert (export.stage, export.size) == (Stage.DONE, files.zip_path(export.key).stat().st_size)
    assert kept(export) == ["export.zip"]


def test_list_of_contents_says_what_each_file_is():
    with time_machine.travel("2026-11-20T03:04:05+00:00", tick=False):
        export = made(submitted(7, "results"))
    (line,) = listed(export)
    assert line == {
        "ไฟล์": "ลำปาง/เทศบาลตำบลตัวอย่าง007 2568 รายงานผล.json",
        "เทศบาล": "เทศบาลตำบลตัวอย่าง007",
        "อำเภอ": "เมืองลำปาง",
        "จังหวัด": "ลำปาง",
        "ปีงบประมาณ": "2568",
        "เอกสาร": "รายงานผลการดำเนินการตามมาตรการ",
        "สถานะ": "รอจังหวัดตรวจทาน",
        "จัดทำเมื่อ": "2026-11-20 10:04:05",
        "SHA-256": export.items.get().sha256,
        "หมายเหตุ": "",
    }


def test_pdf_of_a_report_is_its_own():
    export = made(submitted(), kind="pdf")
    content = dict(packed(export))[export.items.get().name]
    title = PdfReader(io.BytesIO(content)).metadata.title
    assert title.startswith("มาตรการส่งเสริมคุณธรรมและความโปร่งใส")


@pytest.mark.parametrize("kind", ["pdf", "bundle"])
def test_published_report_is_given_as_it_was_published(kind: str):
    row = submitted(state="published")
    factories.publication(row)
    newest = factories.publication(row, revision=2)
    export = made(row, kind=kind)
    content = dict(packed(export))[export.items.get().name]
    assert content == (newest.pdf if kind == "pdf" else newest.bundle.encode())


def test_broken_report_is_listed_and_the_others_are_made():
    good, bad = submitted(1), submitted(2)
    factories.measure(bad.plan, steps=[5])  # what no form lets in
    export = made(good, bad, kind="pdf")
    assert (export.stage, len(names(export))) == (Stage.DONE, 2)
    assert [(line["ไฟล์"] == "", line["หมายเหตุ"]) for line in listed(export)] == [(False, ""), (True, BROKEN)]


def test_report_that_takes_its_worker_with_it_is_given_up_at_last():
    export = ordered(submitted(1), submitted(2))
    ExportItem.objects.filter(pk=export.items.first().pk).update(tries=BEGINNINGS)
    make(export.pk, WORKER)
    assert [item.failure for item in export.items.all()] == [BROKEN, ""]
    assert facts(export) == (Stage.DONE, "")


def test_report_called_back_before_or_after_its_file_was_made_is_left_out():
    before, after, stays = submitted(1), submitted(2), submitted(3)
    export = ordered(before, after, stays)
    Report.objects.filter(pk=before.pk).update(state="draft")
    hold_up(export, until=3)
    Report.objects.filter(pk=after.pk).update(state="draft")
    make(export.pk, WORKER)
    assert [line["หมายเหตุ"] for line in listed(export)] == [UNREADABLE, UNREADABLE, ""]
    assert len(names(export)) == 2


def hold_up(export: Export, *, until: int) -> None:
    """Make an export as far as the file of its item of that number, then let the disk refuse."""
    files.root_made()
    item = list(export.items.all())[until - 1]
    blocked = files.piece_path(export.key, item.pk)
    (blocked / "in the way").mkdir(parents=True)
    make(export.pk, WORKER)
    (blocked / "in the way").rmdir()
    blocked.rmdir()


def test_owner_who_was_deactivated_gets_nothing():
    export = ordered(submitted())
    owner = factories.reviewer()
    owner.is_active = False
    owner.save()
    make(export.pk, WORKER)
    assert facts(export) == (Stage.FAILED, NOTHING)
    assert kept(export) == []


def test_disk_that_refuses_lets_the_export_wait_and_costs_no_report_a_try():
    export = ordered(submitted(1), submitted(2))
    hold_up(export, until=2)
    assert facts(export) == (Stage.WAITING, DISK_REFUSES)
    assert [(item.made_at is None, item.tries) for item in export.items.all()] == [(False, 1), (True, 0)]
    make(export.pk, WORKER)
    assert facts(export) == (Stage.DONE, "")
    assert len(names(export)) == 3


def test_full_disk_says_so():
    with pytest.raises(Obstacle, match=DISK_FULL), _disk(), Path("/dev/full").open("w") as full:
        full.write("x")


def test_make_goes_on_where_another_worker_ended():
    first, second = submitted(1), submitted(2)
    export = ordered(first, second)
    hold_up(export, until=2)
    kept = piece(export, first).stat().st_mtime_ns, export.items.first().made_at
    claimed(export.pk, "killed")
    with time_machine.travel(timezone.now() + LEASE * 1.1):
        assert claimed(export.pk, WORKER)
    assert (piece(export, first).stat().st_mtime_ns, export.items.first().made_at) == kept


def test_make_writes_a_file_again_that_is_gone():
    first, second = submitted(1), submitted(2)
    export = ordered(first, second)
    hold_up(export, until=2)
    piece(export, first).unlink()
    make(export.pk, WORKER)
    assert len(names(export)) == 3


def test_claim_is_one_living_workers_alone():
    export = ordered(submitted())
    assert claimed(export.pk, "a")
    assert claimed(export.pk, "b") is None
    assert claimed(export.pk, "a")
    with time_machine.travel(timezone.now() + LEASE * 1.1):
        assert claimed(export.pk, "b")
        assert claimed(export.pk, "a") is None


def test_make_does_nothing_with_what_is_done_or_gone():
    export = made(submitted())
    before = reload(export).finished_at
    make(export.pk, WORKER)
    make(export.pk + 1, WORKER)
    assert reload(export).finished_at == before
