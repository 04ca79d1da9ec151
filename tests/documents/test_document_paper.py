import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.compose import compose
from documents.dossier import Dossier, FindingFacts, Year
from ita_portal.thai import thai_digits
from printing import pdf
from tests.documents.dossiers import PLACE, dossier, full, measure, scores, texts, year_2566, year_2567
from tests.documents.papers import (
    KINDS,
    READERS,
    Reader,
    by_pypdf,
    lost,
    pages_of,
    printed,
    shown,
    squeezed,
)
from tests.printing.test_pdf import WORDS

pytestmark = pytest.mark.slow

BARE = 150  # letters; head and foot of a page have about a hundred
EXAMPLE = "มิใช่เอกสารของเทศบาล"
PROSE = "เทศบาลกำหนดผู้รับผิดชอบและติดตามผลอย่างต่อเนื่องเพื่อให้ประชาชนเชื่อมั่น "
LONG_NAME = "เทศบาลตำบลหนองบัวโคกสะอาดพระธาตุศรีสองรักเจริญพรพัฒนาเฉลิมพระเกียรติ"
HARD = (" ".join(WORDS[: len(WORDS) // 2]), " ".join(WORDS[len(WORDS) // 2 :]))


def prose(length: int) -> str:
    return (PROSE * (length // len(PROSE) + 1))[:length].strip()


def many(number: int, **more: object) -> Dossier:
    """A full dossier with so many measures."""
    found = full().measures[0]
    return replace(full(), measures=tuple(replace(found, number=n, **more) for n in range(1, number + 1)))


def hard() -> Dossier:
    """A full dossier in whose every typed field words stand that are hard to print."""
    found = full()
    assert found.assessed is not None
    analyses = tuple(replace(each, text="\n".join(HARD), guidelines=HARD) for each in found.assessed.analyses)
    year = replace(found.assessed, findings=(FindingFacts("i10", "4", *HARD),), analyses=analyses)
    measures = (measure(1, steps=HARD, responsible=(WORDS[0],), follow_up=HARD[0], analysis=HARD[1]),)
    return replace(
        found, years=(year, *found.years[1:]), measures=measures, overall_outcome=HARD, obstacles=HARD
    )


@pytest.fixture(scope="module")
def papers() -> list[bytes]:
    return [printed(full(), kind) for kind in KINDS]


@pytest.mark.parametrize("read", READERS)
def test_both_papers_hold_everything_of_a_dossier(read: Reader, papers: list[bytes]) -> None:
    assert lost(full(), "".join(map(read, papers))) == []


@pytest.mark.parametrize("read", READERS)
def test_both_papers_hold_hard_words(read: Reader) -> None:
    assert lost(hard(), "".join(read(printed(hard(), kind)) for kind in KINDS)) == []


EXTREMES = {
    "no data": Dossier(PLACE, 2567, 2566),
    "only a total": dossier(years=(Year(2566, {}, Decimal("94.22"), "ผ่าน"),)),
    "nothing but a title": dossier(measures=(measure(1, ()),)),
    "first year": dossier(years=(year_2566(),)),
    "letters": dossier(
        fiscal_year=2565,
        assessed_year=2564,
        years=tuple(
            Year(year, year_2566().scores, Decimal(94), level)
            for year, level in zip(range(2562, 2566), "BCAA", strict=True)
        ),
    ),
    "missing years": dossier(years=(Year(2562, year_2566().scores), year_2566(), year_2567())),
    "all 100": dossier(years=(Year(2566, scores("100 " * 10)), Year(2567, scores("100 " * 10)))),
    "all low": dossier(years=(Year(2566, scores("40 " * 10)), Year(2567, scores("0 " * 10)))),
    "forty measures": many(40),
    "long titles": many(3, title=prose(319)),
    "a cell of pages": many(2, steps=(prose(8000),)),
    "all indicators": many(2, about=(*map(str, range(1, 11)), "iit", "eit", "oit")),
    "longest names": replace(full(), place=replace(PLACE, full_name=LONG_NAME, is_example=True)),
    "many findings": dossier(
        years=(
            year_2566(
                findings=tuple(
                    FindingFacts(f"i{code}{number}", str(code), prose(140), prose(160))
                    for code in range(1, 11)
                    for number in range(10)
                )
            ),
        )
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("found", EXTREMES.values(), ids=EXTREMES)
def test_extremes_leave_no_page_bare_and_no_signature_alone(found: Dossier, kind: str) -> None:
    sheets = PdfReader(BytesIO(printed(found, kind))).pages
    pages = [squeezed(sheet.extract_text()) for sheet in sheets]
    signed = next(page for page in pages if "ลงชื่อ" in page)

    assert [page for page in pages if len(page) < BARE] == []
    assert squeezed("ตามรายละเอียดข้างต้น") in signed
    for sheet, page in zip(sheets, pages, strict=True):
        if sheet.mediabox.width > sheet.mediabox.height and "ลงชื่อ" not in page:
            assert "ระยะเวลา" in page, "the head of the table"


@pytest.mark.parametrize("measures", [1, 4, 7, 10])
def test_signature_shares_a_page_with_the_last_measure(measures: int) -> None:
    steps = tuple(f"ขั้นตอน {number}" for number in range(1, 8))
    signed = next(page for page in pages_of(printed(many(measures, steps=steps), "plan")) if "ลงชื่อ" in page)

    assert f"มาตรการทดสอบ{1}" in signed


def test_wide_tables_are_on_landscape_pages_with_their_heads(papers: list[bytes]) -> None:
    pages = PdfReader(BytesIO(papers[1])).pages
    wide = [page for page in pages if page.mediabox.width > page.mediabox.height]
    heads = ["ขั้นตอน/วิธีปฏิบัติ" in squeezed(page.extract_text()) for page in wide]

    assert heads == [True] * len(wide)
    assert len(wide) >= 1
    assert len(pages) > len(wide)


def test_stylesheet_asks_for_our_fonts_only() -> None:
    addresses = re.findall(r"url\(\"?([^\")]+)", pdf.STYLESHEET.read_text(encoding="utf-8"))

    assert addresses == ["fonts/SarabunDoc-Regular.ttf", "fonts/SarabunDoc-Bold.ttf"]


def test_draft_is_marked_on_every_page_but_a_final_paper_is_not() -> None:
    draft = pages_of(printed(dossier(), "plan"))

    assert ["ร่าง" in page for page in draft] == [True] * len(draft)
    assert "ร่าง" not in by_pypdf(printed(dossier(), "plan", draft=False))


def test_example_says_on_every_page_that_it_is_one() -> None:
    pages = pages_of(printed(replace(full(), place=replace(PLACE, is_example=True)), "results"))

    assert [EXAMPLE in page for page in pages] == [True] * len(pages)
    assert EXAMPLE not in squeezed(by_pypdf(printed(full(), "results")))


def test_digits_of_ours_are_thai() -> None:
    told = re.sub(r"<[^>]+>|https?://\S+|\b[ioO]\d+\b", "", shown(compose(dossier(), "results")))

    assert re.findall(r"\d", unescape(told).translate(str.maketrans("", "", "๐๑๒๓๔๕๖๗๘๙"))) == []
    assert thai_digits("2567") in told


def test_weights_and_pass_mark_are_whole_numbers() -> None:
    told = squeezed(re.sub(r"<[^>]+>", " ", shown(compose(dossier(), "plan"))))

    assert re.findall(r"(?:๑๐๐|๓๐|๔๐|๘๕)\.๐๐", told) == ["๑๐๐.๐๐"] * told.count("๑๐๐.๐๐")
    assert "เกณฑ์ผ่าน๘๕คะแนน" in told


def test_hard_texts_reach_every_field() -> None:
    assert set(HARD) <= set(texts(hard()))


def test_decision_day_is_written_out() -> None:
    found = replace(full(), decided_on=date(2023, 9, 7))

    assert "วันที่๗กันยายนพ.ศ.๒๕๖๖" in squeezed(re.sub(r"<[^>]+>", "", shown(compose(found, "plan"))))
