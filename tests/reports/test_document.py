import logging
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from pdfminer.high_level import extract_text
from pypdf import PdfReader

from assessments.framework import load
from ita_portal.thai import decimal_text, thai_date, thai_digits
from reports import pdf
from reports.document import Document, Section, compose
from reports.document.section import Lines, lines, listed, written_date
from reports.dossier import Analysis, Dossier, Finding, Result, Year
from reports.reading import paper
from tests.reports.dossiers import SCORES_2566, dossier, full, measure, scores, texts, year_2566, year_2567

MISSING = "ยังไม่ได้ระบุ"


def section(document: Document, anchor: str) -> Section:
    return next(part for part in document.sections if part.anchor == anchor)


def anchors(document: Document) -> list[str]:
    return [part.anchor for part in document.sections]


# What the documents consist of


def test_plan_document_has_its_sections_in_order() -> None:
    whole = ["opening", "overall", "history", "indicators", "analyses", "stances", "measures", "signature"]

    assert anchors(compose(dossier(assessed_year=2567, fiscal_year=2568), "plan")) == whole


def test_results_document_has_its_sections_in_order() -> None:
    whole = ["opening", "results", "outcome", "comparison", "history", "obstacles", "evidence", "signature"]

    assert anchors(compose(dossier(), "results")) == whole


def test_results_document_ends_with_what_is_known_of_the_followed_year() -> None:
    assert anchors(compose(full(), "results"))[-2:] == ["signature", "annex"]


def test_sections_are_numbered_in_thai_except_signature() -> None:
    numbers = [number for number, _ in compose(full(), "results").numbered_sections]

    assert numbers == ["๑", "๒", "๓", "๔", "๕", "๖", "๗", "", ""]


def test_empty_dossier_still_gives_both_documents() -> None:
    empty = replace(dossier(), years=())

    assert anchors(compose(empty, "plan")) == [
        "opening",
        "overall",
        "analyses",
        "stances",
        "measures",
        "signature",
    ]
    assert "ผลการประเมิน ITA" in shown(compose(empty, "results"))


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        compose(dossier(), "letter")


