"""What came of a measure, written down: its result and its evidence."""

from typing import Any

from ita_portal.saving import save_row
from measures import uploads
from measures.models import Evidence, Measure, Result
from measures.progress_forms import ProgressForm
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
    """The values that the form of a piece of evidence starts from; those of its file are not edited."""
    typed = {name: getattr(row, name) for name in _TYPED}
    known = {"row": str(row.pk), "file_name": row.file_name, "file_key": row.file.name or ""}
    return known | {"file_was_erased": row.file_was_erased} | typed


def save_result(measure: Measure, form: ResultForm, progress: ProgressForm) -> None:
    """Store what was reported. The first time a row is made, unless both forms are empty."""
    result = result_of(measure)
    if result.pk or progress.stored or form.cleaned_data != result_values(Result()):
        save_row(result, form.cleaned_data | {"progress": progress.stored})


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
