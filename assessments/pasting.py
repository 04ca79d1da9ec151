"""Pasted scores on a page with the forms of years: what was understood stands beside what the page has.

Nothing is taken over unasked: each difference has a box, ticked beforehand only where the page has nothing.
The pasted text stays in its field, so that reading it again needs no file and no state on the server.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from assessments.forms import AssessmentForm
from assessments.own_files import own_file
from assessments.pasted import PastedScores, understand
from assessments.pasted.doubts import score_doubts
from assessments.pasted.gathered import Value, shown
from assessments.years import year_refusal
from ita_portal.chosen_files import file_input
from ita_portal.fields import TypedText, refuse_control_characters
from ita_portal.merging import stamp
from ita_portal.signs import is_blank, meant
from ita_portal.thai import clean_text, fiscal_year_text
from municipalities.models import Municipality
from municipalities.table_reading import MAX_BYTES
from municipalities.xlsx_reading import Unreadable

LENGTH = 50_000
ENDINGS = (".csv", ".xlsx", ".xlsm", ".ods", ".pdf", ".txt", ".tsv", ".xls", ".htm", ".html")
TAKEN = "use"  # the name of every box that takes a value over


@dataclass(frozen=True)
class PastedValue:
    """A value that was understood, beside what the form has; `name` is its field on the page."""

    name: str
    label: str
    value: str
    now: str
    ticked: bool


@dataclass(frozen=True)
class PastedYear:
    """What was understood of a year: what differs, how much is there already, what contradicts itself."""

    title: str
    differing: tuple[PastedValue, ...]
    same: int
    doubts: tuple[str, ...]

    @property
    def heading(self) -> str:
        """What the page calls it."""
        return f"คะแนนที่อ่านได้ {self.title}"


def pasted_table(text: str) -> str:
    """A text as it is meant whose tabs stand between the cells of a table."""
    rows = clean_text(text).split("\n")
    read = "\n".join("\t".join(meant(cell) for cell in row.split("\t")) for row in rows)
    return "" if is_blank(read) else read


class PastedText(TypedText):
    """A pasted table or list, with its tabs."""

    read = staticmethod(pasted_table)
    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The text; raises ValidationError naming a control character other than a line break or a tab."""
        text = self.read(value or "")
        refuse_control_characters(text.replace("\t", " "), multiline=True)
        return super().to_python(text)


class PasteForm(forms.Form):
    """The text, or the file whose table becomes the text; `pasted_year` is the year of scores without one."""

    pasted = PastedText(
        label="วางตารางหรือข้อความที่มีคะแนน",
        required=False,
        max_length=LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="คัดลอกจาก ITAS, Excel, Word หรือ PDF แล้ววางได้ทั้งตาราง ใช้เลขไทยหรือเลขอารบิกก็ได้",
    )
    pasted_file = forms.FileField(
        label="หรือเลือกไฟล์ของท่าน",
        required=False,
        widget=file_input(MAX_BYTES, ENDINGS, "XLSX, ODS, CSV หรือ PDF"),
        help_text="ไฟล์ XLSX, ODS, CSV หรือ PDF ที่คัดลอกข้อความได้ ระบบจะนำข้อความในไฟล์มาใส่ในช่องด้านบน",
    )
    pasted_year = forms.TypedChoiceField(
        label="ปีของคะแนนที่ไม่ได้ระบุปี", required=False, coerce=int, empty_value=None
    )

    def __init__(self, request: HttpRequest, years: Sequence[int]) -> None:
        data = request.POST.copy() if request.method == "POST" else None
        super().__init__(data, request.FILES)
        self.fault = ""
        self.notes: Sequence[str] = ()
        choices = [(year, fiscal_year_text(year)) for year in years]
        year_field = cast("forms.TypedChoiceField", self.fields["pasted_year"])
        year_field.choices = choices if len(years) == 1 else [("", "โปรดเลือก"), *choices]
        if data is not None and (file := request.FILES.get("pasted_file")):
            self._read_file(file)

    def _read_file(self, file: UploadedFile) -> None:
        try:
            read = own_file(file.read(MAX_BYTES + 1), file.name or "", most=LENGTH)
        except Unreadable as refusal:
            self.fault = str(refusal)
            return
        self.notes = read.notes
        self.data["pasted"] = read.text  # type: ignore[index] # a copy of what was sent


