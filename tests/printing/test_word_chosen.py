"""The Word files follow the officer's choices."""

import re
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm

from documents.choices import Choices, Signing, Size
from documents.compose import compose
from ita_portal.thai import numerals
from printing.word import writing as word
from tests.documents.chosen import CHOSEN
from tests.documents.dossiers import PLACE, full
from tests.documents.papers import KINDS, lost, squeezed
from tests.documents.test_document_chosen import BOTH, garuda
from tests.printing.test_word import text_of, words_of

EACH = pytest.mark.parametrize("choices", CHOSEN.values(), ids=CHOSEN)


def opened(choices: Choices, kind: str = "plan", *, pictured: str = "", draft: bool = True) -> WordDocument:
    document = replace(compose(full(), kind, choices=choices, draft=draft), garuda=pictured)
    return docx.Document(BytesIO(word.written(document)))


def styled(said: WordDocument, *styles: str) -> list[str]:
    return [each.text for each in said.paragraphs if each.style and each.style.name in styles]


@EACH
@pytest.mark.parametrize("kind", KINDS)
def test_word_says_what_the_page_says_whatever_was_chosen(choices: Choices, kind: str) -> None:
    told, place, missing = text_of(opened(choices, kind).element.body), 0, []
    for words in words_of(compose(full(), kind, choices=choices)):
        at = told.find(words, place)
        place = max(place, at + len(words) if at >= 0 else 0)
        missing += [words] if at < 0 else []

    assert missing == []


def test_word_holds_everything_in_arabic_digits() -> None:
    told = "".join(text_of(opened(BOTH, kind).element.body) for kind in KINDS)

    with numerals(thai=False):
        assert lost(full(), told) == []


def test_word_prints_no_thai_digit_of_its_own() -> None:
    said = opened(Choices(thai_numerals=False))
    formats = {sheet._sectPr.find(qn("w:pgNumType")).get(qn("w:fmt")) for sheet in said.sections}
    lists = [each.text for each in said.paragraphs if re.match("[๐-๙]", each.text)]

    assert (formats, lists) == ({"decimal"}, [])
    assert styled(said, "Caption")[0].startswith("ตารางที่\u00a01")
    assert "๒" not in said.sections[1].footer._element.xml


@pytest.mark.parametrize("kind", KINDS)
def test_contents_name_the_headings_and_lead_to_them(kind: str) -> None:
    said = opened(Choices(), kind)
    lines = [each for each in said.paragraphs if each.style and each.style.name.lower().startswith("toc ")]
    lines = [each for each in lines if each.text != "สารบัญ"]
    goals = said.element.body.xpath(".//w:bookmarkStart/@w:name")

    assert [each.text for each in lines] == styled(said, "Heading 1", "Heading 2")
    assert said.element.body.xpath(".//w:hyperlink[@w:anchor]/@w:anchor") == goals
    assert len(goals) == len(lines)
    marks = said.element.body.xpath(".//w:fldChar/@w:fldCharType")
    assert marks == ["begin", "separate", "end"]


def test_contents_can_be_left_out() -> None:
    said = opened(Choices(contents=False))

    assert ("สารบัญ" in [each.text for each in said.paragraphs], "TOC" in said.element.xml) == (False, False)


def test_without_a_cover_the_title_stands_on_the_first_page() -> None:
    said = opened(Choices(cover=False, contents=False))
    first = said.sections[0]

    assert [each.text for each in said.paragraphs][:2] == ["ร่าง", compose(full(), "plan").title]
    assert (len(said.sections), len(opened(Choices()).sections)) == (2, 3)
    assert (first.different_first_page_header_footer, PLACE.full_name in first.header.paragraphs[0].text) == (
        True,
        True,
    )


def test_emblem_stands_where_no_seal_is() -> None:
    assert [shape._inline.docPr.get("descr") for shape in opened(Choices()).inline_shapes] == [
        "สัญลักษณ์กลางแทนตราเทศบาล"
    ]


def test_announcement_has_the_garuda_and_its_own_page() -> None:
    said = opened(Choices(announcement=True), pictured=garuda(), draft=False)
    _, shown = said.inline_shapes
    contents = next(each for each in said.paragraphs if each.text == "สารบัญ")

    assert (shown._inline.docPr.get("descr"), shown.height) == ("ตราครุฑ", Cm(3))
    assert f"ประกาศ{PLACE.full_name}" in styled(said, "Announcement")
    assert contents.paragraph_format.page_break_before


@pytest.mark.parametrize(("signing", "lines"), [(Signing.NONE, 0), (Signing.SIGNATORY, 1), (Signing.BOTH, 2)])
def test_as_many_lines_to_sign_on_as_wanted(signing: Signing, lines: int) -> None:
    told = text_of(opened(Choices(signing=signing)).element.body)

    assert told.count(squeezed("ลงชื่อ")) == lines


@pytest.mark.parametrize(("size", "points"), [(Size.SMALL, 14), (Size.NORMAL, 16), (Size.LARGE, 18)])
def test_letters_are_as_large_as_wanted(size: Size, points: int) -> None:
    styles = opened(Choices(size=size)).styles

    assert [styles[name].font.size.pt for name in ("Normal", "Table Text")] == [points, points - 2]
