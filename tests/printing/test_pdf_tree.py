"""The tree that is printed, beside that of WeasyPrint's own parser, which reads as browsers do."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, fromstring

import pytest
import tinyhtml5

from documents.compose import compose
from printing.pdf.tree import parsed_page
from reports.reading import paper
from tests.documents.dossiers import full
from tests.documents.papers import KINDS
from tests.printing.test_pdf import page


@pytest.mark.parametrize("kind", KINDS)
def test_document_is_read_as_by_a_browser(kind: str) -> None:
    html = paper(compose(full(), kind))
    assert [*told_of(*parsed_page(html))] == [*told_of(as_browsers_do(html), {})]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><th>ก<td>ข<tr><td>ค</table>",
        "<p>ก<p>ข&nbsp;&amp;&lt;<br>ค\r\nง<ol><li>จ<li>ฉ</ol>",
        '<svg viewBox="0 0 9 9"><title>ช &amp; ซ</title><path d="M0 0L9 9"/><text>น้ำ</text></svg>ฌ',
    ],
)
def test_what_html_lets_one_leave_out_is_there(body: str) -> None:
    assert [*told_of(*parsed_page(page(body)))] == [*told_of(as_browsers_do(page(body)), {})]


def as_browsers_do(html: str) -> Element:
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def told_of(element: Element, drawings: Mapping[str, bytes]) -> Iterator[object]:
    """The elements of a tree and its drawings, with their attributes and texts."""
    if (address := element.get("src", "")) in drawings:
        tail, element = element.tail, fromstring(drawings[address])  # noqa: S314 - our own
        element.tail = tail
    attributes = {name: value for name, value in element.items() if not name.endswith("xmlns")}
    text, tail = element.text or "", element.tail or ""
    outer = element.tag in {"html", "head", "body", "article"}  # around which white space may stand or not
    yield element.tag, attributes, text.strip() if outer else text, tail.strip() if outer else tail
    for child in element:
        yield from told_of(child, drawings)
