import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments.framework import load
from ita_portal.thai import thai_digits
from reports import pdf
from reports.document import Document, Section, compose
from reports.document.measures import NARROW, ROOMY
from reports.document.section import Lines, lines, listed, written_date
from reports.dossier import Analysis, Dossier, Finding, Result, Year
from tests.reports.dossiers import SCORES_2566, dossier, full, measure, scores, year_2566
from tests.reports.papers import shown, squeezed

TABLES = (("plan", "measures"), ("results", "results"))


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
    assert [f"พ.ศ. {thai_digits(str(year))}" in history.trend_chart for year in range(2563, 2567)] == [True] * 4
    assert history.trend_chart.count("<polyline") == 2


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

    assert facts["4"] == "ได้ ๗๔.๕๔ คะแนน ลดลง ๑๖.๙๖ คะแนนจากปีงบประมาณ พ.ศ. ๒๕๖๖ ต่ำกว่าเกณฑ์ ๘๕ คะแนน"
    assert facts["10"] == "ได้ ๑๐๐.๐๐ คะแนน เพิ่มขึ้น ๖.๒๕ คะแนนจากปีงบประมาณ พ.ศ. ๒๕๖๖ เป็นคะแนนเต็ม"


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


def test_issue_is_printed_where_the_year_lists_no_issues() -> None:
    found = dossier(fiscal_year=2569, assessed_year=2568, measures=(measure(1, issue=2), measure(2)))

    assert load(2569).issues == ()
    assert groups(found) == [("ประเด็นที่ ๒", [1]), ("มาตรการอื่น", [2])]


def test_measures_are_grouped_by_instrument_where_each_answers_one() -> None:
    found = (measure(1, ("9",)), measure(2, ("1", "iit")), measure(3, ("4",)))

    assert groups(dossier(measures=found)) == [
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", [2, 3]),
        ("แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)", [1]),
    ]


def test_measures_stay_flat_where_one_answers_several_instruments() -> None:
    assert groups(dossier(measures=(measure(1, ("9",)), measure(2, ("1", "6"))))) == [("", [1, 2])]


def test_progress_lists_the_measures_and_counts_them_by_status() -> None:
    found = (
        measure(1, result=Result("done")),
        measure(2, result=Result("underway")),
        measure(3, result=Result("done")),
        measure(4),
    )
    progress = section(compose(dossier(measures=found), "results"), "progress")

    assert progress.counts == (("อยู่ระหว่างดำเนินการ", 1), ("ดำเนินการแล้วเสร็จ", 2))
    assert progress.measures[2:] == ((3, "มาตรการทดสอบ 3", "ดำเนินการแล้วเสร็จ"), (4, "มาตรการทดสอบ 4", ""))


def test_table_without_measures_stays_on_upright_paper() -> None:
    assert [section(compose(dossier(), kind), name).wide for kind, name in TABLES] == [False, False]
    assert [section(compose(full(), kind), name).wide for kind, name in TABLES] == [True, True]


def test_measure_of_many_indicators_names_them_by_number() -> None:
    about = (*map(str, range(1, 11)), "iit", "oit")
    table = section(compose(dossier(measures=(measure(1, about), measure(2, about[:3]))), "plan"), "measures")
    many, few = (row.about for group in table.groups for row in group.rows)

    assert [re.sub(r"\s", " ", line) for line in many] == [
        "ตัวชี้วัดที่ ๑ ๒ ๓ ๔ ๕ ๖ ๗ ๘ ๙ และ ๑๐",
        "เครื่องมือ IIT และ OIT",
    ]
    assert len(few) == 3


def test_opening_and_closing_count_the_measures_where_there_are_some() -> None:
    ends = ("opening", "signature")
    empty, whole = (compose(found, "results") for found in (dossier(), full()))

    assert ["จำนวน" in str(section(empty, anchor)) for anchor in ends] == [False, False]
    assert ["จำนวน\\xa0๔\\xa0มาตรการ" in str(section(whole, anchor)) for anchor in ends] == [True, True]


@pytest.mark.parametrize(
    ("more", "heights"),
    [
        ({}, ("", "")),
        ({"steps": ("ก" * 400,)}, ("", "")),
        ({"steps": ("ก" * 400,) * 2}, ("tall", "")),
        ({"steps": ("ก" * 5000,)}, ("endless", "")),
        ({"follow_up": "ก" * 2000}, ("", "tall")),
        ({"follow_up": "ก" * 5000}, ("", "endless")),
    ],
)
def test_rows_say_how_high_they_are(more: dict[str, object], heights: tuple[str, str]) -> None:
    table = section(compose(dossier(measures=(measure(1, **more),)), "plan"), "measures")

    assert table.roomy
    assert (table.groups[0].rows[0].height, table.groups[0].rows[0].height_below) == heights


def test_widths_of_the_columns_are_those_of_the_stylesheet() -> None:
    style = pdf.STYLESHEET.read_text(encoding="utf-8")
    said = {
        group: {key: int(width) for key, width in re.findall(rf"{start}\.col-(\w+) {{ width: (\d+)%", style)}
        for group, start in (("narrow", r"\.document "), ("roomy", r"\.roomy "))
    }

    assert said["roomy"] == ROOMY
    assert {key: said["narrow"][key] for key in NARROW} == NARROW


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
