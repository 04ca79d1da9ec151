"""What is read in what people write when they name a municipality."""

import pytest

from municipalities.codes import code_doubts
from municipalities.naming import PlaceName, fold, province_called, read_code, read_name, same_district, words
from municipalities.nearness import distance


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ทุ่งผึ้ง", ("", "ทุ่งผึ้ง", "", "", "")),
        ("เทศบาลตำบลทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("เทศบาลตำบล  ทุ่งผึ้ง ", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("เทศบาล ตำบล ทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("เทศบาลต าบลทุ่งผึ้ง อ าเภอแจ้ห่ม", ("tambon", "ทุ่งผึ้ง", "แจ้ห่ม", "", "")),
        ("เทศบาลตาบลทุ่งผึ้ง อาเภอแจ้ห่ม", ("tambon", "ทุ่งผึ้ง", "แจ้ห่ม", "", "")),
        ("เทศบาลทุ่งผึ้ง", ("", "ทุ่งผึ้ง", "", "", "")),
        ("ทต.ทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("ท.ต. ทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("สนง.ทต.ทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("สนง.เทศบาลตำบลทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("ทม เขลางค์นคร", ("mueang", "เขลางค์นคร", "", "", "")),
        ("ทนลำปาง", ("nakhon", "ลำปาง", "", "", "")),
        ("ทต.ทมนางาม", ("tambon", "ทมนางาม", "", "", "")),
        ("ทมนางาม", ("", "ทมนางาม", "", "", "")),  # a subdistrict is called so: no prefix
        ("เทศบาลตำบลเทศบาลตำบลทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("ทต.เทศบาลตำบล ทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("เทศบาล ต.ทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "")),
        ("เทศบาลตำบลสามตำบล", ("tambon", "สามตำบล", "", "", "")),
        ("ทต. จ.ป.ร. จ.ระนอง", ("tambon", "จ.ป.ร.", "", "ระนอง", "")),
        ("ทต.วังเหนือ อ.วังเหนือ จ.ลำปาง", ("tambon", "วังเหนือ", "วังเหนือ", "ลำปาง", "")),
        ("เทศบาลตำบลทุ่งผึ้งอำเภอแจ้ห่มจังหวัดลำปาง", ("tambon", "ทุ่งผึ้ง", "แจ้ห่ม", "ลำปาง", "")),
        ("ทุ่งผึ้ง (แจ้ห่ม)", ("", "ทุ่งผึ้ง", "", "", "")),
        ("ทต.ปอภาร (ปอพาน)", ("tambon", "ปอภาร (ปอพาน)", "", "", "")),  # no place: part of the name
        ("เทศบาลตำบลบ้านใหม่ 2", ("tambon", "บ้านใหม่ 2", "", "", "")),
        ("ทุ่งผึ้ง(อ.แจ้ห่ม จ.ลำปาง)", ("", "ทุ่งผึ้ง", "แจ้ห่ม", "ลำปาง", "")),
        ("อ เมือง จ ลำปาง", ("", "", "เมือง", "ลำปาง", "")),
        ("ต.ทุ่งผึ้ง อ.แจ้ห่ม", ("", "ทุ่งผึ้ง", "แจ้ห่ม", "", "")),
        ("ทุ่ง\u200bผึ้ง\ufeff", ("", "ทุ่งผึ้ง", "", "", "")),
        ("สบปราบ\u00a0", ("", "สบปราบ", "", "", "")),
        ("ล\u0e4d\u0e32ปางหลวง", ("", "ลำปางหลวง", "", "", "")),
        ("ทต.นำ\u0e49โจ\u0e49", ("tambon", "น้ำโจ้", "", "", "")),
        ("รหัส ๐๕๕๒๐๖๐๓ เทศบาลตำบลทุ่งผึ้ง", ("tambon", "ทุ่งผึ้ง", "", "", "5520603")),
        ("", ("", "", "", "", "")),
    ],
)
def test_name_is_read_as_it_is_stored(text: str, expected: tuple[str, ...]) -> None:
    assert read_name(text) == PlaceName(*expected)


def test_words_say_what_they_are_of() -> None:
    read = words("รายงาน ITA ทุ่งผึ้ง (แจ้ห่ม) ปี ๖๙ 5520")

    assert [(word.name, word.of) for word in read] == [
        ("รายงาน", "everywhere"),
        ("ita", "everywhere"),
        ("ทุ่งผึ้ง", ""),
        ("แจ้ห่ม", "beside"),
        ("ปี", "everywhere"),
        ("2569", "year"),
        ("5520", "number"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4520103", "4520103"),
        ("๔๕๒๐๑๐๓", "4520103"),
        ("04520103", "4520103"),
        ("5520603.0", "5520603"),
        ("4-52-01-03", "4520103"),
        ("15520602", ""),
        ("452010", ""),
        ("ทุ่งผึ้ง", ""),
    ],
)
def test_code_is_read(text: str, code: str) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("โคราช", "นครราชสีมา"),
        ("กทม.", "กรุงเทพมหานคร"),
        ("จ.แปดริ้ว", "ฉะเชิงเทรา"),
        ("อยุธยา", "พระนครศรีอยุธยา"),
        ("อุบล", "อุบลราชธานี"),
        ("จังหวัด ลำปาง", "ลำปาง"),
        ("ล\u0e4d\u0e32ปาง", "ลำปาง"),
        ("ชม.", "เชียงใหม่"),
        ("จ.สฎ", "สุราษฎร์ธานี"),
        ("นคร", ""),  # four begin so
        ("ลำ", ""),
        ("", ""),
    ],
)
def test_province_is_known_by_its_usual_names(text: str, province: str) -> None:
    assert province_called(text) == province


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("อ.เมือง", True),
        ("เมือง", True),
        ("เมืองลำปาง", True),
        ("อำเภอ เมือง ลำปาง", True),
        ("อ าเภอเมืองลำปาง", True),
        ("แจ้ห่ม", False),
    ],
)
def test_district_of_the_town_has_two_names(text: str, same: bool) -> None:
    assert same_district(text, "เมืองลำปาง", "ลำปาง") is same


