"""Every free text of a document is found, with the place where it was written."""

import pytest

from documents.checks.passages import Passage, passages
from tests.documents import dossiers

# What no officer writes freely: names of people, addresses, and the status of a measure.
NOT_FREE = {"นายสมชาย ใจซื่อ", "นางสาวใจดี มีธรรม", "นายกเทศมนตรีเมืองเขลางค์นคร", "รองนายกเทศมนตรีเมืองเขลางค์นคร"}


def found(kind: str) -> dict[str, Passage]:
    rows = list(passages(dossiers.full(), kind))
    assert len({row.path for row in rows}) == len(rows), "two texts under one path"
    return {row.path: row for row in rows}


def test_no_text_of_a_full_dossier_is_passed_over():
    read = {row.text for kind in ("plan", "results") for row in found(kind).values()}
    dossier = dossiers.full()
    typed = {*dossiers.texts((dossier.years, dossier.measures))}
    typed |= {*dossier.overall_outcome, *dossier.obstacles, *dossier.suggestions}
    typed = {text for text in typed if " " in text or "น" in text}  # codes and addresses are no prose
    typed = {text for text in typed if not text.startswith("https:") and text not in NOT_FREE}
    typed -= {year.announced_level for year in dossier.years}
    assert typed - read == set()


@pytest.mark.parametrize(
    ("kind", "path", "where", "place"),
    [
        ("plan", "measures.3.analysis", "มาตรการที่ ๓ ผลการวิเคราะห์", "measures.3"),
        ("plan", "measures.2.steps.2", "มาตรการที่ ๒ ขั้นตอน ข้อ ๒", "measures.2"),
        ("results", "measures.4.result.outcome.1", "มาตรการที่ ๔ ผลลัพธ์", "measures.4.result"),
        ("results", "plan.obstacles.2", "ปัญหาและอุปสรรค ข้อ ๒", "plan"),
        (
            "plan",
            "assessments.2566.findings.i10.issue",
            "ข้อสังเกตข้อ i10 ประเด็นที่พบ",
            "assessments.2566.findings",
        ),
        (
            "results",
            "assessments.2567.findings.o6.issue",
            "ข้อสังเกตข้อ o6 ประเด็นที่พบ",
            "assessments.2567.findings",
        ),
    ],
)
def test_a_text_says_where_it_stands_and_where_it_is_mended(kind, path, where, place):
    row = found(kind)[path]
    assert (row.where, row.place.path) == (where, place)
    assert row.complaint("ผิด").message == f"{where}: ผิด"
    assert row.complaint("ผิด").path == path


def test_the_plan_does_not_read_what_only_the_report_of_results_prints():
    assert not [
        path for path in found("plan") if "result" in path or path.startswith(("plan.", "assessments.2567"))
    ]


def test_a_quotation_is_short_and_on_one_line():
    text = "ก" * 40 + "เทศบาล\nตำบลบ้านสา" + "ข" * 40
    row = Passage(text, "measures.1.title", "", found("plan")["measures.1.title"].place, 2566)
    start = text.index("เทศบาล")
    quotation = row.quoted(start, start + 17)
    assert "เทศบาล ตำบลบ้านสา" in quotation
    assert quotation.startswith("“…")
    assert quotation.endswith("…”")
    assert len(quotation) < 75
    assert row.quoted(0, len(text)) == "“" + " ".join(text.split()) + "”"


def test_a_quotation_cuts_no_mark_and_no_first_vowel_from_its_letter():
    text = "ที่" * 30 + "เทศบาล" + "เก้" * 30
    row = Passage(text, "measures.1.title", "", found("plan")["measures.1.title"].place, 2566)
    for start in range(90, 96):
        before, after = row.quoted(start, start + 1).strip("“…”").split("เทศบาล")
        assert before == "ที่" * (len(before) // 3)
        assert after == "เก้" * (len(after) // 3)
