"""What came of a measure, written down: its result and its evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from ita_portal.saving import save_row
from measures import uploads
from measures.models import Evidence, Measure, Result
from measures.result_forms import EvidenceForm, EvidenceFormSet, ResultForm

# The fields of a piece of evidence that are typed: all but its file.
_TYPED = tuple(name for name in EvidenceForm.base_fields if name not in ("row", "file"))


def result_of(measure: Measure) -> Result:
    """The stored result, or a new one: nothing has been done yet."""
    return getattr(measure, "result", None) or Result(measure=measure)


def result_values(result: Result) -> dict[str, Any]:
    """The values that the form of a result edits."""
    return {name: getattr(result, name) for name in ResultForm.base_fields}


def evidence_values(row: Evidence) -> dict[str, Any]:
    """The values that the form of a piece of evidence starts from; `file_name` is shown, not edited."""
    typed = {name: getattr(row, name) for name in _TYPED}
    return {"row": str(row.pk), "file_name": row.file_name} | typed


def posted_order(
    rows: Iterable[Mapping[str, Any]], data: Mapping[str, str], prefix: str
) -> list[dict[str, Any]]:
    """The stored values in the order in which a page sent their keys; empty for no key or a strange one.

    Another window may have added or removed rows since, so a row can't be known by its place on the page.
    """
    stored = {values["row"]: dict(values) for values in rows}
    count = sum(1 for name in data if name.startswith(f"{prefix}-") and name.endswith("-row"))
    return [stored.pop(data.get(f"{prefix}-{place}-row", ""), {}) for place in range(count)]


def save_result(measure: Measure, form: ResultForm) -> None:
    """Store what was reported. The first time a row is made, unless the form is empty."""
    result = result_of(measure)
    if result.pk or form.cleaned_data != result_values(Result()):
        save_row(result, form.cleaned_data)


def save_evidence(measure: Measure, formset: EvidenceFormSet) -> None:
    """Store the evidence in the order of the page. The files of deleted rows stay: the history names them."""
    stored = {str(row.pk): row for row in measure.evidence.all()}
    deleted = formset.deleted_forms
    for position, form in enumerate(formset.entries):
        row = stored.get(form.initial.get("row", ""))
        if form in deleted:
            if row:
                row.delete()
            continue
        values = {name: form.cleaned_data[name] for name in _TYPED} | {"position": position}
        if upload := form.cleaned_data["file"]:
            values["file_name"] = uploads.shown_name(upload.name or "")
            upload.name = uploads.stored_name(uploads.kind_of_upload(upload))
            values["file"] = upload  # written when the row is saved
            values |= {"file_sha256": uploads.sha256_of(upload.file), "file_size": upload.size}
        save_row(row or Evidence(measure=measure), values)


def is_stored(measure: Measure, form: ResultForm, formset: EvidenceFormSet) -> bool:
    """Whether all that the forms hold is stored already: the second click of a double click."""
    rows = measure.evidence.all()
    stored = {(*(getattr(row, name) for name in _TYPED), row.file_name) for row in rows}
    deleted = formset.deleted_forms
    if form.has_changed() or any(entry.initial for entry in deleted):
        return False
    for entry in formset.entries:
        if entry in deleted:
            continue
        values, upload = entry.cleaned_data, entry.cleaned_data["file"]
        name = uploads.shown_name(upload.name or "") if upload else entry.initial.get("file_name", "")
        if (*(values[typed] for typed in _TYPED), name) not in stored:
            return False
    return True
