"""The columns of a list of people as offices keep it, and how their cells are read."""

import re
from typing import Any

from accounts.models import Role
from accounts.people_forms import EmailField
from ita_portal.fields import TypedField
from ita_portal.thai import search_key
from municipalities.naming import fold, province_called, words
from municipalities.place_columns import CODE, DISTRICT, PROVINCE, WHO_NAMES, CellField, one_line
from municipalities.table_files import TableColumn, TableShape

NAME_LENGTH = 150
_OFFICERS = ("เจ้าหน้าที่", "ผู้รับผิดชอบ", "ผู้ประสานงาน", "ผู้บันทึก", "ผู้กรอก", "ผู้จัดทำ", "officer")
_OF_PEOPLE = {"ชื่อ", "รายชื่อ", "ชื่อเต็ม", "name"}  # what a list of municipalities calls those
_IN_BRACKETS = re.compile(r".*<([^<>]+)>\s*")
_TITLE = re.compile(r"(?:นาย|นางสาว|นาง|น\.\s?ส\.|ว่าที่|ดร\.)\s*")


class AddressCellField(EmailField):
    """An e-mail address as files hold it: "mailto:a@b.go.th", "สมชาย <a@b.go.th>"."""

    read = staticmethod(one_line)

    def to_python(self, value: Any) -> str:
        """The address alone, in small letters."""
        text = _IN_BRACKETS.sub(r"\1", super().to_python(value))
        return text.removeprefix("mailto:").strip()


class RoleField(TypedField):
    """A role by any of its words. Admins are invited one by one, so that no list makes one."""

    def parse(self, text: str) -> Role:
        """The role; raises ValueError with a Thai sentence."""
        said = fold(text)
        if said.startswith(("ผู้ดูแลระบบ", "admin")):
            raise ValueError("ผู้ดูแลระบบต้องเชิญทีละคนในหน้า “เชิญผู้ใช้ใหม่”")
        if said.startswith(("ผู้ตรวจ", "reviewer")):
            return Role.REVIEWER
        if said.startswith(_OFFICERS):
            return Role.OFFICER
        raise ValueError("กรุณากรอกบทบาทเป็น เจ้าหน้าที่ หรือ ผู้ตรวจทาน")


def split_person(text: str) -> tuple[str, str]:
    """The first name (with title and rank) and the surname: "สมชาย ณ เชียงใหม่" is สมชาย and ณ เชียงใหม่."""
    parts = text.split()
    at = parts.index("ณ") if "ณ" in parts[1:] else max(len(parts) - 1, 1)
    return " ".join(parts[:at]), " ".join(parts[at:])


def person_key(first_name: str, last_name: str) -> str:
    """A person's name as two lists are compared by it: without titles, blanks and points."""
    return fold(_TITLE.sub("", search_key(f"{first_name} {last_name}")))


def province_told(text: str) -> str:
    """The province that a cell names, alone or behind an office: "สถจ.ลำปาง"; "" where it names none."""
    named = (word.name for word in words(text) if word.of == "province")
    behind = re.sub(r"^.*(?:จังหวัด|จ\.)", "", search_key(text))
    return next(filter(None, map(province_called, (text, *named, behind))), "")


COLUMNS = (
    TableColumn(
        "first_name",
        "ชื่อ",
        CellField(max_length=2 * NAME_LENGTH),
        "สมชาย (ลบแถวนี้ก่อนใช้)",
        (
            "ชื่อ-นามสกุล", "ชื่อ–นามสกุล", "ชื่อ-สกุล", "ชื่อ–สกุล", "ชื่อและนามสกุล", "ชื่อสกุล", "ชื่อตัว", "ชื่อเจ้าหน้าที่",
            "ชื่อ-นามสกุล เจ้าหน้าที่", "ชื่อ-สกุล เจ้าหน้าที่", "ผู้รับผิดชอบ", "ชื่อผู้รับผิดชอบ", "ชื่อ-สกุล ผู้รับผิดชอบ",
            "ชื่อ-นามสกุล ผู้รับผิดชอบ", "ผู้ประสานงาน", "ชื่อผู้ประสานงาน", "ชื่อ-สกุล ผู้ประสานงาน", "เจ้าหน้าที่ ITA",
            "รายชื่อ", "รายชื่อเจ้าหน้าที่", "name", "full name", "first name",
        ),
        required=True,
    ),
    TableColumn("last_name", "นามสกุล", CellField(max_length=NAME_LENGTH), "ใจดี", ("สกุล", "surname")),
    TableColumn(
        "position",
        "ตำแหน่ง",
        CellField(max_length=NAME_LENGTH),
        "นักวิเคราะห์นโยบายและแผน",
        ("ตำแหน่งงาน",),
        optional=True,
    ),
    TableColumn(
        "email",
        "อีเมล",
        AddressCellField(max_length=254),
        "somchai@example.go.th",
        (
            "อีเมล์", "อีเมลล์", "อีเมลติดต่อ", "อีเมล์ติดต่อ", "ที่อยู่อีเมล", "ไปรษณีย์อิเล็กทรอนิกส์", "จดหมายอิเล็กทรอนิกส์",
            "e-mail", "email address", "e-mail address", "mail",
        ),
        required=True,
    ),
    TableColumn(
        "role",
        "บทบาท",
        RoleField(),
        "เจ้าหน้าที่",
        (
            "บทบาทในระบบ", "บทบาทหน้าที่", "หน้าที่", "หน้าที่ในระบบ", "สิทธิ์", "สิทธิ", "สิทธิ์การใช้งาน", "ประเภทผู้ใช้",
            "กลุ่มผู้ใช้",
        ),
    ),
    CODE,
    TableColumn(
        "municipality",
        "เทศบาล",
        CellField(max_length=200),
        "เทศบาลตัวอย่าง",
        (
            *(name for name in WHO_NAMES["name"] if name not in _OF_PEOPLE),
            "สังกัด", "หน่วยงานที่สังกัด", "หน่วยงานต้นสังกัด", "ต้นสังกัด", "หน่วยงาน/สังกัด", "สถานที่", "สถานที่ปฏิบัติงาน", "พื้นที่",
            "เทศบาลที่ดูแล", "place",
        ),
    ),
    DISTRICT,
    PROVINCE,
)  # fmt: skip
TITLES = {column.key: column.title for column in COLUMNS}
SHAPE = TableShape(COLUMNS, unused=("คำนำหน้า", "คำนำหน้าชื่อ"))
