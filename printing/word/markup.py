"""What the templates of a document say, as paragraphs and tables that can be written in Word (pure).

The templates are the one place where the words of a document stand; this reads what they made.
"""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from lxml import html

from documents.sections.measure_columns import NARROW, ROOMY
from documents.typesetting import NO_BREAK_HERE, bind
from ita_portal.thai import NBSP, thai_digits
from printing.word.looks import CELLS, MARKS, STYLES

_IMAGE = re.compile(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)")
LEFT_OUT = {"colgroup", "figure", "nav", "svg"}  # the tables hold the figures of the charts
INLINE = {"a", "b", "br", "em", "span", "strong"}
LEADS = {"label", "facts", "remark__question"}  # paragraphs that stay with the next one
PARTS = {"thead": "head", "tfoot": "foot"}
SHORT = 16  # rows of a table that has room on a page, whatever is in them
SPLIT = {"tall", "endless"}  # rows that may be broken
HEIGHTS = {"announcement__garuda": 3.0}  # centimetres, of pictures that have one prescribed
BULLET = "–"
DOTS = "." * 40  # the line to sign on
WHOLE = 100
# What columns take of the width of their table, in per cent; the others share the rest evenly.
WIDTHS = {"code": 9, "rank": 14, "number": 19, "score": 16, "year": 12.5, "status": 30}


@dataclass(frozen=True)
class Look:
    """How text looks: Word's styles of paragraph and letters, whether line breaks count, where it leads."""

    style: str = "Normal"
    mark: str = ""
    typed: bool = False
    address: str = ""


@dataclass(frozen=True)
class Text:
    """A stretch of text that looks the same; "\\n" is a new line."""

    text: str
    look: Look


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `leads` keeps it with the next, a `fresh` one begins a page.

    `item` is the sign or number of an item of a list.
    """

    texts: tuple[Text, ...]
    style: str
    leads: bool = False
    item: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell over so many columns."""

    paragraphs: tuple[Paragraph, ...]
    span: int


@dataclass(frozen=True)
class Row:
    """A row; `kind` is "head", "group", "foot" or "".

    One that `splits` may go on on the next page, one that `leads` stays on the page of the next row.
    """

    cells: tuple[Cell, ...]
    kind: str
    splits: bool
    leads: bool


