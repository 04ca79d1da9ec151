"""Each choice of the officer changes the documents as it says, and leaves them exact and archival."""

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from documents.choices import Choices, Grouping, Reading, Signing, Size
from documents.compose import compose
from documents.dossier import AnalysisFacts, Dossier, Year
from documents.sections.section import written_date
from ita_portal.thai import numerals
from tests.documents.chosen import CHOSEN
from tests.documents.dossiers import PLACE, dossier, full, measure, scores, year_2566
from tests.documents.papers import (
    KINDS,
    READERS,
    Reader,
    by_pypdf,
    lost,
    pages_of,
    printed,
    section,
    shown,
    squeezed,
)
from tests.documents.test_document_paper import BARE, EXTREMES, many

pytestmark = pytest.mark.slow

NAMES = pytest.mark.parametrize("name", CHOSEN)
EACH = pytest.mark.parametrize("choices", CHOSEN.values(), ids=CHOSEN)
BOTH = CHOSEN["Arabic digits, announced, two signers"]
THAI = re.compile("[๐-๙]")
OLD_RULES = {"fiscal_year": 2565, "assessed_year": 2564, "years": (Year(2564, scores("90 " * 10)),)}


def plain(page: str) -> str:
    """What a reader sees of a page."""
    return squeezed(unescape(re.sub("<[^>]+>", "", page)))


def garuda() -> str:
    file = BytesIO()
    Image.new("RGB", (30, 30), "maroon").save(file, "PNG")
    return f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"


@cache
def paper_of(name: str, kind: str) -> bytes:
    """A full document by the name of its choices, printed once."""
    return printed(full(), kind, choices=CHOSEN[name], garuda=garuda())


@NAMES
@pytest.mark.parametrize("read", READERS)
def test_papers_hold_everything_whatever_was_chosen(name: str, read: Reader) -> None:
    choices, papers = CHOSEN[name], [paper_of(name, kind) for kind in KINDS]
    found = replace(full(), years=full().years[-choices.history_years :])

    with numerals(thai=choices.thai_numerals):
        missing = lost(found, "".join(map(read, papers)))
    assert set(missing) - _not_wanted(choices) == set()


def _not_wanted(choices: Choices) -> set[str]:
    """What the dossier knows and this document leaves out: who signs, and when."""
    if choices.signing is not Signing.NONE:
        return set()
    signatories = [full().signed_as(kind).signatory for kind in KINDS]
    days = {written_date(each.signed_on) for each in signatories if each.signed_on}
    return days | {word for each in signatories for word in (each.name, each.position)}


@NAMES
@pytest.mark.parametrize("kind", KINDS)
def test_papers_are_archival_and_accessible_whatever_was_chosen(name: str, kind: str) -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed")

    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_3A):
        assert list(validator.validate_pdf_bytes(paper_of(name, kind), profile=profile).failures) == []


@EACH
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["no data", "a cell of pages"])
def test_extremes_hold_whatever_was_chosen(choices: Choices, kind: str, name: str) -> None:
    pages = pages_of(printed(EXTREMES[name], kind, choices=choices))

    assert [page for page in pages if len(page) < BARE] == []
    assert [number for number, page in enumerate(pages, 1) if "ร่าง" not in page] == []


@EACH
@pytest.mark.parametrize("kind", KINDS)
def test_example_says_so_on_every_page_whatever_was_chosen(choices: Choices, kind: str) -> None:
    pages = pages_of(printed(replace(full(), place=replace(PLACE, is_example=True)), kind, choices=choices))

    assert [number for number, page in enumerate(pages, 1) if "มิใช่เอกสารของเทศบาล" not in page] == []


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_digits_are_the_only_ones_of_ours(kind: str) -> None:
    found = dossier(
        measures=(measure(1, ("4", "iit"), steps=("ประชุม", "ลงมือ")),), decided_on=full().decided_on
    )
    document = compose(found, kind, choices=Choices(thai_numerals=False, announcement=True))

    assert THAI.findall(shown(document)) == []
    assert THAI.findall(by_pypdf(printed(found, kind, choices=document.choices))) == []
    assert document.full_title.count("2567") == 1


