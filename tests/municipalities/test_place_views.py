"""An admin's pages of places."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from municipalities.dated import FormerState, PlaceState
from municipalities.models import Kind, Municipality, Province
from tests import factories
from tests.accounts.signing_in import english
from tests.racing import overtaken

pytestmark = pytest.mark.django_db
PLACE = {"kind": "tambon", "name": "ทดสอบ", "code": "", "district": "แม่ทะ", "website": ""}


@pytest.fixture
def admin(page_client: Client) -> Client:
    """Signed in as the admin."""
    page_client.force_login(factories.admin())
    return page_client


def typed(**changes: object) -> dict[str, object]:
    return {**PLACE, "province": factories.province().pk, **changes}


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


def test_admin_adds_a_municipality(admin: Client):
    admin.post(reverse("place_add"), typed(name="เทศบาลตำบลทดสอบ", code="๐๕๕๒๑๐๐๑", district="อำเภอแม่ทะ"))
    place = Municipality.objects.get()
    assert (place.full_name, place.code, place.district.name) == ("เทศบาลตำบลทดสอบ", "5521001", "แม่ทะ")


@pytest.mark.parametrize(
    "name", ["ทต. ทดสอบ", "เทศบาลตำบลเทศบาลตำบลทดสอบ", "ทด\u200bสอบ (แม่ทะ)", "ทต.ทดสอบ อ.แม่ทะ จ.ลำปาง"]
)
def test_name_is_stored_clean(admin: Client, name: str):
    admin.post(reverse("place_add"), typed(name=name))
    assert [place.name for place in Municipality.objects.all()] == ["ทดสอบ"]


def test_no_second_one_is_made_in_another_spelling(admin: Client):
    factories.municipality("น้ำโจ้", kind=Kind.TAMBON, district="แม่ทะ")
    for name in ("น้ำ โจ้", "ทต.น\u0e4d\u0e32\u0e49โจ้", "น้ำโจ้ (แม่ทะ)"):
        answer = admin.post(reverse("place_add"), typed(name=name))
        assert list(errors(answer)) == ["name"]
    assert Municipality.objects.count() == 1


def test_district_of_the_town_may_be_named_shortly(admin: Client):
    admin.post(reverse("place_add"), typed(district="อ.เมือง"))
    assert Municipality.objects.get().district.name == "เมืองลำปาง"


@pytest.mark.parametrize("name", ["เทศบาลตำบล", "ทต."])
def test_town_is_not_called_by_its_kind_alone(admin: Client, name: str):
    answer = admin.post(reverse("place_add"), typed(kind="tambon", name=name))
    assert "กรุณากรอกชื่อที่ตามหลังคำนำหน้าด้วย" in answer.text
    assert not Municipality.objects.exists()


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"code": "4521001"}, "ขึ้นต้นด้วย 4 ซึ่งเป็นรหัสของเทศบาลเมือง ไม่ใช่เทศบาลตำบล"),
        ({"code": "5520601"}, "เป็นของอำเภอแจ้ห่ม จังหวัดลำปาง ไม่ใช่อำเภอที่ระบุ"),
        ({"name": "แม่ทะะ"}, "อำเภอนี้มีเทศบาลเมืองแม่ทะอยู่แล้ว"),
        ({"name": "แม่ทะ"}, "อำเภอนี้มีเทศบาลเมืองแม่ทะอยู่แล้ว"),  # of another kind
        ({"code": "5521009"}, "รหัส 5521009 เคยเป็นของเทศบาลเมืองแม่ทะ"),
    ],
)
def test_what_is_in_doubt_is_stored_only_with_a_confirmation(
    admin: Client, changes: dict[str, str], doubt: str
):
    other = factories.municipality("แม่ทะ", district="แม่ทะ")
    past = PlaceState("tambon", "ไผ่ล้อม", "5521009", "แม่ทะ", "ลำปาง")
    other.former_states = [FormerState(date(2013, 1, 1), past).stored]
    other.save()

    asked = admin.post(reverse("place_add"), typed(**changes))

    assert doubt in asked.content.decode()
    assert Municipality.objects.count() == 1
    admin.post(reverse("place_add"), typed(**changes, sure="something else"))
    assert Municipality.objects.count() == 1
    admin.post(reverse("place_add"), typed(**changes, sure=asked.context["form"].doubts_mark))
    assert Municipality.objects.count() == 2


def test_known_code_is_changed_only_with_a_confirmation_of_its_own(admin: Client):
    place = factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ", code="5521001")
    address = reverse("place", args=[place.pk])

    asked = admin.post(address, typed(code="5521002"))

    assert "ที่บันทึกไว้คือ 5521001 จะเปลี่ยนเป็น 5521002" in asked.content.decode()
    assert Municipality.objects.get().code == "5521001"
    admin.post(address, typed(code="5521002", sure=asked.context["form"].doubts_mark))
    assert Municipality.objects.get().code == "5521002"


def test_code_that_was_not_known_is_harmless(admin: Client):
    place = factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ")
    admin.post(reverse("place", args=[place.pk]), typed(code="5521002"))
    assert Municipality.objects.get().code == "5521002"


def test_admin_changes_a_municipality_and_the_history_knows_who(admin: Client):
    place = factories.municipality("เก่า", kind=Kind.TAMBON, district="แม่ทะ")
    admin.post(reverse("place", args=[place.pk]), typed(name="ใหม่", is_example="on"))
    place.refresh_from_db()
    assert (place.full_name, place.is_example) == ("เทศบาลตำบลใหม่", True)
    assert place.history.first().history_user == factories.admin()


def test_saving_unchanged_writes_no_history(admin: Client):
    place = factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ")
    admin.post(reverse("place", args=[place.pk]), typed())
    assert place.history.count() == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, ["name"]),
        ({"name": "เทศบาลนครทดสอบ"}, ["name"]),
        ({"name": "มี\0"}, ["name"]),
        ({"code": "12"}, ["code"]),
        ({"code": "4520103"}, ["code"]),
        ({"district": "ไม่มี"}, ["district"]),
        ({"province": ""}, ["province"]),
        ({"province": "x"}, ["province"]),
        ({"kind": "x"}, ["kind"]),
        ({"website": "javascript:alert(1)"}, ["website"]),
        ({"kind": "mueang", "name": "เขลางค์นคร", "district": "เมืองลำปาง"}, ["name"]),
    ],
)
def test_what_is_wrong_stands_at_its_field_in_thai(admin: Client, changes: dict[str, str], fields: list[str]):
    factories.municipality(code="4520103")
    answer = admin.post(reverse("place_add"), typed(**changes))
    for word in (b"javascript:alert(1)", b"https://", b"http://"):
        answer.content = answer.content.replace(word, b"")
    assert (list(errors(answer)), english(answer)) == (fields, [])


def test_second_window_does_not_overwrite_unseen(admin: Client):
    place = factories.municipality("เก่า", kind=Kind.TAMBON, district="แม่ทะ")
    address = reverse("place", args=[place.pk])
    seen = admin.get(address).context["guard"].token
    admin.post(address, typed(name="หนึ่ง", seen=seen))
    answer = admin.post(address, typed(name="สอง", seen=seen))
    place.refresh_from_db()
    assert (place.name, answer.context["guard"].conflict) == ("หนึ่ง", True)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["เขลางค์นคร", "สันนาเม็ง"]),
        ({"q": "เเม่"}, []),
        ({"q": "สันทราย"}, ["สันนาเม็ง"]),
        ({"q": "๔๕๒๐๑๐๓"}, ["เขลางค์นคร"]),
        ({"kind": "tambon"}, ["สันนาเม็ง"]),
        ({"q": "\0"}, []),
        ({"province": "x"}, []),
    ],
)
def test_list_finds_what_is_asked_for(admin: Client, query: dict[str, str], names: list[str]):
    factories.municipality(code="4520103")
    factories.elsewhere()
    page = admin.get(reverse("place_list"), query).context["page"]
    assert [place.name for place in page] == names


def test_list_is_in_the_order_of_a_thai_dictionary(admin: Client):
    for name in ("เกาะ", "ขาว", "กาแฟ"):
        factories.municipality(name, kind=Kind.TAMBON, district="แม่ทะ")
    names = [place.name for place in admin.get(reverse("place_list")).context["page"]]
    assert names == ["กาแฟ", "เกาะ", "ขาว"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_little(admin: Client, number: int, django_assert_num_queries):
    for place in range(number):
        factories.officer(factories.municipality(f"ที่{place}"))
    with django_assert_num_queries(5):  # session, person, provinces, how many, the page
        admin.get(reverse("place_list"))


def test_province_stops_reviewing_and_the_log_knows_who(admin: Client):
    address, province = reverse("province_settings"), factories.province()
    page = admin.get(address)
    boxes = {f"reviews_{row.pk}": "on" for row in Province.objects.exclude(pk=province.pk)}
    admin.post(address, boxes | {"seen": page.context["guard"].token})
    assert [row.name for row in Province.objects.filter(reviews=False)] == ["ลำปาง"]
    assert [(entry.user, entry.object_repr) for entry in LogEntry.objects.all()] == [
        (factories.admin(), "ลำปาง")
    ]


def test_empty_or_outdated_page_of_provinces_changes_nothing(admin: Client):
    address = reverse("province_settings")
    for mark in ("", "outdated"):
        page = admin.post(address, {"seen": mark}).content.decode()
        assert "จึงยังไม่ได้บันทึกสิ่งที่ท่านพิมพ์" in page
    assert Province.objects.filter(reviews=False).count() == 0


@pytest.mark.django_db(transaction=True)
def test_page_of_provinces_that_waits_while_another_admin_saves_takes_both(admin: Client):
    address, others = reverse("province_settings"), Province.objects.exclude(name="ลำปาง")
    boxes = {f"reviews_{row.pk}": "on" for row in others}
    sent = boxes | {"seen": admin.get(address).context["guard"].token}

    overtaken(
        lambda: admin.post(address, sent),
        by=lambda: Province.objects.filter(name="ลำพูน").update(reviews=False),
    )

    assert {row.name for row in Province.objects.filter(reviews=False)} == {"ลำพูน", "ลำปาง"}


def test_provinces_ask_the_database_little(admin: Client, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, person, provinces with their reviewers
        admin.get(reverse("province_settings"))


@pytest.mark.parametrize("name", ["place_list", "place_add", "province_settings", "import_municipalities"])
def test_page_has_no_english(admin: Client, name: str):
    factories.municipality()
    page = admin.get(reverse(name))
    for word in (b"XLSX", b"ODS", b"CSV", b"UTF-16", b"UTF-8", b"TIS-620", b"admin"):
        page.content = page.content.replace(word, b"")
    assert english(page) == []
