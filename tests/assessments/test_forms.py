"""The forms of a year's result, of the findings, of the analyses."""

from decimal import Decimal

from assessments import framework
from assessments.analysis_forms import AnalysisForm
from assessments.finding_forms import FindingForm, FindingFormSet
from assessments.forms import AssessmentForm

RULES = framework.load(2568)


def finding_form(**typed: str) -> FindingForm:
    return FindingForm(typed, rules=RULES)


def formset(*rows: dict[str, str]) -> FindingFormSet:
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    data |= {f"form-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()}
    return FindingFormSet(data, form_kwargs={"rules": RULES})


def test_result_form_reads_thai_digits() -> None:
    form = AssessmentForm({"score_1": "๙๘.๒๙", "announced_total": "๙๖.๔๗"}, rules=RULES)
    assert form.is_valid()
    assert (form.scores, form.own_values["announced_total"]) == ({"1": Decimal("98.29")}, Decimal("96.47"))


def test_result_form_asks_for_eit_parts_from_2566_on() -> None:
    parts = {
        year: "announced_eit1" in AssessmentForm(rules=framework.load(year)).fields for year in (2565, 2566)
    }
    assert parts == {2565: False, 2566: True}


def test_result_form_offers_the_levels_of_its_year() -> None:
    form = AssessmentForm({"announced_level": "AA"}, rules=RULES)
    assert list(form.errors) == ["announced_level"]
    assert AssessmentForm({"announced_level": "AA"}, rules=framework.load(2565)).is_valid()


def test_result_form_refuses_a_score_above_100_and_keeps_the_others() -> None:
    form = AssessmentForm({"score_1": "101", "score_2": "99.15"}, rules=RULES)
    assert form.errors == {"score_1": ["กรุณากรอกตัวเลขระหว่าง 0 ถึง 100"]}
    assert form.scores == {"2": Decimal("99.15")}


def test_finding_form_takes_the_indicator_of_the_question() -> None:
    form = finding_form(question="ข้อ O๖", issue="ไม่ครบ")
    assert form.is_valid()
    assert (form.cleaned_data["question"], form.cleaned_data["indicator"]) == ("o6", "9")


def test_finding_form_keeps_another_indicator_that_was_chosen() -> None:
    form = finding_form(question="e4", indicator="8", issue="เข้าถึงยาก")
    assert form.is_valid()
    assert form.cleaned_data["indicator"] == "8"


def test_finding_form_refuses_a_question_that_the_year_has_not() -> None:
    form = finding_form(question="o29", issue="ไม่ครบ")
    assert form.errors == {"question": ["ปีงบประมาณ พ.ศ. ๒๕๖๘ ไม่มีข้อ “o29” กรุณากรอกเช่น i2, e4 หรือ o6"]}


def test_finding_form_asks_for_the_indicator_where_the_year_does_not_tell() -> None:
    form = FindingForm({"question": "o7", "issue": "ไม่ครบ"}, rules=framework.load(2562))
    assert list(form.errors) == ["indicator"]


def test_finding_form_needs_question_and_issue_once_something_is_typed() -> None:
    assert list(finding_form(advice="ควรปรับปรุง").errors) == ["question", "issue"]


def test_finding_form_with_only_an_indicator_is_blank() -> None:
    form = finding_form(indicator="4")
    assert form.is_valid()
    assert form.blank


def test_finding_form_refuses_too_long_a_text() -> None:
    assert list(finding_form(question="i2", issue="ก" * 5001).errors) == ["issue"]


def test_finding_formset_refuses_a_question_twice() -> None:
    rows = formset({"question": "i2", "issue": "ก"}, {"question": "I๒", "issue": "ข"})
    assert not rows.is_valid()
    assert rows.forms[1].errors == {"question": ["ข้อ i2 มีแล้วในข้อสังเกตที่ ๑"]}


def test_finding_formset_keeps_the_order_and_leaves_out_blank_rows() -> None:
    rows = formset({"question": "o6", "issue": "ก"}, {}, {"question": "i2", "issue": "ข"})
    assert rows.is_valid()
    assert [row["question"] for row in rows.findings] == ["o6", "i2"]


def test_analysis_form_with_a_stance_needs_its_text() -> None:
    assert list(AnalysisForm({"stance": "urgent"}, title="ตัวชี้วัดที่ ๔").errors) == ["text"]


def test_analysis_form_with_a_text_needs_its_stance() -> None:
    assert list(AnalysisForm({"text": "วิเคราะห์"}, title="ตัวชี้วัดที่ ๔").errors) == ["stance"]


def test_analysis_form_left_empty_is_blank() -> None:
    form = AnalysisForm({"stance": "", "text": " ", "guidelines": "\r\n"}, title="ตัวชี้วัดที่ ๔")
    assert form.is_valid()
    assert form.blank