@pytest.mark.parametrize(
    ("year", "kind", "title", "answers"),
    [
        (2565, "plan", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", ["O42 ๒๕๖๕"]),
        (
            2567,
            "results",
            "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
            ["o35 ๒๕๖๗", "o28 ๒๕๖๘"],
        ),
        (2568, "plan", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", ["o27 ๒๕๖๘"]),
        (2569, "plan", "การนำผลการประเมิน ITA ไปสู่การพัฒนาองค์กร", ["o25 ๒๕๖๙"]),
    ],
)
def test_title_and_item_are_those_of_the_year(year: int, kind: str, title: str, answers: list[str]) -> None:
    document = compose(dossier(fiscal_year=year, assessed_year=year - 1), kind)

    assert document.title == title
    assert [re.sub(r"ข้อ\s(\S+).*\s(\S+)", r"\1 \2", item) for item in document.answers] == answers


# Scores


def test_overall_prints_announced_figures_with_the_right_names_of_the_instruments() -> None:
    overall = section(compose(full(), "plan"), "overall")

    assert (overall.total, overall.announced, overall.level) == (Decimal("94.22"), True, "")
    assert [(row.name, row.score) for row in overall.instruments] == [
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", Decimal("93.43")),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)", Decimal("91.45")),
        ("แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)", Decimal("96.88")),
    ]
    assert [score for _, score in overall.instruments[1].parts] == [Decimal("90.11"), Decimal("92.79")]


def test_overall_says_when_the_total_is_only_computed() -> None:
    year = replace(year_2566(), announced_total=None)
    overall = section(compose(dossier(years=(year,)), "plan"), "overall")

    assert (overall.total, overall.announced) == (Decimal("94.21"), False)


@pytest.mark.parametrize(("announced", "computed"), [("94.22", None), ("91.95", "94.21")])
def test_overall_shows_a_computed_total_that_contradicts_the_announced_one(
    announced: str, computed: str | None
) -> None:
    year = replace(year_2566(), announced_total=Decimal(announced))
    overall = section(compose(dossier(years=(year,)), "plan"), "overall")

    assert overall.computed == (computed and Decimal(computed))


def test_history_shows_the_last_five_years_up_to_the_documents_own() -> None:
    years = tuple(Year(year, scores(SCORES_2566)) for year in range(2562, 2570))
    plan = section(compose(dossier(years=years), "plan"), "history")
    results = section(compose(dossier(years=years), "results"), "history")

    assert [row.fiscal_year for row in plan.years] == [2562, 2563, 2564, 2565, 2566]
    assert [row.fiscal_year for row in results.years] == [2563, 2564, 2565, 2566, 2567]


def test_ranking_shares_a_place_between_equal_scores() -> None:
    year = Year(2566, scores("100 90 100 80 80 70 60 50 40 30"))
    ranking = section(compose(dossier(years=(year,)), "plan"), "indicators").ranking

    assert [(place.rank, place.code) for place in ranking[:5]] == [
        (1, "1"),
        (1, "3"),
        (3, "2"),
        (4, "4"),
        (4, "5"),
    ]


def test_comparison_has_the_right_sign_for_each_change() -> None:
    comparison = section(compose(dossier(), "results"), "comparison")
    changes = {row.code: row.change for row in comparison.rows}

    assert (changes["1"], changes["2"], changes["4"]) == (
        Decimal("-7.11"),
        Decimal("0.76"),
        Decimal("-16.96"),
    )
    assert comparison.total.change == Decimal("-3.57")
    assert [re.sub(r"\s", " ", name) for name in comparison.below] == [
        "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ",
        "ตัวชี้วัดที่ ๘ การปรับปรุงการทำงาน",
    ]


def test_comparison_says_that_the_later_result_is_not_known() -> None:
    document = compose(dossier(years=(year_2566(),)), "results")

    assert section(document, "comparison").known is False
    assert "ยังไม่มีผลการประเมินปีงบประมาณพ.ศ.๒๕๖๗" in squeezed(shown(document))


# Analyses


def test_instruments_analysis_covers_its_indicators() -> None:
    year = year_2566(
        analyses=(Analysis("iit", "improve", "วิเคราะห์ภายใน"),), findings=(Finding("i1", "1", "พบ"),)
    )
    analyses = section(compose(dossier(years=(year,)), "plan"), "analyses")

    assert [(entry.code, entry.analysed) for entry in analyses.entries] == [
        ("iit", True), ("1", True), ("6", False), ("7", False), ("8", False), ("9", False), ("10", False),
    ]  # fmt: skip


def test_facts_tell_score_change_and_pass_mark() -> None:
    document = compose(dossier(fiscal_year=2568, assessed_year=2567), "plan")
    facts = {entry.code: re.sub(r"\s", " ", entry.facts) for entry in section(document, "analyses").entries}

    assert facts["4"] == "ได้ ๗๔.๕๔ คะแนน ลดลงจากปีงบประมาณ พ.ศ. ๒๕๖๖ ๑๖.๙๖ คะแนน ต่ำกว่าเกณฑ์ ๘๕ คะแนน"
    assert facts["10"] == "ได้ ๑๐๐.๐๐ คะแนน เพิ่มขึ้นจากปีงบประมาณ พ.ศ. ๒๕๖๖ ๖.๒๕ คะแนน เป็นคะแนนเต็ม"


@pytest.mark.parametrize(("year", "printed"), [(2566, ["i2", "O42"]), (2567, ["i2", "o42"])])
def test_questions_are_printed_as_the_year_does(year: int, printed: list[str]) -> None:
    found = (Finding("i2", "1", "ก"), Finding("o42", "1", "ข"))
    document = compose(
        dossier(years=(Year(year, {}, findings=found),), assessed_year=year, fiscal_year=year + 1), "plan"
    )

    assert [remark.question for remark in section(document, "analyses").entries[0].remarks] == printed


def test_stances_name_each_analysis_once_and_say_none() -> None:
    stances = section(compose(full(), "plan"), "stances")

    assert [(heading, len(titles)) for heading, titles in stances.groups] == [
        ("ประเด็นที่ต้องแก้ไขโดยเร่งด่วน", 1),
        ("ประเด็นที่ต้องพัฒนาให้ดีขึ้น", 0),
        ("ประเด็นที่ต้องรักษาระดับ", 1),
    ]


# Measures


@pytest.mark.parametrize("year", [2564, 2566, 2567, 2568, 2569])
def test_measures_have_the_columns_of_the_year(year: int) -> None:
    document = compose(dossier(fiscal_year=year, assessed_year=year - 1), "plan")

    assert section(document, "measures").columns == load(year).document("plan").columns


def groups(found: Dossier) -> list[tuple[str, list[int]]]:
    table = section(compose(found, "results"), "results")
    return [(re.sub(r"\s", " ", group.heading), [row.number for row in group.rows]) for group in table.groups]


def test_measures_are_grouped_by_issue_where_they_name_issues() -> None:
    found = (measure(1, issue=4), measure(2), measure(3, issue=1), measure(4, issue=4))

    assert groups(dossier(measures=found)) == [
        ("ประเด็นที่ ๑ กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ", [3]),
        ("ประเด็นที่ ๔ กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ", [1, 4]),
        ("มาตรการอื่น", [2]),
    ]


def test_measures_are_grouped_by_instrument_where_each_answers_one() -> None:
    found = (measure(1, ("9",)), measure(2, ("1", "iit")), measure(3, ("4",)))

    assert groups(dossier(measures=found)) == [
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", [2, 3]),
        ("แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)", [1]),
    ]


def test_measures_stay_flat_where_one_answers_several_instruments() -> None:
    assert groups(dossier(measures=(measure(1, ("9",)), measure(2, ("1", "6"))))) == [("", [1, 2])]


def test_results_count_the_measures_by_status() -> None:
    found = (
        measure(1, result=Result("done")),
        measure(2, result=Result("underway")),
        measure(3, result=Result("done")),
    )
    results = section(compose(dossier(measures=found), "results"), "results")

    assert results.counts == (("อยู่ระหว่างดำเนินการ", 1), ("ดำเนินการแล้วเสร็จ", 2))


@pytest.mark.parametrize(
    ("steps", "height"),
    [(("ก" * 500,), ""), (("ก" * 500,) * 4, "tall"), (("ก" * 5000,), "endless"), ((), "")],
)
def test_rows_say_how_high_they_are(steps: tuple[str, ...], height: str) -> None:
    table = section(compose(dossier(measures=(measure(steps=steps),)), "plan"), "measures")

    assert table.groups[0].rows[0].height == height


def test_decision_names_the_day() -> None:
    introduction = section(compose(full(), "plan"), "measures").introduction

    assert "เมื่อวันที่๗กันยายนพ.ศ.๒๕๖๖ที่ประชุม" in squeezed(introduction)


def test_decision_is_left_out_while_its_day_is_unknown() -> None:
    assert section(compose(dossier(), "plan"), "measures").introduction == ""


# Words


@pytest.mark.parametrize(
    ("items", "numbered"),
    [
        ((), False),
        (("ก",), False),
        (("ก", "ข"), True),
        (("๑. ก", "๒. ข"), False),
        (("- ก", "- ข"), False),
        (("2568 ก", "ข"), True),
    ],
)
def test_lines_are_numbered_unless_typed_with_numbers(items: tuple[str, ...], *, numbered: bool) -> None:
    assert lines(items) == Lines(items, numbered)


def test_listed_words_end_with_and() -> None:
    assert [listed(words) for words in ("ก", "กข", "กขค")] == ["ก", "ก และ ข", "ก ข และ ค"]


def test_written_date_names_the_era() -> None:
    assert squeezed(written_date(date(2021, 9, 7))) == "๗กันยายนพ.ศ.๒๕๖๔"


# The page


def shown(document: Document) -> str:
    return render_to_string(document.template, {"document": document})


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def figures(found: Dossier) -> Iterator[str]:
    """Every figure and date of a dossier as the documents print it."""
    for year in found.years:
        yield from map(decimal_text, [*year.scores.values(), *year.announced_instruments.values()])
        yield decimal_text(year.announced_total or Decimal(0))
        yield year.announced_level
    for each in found.measures:
        yield from map(thai_date, filter(None, (each.starts_on, each.ends_on)))
        yield from (thai_date(shown.dated_on) for shown in each.evidence if shown.dated_on)
        yield thai_date(each.result.reported_on) if each.result and each.result.reported_on else ""
    yield from (written_date(day) for day in (found.decided_on, found.signatory.signed_on) if day)


def lost(found: Dossier, text: str) -> list[str]:
    """What of a dossier is not in the text of its two documents."""
    told = squeezed(text)
    everything = [*texts(replace(found, place=replace(found.place, code="", kind=""))), *figures(found)]
    return [part for part in everything if squeezed(part) not in told]


def test_both_pages_hold_everything_of_a_dossier() -> None:
    pages = "".join(shown(compose(full(), kind)) for kind in ("plan", "results"))

    assert lost(full(), unescape(re.sub(r"<[^>]+>", "", pages))) == []


def test_typed_markup_is_only_text() -> None:
    page = shown(compose(dossier(measures=(measure(1, steps=("<script>alert(1)</script>",)),)), "plan"))

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_draft_names_what_is_missing_and_final_document_does_not() -> None:
    assert MISSING in shown(compose(dossier(), "plan", draft=True))
    assert MISSING not in shown(compose(dossier(), "plan", draft=False))
    assert "ร่าง" not in shown(compose(full(), "plan", draft=False))


def test_none_is_said_for_obstacles_and_suggestions() -> None:
    page = shown(compose(dossier(), "results"))

    assert page.count("-ไม่มี-") == 2


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_page_is_well_formed_for_assistive_technology(kind: str) -> None:
    page = paper(compose(full(), kind))
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]

    assert page.count("<h1") == 1
    assert [after for before, after in pairwise(levels) if after > before + 1] == []
    assert re.findall(r"<th(?![ea])(?![^>]*scope=)", page) == []
    assert page.count("<svg") == len(re.findall(r"<svg[^>]*>\s*<title>", page))
    assert 'lang="th-TH"' in page
    assert " style=" not in page


