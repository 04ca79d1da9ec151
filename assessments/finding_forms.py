"""The form of the assessors' findings: one row for each question or OIT item, in the officer's order."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT
from django.http import QueryDict

from assessments.framework import Framework
from assessments.models import Finding
from assessments.pasted.questions import PastedQuestions, read_prose, read_questions
from ita_portal.editing import PortalForm
from ita_portal.fields import REQUIRED, ThaiCharField, field_of, typed_key
from ita_portal.keyed_forms import KeyedFormSet
from ita_portal.merging import FieldValue
from ita_portal.signs import is_blank
from ita_portal.thai import arabic_digits, thai_digits

MOST_FINDINGS = 150  # more than any year has questions and OIT items
FIELDS = ("question", "indicator", "issue", "advice")
TEXT_ROWS = {"rows": 4}


class QuestionField(ThaiCharField):
    """The code of a question or OIT item as stored ("i2", "o6"), typed as people write it ("ข้อ O๖")."""

    def to_python(self, value: Any) -> str:
        """The code as it is stored."""
        return read_question(super().to_python(value))


def read_question(text: str) -> str:
    """The typed text in lower case and Arabic digits, without spaces and the word ข้อ."""
    return arabic_digits(re.sub(r"\s", "", text)).lower().removeprefix("ข้อ")


class FindingForm(PortalForm):
    """One remark of the assessors; a row in which nothing is typed is no finding.

    `row` is the question under which the row was stored when the page was opened.
    """

    use_required_attribute = False
    title = "ข้อสังเกต"

    row = forms.CharField(required=False, widget=forms.HiddenInput)
    question = QuestionField(
        label="ข้อคำถามหรือข้อ OIT",
        required=False,
        max_length=20,
        widget=forms.TextInput({"list": "questions", "autocapitalize": "none", "spellcheck": "false"}),
        help_text="เช่น i2, e4 หรือ o6",
    )
    indicator = forms.ChoiceField(
        label="ตัวชี้วัด", required=False, help_text="เว้นไว้ได้ ระบบจะเลือกตัวชี้วัดตามข้อคำถามให้"
    )
    issue = field_of(Finding, "issue", reader=read_prose, required=False, widget=forms.Textarea(TEXT_ROWS))
    advice = field_of(
        Finding,
        "advice",
        reader=read_prose,
        label="ข้อเสนอแนะของผู้ประเมิน",
        widget=forms.Textarea(TEXT_ROWS),
    )

    def __init__(self, *args: Any, rules: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        names = [(row.code, thai_digits(f"{row.code}. ") + row.name) for row in rules.indicators]
        self.fields["indicator"].choices = [("", "ตามข้อคำถาม"), *names]  # type: ignore[attr-defined]

    @property
    def blank(self) -> bool:
        """Whether nothing is typed; `indicator` alone does not count."""
        return all(is_blank(str(self[name].value() or "")) for name in ("question", "issue", "advice"))

    @property
    def theme(self) -> str:
        """What the question is about, where the year's framework knows it."""
        return self.rules.theme_of(read_question(self["question"].value() or ""))

    @cached_property
    def offer(self) -> PastedQuestions | None:
        """The questions that were probably meant by what is no question of this year; None without any."""
        found = read_questions(str(self["question"].value() or ""))
        known = found.codes and all(map(self.rules.question_exists, found.codes))
        return found if known and found.reason and "question" in self.errors else None

    @property
    def offer_label(self) -> str:
        """What the button says that takes the offer."""
        codes = self.offer.codes if self.offer else ()
        count = thai_digits(str(len(codes)))
        return f"แยกเป็น {count} ข้อ: {', '.join(codes)}" if len(codes) > 1 else f"ใช้ข้อ {', '.join(codes)}"

    @property
    def removed(self) -> bool:
        """Whether the box that removes the row is ticked."""
        return bool(self.cleaned_data.get(DELETION_FIELD_NAME))

    def typed_value(self, name: str) -> FieldValue:
        """What was typed; the indicator of the question where none is chosen."""
        typed = super().typed_value(name)
        if name == "indicator" and not typed:
            return self.rules.question_indicator(str(self.typed_value("question"))) or ""
        return typed

    def clean_question(self) -> str:
        """The code; raises ValidationError where the year has no such question."""
        question: str = self.cleaned_data["question"]
        if question and not self.rules.question_exists(question):
            year = thai_digits(str(self.rules.fiscal_year))
            typed = self["question"].value().strip()
            raise ValidationError(f"ปีงบประมาณ พ.ศ. {year} ไม่มีข้อ “{typed}” กรุณากรอกเช่น i2, e4 หรือ o6")
        return question

    def clean(self) -> dict[str, Any]:
        """Ask for what a finding needs, and fill in the indicator of the question where none is chosen."""
        if self.blank:
            return self.cleaned_data
        if self.offer:
            self.errors["question"] = self.error_class([f"{self.offer.reason} กดปุ่มด้านล่างเพื่อใช้ หรือกรอกข้อเดียว"])
        for name in ("question", "issue"):
            if name not in self.errors and not self.cleaned_data[name]:
                self.add_error(name, REQUIRED)
        # A choice that was refused keeps its error.
        if not {"question", "indicator"} & self.errors.keys() and not self.cleaned_data["indicator"]:
            found = self.rules.question_indicator(self.cleaned_data["question"])
            self.cleaned_data["indicator"] = found or ""
            if not found:
                self.add_error("indicator", "ระบบไม่ทราบตัวชี้วัดของข้อนี้ กรุณาเลือกตัวชี้วัด")
        return self.cleaned_data


