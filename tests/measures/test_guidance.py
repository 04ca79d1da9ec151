from decimal import Decimal

import pytest

from assessments import framework, scoring
from measures import guidance
from measures.models import Measure, MeasureTarget, Plan
from measures.planning import copy_measure
from tests.factories import analysis, assessment, elsewhere, measure, plan, result

pytestmark = pytest.mark.django_db


def unanswered(row: Plan) -> tuple[str, ...]:
    about = MeasureTarget.objects.filter(measure__plan=row).values_list("about", flat=True)
    result = guidance.assessed(row)
    return scoring.unanswered(result.score_values(), about, result.framework)


def listed(row: Plan) -> Measure:
    return guidance.measure_lines(row).get()


def gaps(row: Plan) -> tuple[str, ...]:
    return guidance.measure_line(listed(row), row, guidance.subjects(guidance.assessed(row))).gaps


def test_unanswered_is_what_lies_below_the_pass_mark() -> None:
    assessment()

    assert unanswered(plan()) == ("4", "8")


@pytest.mark.parametrize(
    ("about", "left"), [(["4"], ("8",)), (["iit"], ("8",)), (["8", "4"], ()), (["1"], ("4", "8"))]
)
def test_unanswered_counts_an_indicator_named_itself_or_by_its_instrument(
    about: list[str], left: tuple[str, ...]
) -> None:
    assessment()
    row = plan()
    measure(row, about=about)

    assert unanswered(row) == left


def test_unanswered_asks_for_the_lowest_when_all_pass() -> None:
    assessment(scores={"1": "90", "4": "86", "8": "86"})

    assert unanswered(plan()) == ("4", "8")


def test_unanswered_without_scores_is_empty() -> None:
    assessment(elsewhere())

    assert unanswered(plan()) == ()


def test_subjects_know_score_mean_and_analysis() -> None:
    row = plan()
    stored = analysis(assessment(), "4")

    known = guidance.subjects(guidance.assessed(row))

    assert (known["4"].score, known["4"].weak, known["4"].analysis) == (
        Decimal("74.54"),
        True,
        stored,
    )
    assert (known["oit"].score, known["oit"].is_instrument) == (Decimal("95.00"), True)


def test_gaps_of_a_complete_measure() -> None:
    row = plan()
    measure(row, follow_up="รายงานทุกเดือน")

    assert gaps(row) == ()


def test_gaps_of_an_empty_measure() -> None:
    row = plan()
    measure(row, about=[], steps=[], responsible=[], starts_on=None)

    assert gaps(row) == (
        "ยังไม่ระบุตัวชี้วัดหรือเครื่องมือที่เกี่ยวข้อง", "ยังไม่ระบุขั้นตอน/วิธีการปฏิบัติ", "ยังไม่ระบุผู้รับผิดชอบ",
        "ยังไม่ระบุระยะเวลาดำเนินการ",
    )  # fmt: skip


def test_issue_of_the_year_has_number_and_name() -> None:
    assert guidance.issue_text(framework.load(2568), 2) == "๒. การให้บริการและระบบ E-Service"


@pytest.mark.parametrize(("number", "text"), [(1, "ประเด็นที่ ๑"), (None, "")])
def test_issue_that_the_year_does_not_list_has_its_number(number: int | None, text: str) -> None:
    assert guidance.issue_text(framework.load(2569), number) == text


def test_line_of_a_copy_tells_where_it_comes_from() -> None:
    old, new = plan(fiscal_year=2567), plan()
    copy = copy_measure(measure(old), new)
    known = guidance.subjects(guidance.assessed(new))
    assert guidance.measure_line(listed(new), new, known).origin == old
    assert guidance.measure_line(listed(new), new, known).untouched

    copy.title = "ปรับแล้ว"
    copy.save()

    assert not guidance.measure_line(listed(new), new, known).untouched


def test_is_reported_by_a_result() -> None:
    row = plan()
    made = measure(row)
    assert not guidance.is_reported(listed(row))

    result(made)

    assert guidance.is_reported(listed(row))


def test_units_used_are_this_municipalitys_once_each() -> None:
    measure(plan(fiscal_year=2567), responsible=["กองคลัง", "สำนักปลัด"])
    measure(plan(elsewhere()), responsible=["กองช่าง"])
    row = plan()
    measure(row, responsible=["สำนักปลัด", "กองการศึกษา"])

    assert guidance.units_used(row) == ["กองคลัง", "สำนักปลัด", "กองการศึกษา"]


def test_joined_analyses_adds_what_is_not_there_yet() -> None:
    row = assessment()
    analysis(row, "4", text="เรื่องสี่")
    analysis(row, "8", text="เรื่องแปด")
    known = guidance.subjects(guidance.assessed(plan()))

    assert guidance.joined_analyses(["4", "8", "1", "99"], known, "พิมพ์ไว้\nเรื่องสี่\n") == "พิมพ์ไว้\nเรื่องสี่\nเรื่องแปด"