class Paste:
    """What a request pasted, read against the forms of the page's years; locked years have none.

    Made before the guard of the page: with it, values that are taken over are in what was sent.
    """

    def __init__(self, request: HttpRequest, years: Sequence[int], municipality: Municipality) -> None:
        self.request, self.years, self.municipality = request, years, municipality
        self.form = PasteForm(request, years)
        self.form.is_valid()
        self.text: str = getattr(self.form, "cleaned_data", {}).get("pasted", "")
        named = getattr(self.form, "cleaned_data", {}).get("pasted_year")
        self.unnamed_year: int | None = years[0] if len(years) == 1 else named
        self.read: PastedScores = understand(self.text, municipality.all_states)
        self.token = stamp(f"{self.unnamed_year} {self.text}")
        self.is_shown = bool(self.text) and request.POST.get("pasted_read") == self.token
        self.is_asked = request.POST.get("action") == "read" or bool(self.form.fault or self.form.errors)

    @property
    def notes(self) -> list[str]:
        """How the file and the text were read, a Thai sentence each."""
        return [*self.form.notes, *self.read.notes]

    @property
    def waits(self) -> bool:
        """Whether the page is to be shown, because what was pasted has not been seen yet."""
        return self.request.method == "POST" and (self.is_asked or (bool(self.text) and not self.is_shown))

    def take(self, forms_by_year: Mapping[int, AssessmentForm]) -> None:
        """Put the ticked values into what was sent, for the forms that are made of it."""
        if not self.is_shown or self.waits:
            return
        ticked, data = set(self.request.POST.getlist(TAKEN)), self.request.POST.copy()
        for year, form in forms_by_year.items():
            for field, value in self._of_year(year).items():
                if field in form.fields and (name := form.add_prefix(field)) in ticked:
                    data[name] = form.fields[field].prepare_value(value)
        self.request.POST = data  # type: ignore[assignment] # the forms read what is taken as if it was typed
        for form in forms_by_year.values():
            form.data = data

    def understood(self, forms_by_year: Mapping[int, AssessmentForm]) -> list[PastedYear]:
        """What was understood, by year, for the page; the boxes keep their ticks once they were seen."""
        pasted = {year: self._of_year(year) for year in forms_by_year}
        return [self._year(year, forms_by_year[year], found) for year, found in pasted.items() if found]

    def unread(self, forms_by_year: Mapping[int, AssessmentForm], locks: Mapping[int, str]) -> Iterator[str]:
        """What was left out, a sentence each."""
        yield from filter(None, [self.form.fault])
        if self.read.stranger:
            own = self.municipality.full_name
            yield f"ข้อความระบุ “{self.read.stranger}” ไม่ใช่{own} จึงยังไม่ได้เลือกค่าใดไว้ โปรดตรวจว่าเป็นคะแนนของท่าน"
        yield from self.read.unread
        if self.unnamed_year is None and self.read.of_year(0, unnamed=True):
            yield "ข้อความที่วางไม่ได้ระบุปี โปรดเลือกปีของคะแนนแล้วกดอ่านอีกครั้ง"
        for year in self.read.years:
            if year in locks:
                yield f"{fiscal_year_text(year)}: {locks[year]}"
            elif year not in forms_by_year:
                not_here = f"{fiscal_year_text(year)} ไม่ใช่ปีของหน้านี้ จึงไม่ได้นำมาใช้"
                yield year_refusal(year, timezone.localdate()) or not_here
            elif missing := [
                field for field in self._of_year(year) if field not in forms_by_year[year].fields
            ]:
                yield f"{fiscal_year_text(year)} ไม่มีคะแนน {', '.join(f[10:].upper() for f in missing)}"
        if self.text and not self.read.values and not self.read.unread:
            yield "ไม่พบคะแนนในข้อความที่วาง"

    def _of_year(self, year: int) -> dict[str, Value]:
        return self.read.of_year(year, unnamed=year == self.unnamed_year)

    def _year(self, year: int, form: AssessmentForm, found: Mapping[str, Value]) -> PastedYear:
        ticked = set(self.request.POST.getlist(TAKEN)) if self.is_shown else None
        known = {field: value for field, value in found.items() if field in form.fields}
        differing = []
        for field in (name for name in form.fields if name in known):
            name, now = form.add_prefix(field), form.known.get(field)
            if now == known[field]:
                continue
            is_ticked = now is None and not self.read.stranger if ticked is None else name in ticked
            before = "" if now is None else shown(now)
            label = str(form.fields[field].label)
            differing.append(PastedValue(name, label, shown(known[field]), before, is_ticked))
        merged = {**form.known, **known}
        doubts = tuple(score_doubts(form.rules, merged))
        return PastedYear(fiscal_year_text(year), tuple(differing), len(known) - len(differing), doubts)