class BaseFindingFormSet(KeyedFormSet):
    """All findings of a year. A row is known by its question, not by its place in the form."""

    def row_title(self, row: Mapping[str, Any]) -> str:
        """The question of a finding."""
        return f"ข้อ {row['question']}"

    def means(self, form: FindingForm, row: Mapping[str, Any]) -> bool:
        """Whether a new row is about a question that has a finding already."""
        return form.typed_value("question") == row["question"]

    def is_room(self, form: FindingForm) -> bool:
        """Whether nothing was typed into a new row."""
        return form.blank

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Every row is read, also one that equals what another window stored at its place."""
        return super().get_form_kwargs(index) | {"empty_permitted": False}

    def add_fields(self, form: FindingForm, index: int | None) -> None:
        """The number of the row, and the box that removes it, named for what it removes."""
        super().add_fields(form, index)
        form.title = thai_digits(f"ข้อสังเกตที่ {(index or 0) + 1}")
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = "ลบข้อสังเกตนี้เมื่อบันทึก"
            form.fields[DELETION_FIELD_NAME].help_text = "นำกลับมาได้จากประวัติของเอกสาร"

    def clean(self) -> None:
        """Refuse a question that stands in two rows."""
        seen: dict[str, str] = {}
        for form in self.forms:
            question = form.cleaned_data.get("question")
            if not question or form.removed:
                continue
            if question in seen:
                form.add_error("question", f"ข้อ {question} มีแล้วใน{seen[question]}")
            seen.setdefault(question, form.title)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The rows to store, in order; of rows with errors, what can be read."""
        self.is_valid()
        rows = [form for form in self.forms if not form.blank and not form.removed]
        return [{name: form.cleaned_data.get(name, "") for name in FIELDS} for form in rows]


def with_rows_apart(data: QueryDict, row: str) -> QueryDict:
    """What was sent, with a finding for each question that the field of this row ("findings-0") names.

    Each has the issue that stands behind the questions, before what was typed as issue and advice. Without a
    question to be read nothing changes.
    """
    found, sent = read_questions(data.get(f"{row}-question", "")), data.copy()
    total = f"{row.partition('-')[0]}-{TOTAL_FORM_COUNT}"
    count = typed_key(data.get(total, ""))
    if not found.codes or count is None:
        return sent
    issue = "\n".join(filter(None, (found.issue, data.get(f"{row}-issue", "").strip())))
    places = [row, *(f"{row.partition('-')[0]}-{count + n}" for n in range(len(found.codes) - 1))]
    for place, code in zip(places, found.codes, strict=True):
        sent[f"{place}-question"], sent[f"{place}-issue"] = code, issue
        sent[f"{place}-advice"] = data.get(f"{row}-advice", "")
    sent[total] = str(count + len(places) - 1)
    return sent


FindingFormSet = cast(
    "type[BaseFindingFormSet]",
    forms.formset_factory(
        FindingForm,
        formset=BaseFindingFormSet,
        extra=2,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST_FINDINGS,
        absolute_max=MOST_FINDINGS,
    ),
)


def stored_findings(findings: list[Finding]) -> list[dict[str, str]]:
    """The initial values of the rows."""
    return [
        {"row": finding.question} | {name: getattr(finding, name) for name in FIELDS} for finding in findings
    ]
