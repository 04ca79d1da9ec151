"""Form fields that read Thai: scores, dates, fiscal years, text without control characters.

Every message is Thai. What was typed stays in the field when it is refused; stored values are shown in
Arabic digits, which is what the keyboard of a phone offers for `inputmode="decimal"`.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model

from ita_portal.pasted import PastedItems, tidy
from ita_portal.signs import in_plain_blanks, is_blank, meant
from ita_portal.thai import (
    NBSP,
    YEARS,
    baht_text,
    clean_text,
    control_characters,
    decimal_text,
    in_digits_of,
    thai_date,
    typed_words,
)
from ita_portal.typed import parse_baht, parse_buddhist_year, parse_decimal, parse_thai_date, web_address

REQUIRED = "กรุณากรอกข้อมูลในช่องนี้"
KEY_DIGITS = 9

Parsed = TypeVar("Parsed")
PasteReader = Callable[[str], PastedItems]


def parsed(parse: Callable[[str], Parsed], text: str) -> Parsed:
    """What `parse` makes of the text; its ValueError becomes the ValidationError that stands at the field."""
    try:
        return parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error


def typed_key(text: str) -> int | None:
    """The key of a row as an address or a form names it; None for what can be none.

    Up to nine ASCII digits: every column of keys takes them, and no database complains of a number too long.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS else None


def pasted(text: str) -> str:
    """The text as a form takes it, wherever it was copied from.

    Line breaks are \\n, tabs of a table of Word are spaces, blanks are single, and each sign is the one
    that was meant.
    """
    return in_plain_blanks(meant(clean_text(text).replace("\t", " ")))


def read_by(reader: Any) -> dict[str, str]:
    """The attribute of an input that names what reads its text; none without a reader."""
    return {"data-read": reader.__name__} if reader else {}


def refuse_control_characters(text: str, *, multiline: bool) -> None:
    """Raise a ValidationError that names the characters which no text may hold."""
    if problem := control_characters(text, multiline=multiline):
        raise ValidationError(problem, code="control_characters")