@dataclass(frozen=True)
class Table:
    """A table with the widths of its columns in per cent."""

    caption: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG file, what it shows in words, how high it is in centimetres."""

    content: bytes
    meaning: str
    height: float = 3.2


Block = Paragraph | Table | Picture


def blocks(markup: str) -> list[Block]:
    """The paragraphs and tables of rendered markup, in order."""
    parser = html.HTMLParser(remove_comments=True, huge_tree=True)
    root = html.document_fromstring(f"<body>{markup}</body>", parser=parser)
    return list(_inside(root.body, Look()))


def numbered(found: Iterable[Block], tables: Iterator[int]) -> Iterator[Block]:
    """The blocks with "ตารางที่ ๑" before the captions; `tables` counts them through the document."""
    for block in found:
        if isinstance(block, Paragraph) and block.style == "Caption":
            number = Text(f"ตารางที่{NBSP}{thai_digits(str(next(tables)))}  ", Look())
            yield replace(block, texts=(number, *block.texts))
        else:
            yield block


def together(found: Iterable[Block]) -> Iterator[Block]:
    """The blocks with all paragraphs kept on the page of the last."""
    *first, last = found
    yield from (replace(block, leads=True) if isinstance(block, Paragraph) else block for block in first)
    yield last


def _inside(element: html.HtmlElement, look: Look) -> Iterator[Block]:
    """The blocks inside an element; text between them becomes paragraphs of their own."""
    loose = [_text(element.text, look)]
    for child in element:
        if child.tag in INLINE:
            loose += _texts(child, look)
        elif child.tag not in LEFT_OUT:
            yield from _paragraph(loose, element, look)
            loose = []
            yield from _block(child, look)
        loose.append(_text(child.tail, look))
    yield from _paragraph(loose, element, look)


def _block(element: html.HtmlElement, look: Look) -> Iterator[Block]:
    if element.tag == "img":
        # Only a picture that is written into the markup: nothing is ever fetched.
        if found := _IMAGE.fullmatch(element.get("src", "")):
            high = HEIGHTS.get(element.getparent().get("class", ""), Picture.height)
            yield Picture(b64decode(found[1]), element.get("alt", ""), high)
    elif element.tag == "table":
        yield from _table(element)
    elif "scorecards" in _classes(element):  # the scores at a glance, side by side
        cells = tuple(_cell(card, _look(card, Look()), "", ()) for card in element.iterchildren("div"))
        row = Row(cells, "", splits=False, leads=False)
        yield Table("", (WHOLE / len(cells),) * len(cells), (row,))
    elif element.tag in ("ol", "ul"):
        for place, item in enumerate(element.iterchildren("li"), 1):
            sign = f"{thai_digits(str(place))}." if element.tag == "ol" else BULLET
            for number, block in enumerate(_inside(item, _look(item, look))):
                yield replace(block, item=sign) if isinstance(block, Paragraph) and number == 0 else block
    else:
        yield from _inside(element, _look(element, look))


def _classes(element: html.HtmlElement) -> list[str]:
    return [element.tag, *element.get("class", "").split()]


def _look(element: html.HtmlElement, outer: Look) -> Look:
    names = _classes(element)
    return Look(
        style=next((STYLES[name] for name in reversed(names) if name in STYLES), outer.style),
        mark=next((MARKS[name] for name in reversed(names) if name in MARKS), outer.mark),
        typed=outer.typed or "typed" in names,
        address=element.get("href", outer.address),
    )


def _texts(element: html.HtmlElement, outer: Look) -> Iterator[Text]:
    """The text of an inline element and of those inside it."""
    look = _look(element, outer)
    if element.tag == "br":
        yield Text("\n", look)
    elif "dots" in _classes(element):
        yield Text(DOTS, look)
    yield _text(element.text, look)
    for child in element:
        if child.tag not in LEFT_OUT:
            yield from _texts(child, look)
        yield _text(child.tail, look)


def _text(text: str | None, look: Look) -> Text:
    """The text with its white space as a browser shows it, and no-break spaces where paper has them."""
    tidy = re.sub("[ \t\r\f]+" if look.typed else "[ \t\r\f\n]+", " ", text or "")
    return Text(bind(tidy).replace(NO_BREAK_HERE, ""), look)


def _paragraph(texts: Sequence[Text], element: html.HtmlElement, look: Look) -> Iterator[Paragraph]:
    """The paragraph of these texts, if there is anything in it.

    Without spaces at the beginning and end of its lines, without double spaces and empty texts.
    """
    before, kept = "\n", []
    for part in texts:
        text = re.sub(" ?\n ?", "\n", part.text)
        text = text.lstrip(" ") if before.endswith((" ", "\n")) else text
        before = text or before
        kept.append(replace(part, text=text))
    while kept and not kept[-1].text.rstrip(" \n"):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" \n"))
        filled = tuple(part for part in kept if part.text)
        yield Paragraph(filled, look.style, leads=not LEADS.isdisjoint(_classes(element)))


def _table(element: html.HtmlElement) -> Iterator[Block]:
    caption = " ".join(element.findtext("caption", "").split())
    if "wide-table" not in _classes(element) and caption:
        yield Paragraph((_text(caption, Look()),), "Caption", leads=True)
    found, rows = list(element.iter("tr")), []
    short = len(found) <= SHORT and "wide-table" not in _classes(element)  # such a table stays on one page
    for row, following in zip_longest(found, found[1:]):
        classes = _classes(row)
        kind = PARTS.get(row.getparent().tag, "group" if "group" in classes else "")
        strong = kind in ("foot", "group") or "below" in classes
        look = Look("Table Text", mark="Strong" if strong else "")
        cells = tuple(_cell(cell, look, kind, classes) for cell in row.iterchildren("td", "th"))
        joined = short or "group" in classes
        leads = following is not None and (joined or "more" in _classes(following))
        rows.append(Row(cells, kind, splits=not SPLIT.isdisjoint(classes), leads=leads))
    yield Table(caption, _widths(element, rows), tuple(rows))


def _widths(element: html.HtmlElement, rows: Sequence[Row]) -> tuple[float, ...]:
    """The widths that the columns' classes name; the columns without one share the rest."""
    shares = WIDTHS | (ROOMY if "roomy" in _classes(element) else NARROW)
    names = [column.get("class", "").removeprefix("col-") for column in element.iter("col")]
    names = names or [""] * max(sum(cell.span for cell in row.cells) for row in rows)
    named = [shares.get(name) for name in names]
    rest = (WHOLE - sum(filter(None, named))) / max(1, named.count(None))
    return tuple(width or rest for width in named)


def _cell(element: html.HtmlElement, look: Look, kind: str, row: Sequence[str]) -> Cell:
    names = [*(row if element.tag == "th" else ()), *_classes(element)]
    styles = ["Table Head"] if kind == "head" else [CELLS[name] for name in names if name in CELLS]
    style = next(iter(styles), look.style)
    found = _inside(element, replace(look, style=style))
    paragraphs = tuple(block for block in found if isinstance(block, Paragraph))
    return Cell(paragraphs, int(element.get("colspan", 1)))
