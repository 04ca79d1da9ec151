import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from documents.compose import Document, compose
from documents.dossier import AnalysisFacts, FindingFacts, Year
from documents.sections.section import NumberedLines, listed, numbered_lines, written_date
from ita_portal.thai import thai_digits
from tests.documents.dossiers import SCORES_2566, dossier, full, scores, year_2566
from tests.documents.papers import section, shown, squeezed


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

    assert numbers == ["๑", "๒", "๓", "๔", "๕", "๖", "๗", "๘", "", ""]


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
    assert [anchors(compose(empty, "results"))[:2], anchors(compose(empty, "results"))[-1]] == [
        ["opening", "results"],
        "signature",
    ]


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


def test_comparison_without_any_scores_compares_nothing() -> None:
    comparison = section(compose(dossier(years=()), "results"), "comparison")

    assert (comparison.known, comparison.rows, comparison.scored, comparison.chart) == (False, (), False, "")


def test_charts_of_the_history_show_where_a_year_is_missing() -> None:
    years = tuple(Year(year, scores(SCORES_2566)) for year in (2563, 2564, 2566))
    history = section(compose(dossier(years=years), "plan"), "history")

    assert [row.fiscal_year for row in history.years] == [2563, 2564, 2566]
    assert [f"พ.ศ. {thai_digits(str(year))}" in history.trend_chart for year in range(2563, 2567)] == [
        True
    ] * 4
    assert history.trend_chart.count("<polyline") == 2


# Analyses


def test_instruments_analysis_covers_its_indicators() -> None:
    year = year_2566(
        analyses=(AnalysisFacts("iit", "improve", "วิเคราะห์ภายใน"),), findings=(FindingFacts("i1", "1", "พบ"),)
    )
    analyses = section(compose(dossier(years=(year,)), "plan"), "analyses")

    assert [(entry.code, entry.analysed) for entry in analyses.entries] == [
        ("iit", True), ("1", True), ("6", False), ("7", False), ("8", False), ("9", False), ("10", False),
    ]  # fmt: skip


def test_facts_tell_score_change_and_pass_mark() -> None:
    document = compose(dossier(fiscal_year=2568, assessed_year=2567), "plan")
    facts = {entry.code: re.sub(r"\s", " ", entry.facts) for entry in section(document, "analyses").entries}

    assert facts["4"] == "ได้ ๗๔.๕๔ คะแนน ลดลง ๑๖.๙๖ คะแนนจากปีงบประมาณ พ.ศ. ๒๕๖๖ ต่ำกว่าเกณฑ์ ๘๕ คะแนน"
    assert facts["10"] == "ได้ ๑๐๐.๐๐ คะแนน เพิ่มขึ้น ๖.๒๕ คะแนนจากปีงบประมาณ พ.ศ. ๒๕๖๖ เป็นคะแนนเต็ม"


@pytest.mark.parametrize(("year", "printed"), [(2566, ["i2", "O42"]), (2567, ["i2", "o42"])])
def test_questions_are_printed_as_the_year_does(year: int, printed: list[str]) -> None:
    found = (FindingFacts("i2", "1", "ก"), FindingFacts("o42", "1", "ข"))
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
    assert numbered_lines(items) == NumberedLines(items, numbered)


def test_listed_words_end_with_and() -> None:
    assert [listed(words) for words in ("ก", "กข", "กขค")] == ["ก", "ก และ ข", "ก ข และ ค"]


def test_written_date_names_the_era() -> None:
    assert squeezed(written_date(date(2021, 9, 7))) == "๗กันยายนพ.ศ.๒๕๖๔"
