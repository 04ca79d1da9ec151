"""A list of people, from the file to the invitations."""

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from municipalities.models import Kind
from municipalities.row_places import MOST_ASKED
from oversight import inviting
from tests import factories
from tests.municipalities.tables import apply, csv_file, deeds, faults, ods_file, upload, xlsx_file

pytestmark = pytest.mark.django_db
NAME = "import_people"
HEAD = ["ชื่อ-นามสกุล", "ตำแหน่ง", "อีเมล", "บทบาท", "เทศบาล", "จังหวัด"]
MANEE = ["นางสาวมานี มีนา", "นิติกร", "Manee@Example.go.th", "เจ้าหน้าที่", "ทม. เขลางค์นคร", "ลำปาง"]
PITI = ["ปิติ ณ ลำปาง", "", "piti@example.go.th", "ผู้ตรวจทาน", "", "จ.ลำปาง"]


@pytest.fixture
def admin(client: Client) -> Client:
    """Signed in as the admin, with เขลางค์นคร and สันนาเม็ง in the database."""
    factories.municipality()
    factories.elsewhere()
    client.force_login(factories.admin())
    return client


def trial(admin: Client, *rows: Sequence[str], head: Sequence[str] = HEAD):
    return upload(admin, NAME, csv_file(head, *rows))


def row(**changes: str) -> list[str]:
    keys = ("name", "position", "email", "role", "place", "province")
    return [changes.get(key, text) for key, text in zip(keys, MANEE, strict=True)]


def invited() -> list[str]:
    return [message.to[0] for message in mail.outbox]


@pytest.mark.parametrize("make", [csv_file, xlsx_file, ods_file])
def test_confirmed_list_opens_accounts_and_mails_each_person_once(admin: Client, make):
    checked = upload(admin, NAME, make(HEAD, MANEE, PITI))
    assert (deeds(checked), invited(), User.objects.count()) == ([(2, "new"), (3, "new")], [], 1)
    answer = apply(admin, checked)
    officer, reviewer = User.objects.get(email=MANEE[2].lower()), User.objects.get(email=PITI[2])
    names = [(one.first_name, one.last_name, one.position, one.username) for one in (officer, reviewer)]
    assert names == [("นางสาวมานี", "มีนา", "นิติกร", "manee"), ("ปิติ", "ณ ลำปาง", "", "piti")]
    assert [one.has_usable_password() for one in (officer, reviewer)] == [False, False]
    assert (officer.role, officer.municipality) == (Role.OFFICER, factories.municipality())
    assert officer.municipalities == (factories.municipality(),)
    assert (reviewer.role, reviewer.province.name) == (Role.REVIEWER, "ลำปาง")
    assert officer.history.get().history_user == factories.admin()
    assert sorted(invited()) == ["manee@example.go.th", "piti@example.go.th"]
    assert "เชิญผู้ใช้จากรายชื่อแล้ว: เพิ่มใหม่ ๒ แถว" in answer.text


@pytest.mark.parametrize(
    ("head", "said", "role"),
    [
        ("หน้าที่", "ผู้ตรวจทานระดับจังหวัด", Role.REVIEWER),
        ("บทบาท/หน้าที่", "ผู้ประสานงาน ITA", Role.OFFICER),
        ("สิทธิ์", "ผู้กรอกข้อมูล", Role.OFFICER),
    ],
)
def test_role_stands_under_its_usual_heads_in_its_usual_words(
    admin: Client, head: str, said: str, role: Role
):
    heads = [head if name == "บทบาท" else name for name in HEAD]
    apply(admin, trial(admin, row(role=said), head=heads))
    assert User.objects.get(email=MANEE[2].lower()).role == role


def test_invitation_leads_to_the_own_password_and_says_what_is_open(admin: Client):
    factories.assessment()
    factories.report(state="returned")
    apply(admin, trial(admin, MANEE))
    body = mail.outbox[0].body
    link = next(line for line in body.splitlines() if "/password/reset/key/" in line)
    assert "งานที่ยังไม่เสร็จในพื้นที่ของท่าน" in body
    assert Client().get("/" + link.split("/", 3)[3], follow=True).context["form"] is not None


def test_same_list_again_invites_nobody(admin: Client):
    apply(admin, trial(admin, MANEE, PITI))
    again = trial(admin, MANEE, PITI)
    assert deeds(again) == [(2, "same"), (3, "same")]
    assert "มีบัญชีอยู่แล้ว ยังไม่เคยเข้าสู่ระบบ ส่งคำเชิญอีกครั้งได้ในหน้าบัญชีของผู้ใช้" in again.text
    apply(admin, again)
    assert (len(invited()), User.objects.count()) == (2, 3)


def test_double_click_invites_once(admin: Client):
    checked = trial(admin, MANEE)
    apply(admin, checked)
    apply(admin, checked)
    assert invited() == ["manee@example.go.th"]


