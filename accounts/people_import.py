"""The import of people: whom a list would bring in, and what of it is there already.

Who sends the invitations hangs its own `after` on JOB (see `oversight/invitations.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models.functions import Lower
from django.utils import timezone

from accounts.assigning import service_refusal
from accounts.models import Role, User
from accounts.people import free_username, hold_accounts, store_person
from accounts.people_columns import (
    COLUMNS,
    NAME_LENGTH,
    SHAPE,
    TITLES,
    person_key,
    province_told,
    split_person,
)
from accounts.vacancies import tell_admins
from municipalities.importing import (
    NOTHING,
    OTHER_BODY,
    Change,
    Import,
    RowOutcome,
    faulty,
    skipped,
    stored,
)
from municipalities.models import Municipality, Province
from municipalities.place_columns import other_body
from municipalities.resolving import PlaceIndex
from municipalities.row_places import RowPlaces
from municipalities.table_files import CellFault, FileTable, RowReading, TableRow

EMAIL = "email"  # the name of the change that says whom a new row invites
NOTES = (
    "แต่ละคนมีอีเมลของตนเองหนึ่งที่อยู่ ระบบส่งคำเชิญคนละหนึ่งฉบับเมื่อท่านยืนยันแล้วเท่านั้น คนที่มีบัญชีอยู่แล้วไม่ได้รับคำเชิญอีก",
    "บทบาทเป็น เจ้าหน้าที่ หรือ ผู้ตรวจทาน ถ้าเว้นว่างคือเจ้าหน้าที่ ผู้ดูแลระบบต้องเชิญทีละคน",
    "เจ้าหน้าที่ต้องมีรหัส อปท. หรือชื่อเทศบาล ผู้ตรวจทานต้องมีจังหวัด",
    "ชื่อกับนามสกุลอยู่ในช่องเดียวกันได้ คนเดียวที่ดูแลหลายเทศบาลให้ใส่แห่งละหนึ่งแถวด้วยอีเมลเดียวกัน",
)
_NAMES = ("first_name", "last_name", "position")


@dataclass(frozen=True)
class _ReadRow:
    """A row that was read: who is invited, in which role, where to."""

    read: RowReading
    municipality: Municipality | None = None
    province: Province | None = None

    @property
    def email(self) -> str:
        """The address, "" where it can't be read."""
        return self.read.values.get("email", "")

    @property
    def role(self) -> Role:
        """The role; where the list names none it is of officers."""
        return self.read.values.get("role", Role.OFFICER)

    @property
    def key(self) -> str:
        """The person's name, for comparing."""
        return person_key(*(self.read.values.get(name, "") for name in _NAMES[:2]))


def examine_people(table: FileTable, lock: bool) -> list[RowOutcome]:  # noqa: FBT001 - as Import.examine says
    """What each row would do, in three queries; with `lock` nobody else changes accounts until it is done."""
    if lock:
        hold_accounts(User())
    places = RowPlaces(
        PlaceIndex(Municipality.objects.with_place()), TITLES["municipality"], TITLES["code"], "municipality"
    )
    provinces = {province.name: province for province in Province.objects.all()}
    judged = {row.number: _left_out(row) or _read(row, places, provinces) for row in table.rows}
    addresses = {one.email for one in judged.values() if isinstance(one, _ReadRow)}
    found = User.objects.alias(address=Lower("email")).filter(address__in=addresses - {""})
    accounts: dict[str, User] = {person.email.lower(): person for person in found.order_by("-pk")}
    firsts: dict[str, list[_ReadRow]] = {}
    return [
        one if isinstance(one, RowOutcome) else _outcome(one, accounts, firsts) for one in judged.values()
    ]


def _left_out(row: TableRow) -> RowOutcome | None:
    """The outcome of a row that names nobody to invite; None for one to be read."""
    about = row.texts.get("first_name", "")
    if row.aside:
        return skipped(row, "", row.aside)
    if SHAPE.is_example(row):
        return skipped(row, about, "เป็นแถวตัวอย่างของไฟล์ต้นแบบ")
    if other_body("", row.texts.get("municipality", ""), row.texts.get("code", "")):
        return skipped(row, about, OTHER_BODY)
    return None


def _read(row: TableRow, places: RowPlaces, provinces: Mapping[str, Province]) -> _ReadRow:
    read = row.read(COLUMNS)
    values = read.values
    if values.get("first_name") and not values.get("last_name"):
        values["first_name"], values["last_name"] = split_person(values["first_name"])
    read.about = " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
    read.about = read.about or row.texts.get("email", "")
    for key in ("first_name", "email"):
        if key not in row.texts:
            read.faults.append(CellFault(TITLES[key], "ไม่ได้กรอก"))
    if any(len(values.get(name, "")) > NAME_LENGTH for name in _NAMES):
        read.faults.append(CellFault(TITLES["first_name"], f"ยาวเกิน {NAME_LENGTH} ตัวอักษร"))
    if "role" in row.texts and "role" not in values:
        return _ReadRow(read)
    if values.get("role") == Role.REVIEWER:
        return _reviewer(read, provinces)
    place = places.place(read)
    read.place = place.full_name if place else row.texts.get("municipality", "")
    if place and not place.exists_on(timezone.localdate()):
        read.doubts.append(CellFault(TITLES["municipality"], f"{place.full_name}ไม่ได้เป็นเทศบาลในวันนี้"))
    return _ReadRow(read, place)