def test_town_of_ayutthaya_is_in_a_district_without_its_word() -> None:
    assert same_district("อ.เมือง", "พระนครศรีอยุธยา", "พระนครศรีอยุธยา")


@pytest.mark.parametrize(
    ("typed", "name", "steps"),
    [
        ("ทุ่งผึ้ง", "ทุ่งผึ้ง", 0),
        ("ทุ่งผื้ง", "ทุ่งผึ้ง", 1),
        ("สันนาเมง", "สันนาเม็ง", 1),
        ("กาลสินธุ์", "กาฬสินธุ์", 1),  # sounds alike
        ("หวัยแก้ว", "ห้วยแก้ว", 2),
        ("หว้ยแก้ว", "ตัวอย่างห้วยแก้ว", 2),  # a tone too late, in a part of the name
        ("ห้วยแก้วว", "ตัวอย่างห้วยแก้ว", 2),
        ("กขคงจ", "ทุ่งผึ้ง", None),
        ("ปาง", "ลำปาง", None),  # too short to be taken for a part
        ("", "ปัว", None),
    ],
)
def test_slips_of_the_hand_are_near(typed: str, name: str, steps: int | None) -> None:
    assert distance(fold(typed), fold(name)) == steps


def test_code_says_kind_and_district() -> None:
    assert code_doubts("5520603", kind="tambon", district_code="5206") == []
    assert code_doubts("5520603", kind="", district_code="") == []
    assert code_doubts("5520603", kind="mueang", district_code="5206") == [
        "รหัส 5520603 ขึ้นต้นด้วย 5 ซึ่งเป็นรหัสของเทศบาลตำบล ไม่ใช่เทศบาลเมือง"
    ]
    assert code_doubts("2520603", kind="tambon", district_code="") == [
        "รหัส 2520603 ขึ้นต้นด้วย 2 ซึ่งไม่ใช่รหัสของเทศบาล ไม่ใช่เทศบาลตำบล"
    ]
    (doubt,) = code_doubts("5520603", kind="tambon", district_code="5205")
    assert "5206) เป็นของอำเภอแจ้ห่ม จังหวัดลำปาง" in doubt
    (doubt,) = code_doubts("5529903", kind="tambon", district_code="5205")
    assert "อำเภอที่ไม่มี" in doubt