def test_one_person_of_two_municipalities_has_one_account_and_one_mail(admin: Client):
    second = row(place="เทศบาลตำบลสันนาเม็ง", province="เชียงใหม่", name="มานี  มีนา")
    checked = trial(admin, MANEE, second, second)
    assert deeds(checked) == [(2, "new"), (3, "new"), (4, "skipped")]
    assert "ใช้บัญชีเดียวกับแถวที่ 2" in checked.text
    apply(admin, checked)
    person = User.objects.get(email="manee@example.go.th")
    assert {place.name for place in person.municipalities} == {"เขลางค์นคร", "สันนาเม็ง"}
    assert len(invited()) == 1


def test_officer_who_has_an_account_is_given_one_more_municipality_only_where_agreed(admin: Client):
    officer = factories.officer()
    more = row(name=str(officer), email=officer.email.upper(), place="เทศบาลตำบลสันนาเม็ง", province="เชียงใหม่")
    checked = trial(admin, more)
    assert deeds(checked) == [(2, "changed")]
    apply(admin, checked)
    assert len(User.objects.get(pk=officer.pk).municipalities) == 1
    apply(admin, trial(admin, more), **{"agree-2": "on"})
    assert len(User.objects.get(pk=officer.pk).municipalities) == 2
    assert (invited(), deeds(trial(admin, more))) == ([], [(2, "same")])


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"email": "manee(at)example.go.th"}, "อีเมล", "กรุณากรอกอีเมลให้ครบ"),
        ({"email": "a@b.go.th, c@d.go.th"}, "อีเมล", "กรุณากรอกอีเมลให้ครบ"),
        ({"email": "a@b.go.th\nBcc: c@d.go.th"}, "อีเมล", "กรุณากรอกอีเมลให้ครบ"),
        ({"email": "-"}, "อีเมล", "ไม่ได้กรอก"),
        ({"email": f"{'ก' * 300}@b.go.th"}, "อีเมล", ""),
        ({"name": ""}, "ชื่อ", "ไม่ได้กรอก"),
        ({"name": "ก" * 200}, "ชื่อ", "ยาวเกิน 150 ตัวอักษร"),
        ({"role": "ผู้ดูแลระบบ"}, "บทบาท", "ผู้ดูแลระบบต้องเชิญทีละคน"),
        ({"role": "หัวหน้า"}, "บทบาท", "กรุณากรอกบทบาท"),
        ({"place": ""}, "", "ไม่ได้กรอกรหัส อปท. หรือชื่อเทศบาล"),
        ({"place": "ทม.เขลางนคร"}, "เทศบาล", "หมายถึง เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง หรือไม่"),
        ({"role": "ผู้ตรวจทาน", "province": "ลำปลาง"}, "จังหวัด", "ไม่พบจังหวัด “ลำปลาง”"),
        ({"role": "ผู้ตรวจทาน", "place": "", "province": ""}, "จังหวัด", "ผู้ตรวจทานต้องมีจังหวัด"),
    ],
)
def test_what_is_wrong_names_its_column_and_costs_only_its_row(
    admin: Client, changes: dict[str, str], column: str, words: str
):
    checked = trial(admin, row(**changes), PITI)
    told = [(number, where, words in text) for number, where, text in faults(checked)]
    assert (2, column, True) in told
    apply(admin, checked)
    assert invited() == []
    apply(admin, checked, skip_faulty="on")
    assert invited() == ["piti@example.go.th"]


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("admin@example.go.th", "(ผู้ดูแลระบบ ทั้งระบบ) แล้ว กรุณาใช้อีเมลอื่น"),
        ("somsri@example.go.th", "เป็นของบัญชี สมศรี (เทศบาลเมืองเขลางค์นคร) แล้ว"),
        ("wichai@example.go.th", "(ผู้ตรวจทานระดับจังหวัด จังหวัดลำปาง) แล้ว"),
        ("closed@example.go.th", "ซึ่งปิดใช้งานอยู่ กรุณาเปิดใช้งานในหน้าบัญชีของผู้ใช้"),
    ],
)
def test_address_of_another_account_is_a_fault(admin: Client, email: str, words: str):
    factories.officer()
    reviewer = factories.reviewer()
    User.objects.filter(pk=reviewer.pk).update(email="wichai@example.go.th")
    closed = factories.officer(factories.elsewhere())
    User.objects.filter(pk=closed.pk).update(email="closed@example.go.th", is_active=False)
    checked = trial(admin, row(email=email.title(), place="เทศบาลตำบลสันนาเม็ง", province="เชียงใหม่"))
    assert [(number, where) for number, where, _ in faults(checked)] == [(2, "อีเมล")]
    assert words in checked.text
    apply(admin, checked, skip_faulty="on")
    assert invited() == []


def test_two_people_do_not_share_an_address(admin: Client):
    checked = trial(admin, MANEE, row(name="ชูใจ"), row(role="ผู้ตรวจทาน"))
    told = [text for _, _, text in faults(checked)]
    assert told == [
        "ซ้ำกับแถวที่ 2 ซึ่งเป็นของ นางสาวมานี มีนา แต่ละคนต้องมีอีเมลของตนเอง",
        "คนเดียวกับแถวที่ 2 แต่เป็นผู้ตรวจทานระดับจังหวัดของจังหวัดลำปางด้วยไม่ได้",
    ]


