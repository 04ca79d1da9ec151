"""What the documents draw beside their words, and which words they keep on one line."""

import re

import pytest
from django.template.loader import render_to_string

from documents.compose import compose
from documents.templatetags.document_signs import status_code, together
from measures.enums import Status
from tests.documents.dossiers import dossier, full, year_2566, year_2567
from tests.documents.papers import section, shown


def kept(text: str) -> list[str]:
    return re.findall(r'<span class="kept[^"]*">([^<]+)</span>', together(text))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("ผลการประเมินปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗ รายเครื่องมือ", ["ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗"]),
        ("(๑ ตุลาคม ๒๕๖๖ – ๓๐ กันยายน ๒๕๖๗)", ["๑ ตุลาคม", "๓๐ กันยายน"]),
        ("วันที่\u00a0๗\u00a0กันยายน\u00a0พ.ศ.\u00a0๒๕๖๔", ["๗\u00a0กันยายน", "พ.ศ.\u00a0๒๕๖๔"]),
        (
            "ได้คะแนนรวม\u00a0๙๐.๖๕\u00a0คะแนน จำนวน\u00a0๗\u00a0มาตรการ",
            ["คะแนนรวม\u00a0๙๐.๖๕\u00a0คะแนน", "จำนวน\u00a0๗\u00a0มาตรการ"],
        ),
        ("ตัวชี้วัดที่\u00a0๑๐ การป้องกันการทุจริต", ["ตัวชี้วัดที่\u00a0๑๐"]),
        ("ไม่มีตัวเลข", []),
    ],
)
def test_what_a_person_would_not_part_is_held_together(text: str, whole: list[str]) -> None:
    assert kept(text) == whole
    assert re.sub("<[^>]+>", "", together(text)) == text


def test_held_text_is_still_only_text() -> None:
    assert together("<b>๑ ตุลาคม</b>") == '&lt;b&gt;<span class="kept">๑ ตุลาคม</span>&lt;/b&gt;'


@pytest.mark.parametrize("status", Status)
def test_each_status_has_a_sign_of_its_own(status: Status) -> None:
    html = render_to_string("documents/status.html", {"status": status.label})

    assert f'<span class="sign sign--{status.value}">{status.label}</span>' in html
    assert (status_code(status.label), status_code("")) == (status.value, "")


def test_changes_have_arrows_and_none_where_nothing_changed() -> None:
    page = shown(compose(dossier(years=(year_2566(), year_2567())), "results"))
    signs = re.findall(r'sign sign--(up|down)">([+−])', page)

    assert set(signs) == {("up", "+"), ("down", "−")}
    assert shown(compose(dossier(years=(year_2566(),)), "results")).count("sign--up") == 0


def test_indicators_below_the_pass_mark_have_a_sign() -> None:
    page = shown(compose(dossier(fiscal_year=2568, assessed_year=2567), "plan"))

    assert (page.count("sign--below"), page.count("sign--done")) == (2, 8)


def test_scorecards_show_total_level_and_instruments() -> None:
    overall = section(compose(full(), "plan"), "overall")
    html = render_to_string("documents/scorecards.html", {"part": overall})
    figures = re.findall(r"scorecard__figure[^>]*>([^<]+)<", html)

    assert [row.abbreviation for row in overall.instruments] == ["IIT", "EIT", "OIT"]
    assert figures == ["๙๔.๒๒", "–", "๙๓.๔๓", "๙๑.๔๕", "๙๖.๘๘"]


def test_total_is_compared_with_the_year_before_where_that_is_known() -> None:
    known = section(compose(dossier(fiscal_year=2568, assessed_year=2567), "plan"), "overall")
    first = section(compose(dossier(), "plan"), "overall")

    assert (str(known.change), first.change) == ("-3.57", None)


def test_result_that_is_not_known_has_no_scorecards() -> None:
    assert "scorecard" not in shown(compose(dossier(years=()), "plan"))
