"""The form field for one municipality: typed in any spelling, and asked about where it may mean others."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ita_portal.fields import TypedField
from municipalities.lookup import UnknownPlaceError, find_municipality
from municipalities.models import Municipality


class MunicipalityInput(forms.TextInput):
    """A line of text, below it those that it may mean (`offered`): the one that is chosen counts instead.

    They are sent under the field's own name, behind what was typed, so that the last value is the answer.
    """

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.offered: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input, and the choice where there is one."""
        line = super().render(name, value, attrs, renderer)
        if not self.offered:
            return line
        context = {"name": name, "offered": self.offered}
        return line + render_to_string("municipalities/offered.html", context)


class MunicipalityField(TypedField):
    """A municipality, typed as its DLA code or full name; shown with its place, so that it is one only."""

    widget = MunicipalityInput
    hint = "ชื่อเต็ม เช่น เทศบาลเมืองเขลางค์นคร หรือรหัส อปท. ถ้ามีชื่อซ้ำกันให้ต่อท้ายด้วยอำเภอและจังหวัด"

    def parse(self, text: str) -> Municipality:
        """The municipality; raises ValueError with the Thai sentence of `find_municipality`."""
        try:
            return find_municipality(text)
        except UnknownPlaceError as unknown:
            self.widget.offered = [self.show(place) for place in unknown.offered]
            raise ValueError(unknown.args[0]) from unknown
        except LookupError as error:
            raise ValueError(error.args[0]) from error

    def show(self, value: Municipality) -> str:
        """Its full name and place."""
        return f"{value.full_name} {value.place}"
