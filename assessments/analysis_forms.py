"""The form of one analysis: what the municipality makes of an indicator or an instrument."""

from collections.abc import Mapping
from typing import Any

from django import forms

from assessments.enums import Stance
from assessments.models import LINE_COUNT, LINE_LENGTH, Analysis
from assessments.pasted.questions import read_prose
from ita_portal.editing import PortalForm
from ita_portal.fields import field_of
from ita_portal.lines_field import LinesField
from ita_portal.pasted import read_items
from ita_portal.signs import is_blank

FIELDS = ("stance", "text", "guidelines")
Stored = Mapping[str, Mapping[str, Any]]


class AnalysisForm(PortalForm):
    """The analysis of the subject that `title` names; left empty it is no analysis, and a stored one goes."""

    use_required_attribute = False

    stance = forms.ChoiceField(
        label="แนวทาง",
        choices=[("", "ยังไม่วิเคราะห์"), *Stance.choices()],
        required=False,
        widget=forms.RadioSelect,
    )
    text = field_of(Analysis, "text", reader=read_prose, required=False, widget=forms.Textarea({"rows": 5}))
    guidelines = LinesField(
        label="แนวทางการปฏิบัติ",
        required=False,
        reader=read_items,
        max_items=LINE_COUNT,
        max_length=LINE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text="พิมพ์บรรทัดละหนึ่งข้อ ไม่ต้องใส่เลขข้อ",
    )

    def __init__(self, *args: Any, title: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = title

    @property
    def blank(self) -> bool:
        """Whether nothing is chosen or typed."""
        return all(is_blank(str(self[name].value() or "")) for name in FIELDS)

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values to store."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def clean(self) -> dict[str, Any]:
        """An analysis needs its text and its stance."""
        if self.blank:
            return self.cleaned_data
        if "text" not in self.errors and not self.cleaned_data["text"]:
            self.add_error("text", "กรุณากรอกผลการวิเคราะห์ หรือเลือก “ยังไม่วิเคราะห์” และเว้นทุกช่องไว้")
        if "stance" not in self.errors and not self.cleaned_data["stance"]:
            self.add_error("stance", "กรุณาเลือกแนวทางของการวิเคราะห์นี้")
        return self.cleaned_data


def stored_analyses(analyses: list[Analysis], codes: list[str]) -> dict[str, dict[str, Any]]:
    """The initial values of the subjects among `codes` that have an analysis."""
    rows = {row.about: row for row in analyses if row.about in codes}
    return {about: {name: getattr(row, name) for name in FIELDS} for about, row in rows.items()}