def _reviewer(read: RowReading, provinces: Mapping[str, Province]) -> _ReadRow:
    """A reviewer's row; a fault is added where no province is named."""
    texts = read.row.texts
    typed = texts.get("province") or texts.get("municipality", "")
    province = provinces.get(province_told(typed))
    if province is None:
        why = f"ไม่พบจังหวัด “{typed}”" if typed else "ไม่ได้กรอก ผู้ตรวจทานต้องมีจังหวัด"
        read.faults.append(CellFault(TITLES["province"], why))
        return _ReadRow(read)
    read.place = f"จังหวัด{province.name}"
    return _ReadRow(read, None, province)


def _outcome(one: _ReadRow, accounts: dict[str, User], firsts: dict[str, list[_ReadRow]]) -> RowOutcome:
    if one.read.faults:
        return faulty(one.read)
    before = firsts.setdefault(one.email, [])
    if again := _again(one, before):
        return again
    before.append(one)
    if person := accounts.get(one.email):
        return _known(one, person, accounts)
    if before[0] is not one:
        one.read.notes.append(CellFault("", f"ใช้บัญชีเดียวกับแถวที่ {before[0].read.row.number}"))
    return stored(one.read, _changes(one), partial(_store, one, accounts), new=True)


def _again(one: _ReadRow, before: list[_ReadRow]) -> RowOutcome | None:
    """The outcome of a row whose address stands in rows before it; None where it says more than they do."""
    for other in before:
        number = other.read.row.number
        if one.key != other.key:
            why = f"ซ้ำกับแถวที่ {number} ซึ่งเป็นของ {other.read.about} แต่ละคนต้องมีอีเมลของตนเอง"
            one.read.faults.append(CellFault(TITLES["email"], why))
            return faulty(one.read)
        if one.municipality == other.municipality and one.province == other.province:
            return skipped(one.read.row, one.read.about, f"เป็นคนเดียวกับแถวที่ {number}", one.read.place)
        if one.municipality is None or other.municipality is None:
            why = f"คนเดียวกับแถวที่ {number} แต่เป็น{one.role.label}ของ{one.read.place}ด้วยไม่ได้"
            one.read.faults.append(CellFault(TITLES["role"], why))
            return faulty(one.read)
    return None


def _known(one: _ReadRow, person: User, accounts: dict[str, User]) -> RowOutcome:
    """The outcome of a row whose address an account has already."""
    is_same = one.key == person_key(person.first_name, person.last_name)
    if why := _unfit(one, person):
        one.read.faults.append(CellFault(TITLES["email"], why))
        return faulty(one.read)
    told = "" if person.last_login else " ยังไม่เคยเข้าสู่ระบบ ส่งคำเชิญอีกครั้งได้ในหน้าบัญชีของผู้ใช้"
    place, today = one.municipality, timezone.localdate()
    if place is None or service_refusal(person, place, today, None):
        one.read.notes.append(CellFault("", f"มีบัญชีอยู่แล้ว{'' if is_same else f'ในชื่อ {person}'}{told}"))
        return stored(one.read, (), partial(_store, one, accounts), new=False)
    if not is_same:
        why = f"เป็นของบัญชี {person} ({person.scope_name}) แล้ว แต่ละคนต้องมีอีเมลของตนเอง"
        one.read.faults.append(CellFault(TITLES["email"], why))
        return faulty(one.read)
    doubt = f"มีบัญชีอยู่แล้ว ({person.scope_name}) จะให้ดูแล{place.full_name}ตั้งแต่วันนี้ด้วย โดยไม่ส่งคำเชิญอีก"
    one.read.doubts.append(CellFault("", doubt))
    change = Change("เทศบาลที่ดูแล", NOTHING, place.full_name, "municipality")
    return stored(one.read, (change,), partial(_store, one, accounts), new=False)


def _unfit(one: _ReadRow, person: User) -> str:
    """Why the account of the address can't be what the row wants, in Thai; empty where it can."""
    if not person.is_active:
        return f"เป็นของบัญชี {person} ซึ่งปิดใช้งานอยู่ กรุณาเปิดใช้งานในหน้าบัญชีของผู้ใช้ หรือใช้อีเมลอื่น"
    if person.role != one.role or person.province != one.province:
        return f"เป็นของบัญชี {person} ({person.get_role_display()} {person.scope_name}) แล้ว กรุณาใช้อีเมลอื่น"
    return ""


def _changes(one: _ReadRow) -> list[Change]:
    values, place = one.read.values, one.municipality
    told = {name: values.get(name, "") for name in (*_NAMES, EMAIL)}
    where = f"{place.full_name} {place.place}" if place else one.read.place
    told |= {"role": one.role.label, "municipality": where}
    titles = TITLES | {"municipality": "พื้นที่"}
    return [Change(titles[name], NOTHING, text, name) for name, text in told.items() if text]


def _store(one: _ReadRow, accounts: dict[str, User], _new: object) -> None:
    """Let the address have an account in the role, and an officer's serve the municipality from today on.

    An account that is made is added to `accounts`, for other rows of the same person.
    """
    today, place = timezone.localdate(), one.municipality
    person = accounts.get(one.email)
    if person is None:
        person = accounts[one.email] = User()
        own = {name: one.read.values.get(name, "") for name in (*_NAMES, EMAIL)}
        places = {"role": one.role, "municipality": place, "province": one.province}
        store_person(person, own | places | {"username": free_username(one.email)})
        if one.province:
            tell_admins()
    if place and not person.services.going_on(today).filter(municipality=place).exists():
        person.services.create(municipality=place, since=today)


JOB = Import("import_people", "เชิญผู้ใช้จากรายชื่อ", SHAPE, NOTES, examine_people, deed="เปิดบัญชีและส่งคำเชิญ")
