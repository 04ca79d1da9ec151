"""What forms have made of typed texts, kept from the saving to the page that says it; the buttons of notes.

A button puts words in the place of others and saves the page of which it is part, under its guard, so that it
works without JavaScript. What was said of a page waits in the session until that page is saved again, which
refuses what was only offered.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from ita_portal.editing import LITERAL, PortalForm
from ita_portal.field_notes import FieldNote, Instead, note_of, read_as, replaced
from ita_portal.fields import TypedText
from ita_portal.lines_field import LinesField

BUTTON = "instead"
_SESSION, _PAGES = "field_notes", 20
CHANGED_SINCE = "ข้อความในช่องนั้นเปลี่ยนไปแล้ว จึงไม่ได้ปรับตามปุ่มที่กด แต่บันทึกข้อความตามที่อยู่ในช่อง"


class FieldNoteMiddleware:
    """Carries out the button of a note: the form is read as if its other words had been typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; `pressed` of the request is whether such a button was."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Put the words of the button into what was sent, marked as meant so."""
        # Views that are exempt from the CSRF middleware decide themselves how an upload is read.
        if request.method != "POST" or getattr(view, "csrf_exempt", False) or BUTTON not in request.POST:
            return
        request.pressed = True  # type: ignore[attr-defined]
        data = request.POST.copy()
        name, instead = _button(data.pop(BUTTON)[-1])
        text = replaced(data.get(name, ""), instead)
        if text is None:
            messages.warning(request, CHANGED_SINCE)
        else:
            data[name] = text
            data.appendlist(f"{LITERAL}{name}", instead.becomes)
        request.POST = data  # type: ignore[assignment]  # the form reads it as if it was typed


def _button(value: str) -> tuple[str, Instead]:
    """The name of the field and what is to be replaced in it; nothing for what no page has made."""
    try:
        name, was, becomes = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return "", Instead("\x00", "")
    return str(name), Instead(str(was), str(becomes))


def tell(request: HttpRequest, address: str, parts: Iterable[Any]) -> bool:
    """Say how the texts of these saved forms were read; True where the page at `address` has a note for it.

    Dates, numbers and addresses are said in a message; repairs and offers wait for that page.
    """
    sent = list(_forms(parts))
    tell_values(request, sent)
    found = {each.html_name: note_of(each.field, each.data or "") for form in sent for each in _texts(form)}
    pages: dict[str, Any] = request.session.get(_SESSION, {})
    pressed = getattr(request, "pressed", False)
    before = pages.pop(address, {})
    notes = before if pressed else {}  # a button answers one note; the others still wait
    notes |= {name: note.plain() for name, note in found.items() if note}
    if notes:
        pages[address] = notes
    if notes or _SESSION in request.session:
        request.session[_SESSION] = dict([*pages.items()][-_PAGES:])
    return bool(notes) or pressed


def tell_values(request: HttpRequest, sent: Iterable[PortalForm]) -> None:
    """Say in a message how dates, numbers and addresses of these valid forms were read."""
    for form in sent:
        for each in form.own_fields:
            if sentence := read_as(each.field, each.data, form.cleaned_data.get(each.name)):
                messages.info(request, f"{each.label}: {sentence}")


def show(request: HttpRequest, parts: Iterable[Any]) -> None:
    """Give the forms of a page that is opened the notes that wait for it, by the names of their fields."""
    kept = request.session.get(_SESSION, {}).get(request.path) if hasattr(request, "session") else None
    if not kept:
        return
    for form in _forms(parts):
        known = {each.html_name: each for each in _texts(form) if each.html_name in kept}
        notes = {
            name: FieldNote.kept(kept[name]).still(str(form.stored_value(each.name)))
            for name, each in known.items()
        }
        form.field_notes = {name: note for name, note in notes.items() if note}


def note_html(note: FieldNote, name: str, target: str) -> str:
    """A note of the field that the page calls so; its buttons come back to the id `target`."""
    offers = [(offer, offer.sent(name)) for offer in note.offers]
    back = note.back.sent(name) if note.back else ""
    parts = {"note": note, "back": back, "offers": offers, "target": target}
    return render_to_string("components/field_note.html", parts)


def _forms(parts: Iterable[Any]) -> Iterator[PortalForm]:
    for part in parts:
        yield from [part] if isinstance(part, PortalForm) else part.forms


def _texts(form: PortalForm) -> Iterator[forms.BoundField]:
    return (each for each in form.own_fields if isinstance(each.field, LinesField | TypedText))
