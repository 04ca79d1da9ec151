import re

import pytest

from assessments.framework import load
from documents.compose import compose
from documents.dossier import Dossier, ResultFacts
from documents.sections.measure_columns import NARROW, ROOMY
from printing import pdf
from tests.documents.dossiers import dossier, full, measure
from tests.documents.papers import section, squeezed

TABLES = (("plan", "measures"), ("results", "results"))


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
        measure(1, result=ResultFacts("done")),
        measure(2, result=ResultFacts("underway")),
        measure(3, result=ResultFacts("done")),
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
        group: {
            key: int(width) for key, width in re.findall(rf"{start}\.col-(\w+) {{\s*width: (\d+)%", style)
        }
        for group, start in (("narrow", r"\.document "), ("roomy", r"\.roomy "))
    }

    assert said["roomy"] == ROOMY
    assert {key: said["narrow"][key] for key in NARROW} == NARROW


def test_decision_names_the_day() -> None:
    introduction = section(compose(full(), "plan"), "measures").introduction

    assert "เมื่อวันที่๗กันยายนพ.ศ.๒๕๖๖ที่ประชุม" in squeezed(introduction)


def test_decision_is_left_out_while_its_day_is_unknown() -> None:
    assert section(compose(dossier(), "plan"), "measures").introduction == ""