def test_typed_digits_stay_as_they_were_typed() -> None:
    found = dossier(measures=(measure(1, steps=("ภายใน ๓๐ วัน หรือ 30 วัน",)),))

    for thai in (True, False):
        assert "ภายใน ๓๐ วัน หรือ 30 วัน" in shown(compose(found, "plan", choices=Choices(thai_numerals=thai)))


def test_choice_of_digits_ends_with_the_document() -> None:
    shown(compose(full(), "plan", choices=Choices(thai_numerals=False)))

    assert "ปีงบประมาณ พ.ศ. ๒๕๖๗" in shown(compose(full(), "plan")).replace("\u00a0", " ")


def test_without_a_cover_the_title_stands_above_the_text() -> None:
    page = shown(compose(full(), "plan", choices=Choices(cover=False)))
    first = pages_of(printed(full(), "plan", choices=Choices(cover=False, contents=False)))[0]

    assert ('class="cover"' in page, page.count("<h1")) == (False, 1)
    assert "ความเป็นมา" in first
    assert squeezed(compose(full(), "plan").title) in first


def test_contents_and_charts_can_be_left_out() -> None:
    page = shown(compose(full(), "plan", choices=Choices(contents=False, charts=False)))

    assert ("<nav" in page, "<figure" in page, "<figure" in shown(compose(full(), "plan"))) == (
        False,
        False,
        True,
    )


def test_ranking_can_be_left_out() -> None:
    pages = [shown(compose(full(), "plan", choices=Choices(ranking=ranking))) for ranking in (True, False)]

    assert ["อันดับคะแนนรายตัวชี้วัด" in page for page in pages] == [True, False]


@pytest.mark.parametrize(("count", "years"), [(2, [2566, 2567]), (5, [2563, 2564, 2565, 2566, 2567])])
def test_history_has_as_many_years_as_wanted(count: int, years: list[int]) -> None:
    found = dossier(years=tuple(Year(year, year_2566().scores) for year in range(2562, 2568)))
    history = section(compose(found, "results", choices=Choices(history_years=count)), "history")

    assert [row.fiscal_year for row in history.years] == years


def test_one_year_is_no_history() -> None:
    document = compose(full(), "results", choices=Choices(history_years=1))

    assert "history" not in [part.anchor for part in document.sections]


def test_analysis_by_indicator_has_every_indicator() -> None:
    analyses = section(compose(full(), "plan", choices=Choices(reading=Reading.INDICATOR)), "analyses")

    assert "รายตัวชี้วัด" in analyses.heading
    assert [entry.code for entry in analyses.entries] == [*map(str, range(1, 9)), "oit", "9", "10"]


def test_analysis_by_instrument_has_each_with_what_is_said_of_its_indicators() -> None:
    analyses = section(compose(full(), "plan", choices=Choices(reading=Reading.INSTRUMENT)), "analyses")

    assert "รายเครื่องมือ" in analyses.heading
    assert [(entry.code, entry.inside) for entry in analyses.entries] == [
        ("iit", False),
        ("4", True),
        ("eit", False),
        ("oit", False),
        ("9", True),
    ]


def test_instrument_whose_indicators_are_all_analysed_lacks_nothing() -> None:
    year = year_2566(analyses=tuple(AnalysisFacts(code, "improve", "วิเคราะห์แล้ว") for code in ("9", "10")))
    analyses = section(
        compose(dossier(years=(year,)), "plan", choices=Choices(reading=Reading.INSTRUMENT)), "analyses"
    )

    assert {e.code: e.analysed for e in analyses.entries if not e.inside} == {
        "iit": False,
        "eit": False,
        "oit": True,
    }


def headings(found: Dossier, grouping: Grouping) -> list[tuple[str, list[int]]]:
    table = section(compose(found, "plan", choices=Choices(grouping=grouping)), "measures")
    return [(group.heading, [row.number for row in group.rows]) for group in table.groups]


