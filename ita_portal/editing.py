"""Saving what a page shows: nobody overwrites unseen what another wrote, and nothing typed is lost."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpRequest, QueryDict

from ita_portal.chosen_files import ChosenFiles
from ita_portal.judging import ShownAgain
from ita_portal.merging import FieldValue


class Guard:
    """Compares what is stored now with what the page was made from, as a whole.

    For what holds only as the page showed it: an order of rows, the outcome of an import. Forms have a
    FormGuard (merged_forms), which compares field by field. `stored` is any data of the rows; the page
    carries its fingerprint in the hidden field `seen`. On POST, under the lock, `conflict` is whether
    somebody saved in between, or (`unmarked`) whether the form does not say what its page had shown.
    """

    def __init__(self, request: HttpRequest, stored: object) -> None:
        self.token = hashlib.sha256(json.dumps(stored, sort_keys=True, default=str).encode()).hexdigest()[:32]
        self.conflict = request.method == "POST" and request.POST.get("seen") != self.token
        self.unmarked = self.conflict and not request.POST.get("seen")


class PortalForm(forms.Form):
    """A form whose labels, order and errors follow the portal; `initial` is what is stored.

    The methods give its values in one shape, that of what stands in the inputs, for what is merged.
    """

    required_css_class = "required"
    error_css_class = "has-error"
    parts_of_others: tuple[str, ...] = ()
    """Fields that only say something about another field, and count as part of that one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_notes: dict[str, Any] = {}
        """What is said beside the fields of how they were read, by their names (`field_notes`)."""
        for name, field in self.fields.items():
            if getattr(field, "reader", None):
                stored = self.get_initial_for_field(field, name)
                texts = [stored] if isinstance(stored, str) else [*(stored or ())]
                field.kept = (*texts, *literal_texts(self.data, self.add_prefix(name)))  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        """Whether it may be stored; never while it is only shown again (see ita_portal.judging)."""
        return super().is_valid() and not isinstance(self.data, ShownAgain)

    @property
    def own_fields(self) -> list[BoundField]:
        """The fields that somebody can change."""
        apart = (*self.parts_of_others, "DELETE")
        return [each for each in self if not (each.is_hidden or each.field.disabled or each.name in apart)]

    def unsent(self, name: str) -> bool:
        """Whether the form that was sent says nothing about the field; a box without its tick does."""
        widget = self.fields[name].widget
        return widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def typed_value(self, name: str) -> FieldValue:
        """What was typed; of a file its name."""
        field, widget = self.fields[name], self.fields[name].widget
        typed = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(field, forms.FileField):
            return typed.name or "" if typed else ""
        return _value(field, typed)

    def stored_value(self, name: str) -> FieldValue:
        """What is stored, written as somebody would type it; of a file its name."""
        field = self.fields[name]
        stored = self.get_initial_for_field(field, name)
        return str(stored or "") if isinstance(field, forms.FileField) else _value(field, stored)

    def type_instead(self, name: str, value: FieldValue, data: QueryDict, files: ChosenFiles) -> None:
        """Put a value into what was sent; of a file that is the stored one, so that none was sent."""
        key = self.add_prefix(name)
        if isinstance(self.fields[name], forms.FileField):
            files.let_go(key)
        elif isinstance(value, bool):
            data.setlist(key, ["on"] if value else [])
        else:
            data.setlist(key, [value] if isinstance(value, str) else list(value))

    def in_words(self, name: str, value: FieldValue) -> str:
        """A value as a person reads it: choices by their labels, one a line, in the order of the form."""
        if isinstance(value, bool):
            return "เลือก" if value else "ไม่เลือก"
        chosen = [value] if isinstance(value, str) else list(value)
        labels = _labels(getattr(self.fields[name], "choices", ()))
        offered = [label for key, label in labels.items() if key in chosen]
        return "\n".join([*offered, *(each for each in chosen if each not in labels)])


def _value(field: forms.Field, value: Any) -> FieldValue:
    """The value as the field would show it; a text that the field refuses stays as it is."""
    # A row that is chosen of a list is known by its key, without asking the database for it.
    if not isinstance(field, forms.ModelChoiceField):
        with suppress(ValidationError):
            value = field.to_python(value)
    shown = field.prepare_value(value)
    if isinstance(shown, bool):
        return shown
    if isinstance(shown, list | tuple):
        return sorted(map(str, shown))
    return "" if shown is None else str(shown)


def _labels(choices: Iterable[Any]) -> dict[str, str]:
    """The labels of choices by their keys, those of groups too."""
    found: dict[str, str] = {}
    for key, label in choices:
        found |= _labels(label) if isinstance(label, list | tuple) else {str(key): str(label)}
    return found


LITERAL = "as_typed-"
"""Begins the names of what is sent along with a field: its lines that are meant as they stand."""


def literal_texts(data: Any, name: str) -> list[str]:
    """The lines of a field of which a person has said that they are meant as they stand, and their text."""
    texts = data.getlist(f"{LITERAL}{name}") if isinstance(data, QueryDict) else []
    return [*texts, *(line for text in texts for line in text.splitlines())]


LONG_ENOUGH = 15  # characters; shorter ones without a Thai letter are numbers, choices and keys of rows


def typed_texts(request: HttpRequest) -> list[str]:
    """The texts of a form that can't be saved, to be shown again; passwords and mere numbers are left out."""
    return [
        value
        for name, values in request.POST.lists()
        if not name.startswith(("csrfmiddlewaretoken", "seen", "choose-")) and "password" not in name
        for value in values
        if len(value.strip()) >= LONG_ENOUGH or not value.isascii()
    ]
