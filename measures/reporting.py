"""What came of a measure, written down: its result and its evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from assessments.saving import save_row
from measures import uploads
from measures.models import Evidence, Measure, Result
from measures.result_forms import EvidenceForm, EvidenceFormSet, ResultForm

# What an entry tells of its evidence besides a file.
_TYPED = tuple(name for name in EvidenceForm.base_fields if name not in ("row", "file"))


def result_of(measure: Measure) -> Result:
    """The stored result, or a new one that says nothing has been done yet."""
    return getattr(measure, "result", None) or Result(measure=measure)


def result_values(result: Result) -> dict[str, Any]:
    """The values that the form of a result edits."""
    return {name: getattr(result, name) for name in ResultForm.base_fields}


def evidence_values(row: Evidence) -> dict[str, Any]:
    """The values that the form of a piece of evidence starts from; `file_name` only tells of its file."""
    typed = {name: getattr(row, name) for name in _TYPED}
    return {"row": str(row.pk), "file_name": row.file_name} | typed


def posted_order(
    rows: Iterable[Mapping[str, Any]], data: Mapping[str, str], prefix: str
) -> list[dict[str, Any]]:
    """The stored values in the order in which a page sent their keys; empty for no key or a strange one.

    Another window may have added or removed rows since, so a place on the page says nothing about a row.
    """
    stored = {values["row"]: dict(values) for values in rows}
    count = sum(1 for name in data if name.startswith(f"{prefix}-") and name.endswith("-row"))
    return [stored.pop(data.get(f"{prefix}-{place}-row", ""), {}) for place in range(count)]


def save_result(measure: Measure, form: ResultForm) -> None:
    """Store what was reported. The first time a row is made, unless the form says nothing at all."""
    result = result_of(measure)
    if result.pk or form.cleaned_data != result_values(Result()):
        save_row(result, form.cleaned_data)


def save_evidence(measure: Measure, formset: EvidenceFormSet) -> None:
    """Store the evidence in the order of the page. The files of deleted rows stay: the history names them."""
    stored = {str(row.pk): row for row in measure.evidence.all()}
    deleted = formset.deleted_forms
    for position, form in enumerate(formset.entries):
        row = stored.get(form.initial.get("row", ""))
        if form not in deleted:
            _save_entry(row or Evidence(measure=measure), form, position)
        elif row:
            row.delete()


def is_stored(measure: Measure, form: ResultForm, formset: EvidenceFormSet) -> bool:
    """Whether all that the forms say is stored already: the second click of a double click."""
    rows = measure.evidence.all()
    stored = {(*(getattr(row, name) for name in _TYPED), row.file_name) for row in rows}
    deleted = formset.deleted_forms
    if form.has_changed() or any(entry.initial for entry in deleted):
        return False
    return all(_said(entry) in stored for entry in formset.entries if entry not in deleted)


def _said(entry: EvidenceForm) -> tuple[object, ...]:
    """What a valid entry says, as its row would hold it."""
    values, upload = entry.cleaned_data, entry.cleaned_data["file"]
    name = uploads.shown_name(upload.name or "") if upload else entry.initial.get("file_name", "")
    return *(values[typed] for typed in _TYPED), name


def _save_entry(row: Evidence, form: EvidenceForm, position: int) -> None:
    values = {name: form.cleaned_data[name] for name in _TYPED}
    if upload := form.cleaned_data["file"]:
        values |= _attached(upload)
    save_row(row, {**values, "position": position})


def _attached(upload: UploadedFile) -> dict[str, object]:
    """The fields of an upload; the file itself is written when the row is saved."""
    original = uploads.shown_name(upload.name or "")
    upload.name = uploads.stored_name(uploads.kind_of_upload(upload))
    return {"file": upload, "file_name": original}
