"""One place, many spellings: which municipality a text means."""

import pytest

from municipalities.dated import FormerState, PlaceState
from municipalities.models import Kind, Municipality
from municipalities.resolving import PlaceIndex
from tests.factories import municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> PlaceIndex:
    municipality(code="4520103")
    municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แจ้ห่ม", code="5520603")
    municipality("ตัวอย่างน้ำใส", kind=Kind.TAMBON, district="สบปราบ")
    municipality("เมืองปาน", kind=Kind.TAMBON, district="เมืองปาน", code="5521301")
    municipality("สันนาเม็ง", kind=Kind.TAMBON, district="สันทราย", province_name="เชียงใหม่")
    municipality("บ้านใหม่", kind=Kind.TAMBON, district="วังเหนือ")
    municipality("บ้านใหม่", kind=Kind.TAMBON, district="เมืองนครราชสีมา", province_name="นครราชสีมา")
    renamed = municipality("ป่าซาง", kind=Kind.MUEANG, district="ป่าซาง", province_name="ลำพูน", code="4510601")
    day = renamed.history.first().history_date.date()
    past = PlaceState("tambon", "ม่วงน้อย", "5510601", "ป่าซาง", "ลำพูน")
    renamed.former_states = [FormerState(day, past).stored]
    renamed.save()
    return PlaceIndex(Municipality.objects.with_place())


def named(place: Municipality | None) -> str:
    return place.name if place else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("เทศบาลเมืองเขลางค์นคร", "เขลางค์นคร"),
        ("เขลางค์นคร", "เขลางค์นคร"),
        ("เทศบาลเขลางค์นคร", "เขลางค์นคร"),
        ("เทศบาลเมือง เขลางค์นคร", "เขลางค์นคร"),
        ("ทม.เขลางค์นคร", "เขลางค์นคร"),
        ("ทม เขลางค์นคร", "เขลางค์นคร"),
        ("ทมเขลางค์นคร", "เขลางค์นคร"),
        ("เขลางค์ นคร", "เขลางค์นคร"),
        ("เขลางค์นคร ลำปาง", "เขลางค์นคร"),
        ("ลำปาง เขลางค์ นคร", "เขลางค์นคร"),
        ("ทม.เขลางค์นคร อ.เมือง จ.ลำปาง", "เขลางค์นคร"),
        ("เขลางค์นคร อ.เมือง ลำปาง", "เขลางค์นคร"),
        ("เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง", "เขลางค์นคร"),
        ("04520103", "เขลางค์นคร"),
        ("๔๕๒๐๑๐๓", "เขลางค์นคร"),
        ("รายงาน ITA เขลางค์นคร ปี 2568", "เขลางค์นคร"),
        ("ทต. สันนาเม็ง อ.สันทราย จ.เชียงใหม่", "สันนาเม็ง"),
        ("สันทราย เชียงใหม่ สันนาเม็ง", "สันนาเม็ง"),
        ("เทศบาลตำบลทุ่งผึ้ง (แจ้ห่ม)", "ทุ่งผึ้ง"),
        ("ทุ่งผึ้ง (ยกฐานะแล้ว)", "ทุ่งผึ้ง"),
        ("เทศบาลตำบลทุ่งผึ้ง ต.ทุ่งผึ้ง อ.แจ้ห่ม จ.ลำปาง 52120", "ทุ่งผึ้ง"),
        ("ตำบลทุ่งผึ้ง", "ทุ่งผึ้ง"),
        ("ทต.ตัวอย่างน\u0e4d\u0e49\u0e32ใส", "ตัวอย่างน้ำใส"),
        ("เทศบาลตำบลตัวอย่างนำ\u0e49ใส", "ตัวอย่างน้ำใส"),
        ("ตัวอย่าง\u200bน้ำใส", "ตัวอย่างน้ำใส"),
        ("เทศบาลตำบลเทศบาลตำบลทุ่งผึ้ง", "ทุ่งผึ้ง"),
        ("เทศบาลเมืองปาน", "เมืองปาน"),  # เทศบาล alone, the name begins with เมือง
        ("ม่วงน้อย", "ป่าซาง"),
        ("ทต.ม่วงน้อย อ.ป่าซาง", "ป่าซาง"),
        ("5510601", "ป่าซาง"),
        ("น้ำใส", ""),  # a part of a name
        ("เทศบาลเมืองทุ่งผึ้ง", ""),  # another kind
        ("ทุ่งผึ้ง เชียงใหม่", ""),
        ("ทุ่งผึ้ง (งาว)", ""),
        ("ทุ่งผึ้ง เขลางค์นคร", ""),
        ("9999999", ""),
        ("", ""),
    ],
)
def test_every_spelling_means_one_place(index: PlaceIndex, text: str, name: str) -> None:
    assert named(index.resolve(text).found) == name


