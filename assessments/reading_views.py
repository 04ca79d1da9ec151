"""How the text of a field is read, asked while it is typed; without JavaScript that is said after saving."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from assessments.pasted.questions import read_prose
from ita_portal.field_notes import note_of, read_as
from ita_portal.fields import (
    BahtField,
    FiscalYearField,
    PasteReader,
    ScoreField,
    ThaiDateField,
    ThaiTextField,
    TypedField,
    WebAddressField,
    pasted,
)
from ita_portal.lines_field import LinesField
from ita_portal.noted_forms import note_html
from ita_portal.pasted import read_items, read_title, read_units

LISTS = (read_items, read_units)
PROSE = (read_title, read_prose)
VALUES = (BahtField, ThaiDateField, ScoreField, FiscalYearField, WebAddressField)


@require_POST
def reading(request: HttpRequest) -> JsonResponse:
    """POST: `text` of the field `name`, which `kind` reads (an input's data-read), with the `kept` texts.

    Answers with the `text` as it is repaired, and the `html` that stands beside the field, "" for nothing.
    """
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    if value := next((each for each in VALUES if each.__name__ == kind), None):
        return JsonResponse({"text": text, "html": _value_read(value(required=False), text)})
    reader = next((each for each in (*LISTS, *PROSE) if each.__name__ == kind), None)
    field = _field(reader, request) if reader else None
    note = note_of(field, text) if field else None
    if not note or not field:
        return JsonResponse({"text": text, "html": ""})
    name = request.POST.get("name", "")
    html = note_html(note, name, f"div_id_{name}")
    return JsonResponse({"text": field.found(pasted(text)).text if note.repairs else text, "html": html})


def _field(reader: PasteReader, request: HttpRequest) -> LinesField | ThaiTextField:
    known = request.POST.getlist("known")
    read = partial(reader, known=known) if known and reader is read_units else reader
    field = LinesField(reader=reader) if reader in LISTS else ThaiTextField(reader=reader)
    field.reader = read
    kept = request.POST.get("kept", "")
    field.kept = (kept, *kept.splitlines())
    return field


def _value_read(field: TypedField | WebAddressField, text: str) -> str:
    try:
        said = read_as(field, text, field.clean(text))
    except ValidationError as refusal:
        said = refusal.messages[0]
    return format_html('<p class="field-note">{}</p>', said) if said else ""
