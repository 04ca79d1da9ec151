"""The contents of the documents: every part with its page, as text, as links and as bookmarks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from documents.compose import compose
from documents.sections.section import Section
from ita_portal.thai import thai_digits
from tests.documents.dossiers import dossier, full
from tests.documents.papers import KINDS, pages_of, printed, section, shown, squeezed


def listed(kind: str) -> list[tuple[str, str]]:
    """Anchor and title of everything that the contents of a full document name."""
    parts = [part for part in compose(full(), kind).sections if part.heading]
    return [entry for part in parts for entry in ((part.anchor, part.heading), *part.parts)]


@pytest.mark.parametrize("kind", KINDS)
def test_contents_name_each_part_with_the_page_on_which_it_begins(kind: str) -> None:
    _, contents, *pages = pages_of(printed(full(), kind))

    for _, title in listed(kind):
        page = re.search(rf"{re.escape(squeezed(title))}\.*([๐-๙]+?)(?=\D|[๐-๙]\.)", contents)
        assert page, title
        assert squeezed(title).removeprefix("มาตรการที่") in _around(pages, page[1]), title


def _around(pages: list[str], number: str) -> str:
    """The text of the page that has this number at its foot; measures stand there as "๑. title"."""
    page = next(page for page in pages if page.endswith(f"หน้า{number}"))
    return re.sub(r"([๐-๙])\.", r"\1", page)


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_the_contents_leads_to_a_part(kind: str) -> None:
    page = shown(compose(full(), kind))
    contents = page[page.index("<nav") : page.index("</nav>")]

    assert re.findall(r'href="#([^"]+)"', contents) == [anchor for anchor, _ in listed(kind)]
    assert [anchor for anchor, _ in listed(kind) if page.count(f' id="{anchor}"') != 1] == []


def test_bookmarks_are_the_headings_and_the_measures() -> None:
    document = compose(full(), "plan")
    [title, below] = PdfReader(BytesIO(printed(full(), "plan"))).outline
    titles = [mark.title for mark in flat([below])]

    assert title.title == document.title
    assert titles[:2] == ["สารบัญ", f"๑. {document.sections[0].heading}"]
    assert titles[-4:] == [
        f"{thai_digits(str(number))}.\u00a0มาตรการทดสอบ {number}" for number in (4, 3, 2, 1)
    ]


def flat(outline: list[Any]) -> Iterator[Any]:
    for mark in outline:
        if isinstance(mark, list):
            yield from flat(mark)
        else:
            yield mark


def test_parts_of_the_annex_have_addresses_of_their_own() -> None:
    document = compose(full(), "results")
    anchors = [anchor for part in document.sections for anchor, _ in part.parts]

    assert len(anchors) == len(set(anchors))
    assert section(document, "annex").parts[0] == ("annex-about-4", "ตัวชี้วัดที่\u00a0๔ การใช้ทรัพย์สินของราชการ")


def test_without_measures_there_is_nothing_to_list() -> None:
    measures: Section = section(compose(dossier(), "plan"), "measures")

    assert measures.parts == ()


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_in_the_order_of_the_contents(kind: str) -> None:
    numbers = [int(number) for number in re.findall(r"\.{3,} ?([๐-๙]+)", by_lines(printed(full(), kind)))]

    assert [after for before, after in pairwise(numbers) if after < before] == []


def by_lines(content: bytes) -> str:
    return PdfReader(BytesIO(content)).pages[1].extract_text()


@pytest.mark.parametrize("kind", KINDS)
def test_hyphens_in_titles_leave_links_that_assistive_technology_can_follow(kind: str) -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    titled = replace(full().measures[0], title="ทะเบียนยืม-คืนทรัพย์สิน E-Service และ No-Gift " + "ให้ทั่วถึง " * 9)
    content = printed(replace(full(), measures=(titled,)), kind)

    assert (
        list(validator.validate_pdf_bytes(content, profile=validator.ValidationProfile.PDF_UA_1).failures)
        == []
    )
    assert squeezed(titled.title) in squeezed(pages_of(content)[1].replace("\u2060", ""))
