"""Form fields of places: the DLA code, the kind, the names of municipality, district and province."""

from typing import Any

from django import forms

from ita_portal.fields import ThaiCharField, TypedField
from ita_portal.thai import search_key
from municipalities.models import Kind
from municipalities.naming import read_code

NAME_LENGTH = 120
_KINDS = {
    search_key(word): kind
    for kind, words in (
        (Kind.NAKHON, ("nakhon", "นคร", "เทศบาลนคร", "ทน.", "ทน")),
        (Kind.MUEANG, ("mueang", "เมือง", "เทศบาลเมือง", "ทม.", "ทม")),
        (Kind.TAMBON, ("tambon", "ตำบล", "เทศบาลตำบล", "ทต.", "ทต")),
    )
    for word in words
}


class PlaceCodeField(TypedField):
    """A DLA code of seven digits, in any way that `naming.read_code` reads; None when empty."""

    widget = forms.TextInput
    attributes = {"autocomplete": "off", "inputmode": "numeric"}

    def parse(self, text: str) -> str:
        """The code; raises ValueError with a Thai sentence."""
        if not (code := read_code(text)):
            raise ValueError(f"“{text}” ไม่ใช่รหัส อปท. กรุณากรอกเป็นตัวเลข 7 หลัก เช่น 5520603")
        return code


class KindField(TypedField):
    """A kind of municipality, by any of its words: "เทศบาลตำบล", "ตำบล", "ทต."."""

    def parse(self, text: str) -> Kind:
        """The kind; raises ValueError with a Thai sentence."""
        if not (kind := _KINDS.get(search_key(text))):
            raise ValueError("กรุณากรอกประเภทเป็น เทศบาลนคร เทศบาลเมือง หรือเทศบาลตำบล")
        return kind


class PlaceNameField(ThaiCharField):
    """A name without the word for its kind of place: "อำเภอเมืองลำปาง" is "เมืองลำปาง"."""

    def __init__(self, *, prefixes: tuple[str, ...], **kwargs: Any) -> None:
        self.prefixes = prefixes
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The bare name."""
        text = super().to_python(value)
        for prefix in self.prefixes:
            text = text.removeprefix(prefix).strip() or text
        return text


def split_name(text: str) -> tuple[Kind | None, str]:
    """The kind and the bare name of a full one ("เทศบาลตำบลทุ่งผึ้ง"); the kind is None for a bare name."""
    for kind in Kind:
        if text.startswith(kind.label) and (name := text.removeprefix(kind.label).strip()):
            return kind, name
    return None, text


def words_field(label: str = "ชื่อเทศบาล อำเภอ จังหวัด หรือรหัส อปท.", **kwargs: Any) -> ThaiCharField:
    """The words of a search for municipalities (see `searching.search_places`)."""
    return ThaiCharField(label=label, required=False, max_length=250, **kwargs)


def district_field(**kwargs: Any) -> PlaceNameField:
    """The name of a district; one of Bangkok's is a เขต."""
    return PlaceNameField(label="อำเภอ", prefixes=("อำเภอ", "อ."), max_length=60, **kwargs)


def province_field(**kwargs: Any) -> PlaceNameField:
    """The name of a province."""
    return PlaceNameField(label="จังหวัด", prefixes=("จังหวัด", "จ."), max_length=60, **kwargs)
