"""The import of announced results, from the file to the scores."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Score
from ita_portal import saving
from municipalities.models import Kind
from tests import factories
from tests.municipalities.tables import apply, csv_file, deeds, faults, upload, xlsx_file

pytestmark = pytest.mark.django_db
NAME = "import_announced"
HEAD = ["เทศบาล", "ปีงบประมาณ", "คะแนนรวม", "ระดับ", *(f"ตัวชี้วัดที่ {code}" for code in range(1, 11)), "คะแนน IIT"]
WHO = "เทศบาลเมืองเขลางค์นคร"
SCORES = list(factories.SCORES_2567.values())


@pytest.fixture
def admin(client: Client) -> Client:
    """Signed in as the admin, with เขลางค์นคร in the database."""
    factories.municipality()
    client.force_login(factories.admin())
    return client


def row(*, who: str = WHO, year: str = "2567", total: str = "90.65", level: str = "ผ่าน") -> list[str]:
    return [who, year, total, level, *SCORES, "91.13"]


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_confirmed_file_stores_a_whole_result(admin: Client, make):
    apply(admin, upload(admin, NAME, make(HEAD, row(total="๙๐.๖๕"))))
    result = Assessment.objects.get()
    stored = (result.fiscal_year, result.announced_total, result.announced_level, result.announced_iit)
    assert stored == (2567, Decimal("90.65"), "ผ่าน", Decimal("91.13"))
    assert {code: str(value) for code, value in result.score_values().items()} == factories.SCORES_2567
    assert result.history.get().history_user == factories.admin()
    assert {line.history_user for line in Score.history.all()} == {factories.admin()}


def test_change_shows_old_and_new_and_writes_one_line_of_history(admin: Client):
    result = factories.assessment()
    checked = upload(admin, NAME, csv_file([*HEAD[:2], "ตัวชี้วัดที่ 4"], [WHO, "2567", "75"]))
    changes = [(change.label, change.old, change.new) for change in checked.context["page"][0].changes]
    assert changes == [("ตัวชี้วัดที่ 4", "74.54", "75.00")]
    apply(admin, checked)
    assert result.scores.get(code="4").value == 75
    assert Score.history.filter(history_type="~").count() == 1
    assert result.history.count() == 1


def test_result_that_is_there_already_stays(admin: Client):
    factories.assessment()
    content = csv_file(HEAD[:-1], row()[:-1])
    assert deeds(upload(admin, NAME, content)) == [(2, "same")]


@pytest.mark.parametrize("state", ["submitted", "accepted", "published"])
def test_locked_result_is_refused_with_the_reason(admin: Client, state: str):
    factories.assessment()
    report = factories.report(state=state)
    checked = upload(admin, NAME, csv_file(HEAD[:3], [WHO, "2567", "80"]))
    assert faults(checked) == [(2, "", report.lock)]
    apply(admin, checked, skip_faulty="on")
    assert Assessment.objects.get().announced_total == Decimal("90.65")


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_open_result_is_changed(admin: Client, state: str):
    factories.assessment()
    factories.report(state=state)
    apply(admin, upload(admin, NAME, csv_file(HEAD[:3], [WHO, "2567", "80"])))
    assert Assessment.objects.get().announced_total == 80


def test_result_locked_after_the_page_was_shown_stays(admin: Client):
    factories.assessment()
    checked = upload(admin, NAME, csv_file(HEAD[:3], [WHO, "2567", "80"]))
    factories.report(state="submitted")
    apply(admin, checked)
    assert Assessment.objects.get().announced_total == Decimal("90.65")


def test_locked_result_that_does_not_change_is_no_fault(admin: Client):
    factories.assessment()
    factories.report(state="published")
    assert deeds(upload(admin, NAME, csv_file(HEAD[:3], [WHO, "2567", "90.65"]))) == [(2, "same")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"year": "1924"}, "ปีงบประมาณ"),
        ({"year": "2599"}, "ปีงบประมาณ"),
        ({"year": ""}, "ปีงบประมาณ"),
        ({"level": "ดีเลิศ"}, "ระดับ"),
        ({"who": "เทศบาลตำบลไม่มี"}, "เทศบาล"),
        ({"who": ""}, ""),
    ],
)
def test_what_is_wrong_names_its_column(admin: Client, changes: dict[str, str], column: str):
    checked = upload(admin, NAME, csv_file(HEAD, row(**changes)))
    assert [(number, where) for number, where, _text in faults(checked)] == [(2, column)]


@pytest.mark.parametrize("total", ["95,59", "1e2", "NaN", "-0", "100.001", "９５", "#N/A", "9O.65"])
def test_total_that_cannot_be_read_costs_only_itself(admin: Client, total: str):
    checked = upload(admin, NAME, csv_file(HEAD, row(total=total)))
    assert deeds(checked) == [(2, "new")]
    assert f"“{total}” อ่านไม่ได้ จึงไม่ใช้ช่องนี้" in checked.text
    apply(admin, checked)
    result = Assessment.objects.get()
    assert (result.announced_total, result.scores.count()) == (None, 10)


def test_part_that_a_year_does_not_have_is_a_fault(admin: Client):
    content = csv_file(["เทศบาล", "ปี", "คะแนน EIT ส่วนที่ 1"], [WHO, "2565", "90"])
    assert faults(upload(admin, NAME, content)) == [(2, "คะแนน EIT ส่วนที่ 1", "ปี 2565 ไม่มีคะแนนส่วนนี้")]


def test_row_without_any_figure_is_a_fault(admin: Client):
    assert faults(upload(admin, NAME, csv_file(HEAD[:2], [WHO, "2567"]))) == [
        (2, "", "ไม่มีคะแนนหรือระดับในแถวนี้")
    ]


def test_same_year_twice_is_a_fault_of_the_second(admin: Client):
    checked = upload(admin, NAME, csv_file(HEAD, row(), row(), row(year="2566", level="A")))
    assert faults(checked)[0] == (3, "", "เป็นเทศบาลและปีเดียวกับแถวที่ 2")


def test_place_tells_municipalities_of_one_name_apart(admin: Client):
    factories.municipality("บ้านใหม่", kind=Kind.TAMBON, district="แม่ทะ")
    factories.municipality("บ้านใหม่", kind=Kind.TAMBON, district="สันทราย", province_name="เชียงใหม่")
    head = ["เทศบาล", "อำเภอ", "จังหวัด", "ปี", "คะแนนรวม"]
    who = "เทศบาลตำบลบ้านใหม่"
    checked = upload(
        admin, NAME, csv_file(head, [who, "", "", "2567", "90"], [who, "อำเภอแม่ทะ", "", "2567", "90"])
    )
    assert deeds(checked) == [(2, "faulty"), (3, "new")]
    assert "มี 2 แห่ง" in faults(checked)[0][2]


def test_code_beside_another_name_is_a_fault(admin: Client):
    place = factories.municipality()
    place.code = "4520103"
    place.save()
    head = ["รหัส อปท.", "เทศบาล", "ปี", "คะแนนรวม"]
    good, slipped = ["4520103", "เขลางค์นคร", "2567", "90"], ["4520103", "เทศบาลตำบลอื่น", "2566", "90"]
    unknown = ["4520999", "", "2566", "90"]
    checked = upload(admin, NAME, csv_file(head, good, slipped, unknown))
    assert deeds(checked) == [(2, "new"), (3, "faulty"), (4, "faulty")]


def test_error_in_the_middle_stores_nothing(admin: Client, monkeypatch: pytest.MonkeyPatch):
    factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ")
    checked = upload(admin, NAME, csv_file(HEAD, row(), row(who="เทศบาลตำบลทดสอบ")))
    create = saving.bulk_create_with_history

    def failing(rows: Sequence[Model], model: type[Model]) -> None:
        if model is Score:
            raise RuntimeError("disk full")
        create(rows, model)

    monkeypatch.setattr(saving, "bulk_create_with_history", failing)
    with pytest.raises(RuntimeError, match="disk full"):
        apply(admin, checked)
    assert (Assessment.objects.count(), Score.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_database_little(admin: Client, number: int, django_assert_num_queries):
    rows = []
    for place in range(number):
        where = factories.municipality(f"ที่{place}", kind=Kind.TAMBON, district="แม่ทะ")
        factories.assessment(where)
        factories.report(factories.plan(where))
        rows.append(row(who=where.full_name, total="50"))
    address = upload(admin, NAME, csv_file(HEAD, *rows)).redirect_chain[-1][0]
    # The session, the person, four of the state of the data, the accepted documents, the public papers.
    with django_assert_num_queries(8):
        admin.get(address)


def test_template_file_uploaded_as_it_is_says_so(admin: Client):
    for form in ("csv", "xlsx"):
        checked = upload(admin, NAME, admin.get(reverse(f"{NAME}_template", args=[form])).content)
        assert deeds(checked) == [(2, "skipped")]
        assert "ไฟล์นี้มีเพียงแถวตัวอย่างของไฟล์ต้นแบบ" in checked.text
