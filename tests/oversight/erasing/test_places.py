"""Whose text is erased, what is asked before, and what else goes or is told with it."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from measures.models import Evidence, Measure
from oversight.erasing import erasing
from oversight.erasing.finding import Target, find_everywhere
from oversight.erasing.scrubbing import INSIDE, POSTGRES, scrub_database
from oversight.models import Export
from reports.erased import ErasedKind, Erasure
from reports.models import Publication, Report
from tests import factories
from tests.oversight.erasing.world import REASON, SECRET, STONE, published, run
from tests.steps import perform

pytestmark = pytest.mark.django_db


def in_two_places() -> tuple[Measure, Measure]:
    ours = factories.measure(factories.plan(), title=SECRET)
    theirs = factories.measure(factories.plan(factories.elsewhere()), title=SECRET)
    return ours, theirs


def test_only_what_belongs_to_the_municipality():
    ours, theirs = in_two_places()
    Export.objects.create(owner=factories.reviewer(), kind="pdf").items.create(
        report=factories.report(theirs.plan), name="1.pdf"
    )
    told = run("--text", SECRET, "--municipality", ours.plan.municipality.full_name)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert ours.title.startswith(STONE)
    assert theirs.title == SECRET
    assert set(Measure.history.filter(id=theirs.pk).values_list("title", flat=True)) == {SECRET}
    assert Export.objects.count() == 1
    left = told[told.index("ยังอยู่ในแห่งต่อไปนี้") :]
    assert f"measures.Measure.title เลขที่ {theirs.pk} {theirs.plan.municipality.full_name}" in left


def test_history_of_a_removed_measure_belongs_to_its_municipality():
    ours, theirs = in_two_places()
    for measure in (ours, theirs):
        Evidence.objects.create(measure=measure, title=SECRET, url="https://example.go.th")
    others = theirs.pk
    for measure in (ours, theirs):
        measure.delete()
    run("--text", SECRET, "--municipality", ours.plan.municipality.full_name)

    left = Evidence.history.filter(title=SECRET)
    assert set(left.values_list("measure_id", flat=True)) == {others}


def test_trial_shows_what_stands_beside_it_where_that_is_asked():
    factories.measure(factories.plan(), title=f"ผู้รับผิดชอบ {SECRET} และคณะ")
    assert "[…]" not in run("--text", SECRET, apply=False)
    told = run("--text", SECRET, "-v2", apply=False)
    assert "“ผู้รับผิดชอบ […] และคณะ”" in told
    assert SECRET not in told


def test_trial_names_the_papers_and_the_files_that_were_not_read():
    one = published(f"ติดต่อ {SECRET}")
    told = run("--text", SECRET, apply=False).replace("\u00a0", " ")
    assert f"ฉบับเผยแพร่เลขที่ {one.pk} คือ " in told
    assert "พ.ศ. 2568 ฉบับที่ 1" in told
    assert "ไฟล์หลักฐานที่ไม่ได้ค้นหา 1 ไฟล์" in told


def test_name_in_two_columns():
    person = factories.officer()
    User.objects.filter(pk=person.pk).update(is_active=False)
    first, last = person.first_name, person.last_name or "ใจดี"
    User.objects.filter(pk=person.pk).update(last_name=last)
    run("--text", f"{first} {last}")
    person.refresh_from_db()
    assert person.first_name.startswith(STONE)
    assert person.last_name.startswith(STONE)


def test_admin_log_with_its_escaped_letters():
    message = json.dumps([{"changed": {"name": "อำเภอ", "object": SECRET}}])
    entry = LogEntry.objects.create(
        user=factories.admin(),
        content_type=ContentType.objects.get_for_model(Measure),
        object_id="1",
        object_repr=SECRET,
        action_flag=CHANGE,
        change_message=message,
    )
    run("--text", SECRET)
    entry.refresh_from_db()
    assert entry.object_repr.startswith(STONE)
    assert json.loads(entry.change_message)[0]["changed"]["object"].startswith(STONE)


def test_addresses_stay_addresses():
    measure = factories.measure(factories.plan())
    row = Evidence.objects.create(measure=measure, title="ข่าว", url="https://example.go.th/somsri.jaidee")
    run("--text", "somsri.jaidee")
    row.refresh_from_db()
    assert row.url == f"https://erased.invalid/{Erasure.objects.get().pk}"


def test_tombstone_leads_to_its_record():
    measure = factories.measure(factories.plan(), title=SECRET)
    told = run("--text", SECRET)
    measure.refresh_from_db()
    record = Erasure.objects.get()
    assert measure.title.endswith("]")
    assert f"บันทึกที่ {record.pk}".translate({48 + n: 0xE50 + n for n in range(10)}) in measure.title
    assert f"บันทึกการลบที่ {record.pk}" in told
    assert record.reason == REASON


def test_long_text_makes_room_for_its_tombstone():
    measure = factories.measure(factories.plan())
    row = Evidence.objects.create(measure=measure, title=f"{'ก' * 480} abcdef", url="https://example.go.th")
    run("--text", "abcdef")
    row.refresh_from_db()
    assert row.title.startswith("ก" * 480)
    assert row.title.endswith("]")
    assert len(row.title) <= 500


def test_who_is_about_to_accept_looks_again():
    report = factories.report(factories.complete_plan(), "plan")
    Measure.objects.filter(plan=report.plan).update(title=SECRET)
    report = perform(report, "submit", factories.officer())
    run("--text", SECRET)
    assert Report.objects.get(pk=report.pk).version == report.version + 1


def test_broken_off_before_the_commit_nothing_has_changed(monkeypatch: pytest.MonkeyPatch):
    one = published(f"ติดต่อ {SECRET}")
    rows = (Measure.objects.values("title"), Publication.objects.values("html", "withdrawn_at"))
    before = [list(each.all()) for each in rows]
    monkeypatch.setattr(erasing, "_end_sessions", lambda _what: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("--text", SECRET, "--publications", "erase")
    assert [list(each.all()) for each in rows] == before
    assert Erasure.objects.count() == 0
    assert one.evidence.get().stored.storage.exists(one.evidence.get().stored.name)


def test_worker_finishes_when_what_was_being_printed_is_printed(settings):
    factories.measure(factories.plan(), title=SECRET)
    run("--text", SECRET)
    late = settings.PDF_CACHE / "late"
    settings.PDF_CACHE.mkdir(parents=True, exist_ok=True)
    late.write_bytes(b"%PDF-")

    erasing.finish_erasures()
    assert late.exists()  # the worker empties the cache once, not every minute
    Erasure.objects.update(erased_at=timezone.now() - timedelta(minutes=16))
    erasing.finish_erasures()
    assert not late.exists()
    assert Erasure.objects.get().finished_at


def test_text_that_is_typed_again_meanwhile_is_told():
    """A place that was found and holds another text by then stays; the one that came is named."""
    measure = factories.measure(factories.plan(), title=SECRET)
    target = Target(ErasedKind.TEXT, text=SECRET)
    what = find_everywhere(target)
    Measure.objects.filter(pk=measure.pk).update(title="แก้ไขแล้ว", follow_up=SECRET)
    erasing.erase(target, what, factories.admin(), REASON)
    measure.refresh_from_db()
    assert (measure.title, measure.follow_up) == ("แก้ไขแล้ว", SECRET)
    assert [place.column for place in find_everywhere(target).texts] == ["follow_up"]


def test_scope_needs_a_text_and_a_place_that_is_there():
    with pytest.raises(CommandError, match="--municipality ใช้กับ --text"):
        run("--file", "0" * 64, "--municipality", "เทศบาลเมืองเขลางค์นคร")
    with pytest.raises(CommandError, match="ไม่พบเทศบาล"):
        run("--text", SECRET, "--municipality", "เทศบาลที่ไม่มี")


def test_database_says_what_it_keeps():
    with transaction.atomic():
        assert scrub_database() == (INSIDE if connection.vendor == "sqlite" else POSTGRES)


def test_nothing_found_makes_no_record():
    assert "ไม่พบในที่ใด" in run("--text", SECRET)
    assert Erasure.objects.count() == 0
