"""What every object of the exchange format is: its bounds, and in which version of the format a key came.

What has no default must be given. A key that may be left out is None when it is; null itself is refused.
"""

from functools import cache
from typing import Any, Literal

from django.db.models import Model
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from exchange.values import context_of, refuse

FORMATS = ("ita-report-bundle/1", "ita-report-bundle/2")
"""The names of the versions, the first one first."""
SECOND = Field(json_schema_extra={"x-since": 2})
"""A key that came with the second version: one that says it is of the first may not have it."""
StanceCode = Literal["urgent", "improve", "maintain"]


def fits(model: type[Model], name: str) -> Any:
    """The bound of a text that is stored in this column."""
    column = model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
    return Field(max_length=getattr(column, "max_length", None))


class Entry(BaseModel):
    """Any object of a bundle: no unknown keys, no guessing of types, no null."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _is_of_the_version(cls, value: object, info: ValidationInfo) -> object:
        if value is None:
            refuse("ต้องไม่เป็น null หากไม่ทราบค่าให้ละคีย์นี้ไว้")
        if info.field_name in keys_of_the_second(cls) and context_of(info).version == 1:
            refuse(f"คีย์นี้มีในรูปแบบ {FORMATS[1]} แต่ไฟล์ระบุว่าเป็น {FORMATS[0]}")
        return value


@cache
def keys_of_the_second(kind: type[Entry]) -> frozenset[str]:
    """The keys of an object that came with the second version."""
    marked = SECOND.json_schema_extra
    return frozenset(key for key, field in kind.model_fields.items() if field.json_schema_extra == marked)