def test_measures_stand_by_instrument_or_in_one_list() -> None:
    measures = (measure(1, ("9", "4")), measure(2, ("oit",)), measure(3, ()), measure(4, ("4",)))
    found = dossier(measures=measures, **OLD_RULES)

    assert headings(found, Grouping.INSTRUMENT) == [
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", [4]),
        ("แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)", [2]),
        ("เครื่องมือ IIT และ OIT", [1]),
        ("มาตรการอื่น", [3]),
    ]
    assert headings(found, Grouping.NONE) == [("", [1, 2, 3, 4])]
    assert headings(found, Grouping.ISSUE) == [("", [1, 2, 3, 4])]


@pytest.mark.parametrize("grouping", Grouping)
def test_year_with_issues_groups_by_them_whatever_was_chosen(grouping: Grouping) -> None:
    found = dossier(measures=(measure(1, issue=2), measure(2, issue=1)))

    assert [numbers for _, numbers in headings(found, grouping)] == [[2], [1]]


@pytest.mark.parametrize(
    ("signing", "preparers"),
    [(Signing.NONE, []), (Signing.SIGNATORY, []), (Signing.BOTH, [BOTH.preparer_name])],
)
@pytest.mark.parametrize("kind", KINDS)
def test_as_many_sign_as_wanted(kind: str, signing: Signing, preparers: list[str]) -> None:
    document = compose(full(), kind, choices=replace(BOTH, signing=signing, announcement=False))
    signatories = [] if signing is Signing.NONE else [full().signed_as(kind).signatory.name]

    assert [signer.name for signer in section(document, "signature").signers] == preparers + signatories
    assert shown(document).count("ลงชื่อ") == len(preparers + signatories)
    assert squeezed("ตามรายละเอียดข้างต้น") in plain(shown(document))


def test_two_signers_stay_on_one_page() -> None:
    for count in (1, 4, 6):
        pages = pages_of(printed(many(count), "plan", choices=replace(BOTH, announcement=False)))
        signed = [page for page in pages if "ลงชื่อ" in page]
        assert [page.count("ลงชื่อ") for page in signed] == [2]
        assert squeezed("ตามรายละเอียดข้างต้น") in signed[0]


@pytest.mark.parametrize(
    ("kind", "words", "day"),
    [
        ("plan", "จึงประกาศให้ใช้มาตรการดังกล่าว", "ประกาศณวันที่๒ตุลาคมพ.ศ.๒๕๖๖"),
        ("results", "จึงประกาศเผยแพร่ให้ประชาชนทราบโดยทั่วกัน", "ประกาศณวันที่๑๐ตุลาคมพ.ศ.๒๕๖๗"),
    ],
)
def test_announcement_has_its_own_page(kind: str, words: str, day: str) -> None:
    pages = pages_of(printed(full(), kind, choices=Choices(announcement=True)))
    announced = [page for page in pages if f"ประกาศ{PLACE.full_name}" in page]

    assert announced == [pages[1]]
    assert ("สารบัญ" in pages[1], "สารบัญ" in pages[2]) == (False, True)
    assert words in announced[0]
    assert day in announced[0]
    assert "ประกาศเทศบาลเมืองเขลางค์นคร" not in plain(shown(compose(full(), kind)))


def test_room_for_the_garuda_is_marked_in_a_draft_only() -> None:
    choices = Choices(announcement=True)
    draft, final = (shown(compose(full(), "plan", choices=choices, draft=draft)) for draft in (True, False))

    assert ("ที่สำหรับตราครุฑ" in draft, "ที่สำหรับตราครุฑ" in final) == (True, False)
    assert final.count("announcement__garuda") == 1


def test_garuda_is_three_centimetres_high() -> None:
    content = printed(full(), "plan", draft=False, choices=Choices(announcement=True), garuda=garuda())
    page = PdfReader(BytesIO(content)).pages[1]
    heights: list[float] = []
    page.extract_text(
        visitor_operand_before=lambda operator, _, matrix, __: (
            heights.append(abs(matrix[3])) if operator == b"Do" else None
        )
    )

    assert [round(height / 72 * 2.54, 1) for height in heights] == [3.0]


def test_larger_letters_take_more_pages() -> None:
    small, normal, large = (
        len(pages_of(printed(many(12), "plan", choices=Choices(size=size)))) for size in Size
    )

    assert small <= normal < large
