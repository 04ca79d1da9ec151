"""The form in which an officer chooses how a document looks."""

from typing import Any

from django import forms

from assessments import framework
from documents.choices import GROUPINGS, MOST_YEARS, READINGS, SIGNINGS, SIZES, decided
from ita_portal.editing import PortalForm
from ita_portal.fields import field_of
from ita_portal.thai import thai_digits
from reports.chosen import DocumentChoices
from reports.models import ReportKind

BY_ISSUE = "ถ้ามาตรการไม่ระบุประเด็น จะจัดตามเครื่องมือเมื่อทำได้"
OPEN_ISSUES = f"รายการประเด็นของปีนี้ยังไม่มีเอกสารยืนยันครบ จึงเลือกจัดกลุ่มแบบอื่นได้ {BY_ISSUE}"
OF_THE_PLAN = ("reading", "ranking")  # the report of results has no such parts
YEARS = [
    (1, f"{thai_digits('1')} ปี (ไม่มีหัวข้อผลย้อนหลัง)"),
    *((count, f"{thai_digits(str(count))} ปี") for count in range(2, MOST_YEARS + 1)),
]


class ChoicesForm(PortalForm):
    """The choices of documents.choices; what the year has decided stands there and can't be changed."""

    grouping = forms.ChoiceField(label="การจัดกลุ่มตารางมาตรการ", choices=GROUPINGS, help_text=BY_ISSUE)
    reading = forms.ChoiceField(label="การวิเคราะห์ผลการประเมิน", choices=READINGS)
    history_years = forms.TypedChoiceField(label="ผลการประเมินย้อนหลัง", choices=YEARS, coerce=int)
    size = forms.ChoiceField(label="ขนาดตัวอักษร", choices=SIZES)
    cover = forms.BooleanField(label="ปก", required=False)
    announcement = forms.BooleanField(label="ประกาศของเทศบาล หนึ่งหน้า", required=False)
    contents = forms.BooleanField(label="สารบัญ", required=False)
    charts = forms.BooleanField(label="แผนภูมิ", required=False)
    ranking = forms.BooleanField(label="ตารางอันดับคะแนนรายตัวชี้วัด", required=False)
    thai_numerals = forms.BooleanField(label="เลขไทย (๑ ๒ ๓) แทนเลขอารบิก", required=False)
    signing = forms.ChoiceField(label="ช่องลงนาม", choices=SIGNINGS)
    preparer_name = field_of(DocumentChoices, "preparer_name")
    preparer_position = field_of(
        DocumentChoices, "preparer_position", help_text="ใช้เมื่อเลือกช่องลงนามแบบผู้จัดทำและผู้ลงนาม"
    )

    def __init__(self, *args: Any, fiscal_year: int, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_THE_PLAN if kind == ReportKind.RESULTS else ():
            del self.fields[name]
        rules = framework.load(fiscal_year)
        if rules.issues and not rules.issues_certain:
            self.fields["grouping"].help_text = OPEN_ISSUES
        for each in decided(fiscal_year):
            field = self.fields[each.field]
            field.disabled, field.initial = True, each.value
            self.initial[each.field] = each.value
            field.help_text = each.reason

    def groups(self) -> list[list[forms.BoundField]]:
        """The fields as the page lays them out: what is selected, what is ticked, who signs."""
        signs = ("signing", "preparer_name", "preparer_position")
        fields = [field for field in self if field.name not in signs]
        ticked = [field for field in fields if isinstance(field.field, forms.BooleanField)]
        return [[field for field in fields if field not in ticked], ticked, [self[name] for name in signs]]