def test_shared_name_is_one_of_these_until_the_place_is_told(index: PlaceIndex) -> None:
    both = index.resolve("เทศบาลตำบลบ้านใหม่")

    assert both.found is None
    assert len(both.candidates) == 2
    for text in ("บ้านใหม่ โคราช", "บ้านใหม่ อ.เมือง", "บ้านใหม่ (นครราชสีมา)"):
        assert index.resolve(text).found.province.name == "นครราชสีมา"
    assert index.resolve("บ้านใหม่", district="อ.วังเหนือ").found.province.name == "ลำปาง"
    assert index.resolve("บ้านใหม่", province="จ.นครราชสีมา").found.district.name == "เมืองนครราชสีมา"


def test_former_name_is_told(index: PlaceIndex) -> None:
    assert index.resolve("ม่วงน้อย").is_former
    assert not index.resolve("ป่าซาง").is_former


def test_code_beside_another_name(index: PlaceIndex) -> None:
    clash = index.resolve("เทศบาลตำบลทุ่งผึ้ง", code="04520103")
    strange = index.resolve("เทศบาลเมืองที่ไม่มี", code="4520103")
    slip = index.resolve("ทม.เขลางนคร", code="4520103")
    short = index.resolve("เขลางค์นคร", code="๔๕๒๐๑๐๓")

    assert (clash.found, len(clash.candidates)) == (None, 2)
    assert "เทศบาลเมืองเขลางค์นคร" in clash.clash
    assert "เทศบาลตำบลทุ่งผึ้ง" in clash.clash
    assert (named(strange.found), strange.has_other_name, len(strange.doubts)) == ("เขลางค์นคร", True, 1)
    assert (named(slip.found), slip.has_other_name, len(slip.doubts)) == ("เขลางค์นคร", False, 1)
    assert (named(short.found), short.doubts) == ("เขลางค์นคร", ())


def test_name_with_another_code(index: PlaceIndex) -> None:
    changed = index.resolve("ทุ่งผึ้ง", code="5520699", district="แจ้ห่ม", province="ลำปาง")
    new = index.resolve("สันนาเม็ง", code="5501404")

    assert (named(changed.found), changed.has_other_code) == ("ทุ่งผึ้ง", True)
    assert changed.doubts == ("เทศบาลตำบลทุ่งผึ้งมีรหัส 5520603 ไม่ใช่ 5520699",)
    assert (named(new.found), new.has_other_code) == ("สันนาเม็ง", False)


def test_doubts_of_kind_and_place(index: PlaceIndex) -> None:
    other = index.resolve("ทม.ทุ่งผึ้ง อ.งาว", code="5520603")

    assert named(other.found) == "ทุ่งผึ้ง"
    assert [doubt.partition("เทศบาลตำบลทุ่งผึ้ง")[0] for doubt in other.doubts] == [
        "ที่เขียนเป็นเทศบาลเมือง แต่ในระบบคือ",
        "ที่ตั้งที่เขียนไม่ตรงกับ",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ทุ่งผื้ง", ["ทุ่งผึ้ง"]),
        ("ทุ่งผื้ง ลำปาง", ["ทุ่งผึ้ง"]),
        ("เทศบาลเมืองทุ่งผึ้ง", ["ทุ่งผึ้ง"]),
        ("เขลาง นคร", ["เขลางค์นคร"]),
        ("น้ำใสส", ["ตัวอย่างน้ำใส"]),
        ("สันนาเมง", ["สันนาเม็ง"]),
        ("บ้านไหม่", ["บ้านใหม่", "บ้านใหม่"]),
        ("ม่วงหน้อย", ["ป่าซาง"]),  # a former name
        ("กขคงจ", []),
        ("", []),
    ],
)
def test_near_ones_are_offered(index: PlaceIndex, text: str, names: list[str]) -> None:
    assert [place.name for place in index.near(text)] == names


def test_near_ones_only_among_those_that_may_be_seen(index: PlaceIndex) -> None:
    assert index.near("ทุ่งผื้ง", among=set()) == []


def test_resolving_asks_no_query(index: PlaceIndex, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert index.resolve("ทต.ทุ่งผึ้ง อ.แจ้ห่ม").found
        assert index.near("ทุ่งผื้ง")