# The paper

Reader = Callable[[bytes], str]


def by_poppler(content: bytes) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run([tool, "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def by_pypdf(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def by_pdfminer(content: bytes) -> str:
    return extract_text(BytesIO(content))


@pytest.fixture(scope="module")
def papers() -> list[bytes]:
    return [pdf.render(paper(compose(full(), kind))) for kind in ("plan", "results")]


@pytest.mark.parametrize("read", [by_pypdf, by_pdfminer, by_poppler])
def test_both_papers_hold_everything_of_a_dossier(read: Reader, papers: list[bytes]) -> None:
    assert lost(full(), "".join(map(read, papers))) == []


@pytest.mark.parametrize("measures", [1, 4, 7, 10])
def test_signature_never_stands_alone(measures: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="weasyprint")
    steps = tuple(f"ขั้นตอน {number}" for number in range(1, 8))
    found = full().measures[0]
    many = tuple(replace(found, number=number, steps=steps) for number in range(1, measures + 1))
    pages = PdfReader(BytesIO(pdf.render(paper(compose(replace(full(), measures=many), "plan"))))).pages
    signed = next(text for page in pages if "ลงชื่อ" in (text := page.extract_text()))

    assert f"มาตรการทดสอบ{1}" in squeezed(signed)
    assert caplog.records == []


def test_wide_tables_are_on_landscape_pages_with_their_heads(papers: list[bytes]) -> None:
    pages = PdfReader(BytesIO(papers[1])).pages
    wide = [page for page in pages if page.mediabox.width > page.mediabox.height]
    heads = ["ขั้นตอน/วิธีปฏิบัติ" in squeezed(page.extract_text()) for page in wide]

    assert heads == [True] * len(wide)
    assert len(wide) >= 1
    assert len(pages) > len(wide)


def test_stylesheet_asks_for_our_fonts_only() -> None:
    addresses = re.findall(r"url\(\"?([^\")]+)", Path(pdf.STYLESHEET).read_text(encoding="utf-8"))

    assert addresses == ["fonts/SarabunDoc-Regular.ttf", "fonts/SarabunDoc-Bold.ttf"]


def test_draft_is_marked_on_every_page_but_a_final_paper_is_not() -> None:
    final = by_pypdf(pdf.render(paper(compose(dossier(), "plan", draft=False))))
    draft = PdfReader(BytesIO(pdf.render(paper(compose(dossier(), "plan"))))).pages

    assert ["ร่าง" in page.extract_text() for page in draft] == [True] * len(draft)
    assert "ร่าง" not in final


def test_digits_of_ours_are_thai() -> None:
    told = re.sub(
        r"<[^>]+>|https?://\S+|\b[ioO]\d+\b",
        "",
        shown(compose(dossier(years=(year_2566(), year_2567())), "results")),
    )

    assert re.findall(r"\d", unescape(told).translate(str.maketrans("", "", "๐๑๒๓๔๕๖๗๘๙"))) == []
    assert thai_digits("2567") in told
