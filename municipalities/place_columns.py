"""The columns of a list of municipalities as offices keep it, and how their cells are read."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ita_portal.fields import ThaiCharField, WebAddressField, pasted
from ita_portal.thai import search_key
from municipalities.naming import read_code
from municipalities.place_fields import KindField, PlaceCodeField, PlaceNameField
from municipalities.places import provinces
from municipalities.table_files import TableColumn, TableShape
from municipalities.table_heads import head_key

NAME_LENGTH = 200  # with prefix, district and province
_OTHER_BODY = re.compile(
    r"อบต|อบจ|อ\.\s*บ\.\s*[ตจ]|องค์การบริหารส่วน|กทม|กรุงเทพมหานคร|(?:เทศบาล)?เมืองพัทยา|องค์กรปกครองส่วนท้องถิ่นรูปแบบพิเศษ|รูปแบบพิเศษ"
)
_OTHER_CODE = re.compile("0?[26][0-9]{6}")  # of an อบจ., an อบต.
_HOST = re.compile(r"[^\s/@:]+\.[^\s/@:]{2,}(?:[/:].*)?")


def one_line(text: str) -> str:
    """A cell as one line: its breaks are blanks."""
    return " ".join(pasted(text).split())


class CellField(ThaiCharField):
    """A text of one cell; the line breaks that a column's width made are blanks."""

    read = staticmethod(one_line)


class PlaceCellField(PlaceNameField):
    """The name of a district or a province in one cell."""

    read = staticmethod(one_line)


class CodeCellField(PlaceCodeField):
    """A DLA code as files hold it: with a zero before it, with blanks or points within, as a number."""

    def parse(self, text: str) -> str:
        """The code of seven digits; raises ValueError with what was read."""
        if code := read_code(text):
            return code
        raise ValueError(f"“{text}” ไม่ใช่รหัส อปท. ซึ่งเป็นตัวเลข 7 หลัก เช่น 5520603")


class SiteCellField(WebAddressField):
    """The address of a website as people type it: "www.x.go.th", "x.go.th"."""

    def to_python(self, value: Any) -> Any:
        """The whole address; without its beginning it is read as one with https://."""
        text = self.read(value or "").strip()
        whole = f"https://{text}" if _HOST.fullmatch(text) and "://" not in text else text
        return super().to_python(whole)


WHO_NAMES = {
    "code": (
        "รหัส", "รหัส อปท", "รหัสหน่วยงาน", "รหัสเทศบาล", "รหัสองค์กรปกครองส่วนท้องถิ่น", "รหัส อปท. 7 หลัก",
        "รหัส อปท. 8 หลัก", "รหัส สถ.", "รหัสท้องถิ่น", "municipality_code", "dla code", "code",
    ),
    "name": (
        "ชื่อ", "เทศบาล", "ชื่อเทศบาล", "รายชื่อเทศบาล", "อปท.", "ชื่อ อปท.", "รายชื่อ อปท.", "หน่วยงาน", "ชื่อหน่วยงาน",
        "ชื่อองค์กรปกครองส่วนท้องถิ่น", "องค์กรปกครองส่วนท้องถิ่น", "รายชื่อหน่วยงาน", "รายชื่อ", "ชื่อเต็ม",
        "ชื่อหน่วยงานภาครัฐ", "หน่วยงาน อปท.", "หน่วยงาน/อปท.", "อปท./หน่วยงาน", "เทศบาล/อบต.", "ชื่อเทศบาล/อบต.",
        "หน่วยงานที่รับการประเมิน", "หน่วยงานที่ได้รับการประเมิน", "หน่วยงานที่ประเมิน", "municipality", "name",
    ),
    "district": ("อำเภอ", "ชื่ออำเภอ", "อำเภอ/เขต", "เขต/อำเภอ", "อ.", "district", "amphoe"),
    "province": ("จังหวัด", "ชื่อจังหวัด", "จ.", "province", "changwat"),
}  # fmt: skip
_KIND_NAMES = (
    "ประเภท", "ประเภท อปท.", "ประเภทเทศบาล", "ประเภทหน่วยงาน", "ประเภทองค์กรปกครองส่วนท้องถิ่น",
    "ฐานะ", "ระดับเทศบาล", "kind",
)  # fmt: skip
_SITE_NAMES = (
    "เว็บไซต์", "เว็บไซต์หลัก", "เว็บไซต์ของ อปท.", "เว็บไซต์หน่วยงาน", "เว็ปไซต์", "เว็ปไซต์ของอปท", "เว็บไซด์", "เว็ปไซด์",
    "เวบไซต์", "เวปไซต์", "เว็บ", "ที่อยู่เว็บไซต์", "website", "web site", "web", "url", "url เว็บไซต์",
)  # fmt: skip

# How each list names the place of a row; the list of places itself asks for the two below.
CODE = TableColumn("code", "รหัส อปท.", CodeCellField(), "5999999", WHO_NAMES["code"])
DISTRICT = TableColumn(
    "district",
    "อำเภอ",
    PlaceCellField(label="อำเภอ", prefixes=("อำเภอ", "อ."), max_length=60),
    "ชื่ออำเภอ",
    WHO_NAMES["district"],
)
PROVINCE = TableColumn(
    "province",
    "จังหวัด",
    PlaceCellField(label="จังหวัด", prefixes=("จังหวัด", "จ."), max_length=60),
    "ชื่อจังหวัด",
    WHO_NAMES["province"],
)
COLUMNS = (
    CODE,
    TableColumn("kind", "ประเภท", KindField(), "เทศบาลตำบล", _KIND_NAMES),
    TableColumn(
        "name",
        "ชื่อ",
        CellField(max_length=NAME_LENGTH),
        "ตัวอย่าง (ลบแถวนี้ก่อนใช้)",
        WHO_NAMES["name"],
        required=True,
    ),
    replace(DISTRICT, required=True),
    replace(PROVINCE, required=True),
    TableColumn(
        "website",
        "เว็บไซต์",
        SiteCellField(max_length=200),
        "https://www.example.go.th",
        _SITE_NAMES,
        optional=True,
    ),
)


def _provinces_of_title(text: str) -> list[str]:
    """The provinces that a title names ("รายชื่อเทศบาลในจังหวัดลำปาง"), or the name of a sheet alone is."""
    said = search_key(text)
    names = {row.name: re.escape(search_key(row.name)) for row in provinces()}
    return [name for name, key in names.items() if re.search(rf"(?:จังหวัด|จว?\.) ?{key}|^{key}$", said)]


SHAPE = TableShape(
    COLUMNS,
    titled="province",
    read_title=_provinces_of_title,
    unused=("municipality_id", "is_example", "เจ้าหน้าที่", "มาตรการ:…", "รายงานผล:…"),
)


@lru_cache(maxsize=20_000)
def other_body(kind: str, name: str, code: str) -> bool:
    """Whether a row is about a body that is no municipality: อบต., อบจ., กรุงเทพมหานคร, เมืองพัทยา.

    Its kind says so, else its name, else the first digit of its code.
    """
    for text in (kind, name):
        if _OTHER_BODY.match(search_key(text)):
            return True
        if "เทศบาล" in text or head_key(text)[:2] in ("ทน", "ทม", "ทต"):
            return False
    return not kind and bool(_OTHER_CODE.fullmatch(head_key(code)))
