"""What a step of a document asks for: reasons for words that a check doubts, and a note."""

from collections.abc import Iterator, Sequence

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from documents.checks.complaints import Complaint
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField
from ita_portal.thai import thai_digits
from reports.confirmations import AskedComplaint
from reports.confirmed import REASON_LENGTH
from reports.states import Action
from reports.workflow import NOTED

NOTES = {
    Action.SUBMIT: "ข้อความถึงผู้ตรวจทาน (ไม่บังคับ)",
    Action.RETURN: "เหตุผลและสิ่งที่ขอให้แก้ไข",
    Action.ACCEPT: "ข้อความถึงเทศบาล (ไม่บังคับ)",
    Action.REVISE: "เหตุที่ต้องปรับปรุง",
    Action.WITHDRAW: "เหตุที่ถอนการเผยแพร่ (ประชาชนจะเห็นข้อความนี้)",
}
UNANSWERED = "กรุณาแก้ไขข้อความ หรือระบุเหตุผลที่ข้อความนี้ถูกต้อง"


class StepForm(PortalForm):
    """A reason for each doubted text, with what was confirmed before, and the note that goes with the step.

    Some steps need a note, some have no room for it.
    """

    def __init__(
        self, action: Action, questions: Sequence[AskedComplaint], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.action, self.questions = action, questions
        for number, question in enumerate(questions, 1):
            self.fields[question.key] = ThaiTextField(
                label=f"ข้อที่ {thai_digits(str(number))} ตรวจแล้ว ถูกต้อง เพราะ",
                initial=question.reason,
                max_length=REASON_LENGTH,
                error_messages={"required": UNANSWERED},
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if action in NOTES:
            self.fields["note"] = ThaiTextField(
                label=NOTES[action], required=action in NOTED, max_length=5000
            )

    def asked(self) -> Iterator[tuple[Complaint, BoundField]]:
        """Each doubted text with the field for its reason."""
        for question in self.questions:
            yield question.complaint, self[question.key]

    @property
    def reasons(self) -> dict[Complaint, str]:
        """The answers of a valid form."""
        return {question.complaint: self.cleaned_data[question.key] for question in self.questions}

    @property
    def note_text(self) -> str:
        """The note of a valid form; "" where there is none."""
        return str(self.cleaned_data.get("note", ""))
