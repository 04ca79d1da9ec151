"""The form of a measure's progress, quarter by quarter."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.forms import BoundField

from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField, TypedField
from ita_portal.typed import parse_decimal
from measures.models import Result
from measures.progress import NOTE_LENGTH, QuarterProgress, progress_of
from measures.quarters import QUARTERS, quarters_text

_LESS = "ร้อยละสะสมต้องไม่น้อยกว่าไตรมาสก่อนหน้า ({})"


class PerCentField(TypedField):
    """A whole number from 0 to 100, typed in Thai or Arabic digits: "25", "ร้อยละ ๒๕", "25%"."""

    attributes = {"autocomplete": "off", "inputmode": "numeric"}
    plain = re.compile("[0-9]+")

    def parse(self, text: str) -> int:
        """The number of a text; raises ValueError with a Thai sentence."""
        value = parse_decimal(text)
        if value != value.to_integral_value():
            raise ValueError("กรุณากรอกร้อยละเป็นจำนวนเต็ม เช่น 25")
        return int(value)

    def show(self, value: int | Decimal) -> str:
        """The number."""
        return str(value)


class ProgressForm(PortalForm):
    """Planned and reached by the end of each quarter, and a word; made for one result."""

    def __init__(self, data: Any, *, result: Result) -> None:
        super().__init__(data, initial=_flat(progress_of(result.progress)), prefix="progress")
        for quarter in QUARTERS:
            end = f"ถึงสิ้น{quarters_text([quarter])}"
            self.fields[f"planned_{quarter}"] = PerCentField(label=f"แผน (ร้อยละ) {end}", required=False)
            self.fields[f"actual_{quarter}"] = PerCentField(label=f"ผล (ร้อยละ) {end}", required=False)
            self.fields[f"note_{quarter}"] = ThaiCharField(
                label=f"คำอธิบาย{quarters_text([quarter])}", required=False, max_length=NOTE_LENGTH
            )

    @property
    def rows(self) -> Iterator[tuple[BoundField, ...]]:
        """The fields of each quarter."""
        return (tuple(self[f"{name}_{quarter}"] for name in _PARTS) for quarter in QUARTERS)

    @property
    def is_open(self) -> bool:
        """Whether there is something to see: a value, an error."""
        return any(field.value() or field.errors for field in self)

    def clean(self) -> dict[str, Any]:
        """What is counted from the beginning of the year does not fall."""
        values = self.cleaned_data
        for name in ("planned", "actual"):
            highest = 0
            for quarter in QUARTERS:
                value = values.get(f"{name}_{quarter}")
                if value is not None and value < highest:
                    self.add_error(f"{name}_{quarter}", _LESS.format(highest))
                highest = max(highest, value or 0)
        return values

    @property
    def stored(self) -> list[dict[str, Any]]:
        """What a valid form says, as the column of the result holds it; [] where it says nothing."""
        values = self.cleaned_data
        rows = [
            QuarterProgress(quarter, **{name: values[f"{name}_{quarter}"] for name in _PARTS}).stored
            for quarter in QUARTERS
        ]
        return [row for row in rows if len(row) > 1]


_PARTS = ("planned", "actual", "note")


def _flat(progress: tuple[QuarterProgress, ...]) -> dict[str, Any]:
    return {f"{name}_{one.quarter}": getattr(one, name) for one in progress for name in _PARTS}
