"""The import of municipalities, from the file to the rows that it changes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities.importing import keep_file
from municipalities.models import Kind, Municipality
from tests import factories
from tests.municipalities.tables import apply, csv_file, deeds, faults, upload, xlsx_file

pytestmark = pytest.mark.django_db
HEAD = ["รหัส อปท.", "ประเภท", "ชื่อ", "อำเภอ", "จังหวัด", "เว็บไซต์"]
NEW = ["5521099", "ทต.", "ทดสอบ", "อำเภอแม่ทะ", "จ.ลำปาง", "https://new.example.go.th"]
NAME = "import_municipalities"


@pytest.fixture
def admin(client: Client) -> Client:
    """Signed in as the admin, with เขลางค์นคร in the database."""
    factories.municipality()
    client.force_login(factories.admin())
    return client


def test_nothing_is_stored_before_it_is_confirmed(admin: Client):
    assert deeds(upload(admin, NAME, csv_file(HEAD, NEW))) == [(2, "new")]
    assert Municipality.objects.count() == 1


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_confirmed_file_adds_a_municipality(admin: Client, make):
    apply(admin, upload(admin, NAME, make(HEAD, NEW)))
    place = Municipality.objects.get(code="5521099")
    assert (place.full_name, place.place) == ("เทศบาลตำบลทดสอบ", "อำเภอแม่ทะ จังหวัดลำปาง")
    assert place.history.get().history_user == factories.admin()


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_cells_are_read_as_they_were_meant(admin: Client, make):
    row = [
        "\ufeff5521099",
        "ทต\u200b.",
        "น\u0e4d\u0e49\u0e32\u200bโจ้",
        "\u0e40\u0e40ม่ทะ",
        "ล\u0e4d\u0e32ปาง",
        "\u200b",
    ]
    apply(admin, upload(admin, NAME, make(HEAD, row)))
    place = Municipality.objects.get(code="5521099")
    assert (place.full_name, place.place, place.website) == ("เทศบาลตำบลน้ำโจ้", "อำเภอแม่ทะ จังหวัดลำปาง", "")


def test_name_that_nobody_sees_is_missing(admin: Client):
    row = ["5521099", "ทต.", "\u200b\ufeff", "แม่ทะ", "ลำปาง", ""]
    assert deeds(upload(admin, NAME, csv_file(HEAD, row))) == [(2, "faulty")]


def test_full_name_names_the_kind(admin: Client):
    row = ["", "", "เทศบาลนครทดสอบ", "เมืองลำปาง", "ลำปาง", ""]
    apply(admin, upload(admin, NAME, csv_file(HEAD, row)))
    assert Municipality.objects.get(name="ทดสอบ").kind == Kind.NAKHON


def test_known_municipality_shows_old_and_new_values(admin: Client):
    row = ["๔๕๒๐๑๐๓", "", "เทศบาลเมืองเขลางค์นคร", "เมืองลำปาง", "ลำปาง", "https://k.example.go.th"]
    checked = upload(admin, NAME, csv_file(HEAD, row))
    changes = [(change.label, change.old, change.new) for change in checked.context["page"][0].changes]
    assert changes == [("รหัส อปท.", "–", "4520103"), ("เว็บไซต์", "–", "https://k.example.go.th")]
    apply(admin, checked)
    assert Municipality.objects.get().code == "4520103"


def test_code_finds_a_municipality_that_was_renamed(admin: Client):
    Municipality.objects.update(code="4520103")
    row = ["4520103", "เทศบาลนคร", "เขลางค์ใหม่", "เมืองลำปาง", "ลำปาง", ""]
    apply(admin, upload(admin, NAME, csv_file(HEAD, row)), **{"choice-2": "wrong"})
    [place] = Municipality.objects.all()
    assert (place.full_name, place.former_states) == ("เทศบาลนครเขลางค์ใหม่", [])


RAISED = ["4520199", "เทศบาลเมือง", "ทุ่งผึ้ง", "แม่ทะ", "ลำปาง", ""]


@pytest.fixture
def town(admin: Client) -> Municipality:
    """เทศบาลตำบลทุ่งผึ้ง, which the files below call a เทศบาลเมือง with a new code."""
    return factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")


def names() -> list[str]:
    return sorted(f"{place.full_name} {place.code}" for place in Municipality.objects.filter(name="ทุ่งผึ้ง"))


def test_new_kind_and_code_of_a_known_name_are_asked_about(admin: Client, town: Municipality):
    checked = upload(admin, NAME, csv_file(HEAD, RAISED))
    assert deeds(checked) == [(2, "asked")]
    apply(admin, checked)
    assert names() == ["เทศบาลตำบลทุ่งผึ้ง 5520101"]


def test_answer_raises_it_from_its_day(admin: Client, town: Municipality):
    answers = {"choice-2": "since", "day-2": "๑ มีนาคม ๒๕๖๘"}
    apply(admin, upload(admin, NAME, csv_file(HEAD, RAISED)), **answers)
    assert names() == ["เทศบาลเมืองทุ่งผึ้ง 4520199"]
    [former] = Municipality.objects.get(pk=town.pk).formerly
    assert (former.until, former.state.code) == (date(2025, 3, 1), "5520101")


@pytest.mark.parametrize("day", ["", "เมื่อวาน", "1 มีนาคม 2599"])
def test_day_that_can_not_be_stores_nothing(admin: Client, town: Municipality, day: str):
    answers = {"choice-2": "since", "day-2": day}
    answer = apply(admin, upload(admin, NAME, csv_file(HEAD, RAISED, NEW)), **answers)
    assert "ยังไม่ได้นำเข้า: แถวที่ 2" in answer.text
    assert Municipality.objects.count() == 2
    assert names() == ["เทศบาลตำบลทุ่งผึ้ง 5520101"]


def test_changed_code_alone_is_no_harmless_edit(admin: Client, town: Municipality):
    row = ["5520199", "เทศบาลตำบล", *RAISED[2:]]
    assert deeds(upload(admin, NAME, csv_file(HEAD, row))) == [(2, "asked")]


def test_list_with_both_has_two_places(admin: Client, town: Municipality):
    old = ["5520101", "เทศบาลตำบล", *RAISED[2:]]
    assert deeds(upload(admin, NAME, csv_file(HEAD, old, RAISED))) == [(2, "same"), (3, "new")]


def test_old_list_brings_no_second_place(admin: Client, town: Municipality):
    answers = {"choice-2": "since", "day-2": "1 มีนาคม 2568"}
    apply(admin, upload(admin, NAME, csv_file(HEAD, RAISED)), **answers)
    old = ["5520101", "เทศบาลตำบล", *RAISED[2:]]
    checked = upload(admin, NAME, csv_file(HEAD, old))
    assert deeds(checked) == [(2, "same")]
    assert "เดิมของเทศบาลเมืองทุ่งผึ้ง" in checked.text


def test_empty_cells_and_missing_columns_keep_what_is_there(admin: Client):
    Municipality.objects.update(website="https://old.example.go.th")
    rows = (["ชื่อ", "อำเภอ", "จังหวัด"], ["เทศบาลเมืองเขลางค์นคร", "เมืองลำปาง", "ลำปาง"])
    checked = upload(admin, NAME, csv_file(*rows))
    assert deeds(checked) == [(2, "same")]
    assert "ไม่มีอะไรต้องนำเข้า" in checked.content.decode()


def test_each_fault_names_row_and_column(admin: Client):
    rows = [
        ["12", "ทต.", "ก", "แม่ทะ", "ลำปาง", ""],
        ["", "", "ข", "แม่ทะ", "ลำปาง", ""],
        ["", "ทต.", "ค", "แม่ไม่มี", "ลำปาง", ""],
        ["", "ทต.", "ง", "แม่ทะ", "ลำพูนน้อย", ""],
        ["", "ทต.", "", "", "ลำปาง", ""],
        ["", "ทน.", "เทศบาลตำบลจ", "แม่ทะ", "ลำปาง", ""],
        ["", "สภา", "ฉ", "แม่ทะ", "ลำปาง", ""],
    ]
    found = faults(upload(admin, NAME, xlsx_file(HEAD, *rows)))
    assert [(number, column) for number, column, _text in found] == [
        (2, "รหัส อปท."),
        (3, "ประเภท"),
        (4, "อำเภอ"),
        (5, "จังหวัด"),
        (6, "ชื่อ"),
        (6, "อำเภอ"),
        (7, "ประเภท"),
        (8, "ประเภท"),
    ]


def test_further_rows_of_a_municipality_are_skipped_and_what_they_add_counts(admin: Client):
    first, again = ["", *NEW[1:5], ""], ["", "เทศบาลตำบล", "เทศบาลตำบล ทดสอบ", "แม่ทะ", "ลำปาง", NEW[5]]
    checked = upload(admin, NAME, csv_file(HEAD, first, first, again))
    assert deeds(checked) == [(2, "new"), (3, "skipped"), (4, "skipped")]
    assert "เป็นเทศบาลเดียวกับแถวที่ 2" in checked.text
    apply(admin, checked)
    assert Municipality.objects.get(name="ทดสอบ").website == NEW[5]


def test_two_codes_for_one_municipality_are_a_fault(admin: Client):
    again = ["5521098", *NEW[1:]]
    assert faults(upload(admin, NAME, csv_file(HEAD, NEW, again))) == [
        (3, "", "เป็นเทศบาลเดียวกับแถวที่ 2 แต่ชื่อ ประเภท หรือรหัสต่างกัน")
    ]


def test_code_of_one_and_name_of_another_is_a_fault(admin: Client):
    Municipality.objects.update(code="4520103")
    factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ")
    row = ["4520103", "ทต.", "ทดสอบ", "แม่ทะ", "ลำปาง", ""]
    assert [column for _number, column, _text in faults(upload(admin, NAME, csv_file(HEAD, row)))] == [
        "รหัส อปท."
    ]


FAULTY = ["", "", "ข", "แม่ทะ", "ลำปาง", ""]


def test_faulty_row_stops_the_whole_file(admin: Client):
    answer = apply(admin, upload(admin, NAME, csv_file(HEAD, NEW, FAULTY)))
    assert "ยังไม่ได้นำเข้า เพราะมีแถวที่ไม่ถูกต้อง" in answer.content.decode()
    assert Municipality.objects.count() == 1


def test_good_rows_are_stored_where_that_is_wished(admin: Client):
    apply(admin, upload(admin, NAME, csv_file(HEAD, NEW, FAULTY)), skip_faulty="on")
    assert Municipality.objects.count() == 2


def test_what_changed_since_the_page_was_shown_is_shown_again(admin: Client):
    checked = upload(admin, NAME, csv_file(HEAD, NEW))
    factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ")
    answer = apply(admin, checked)
    assert "ข้อมูลในระบบเปลี่ยนไป" in answer.content.decode()
    assert Municipality.objects.get(name="ทดสอบ").code is None


def test_second_click_stores_nothing_more(admin: Client, django_capture_on_commit_callbacks):
    checked = upload(admin, NAME, csv_file(HEAD, NEW))
    with django_capture_on_commit_callbacks(execute=True):
        apply(admin, checked)
    answer = apply(admin, checked)
    assert "นำเข้าแล้วหรือหมดเวลาแล้ว" in answer.content.decode()
    assert Municipality.objects.get(code="5521099").history.count() == 1


def test_file_of_another_admin_is_not_shown(admin: Client):
    address = upload(admin, NAME, csv_file(HEAD, NEW)).redirect_chain[-1][0]
    other = factories.admin()
    other.pk, other.username, other.email = None, "admin2", "admin2@example.go.th"
    other.save()
    admin.force_login(other)
    assert admin.get(address).status_code == 302


def test_file_is_gone_after_an_hour(admin: Client):
    with time_machine.travel(timezone.now() - timedelta(minutes=61), tick=True):
        token = keep_file(csv_file(HEAD, NEW), "old.csv", factories.admin().pk).token
    assert admin.get(reverse(f"{NAME}_check", args=[token])).status_code == 302


def test_old_files_are_deleted(admin: Client):
    old = keep_file(b"x", "old.csv", 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=True):
        keep_file(b"y", "new.csv", 1)
    assert default_storage.exists(old.path) is False


@pytest.mark.parametrize("content", [b"", b"\x00\x01", csv_file(["x"], ["y"])])
def test_unreadable_file_is_refused_at_its_field(admin: Client, content: bytes):
    answer = upload(admin, NAME, content)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["file"])


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_database_little(admin: Client, number: int, django_assert_max_num_queries):
    rows = [["", "ทต.", f"ทดสอบ{place}", "แม่ทะ", "ลำปาง", ""] for place in range(number)]
    address = upload(admin, NAME, csv_file(HEAD, *rows)).redirect_chain[-1][0]
    with django_assert_max_num_queries(7):
        admin.get(address)


def test_rows_of_one_deed_alone_are_shown(admin: Client):
    address = upload(admin, NAME, csv_file(HEAD, NEW, FAULTY)).redirect_chain[-1][0]
    assert deeds(admin.get(address, {"deed": "faulty"})) == [(3, "faulty")]
    assert deeds(admin.get(address, {"deed": "\0", "page": "x"})) == [(2, "new"), (3, "faulty")]


def test_template_file_uploaded_as_it_is_says_so(admin: Client):
    for form in ("csv", "xlsx"):
        checked = upload(admin, NAME, admin.get(reverse(f"{NAME}_template", args=[form])).content)
        assert deeds(checked) == [(2, "skipped")]
        assert "ไฟล์นี้มีเพียงแถวตัวอย่างของไฟล์ต้นแบบ" in checked.text
    assert admin.get(reverse(f"{NAME}_template", args=["pdf"])).status_code == 404


def test_rows_are_judged_once_for_all_pages_and_anew_when_data_have_changed(admin: Client):
    address = upload(admin, NAME, csv_file(HEAD, NEW, FAULTY)).redirect_chain[-1][0]
    with CaptureQueriesContext(connection) as asked:
        assert deeds(admin.get(address)) == [(2, "new"), (3, "faulty")]
    judging = 'SELECT "municipalities_municipality"'
    assert not [query for query in asked.captured_queries if query["sql"].startswith(judging)]
    place = factories.municipality("ใหม่", kind=Kind.TAMBON, district="แม่ทะ", code="5521099")
    assert deeds(admin.get(address)) != [(2, "new"), (3, "faulty")]
    place.delete()
    assert deeds(admin.get(address)) == [(2, "new"), (3, "faulty")]


def test_kept_rows_say_what_the_rows_of_now_say(admin: Client):
    checked = upload(admin, NAME, csv_file(HEAD, NEW, FAULTY))
    again = admin.post(checked.redirect_chain[-1][0], {"seen": "another"})
    assert list(again.context["page"]) == list(checked.context["page"])
    assert "ข้อมูลในระบบเปลี่ยนไป" in again.content.decode()


def test_verdicts_are_forgotten_with_their_file(admin: Client, django_capture_on_commit_callbacks):
    before = default_storage.listdir("imports")[1] if default_storage.exists("imports") else []
    checked = upload(admin, NAME, csv_file(HEAD, NEW))
    with django_capture_on_commit_callbacks(execute=True):
        apply(admin, checked)
    assert default_storage.listdir("imports")[1] == before
