"""Saving what a page shows: nobody overwrites unseen what another wrote, and nothing typed is lost."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import HttpRequest

from ita_portal.judging import ShownAgain


class Guard:
    """Compares what is stored now with what the page was made from.

    `stored` is any data of the rows that the page edits (lists, dicts, dates, decimals). The page carries its
    fingerprint in the hidden field `seen`; on POST, under the lock of the row, `conflict` is whether somebody
    saved in between, or (`unmarked`) whether the form lacks what its page had shown. The page is then
    shown again with both texts, and its new fingerprint lets the next save through.
    """

    def __init__(self, request: HttpRequest, stored: object) -> None:
        self.token = hashlib.sha256(json.dumps(stored, sort_keys=True, default=str).encode()).hexdigest()[:32]
        self.conflict = request.method == "POST" and request.POST.get("seen") != self.token
        self.unmarked = self.conflict and "seen" not in request.POST


class PortalForm(forms.Form):
    """A form whose labels, order and errors follow the portal; `initial` is what is stored."""

    required_css_class = "required"
    error_css_class = "has-error"

    def is_valid(self) -> bool:
        """Whether it may be stored; never while it is only shown again (see ita_portal.judging)."""
        return super().is_valid() and not isinstance(self.data, ShownAgain)

    def differences(self) -> Iterator[tuple[str, str]]:
        """Label and stored text of each field in which the stored value is not what was typed."""
        for bound in self:
            if bound.is_hidden:
                continue
            stored = bound.field.prepare_value(self.get_initial_for_field(bound.field, bound.name))
            if _text(stored) != _text(bound.value()):
                yield str(bound.label), _text(stored, dict(getattr(bound.field, "choices", ())))


def _text(value: Any, choices: Mapping[Any, Any] = MappingProxyType({})) -> str:
    """A value as a person reads it: a choice by its label, several of them in one line."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_text(item, choices) for item in value)
    return str(choices.get(value, value)).strip().replace("\r\n", "\n")


LONG_ENOUGH = 15  # characters; shorter ones are numbers, choices and keys of rows


def typed_texts(request: HttpRequest) -> list[str]:
    """The texts of a form that can't be saved, to be shown again; passwords and short values are left out."""
    return [
        value
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "seen") and "password" not in name
        for value in values
        if len(value.strip()) >= LONG_ENOUGH
    ]
