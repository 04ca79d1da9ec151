"""What a step of a document asks for: reasons for words that a check doubts, and a note."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from documents.checks.complaints import Complaint
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField
from ita_portal.thai import thai_digits
from reports.confirmations import AskedComplaint
from reports.confirmed import REASON_LENGTH
from reports.models import Report
from reports.publishing import NOBODY_ASKED, PublishingAnswers, PublishingQuestions
from reports.states import Action, ReviewWord
from reports.taking_down import NOTHING_CHOSEN, named_revisions, reason_refusal
from reports.workflow import NOTED


class StepNote(ReviewWord):
    """The label of the note that goes with a step, by the step; the others have no room for one."""

    SUBMIT = "submit", "ข้อความถึงผู้ตรวจทาน (ไม่บังคับ)", "บันทึกในประวัติของเอกสาร (ไม่บังคับ)"
    RETURN = "return", "เหตุผลและสิ่งที่ขอให้แก้ไข"
    ACCEPT = "accept", "ข้อความถึงเทศบาล (ไม่บังคับ)"
    REVISE = "revise", "เหตุที่ต้องปรับปรุง"
    WITHDRAW = "withdraw", "เหตุที่ถอนการเผยแพร่ (ประชาชนจะเห็นข้อความนี้)"


UNANSWERED = "กรุณาแก้ไขข้อความ หรือระบุเหตุผลที่ข้อความนี้ถูกต้อง"


class StepForm(PortalForm):
    """A reason for each doubted text, with what was confirmed before, and the note that goes with the step.

    Some steps need a note, some have no room for it; of several reports with one note, none is `noted`.
    `reviews` says whether the province does.
    """

    def __init__(
        self,
        action: Action,
        questions: Sequence[AskedComplaint],
        data: QueryDict | None = None,
        *,
        prefix: str | None = None,
        noted: bool = True,
        reviews: bool = True,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.action, self.questions = action, questions
        for number, question in enumerate(questions, 1):
            self.fields[question.key] = ThaiTextField(
                label=f"ข้อที่ {thai_digits(str(number))} ตรวจแล้ว ถูกต้อง เพราะ",
                initial=question.reason,
                max_length=REASON_LENGTH,
                error_messages={"required": UNANSWERED},
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if action in StepNote.values() and noted:
            label = StepNote(action).said(reviews=reviews)
            self.fields["note"] = ThaiTextField(label=label, required=action in NOTED, max_length=5000)

    def asked(self) -> Iterator[tuple[Complaint, BoundField]]:
        """Each doubted text with the field for its reason."""
        for question in self.questions:
            yield question.complaint, self[question.key]

    @property
    def answers(self) -> PublishingAnswers:
        """What a valid form says before publishing."""
        return NOBODY_ASKED

    @property
    def chosen_revisions(self) -> list[int] | None:
        """The revisions that a valid form withdraws, None for all that are public."""
        return None

    @property
    def reasons(self) -> dict[Complaint, str]:
        """The answers of a valid form."""
        return {question.complaint: self.cleaned_data[question.key] for question in self.questions}

    @property
    def note_text(self) -> str:
        """The note of a valid form; "" where there is none."""
        return str(self.cleaned_data.get("note", ""))


class WithdrawForm(StepForm):
    """Which of the public revisions come down, where there are several; and why, without repeating it."""

    def __init__(self, report: Report, data: QueryDict | None = None) -> None:
        super().__init__(Action.WITHDRAW, (), data)
        self.public = report.publications.public().order_by("-revision")
        numbers = list(self.public.values_list("revision", flat=True))
        newest = report.publications.order_by("-revision").values_list("revision", flat=True).first()
        if len(numbers) > 1:
            self.fields["revisions"] = forms.TypedMultipleChoiceField(
                label="ฉบับที่จะถอน",
                coerce=int,
                choices=[(number, _named(number, newest)) for number in numbers],
                initial=numbers,
                widget=forms.CheckboxSelectMultiple,
                help_text="หากถอนเฉพาะฉบับล่าสุด ฉบับก่อนหน้ายังเปิดได้ที่ที่อยู่ของฉบับนั้นเอง "
                "แต่หน้าเอกสาร รายการ และข้อมูลเปิดจะแสดงว่าเอกสารถูกถอน",
                error_messages={"required": NOTHING_CHOSEN},
            )
            self.order_fields(["revisions", "note"])

    def clean(self) -> dict[str, Any]:
        """Refuse a reason that repeats what it hides."""
        values = self.cleaned_data
        rows = self.public.filter(revision__in=values["revisions"]) if "revisions" in values else self.public
        if "note" in values and (sentence := reason_refusal(values["note"], rows)):
            self.add_error("note", sentence)
        return values

    @property
    def chosen_revisions(self) -> list[int] | None:
        """The ticked ones; None where there was nothing to tick."""
        return self.cleaned_data.get("revisions")


def _named(number: int, newest: int | None) -> str:
    return named_revisions([number]) + (" (ล่าสุด)" if number == newest else "")


STAY, COME_DOWN = "stay", "withdraw"


class PublishForm(StepForm):
    """What publishing asks because of what was published before; for a first revision, of its plan alone."""

    def __init__(
        self,
        report: Report,
        questions: PublishingQuestions,
        data: QueryDict | None = None,
        *,
        prefix: str | None = None,
    ) -> None:
        super().__init__(Action.PUBLISH, (), data, prefix=prefix)
        self.asks, self.public = questions, report.publications.public()
        if questions.earlier:
            named = named_revisions(questions.earlier)
            self.fields["earlier"] = forms.ChoiceField(
                label=f"{named} ซึ่งเปิดอยู่",
                choices=[
                    (STAY, "ให้เปิดอ่านต่อได้ โดยแสดงว่าถูกแทนที่แล้ว"),
                    (COME_DOWN, "ถอนจากการเผยแพร่พร้อมกัน เมื่อมีข้อมูลที่ไม่ควรเปิดอีก"),
                ],
                # What the public may no longer open is decided by the officer, not by a tick that was there.
                initial=None if questions.uncovered else STAY,
                widget=forms.RadioSelect,
                error_messages={"required": "กรุณาเลือกว่าจะให้ฉบับก่อนหน้าเปิดต่อหรือถอน"},
            )
            self.fields["earlier_reason"] = ThaiTextField(
                label="เหตุที่ถอนฉบับก่อนหน้า (ประชาชนจะเห็นข้อความนี้)",
                required=False,
                initial="มีฉบับปรับปรุงแทนแล้ว",
                max_length=5000,
                help_text="ใช้เมื่อเลือกถอน และต้องไม่กล่าวซ้ำสิ่งที่ต้องการปิด",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if questions.repeated:
            self.fields["repeated"] = forms.BooleanField(
                label="ตรวจแล้ว ไม่มีสิ่งที่เป็นเหตุให้ถอนอยู่ในเอกสาร จึงเผยแพร่เนื้อหาเดิม",
                error_messages={"required": "กรุณาแก้ไขเอกสารก่อน หรือยืนยันว่าตรวจแล้ว"},
            )
        if questions.before_plan:
            self.fields["before_plan"] = forms.BooleanField(
                label="เผยแพร่รายงานผลทั้งที่เอกสารมาตรการยังไม่เผยแพร่",
                error_messages={"required": "กรุณายืนยัน หรือเผยแพร่เอกสารมาตรการก่อน"},
            )

    def clean(self) -> dict[str, Any]:
        """What comes down needs a reason that does not repeat it."""
        values = self.cleaned_data
        if values.get("earlier") == COME_DOWN and "earlier_reason" in values:
            missing = "" if values["earlier_reason"] else "กรุณาระบุเหตุที่ถอนฉบับก่อนหน้า"
            if sentence := missing or reason_refusal(values["earlier_reason"], self.public):
                self.add_error("earlier_reason", sentence)
        return values

    @property
    def answers(self) -> PublishingAnswers:
        """What the officer chose."""
        values = self.cleaned_data
        reason = values["earlier_reason"] if values.get("earlier") == COME_DOWN else ""
        earlier = reason if self.asks.earlier else None
        return PublishingAnswers(earlier, values.get("repeated", False), values.get("before_plan", False))