def test_heads_of_offices_are_read_and_other_bodies_skipped(admin: Client):
    head = ["ที่", "อปท.", "อำเภอ", "จังหวัด", "ชื่อ-สกุล ผู้รับผิดชอบ", "ตำแหน่ง", "โทรศัพท์", "E-mail"]
    rows = (
        ["๑", "เทศบาลเมืองเขลางค์นคร", "เมือง", "ลำปาง", "นายปิติ ใจดี", "ปลัด", "054", "<piti@example.go.th>"],
        ["๒", "อบต.บ้านค่า", "เมือง", "ลำปาง", "นางสาวชูใจ", "นิติกร", "054", "chujai@example.go.th"],
    )
    checked = upload(
        admin, NAME, csv_file(["บัญชีรายชื่อผู้รับผิดชอบ ITA"], head, *rows, ["รวม", "2 คน"], encoding="cp874")
    )
    assert deeds(checked) == [(3, "new"), (4, "skipped"), (5, "skipped")]
    apply(admin, checked)
    assert User.objects.get(email="piti@example.go.th").first_name == "นายปิติ"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_template_uploaded_untouched_invites_nobody(admin: Client, form: str):
    template = b"".join(admin.get(reverse(f"{NAME}_template", args=[form])))
    checked = upload(admin, NAME, template, f"people.{form}")
    assert deeds(checked) == [(2, "skipped")]
    assert "ไฟล์นี้มีเพียงแถวตัวอย่างของไฟล์ต้นแบบ" in checked.text


def test_place_that_is_no_municipality_any_more_is_asked_about(admin: Client):
    place = factories.municipality()
    place.ended_on = date(2026, 1, 1)
    place.save()
    checked = trial(admin, MANEE)
    assert "เทศบาลเมืองเขลางค์นครไม่ได้เป็นเทศบาลในวันนี้" in checked.text
    apply(admin, checked)
    assert invited() == []


def test_reviewer_who_comes_by_a_list_ends_the_vacancy(admin: Client):
    factories.officer()
    apply(admin, trial(admin, PITI))
    assert "จังหวัดลำปางยังไม่มีผู้ตรวจทาน" not in admin.get(reverse("administration")).text


def test_admin_who_is_none_any_more_invites_nobody(admin: Client):
    checked = trial(admin, MANEE)
    factories.admin()
    User.objects.filter(role=Role.ADMIN).update(is_active=False)
    apply(admin, checked)
    assert (invited(), User.objects.count()) == ([], 1)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_trial(
    admin: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    rows = [row(email=f"a{place}@example.go.th") for place in range(number)]
    checked = trial(admin, *rows)
    with django_assert_max_num_queries(8):
        admin.get(checked.redirect_chain[-1][0])


@pytest.mark.slow
def test_two_thousand_rows_are_tried_and_stored(admin: Client):
    rows = [row(email=f"a{number}@example.go.th") for number in range(100)]
    strange = [row(email=f"b{number}@example.go.th", place=f"ทต.ไม่มี{number}") for number in range(1900)]
    checked = trial(admin, *rows, *strange)
    assert checked.context["faulty"] == 1900 > MOST_ASKED
    apply(admin, checked, skip_faulty="on")
    assert len(set(invited())) == len(invited()) == 100


def run(content: bytes, folder: Path, *options: str) -> tuple[dict, int]:
    file, out = folder / "people.csv", io.StringIO()
    file.write_bytes(content)
    try:
        call_command(NAME, str(file), "--json", *options, stdout=out)
    except SystemExit as end:
        return json.loads(out.getvalue()), end.code
    return json.loads(out.getvalue()), 0


def test_command_tries_and_invites(admin: Client, tmp_path: Path):
    told, status = run(csv_file(HEAD, MANEE, row(email="ก")), tmp_path)
    assert (status, [one["verdict"] for one in told["rows"]], invited()) == (1, ["new", "fault"], [])
    first = told["rows"][0]
    assert (first["row"], first["municipality"], first["doubts"]) == (2, "เทศบาลเมืองเขลางค์นคร", [])
    assert first["changes"]["email"] == [None, "manee@example.go.th"]
    run(csv_file(HEAD, MANEE), tmp_path, "--apply")
    again, status = run(csv_file(HEAD, MANEE), tmp_path, "--apply")
    assert (status, again["rows"][0]["verdict"], invited()) == (0, "same", ["manee@example.go.th"])


def test_open_work_of_many_is_asked_for_at_once(
    admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
):
    kinds = [factories.municipality(f"บ้าน{number}", kind=Kind.TAMBON) for number in range(3)]
    for found in (kinds[:1], kinds):
        people = User.objects.filter(pk__in=[factories.officer(place).pk for place in found])
        with django_assert_max_num_queries(6):
            assert len(list(inviting.with_open_work(people))) == len(found)