class TypedField(forms.Field):
    """A value typed as one line of text: `parse` reads it, `show` writes it back; None when empty.

    What is typed as in `plain` can be meant in one way only; of anything else it is said how it was read.
    """

    default_error_messages = {"required": REQUIRED}
    attributes = {"autocomplete": "off"}
    hint = ""
    plain = re.compile(r"[0-9]+(\.[0-9]+)?")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.hint)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """How the field wants to be typed into: the digits of a phone's keyboard, no suggestions."""
        return {**super().widget_attrs(widget), **self.attributes, **read_by(type(self))}

    def to_python(self, value: Any) -> Any:
        """The value, None when empty.

        Raises ValidationError with the Thai sentence of the parser, in the digits of what was typed.
        """
        if not isinstance(value, str):
            return value
        try:
            return self.parse(text) if (text := meant(value)) else None
        except ValueError as error:
            raise ValidationError(in_digits_of(value, str(error)), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: typed text as it was typed, a stored value as `show` writes it."""
        return value if value is None or isinstance(value, str) else self.show(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another value was typed, not merely the same in other digits."""
        return super().has_changed(self.to_python(initial), data)

    def said(self, typed: str, value: Any) -> str:
        """The value in full, in the digits of what was typed; "" where that is plain."""
        words, shown = typed_words(typed), self.show(value)
        is_plain = self.plain.fullmatch(words) or words == typed_words(shown)
        return "" if is_plain else in_digits_of(typed, shown)

    def parse(self, text: str) -> Any:
        """The value of a text that is not blank; raises ValueError with a Thai sentence."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The text of a stored value."""
        return str(value)


class ScoreField(TypedField):
    """A score: Decimal, 0–100, two places, typed in Thai or Arabic digits (see `typed.parse_decimal`)."""

    widget = forms.TextInput
    attributes = {"autocomplete": "off", "inputmode": "decimal"}

    def parse(self, text: str) -> Decimal:
        """The score of a text; raises ValueError with a Thai sentence."""
        return parse_decimal(text)

    def show(self, value: Decimal) -> str:
        """The score with two places: "95.50"."""
        return decimal_text(value, thai=False)


class ThaiDateField(TypedField):
    """A date typed in the Buddhist era (see `typed.parse_thai_date`), shown as "7 กันยายน 2564"."""

    hint = "เช่น 7 กันยายน 2564 หรือ 7/9/2564"
    plain = re.compile("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")

    def parse(self, text: str) -> date:
        """The date of a text; raises ValueError with a Thai sentence."""
        return parse_thai_date(text)

    def show(self, value: date) -> str:
        """The date written out, in the Buddhist era."""
        return thai_date(value, thai=False)


class BahtField(TypedField):
    """A budget in baht as Decimal, 0 where none is used (see `typed.parse_baht`)."""

    attributes = {"autocomplete": "off"}  # on a phone also letters: none is said in words
    plain = re.compile("[0-9]+")

    def parse(self, text: str) -> Decimal:
        """The amount of a text; raises ValueError with a Thai sentence."""
        return parse_baht(text)

    def show(self, value: Decimal) -> str:
        """The amount in words: "15,000 บาท", "ไม่ใช้งบประมาณ"."""
        return baht_text(value, thai=False).replace(NBSP, " ")


class FiscalYearField(TypedField):
    """A fiscal year as int (B.E.), from `first` to `last`; refuses a C.E. year with a hint."""

    attributes = {"autocomplete": "off", "inputmode": "numeric"}
    plain = re.compile("[0-9]{4}")

    def __init__(self, *, first: int = YEARS[0], last: int = YEARS[-1], **kwargs: Any) -> None:
        self.first, self.last = first, last
        super().__init__(**kwargs)

    def parse(self, text: str) -> int:
        """The year of a text; raises ValueError with a Thai sentence."""
        year = parse_buddhist_year(text)
        if not self.first <= year <= self.last:
            raise ValueError(f"กรุณากรอกปีงบประมาณ พ.ศ. ระหว่าง {self.first} ถึง {self.last}")
        return year


class TypedText(forms.CharField):
    """What the two text fields share: `read` says what was meant. `max_length` is judged on the server alone.

    A browser that knows it cuts a long paste without a word.
    """

    read = staticmethod(pasted)

    default_error_messages = {
        "required": REQUIRED,
        "max_length": "กรุณากรอกไม่เกิน %(limit_value)d ตัวอักษร (ขณะนี้มี %(show_value)d ตัวอักษร)",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As of every text field, without maxlength."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another text was typed, not merely the same in other signs."""
        return super().has_changed(self.read(initial or ""), data)


class ThaiCharField(TypedText):
    """One line of text without control characters; the spaces around it go."""

    def to_python(self, value: Any) -> Any:
        """The text; raises ValidationError naming a control character (a line break is one)."""
        text = self.read(value or "")
        refuse_control_characters(text, multiline=False)
        return super().to_python(text)


class WebAddressField(ThaiCharField):
    """The whole address of a web page or site; https:// may be left out (see `typed.web_address`)."""

    read = staticmethod(web_address)  # another order of its marks is another address
    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
    default_validators = [
        URLValidator(schemes=["http", "https"], message="กรุณากรอกที่อยู่เว็บให้ครบ ขึ้นต้นด้วย https:// หรือ http://")
    ]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As of every text, and how it is read."""
        return {**super().widget_attrs(widget), **read_by(type(self))}

    def said(self, typed: str, value: str) -> str:
        """The whole address; "" where it was typed so."""
        return "" if value == typed.strip() else value


class ThaiTextField(TypedText):
    """Text of several lines, kept as written; line breaks become \\n, and nothing but spaces is nothing.

    `reader` says what a text was meant to be that is pasted; of `kept` texts the field takes every sign.
    """

    widget = forms.Textarea

    def __init__(self, *, reader: PasteReader | None = None, **kwargs: Any) -> None:
        self.reader = reader
        self.kept: tuple[str, ...] = ()
        super().__init__(strip=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """How it is read, for the script that says so while it is typed."""
        return {**super().widget_attrs(widget), **read_by(self.reader)}

    def found(self, text: str) -> PastedItems:
        """What the reader makes of a text that is not kept: one item."""
        is_kept = tidy(text) in {tidy(each) for each in self.kept}
        return PastedItems((text,)) if is_kept or is_blank(text) or not self.reader else self.reader(text)

    def to_python(self, value: Any) -> Any:
        """The text; raises ValidationError naming a control character other than a line break."""
        text = self.read(value or "")
        refuse_control_characters(text, multiline=True)
        return super().to_python(self.found(text).text)


_FIELDS: dict[str, type[forms.Field]] = {
    "CharField": ThaiCharField,
    "TextField": ThaiTextField,
    "DateField": ThaiDateField,
    "BooleanField": forms.BooleanField,
    "DecimalField": BahtField,
}


def field_of(model: type[Model], name: str, **more: Any) -> forms.Field:
    """The form field of a column of text, a day, baht or a yes; `more` is what the model does not know so.

    Label, hint, limit of length and whether it may stay empty are the model's.
    """
    column: Any = model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
    known = {"label": column.verbose_name, "required": not column.blank}
    known |= {"help_text": column.help_text} if column.help_text else {}
    known |= {"max_length": column.max_length} if column.max_length else {}
    return _FIELDS[column.get_internal_type()](**known | more)
