"""The admin's page of who did what when."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from oversight.models import Export
from reports.erased import Erasure
from reports.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
AUDIT = "/administration/audit/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.admin())
    return client


def deeds(number: int) -> None:
    """So many deeds of each kind."""
    report = factories.report()
    for _ in range(number):
        Event.objects.record(report, "submit", factories.officer(), "โปรดตรวจ", came_from="draft")
        Export.objects.create(owner=factories.reviewer(), kind="pdf")
        Erasure.objects.create(
            kind="text",
            digest="a" * 64,
            reason="ศาลสั่ง",
            erased_by=factories.admin(),
            erased_at=timezone.now(),
        )
        person = factories.officer()
        person.position = f"{person.position}ก"
        person.save()


def test_each_deed_says_who_what_and_when(admin: Client):
    deeds(1)
    person = factories.officer()
    person.role, person.municipality = Role.ADMIN, None
    person._history_user = factories.admin()
    person.save()
    text = admin.get(AUDIT).content.decode()
    for said in ("ส่ง", "โปรดตรวจ", "สั่งไฟล์รวม", "ลบตามกฎหมาย", "ศาลสั่ง", "สร้างบัญชี", "เปลี่ยนบทบาท"):
        assert said in text, said
    assert "เจ้าหน้าที่ ITA ของเทศบาล → ผู้ดูแลระบบ" in text
    assert text.index("เปลี่ยนบทบาท") < text.index("สร้างบัญชี")  # the newest first


def test_sign_in_is_no_edit_of_an_account(client: Client):
    client.force_login(factories.admin())
    text = client.get(AUDIT).content.decode()
    assert "เข้าสู่ระบบหรือตั้งรหัสผ่าน" in text
    assert "แก้ไขบัญชี" not in text


def test_filters_by_kind_and_person(admin: Client):
    deeds(1)
    only = admin.get(AUDIT, {"kind": "export"}).content.decode()
    assert "พบ ๑ รายการ" in only
    assert "สั่งไฟล์รวม" in only
    assert "พบ ๑ รายการ" in admin.get(AUDIT, {"kind": "event", "q": "สมศรี"}).content.decode()
    assert "ไม่พบการดำเนินการ" in admin.get(AUDIT, {"kind": "event", "q": "ไม่มีใคร"}).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_at_most_ten_questions(
    admin: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    deeds(number)
    with django_assert_max_num_queries(10):
        admin.get(AUDIT)


def test_long_list_is_paged(admin: Client):
    deeds(15)
    assert "หน้า ๒ จาก ๒" in admin.get(AUDIT, {"page": 2}).content.decode()


def test_sign_ins_of_a_day_are_read_from_the_log(admin: Client, settings: Any, tmp_path: Path):
    settings.TRAFFIC_LOG = tmp_path
    somsri, today = factories.officer(), timezone.localdate()
    at = f"{today.isoformat()}T08:00:0"
    (tmp_path / f"traffic-{today.isoformat()}.log").write_text(
        f"{at}1.000+07:00 203.0.113.9 {somsri.pk} POST /accounts/login/ 302 signed-in\n"
        f"{at}2.000+07:00 203.0.113.9 - POST /accounts/login/ 200 wrong-password\n"
        f"{at}3.000+07:00 203.0.113.9 {somsri.pk} GET /published/x signed-in/ 404\n"
        "half a line"
    )
    text = admin.get(AUDIT, {"kind": "sign-in"}).content.decode()
    assert "พบ ๒ รายการ" in text
    assert text.index("รหัสผ่านไม่ถูกต้อง") < text.index(">เข้าสู่ระบบ<")
    assert "203.0.113.9" in text
    assert "พบ ๑ รายการ" in admin.get(AUDIT, {"kind": "sign-in", "q": "somsri"}).content.decode()
    before = admin.get(AUDIT, {"kind": "sign-in", "day": (today - timedelta(days=1)).isoformat()})
    assert before.status_code == 200
