"""The form fields of lists: one item a line, or as a list was pasted; one day a line."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ita_portal.fields import REQUIRED, PasteReader, pasted, read_by, refuse_control_characters
from ita_portal.pasted import PastedItems, read_changes
from ita_portal.thai import in_digits_of, lines, thai_date
from ita_portal.typed import parse_thai_date


class LinesField(forms.Field):
    """A list of strings, typed one item a line; blank lines don't count.

    `max_items` and `max_length` (characters of one item) bound it; without them only the request's size does.
    `reader` says which items a pasted text holds; lines that are among `kept` stay sign for sign.
    """

    widget = forms.Textarea
    default_error_messages = {
        "required": REQUIRED,
        "too_many": "กรุณากรอกไม่เกิน %(limit)d รายการ (ขณะนี้มี %(count)d รายการ)",
        "too_long": "รายการที่ %(number)d ยาวเกินไป กรุณากรอกไม่เกิน %(limit)d ตัวอักษร (ขณะนี้มี %(count)d ตัวอักษร)",
    }

    def __init__(
        self,
        *,
        max_items: int | None = None,
        max_length: int | None = None,
        reader: PasteReader | None = None,
        **kwargs: Any,
    ) -> None:
        self.max_items, self.max_length = max_items, max_length
        self.reader = reader
        self.kept: tuple[str, ...] = ()
        kwargs.setdefault("help_text", "พิมพ์บรรทัดละหนึ่งรายการ")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """How it is read, for the script that says so while it is typed."""
        return {**super().widget_attrs(widget), **read_by(self.reader)}

    def to_python(self, value: Any) -> list[str]:
        """The items; raises ValidationError where the text holds control characters."""
        text = pasted(self.prepare_value(value) or "")
        refuse_control_characters(text, multiline=True)
        return list(self.found(text).items)

    def found(self, text: str) -> PastedItems:
        """What the reader makes of the lines that are not kept; without one an item a line."""
        if self.reader is None:
            return PastedItems(tuple(lines(text)))
        return read_changes(text, self.kept, self.reader)

    def validate(self, value: list[str]) -> None:
        """Refuse an empty list where one is required, too many items, and items that are too long."""
        super().validate(value)
        if self.max_items is not None and len(value) > self.max_items:
            raise self._refusal("too_many", limit=self.max_items, count=len(value))
        for number, item in enumerate(value, 1):
            if self.max_length is not None and len(item) > self.max_length:
                raise self._refusal("too_long", number=number, limit=self.max_length, count=len(item))

    def prepare_value(self, value: Any) -> Any:
        """What stands in the textarea: typed text as it was typed, a stored list one item a line."""
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the items differ, not merely blank lines or the spaces around them."""
        return super().has_changed(lines(pasted(self.prepare_value(initial) or "")), data)

    def _refusal(self, code: str, **params: int) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class DaysField(LinesField):
    """Days as ISO texts, rising, each once; typed one a line or with commas (see `typed.parse_thai_date`)."""

    default_error_messages = {"day": "วันที่ลำดับที่ %(number)d: %(reason)s"}

    def to_python(self, value: Any) -> list[str]:
        """The days; raises ValidationError with the Thai sentence for the first that can't be read."""
        text = pasted(self.prepare_value(value) or "")
        days = set()
        for number, item in enumerate(lines(re.sub("[,;]", "\n", text)), 1):
            try:
                days.add(parse_thai_date(item).isoformat())
            except ValueError as error:
                reason = in_digits_of(item, str(error))
                params = {"number": number, "reason": reason}
                raise ValidationError(self.error_messages["day"], code="day", params=params) from error
        return sorted(days)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the textarea: typed text as it was typed, stored days written out, one a line."""
        if value is None or isinstance(value, str):
            return value
        return "\n".join(thai_date(date.fromisoformat(day), thai=False) for day in value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other days were typed."""
        with suppress(ValidationError):
            return self.to_python(initial) != self.to_python(data)
        return True
