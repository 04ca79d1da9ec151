"""Signs that the documents' font lacks are named where they stand."""

import pytest

from documents.checks.catalogue import Complaint, run
from documents.dossier import ResultFacts
from tests.documents.test_checks import with_measure, with_result, year


def found(text: str) -> list[Complaint]:
    return [each for each in run(with_measure(analysis=text), "plan") if each.check == "P14"]


@pytest.mark.parametrize("text", ["● ✓ ☑ ➢ ① → ๑. น้ำ ฿", "บรรทัด\nสอง\u200b\ufeff", "น้ํา ปี\uf70a"])
def test_what_the_paper_shows_is_no_fault(text: str) -> None:
    assert found(text) == []


def test_private_sign_is_shown_as_a_box_among_its_words() -> None:
    (complaint,) = found("ข้อ ๑ \ue000 จัดทำคู่มือ")
    assert "“ข้อ ๑ □ จัดทำคู่มือ”" in complaint.message
    assert complaint.path == "measures.6.analysis"


def test_signs_side_by_side_are_named_once_and_distant_ones_each() -> None:
    assert len(found("\U0001f600 ดี \U0001f600 มาก")) == 1
    assert len(found(f"\U0001f600 {'คำ ' * 30}\U0001f600")) == 2


def test_every_text_is_read() -> None:
    result = ResultFacts("done", ("ทำแล้ว \U0001f44d",), ("ดีขึ้น",))
    paths = [each.path for each in run(with_measure(steps=("ประชุม", "\U0001f4cc"), result=result), "results")]
    assert paths == ["measures.6.steps.2", "measures.6.result.done.1"]


def test_analysis_of_the_assessment_is_read() -> None:
    first, *rest = year(2567).analyses
    marked = type(first)(first.about, first.stance, "ดี \u2764\ufe0f มาก")
    (complaint,) = run(with_result(analyses=(marked, *rest)), "plan")
    assert (complaint.path, complaint.place.page) == ("assessments.2567.analyses.iit.text", "analyses")
