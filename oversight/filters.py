"""Which municipalities a province's pages and exports show, and in what order: all of it in the address."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from assessments import framework
from assessments.models import INDICATOR_CODES
from ita_portal.editing import PortalForm
from ita_portal.thai import arabic_digits, fiscal_year_of, thai_digits
from measures.models import Plan
from municipalities.models import District, Kind
from municipalities.naming import years_among
from municipalities.place_fields import words_field
from municipalities.places import provinces
from oversight.access import scope
from reports.models import ReportKind
from reports.states import State

NO_PLAN = "none"  # the state of a document whose plan has not been begun
ANY = "any"
UNKNOWN = "unknown"  # no level was announced, or it is not known yet
COUNTED = ("errors", "warnings")  # what takes every document's checks to sort by

DOCUMENTS: dict[str, str] = {ReportKind.PLAN: "มาตรการ", ReportKind.RESULTS: "รายงานผล"}
WITHOUT_PLAN = "ยังไม่มีแผน"
SORTS = {
    "name": "ชื่อเทศบาล",
    "district": "อำเภอ",
    "total": "คะแนนรวม",
    "level": "ระดับ",
    "change": "การเปลี่ยนแปลงจากปีก่อน",
    "plan": "สถานะมาตรการ",
    "results": "สถานะรายงานผล",
    "errors": "จำนวนข้อที่ต้องแก้ไข",
    "warnings": "จำนวนข้อที่ควรตรวจสอบ",
    "activity": "ความเคลื่อนไหวล่าสุด",
    "due": "กำหนดส่ง",
    "oit": "รายการ OIT ที่เผยแพร่แล้ว",
}


@dataclass(frozen=True)
class Filters:
    """What was asked for; an empty text, None or False asks for nothing.

    `year` is a plan's fiscal year (B.E.), None for the latest one that has plans. `province` is its code of
    two digits, `district` a primary key. `state` is one of State or NO_PLAN; it and `late` are about the
    `document` of that kind, or about either where none is named. `level` is a level's name or UNKNOWN, `weak`
    the code of an indicator below the pass mark or ANY. `sort` is one of SORTS, with "-" before it from the
    highest down.
    """

    year: int | None = None
    province: str = ""
    q: str = ""
    kind: str = ""
    district: int | None = None
    document: str = ""
    state: str = ""
    level: str = ""
    weak: str = ""
    late: bool = False
    sort: str = "name"

    @property
    def order(self) -> str:
        """What it is sorted by, without the direction."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """From the highest down?"""
        return self.sort.startswith("-")


class OverviewForm(PortalForm):
    """The filters of the overview as they stand in the address, where every part may be missing.

    Bind it to a QueryDict, then ask `is_valid()` and take `filters`. Digits may be Thai. Asks the database
    once, for the districts, where there is one province to choose from; `latest_plan` comes with them, its
    latest fiscal year (B.E.) with plans, None where nobody asked or there is none.
    """

    q = words_field()
    year = forms.TypedChoiceField(label="แผนของปีงบประมาณ", required=False, coerce=int, empty_value=None)
    province = forms.ChoiceField(label="จังหวัด", required=False)
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *Kind.choices])
    district = forms.TypedChoiceField(label="อำเภอ", required=False, coerce=int, empty_value=None)
    document = forms.ChoiceField(
        label="เอกสาร", required=False, choices=[("", "ฉบับใดก็ได้"), *DOCUMENTS.items()]
    )
    state = forms.ChoiceField(label="สถานะเอกสาร", required=False)
    level = forms.ChoiceField(label="ระดับ", required=False)
    weak = forms.ChoiceField(label="ตัวชี้วัดที่ต่ำกว่าเกณฑ์", required=False)
    late = forms.BooleanField(label="เฉพาะที่เกินกำหนดส่ง", required=False)
    sort = forms.ChoiceField(
        label="เรียงตาม",
        required=False,
        choices=[
            ("", "ชื่อเทศบาล"),
            *(
                (sign + order, f"{name} ({direction})")
                for order, name in SORTS.items()
                for sign, direction in (("", "น้อยไปมาก"), ("-", "มากไปน้อย"))
            ),
        ],
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(_with_arabic_digits(data))
        self.chooses_province = user.is_admin
        self.latest_plan: int | None = None
        years = range(fiscal_year_of(timezone.localdate()) + 1, framework.years()[0], -1)
        rules = [framework.load(year) for year in framework.years()]
        levels = dict.fromkeys(level.name for year in reversed(rules) for level in year.levels)
        indicators = {row.code: f"{row.code}. {row.name}" for year in rules for row in year.indicators}
        reviews = user.province.reviews if user.province else None
        offered: dict[str, list[tuple[Any, str]]] = {
            "state": [("", "ทุกสถานะ"), *states_said(reviews).items()],
            "year": [("", "ล่าสุด"), *((year, thai_digits(str(year))) for year in years)],
            "district": [("", "ทุกอำเภอ"), *self._districts(user)],
            "level": [("", "ทุกระดับ"), *((name, name) for name in levels), (UNKNOWN, "ไม่ทราบระดับ")],
            "weak": [
                ("", "ไม่ระบุ"),
                (ANY, "ตัวชี้วัดใดก็ได้"),
                *((code, thai_digits(indicators[code])) for code in INDICATOR_CODES if code in indicators),
            ],
        }
        if self.chooses_province:
            offered["province"] = province_choices()
        else:
            del self.fields["province"]
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _districts(self, user: User) -> list[tuple[int, str]]:
        """The districts of the one province that is looked at."""
        code = user.province.code if user.province else self.data.get("province")
        if code not in {row.code for row in provinces()}:
            return []
        rows = District.objects.filter(province__code=code).order_by("name")
        latest = Subquery(plan_years(user, code)[:1])
        found = list(rows.annotate(latest=latest).values_list("pk", "name", "latest"))
        self.latest_plan = next((year for _pk, _name, year in found), None)
        return [(pk, name) for pk, name, _year in found]

    def clean(self) -> dict[str, Any]:
        """Refuse to count the faults of all documents of the country in one page."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        counts = cleaned.get("sort", "").removeprefix("-") in COUNTED
        if counts and not self.within_a_province:
            self.add_error("sort", "กรุณาเลือกจังหวัดก่อน จึงจะเรียงตามจำนวนข้อที่ต้องแก้ไขหรือควรตรวจสอบได้")
        return cleaned

    @property
    def within_a_province(self) -> bool:
        """Is it one province, few enough documents to check them all at once? Only after `is_valid()`."""
        return not self.chooses_province or bool(self.cleaned_data.get("province"))

    @property
    def filters(self) -> Filters:
        """What was asked for, a year among the words where none was chosen; only after `is_valid()`."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        offered = [year for year, _label in self.fields["year"].choices]  # type: ignore[attr-defined]
        typed = [year for year in years_among(asked.get("q", "")) if year in offered]
        return Filters(**dict.fromkeys(["year"], next(iter(typed), None)) | asked)


def plan_years(user: User, province: str = "") -> QuerySet[Plan, int]:
    """The fiscal years (B.E.) up to today's of plans that the person oversees, the latest first."""
    plans = Plan.objects.filter(municipality__in=scope(user, province))
    known = plans.filter(fiscal_year__lte=fiscal_year_of(timezone.localdate()))
    return known.order_by("-fiscal_year").values_list("fiscal_year", flat=True)


def _with_arabic_digits(data: Any) -> Any:
    """The address with Arabic digits where a choice is a number; a bare address asks for nothing."""
    read = data.copy() if data is not None else {}
    for name in ("year", "province", "district", "weak"):
        if name in read:
            read[name] = arabic_digits(read[name]).strip()
    return read


def states_said(reviews: bool | None) -> dict[str, str]:  # noqa: FBT001 - None where there are both
    """The states of documents by name, as they are called where the provinces review, do not, or some do."""
    return {NO_PLAN: WITHOUT_PLAN, **{state.value: state.said(reviews=reviews) for state in State}}


def province_choices() -> list[tuple[str, str]]:
    """The codes and names of the provinces for an admin, after "" for all of them."""
    return [("", "ทุกจังหวัด"), *((row.code, row.name) for row in provinces())]
