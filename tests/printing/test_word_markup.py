"""Rendered markup as paragraphs and tables."""

from itertools import count

import pytest

from printing.word.markup import Paragraph, Picture, Table, blocks, numbered

PIXEL = "data:image/png;base64,iVBORw0KGgo="


def read(markup: str) -> list[tuple[str, str]]:
    """Style and text of each paragraph."""
    return [
        (block.style, block.item + "".join(part.text for part in block.texts))
        for block in blocks(markup)
        if isinstance(block, Paragraph)
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>\n  ก \n <strong> ข</strong>\n </p>", "ก ข"),
        ("<p>ก<br>\n  ข</p>", "ก\nข"),
        ('<p class="typed">ก \n  ข</p>', "ก\nข"),
        ("<p>ก\nข</p>", "ก ข"),
        ("<p>ข้อ\n   ๑</p>", "ข้อ\u00a0๑"),
        ("<p>E-Service &lt;b&gt; &amp;amp;</p>", "E-Service <b> &amp;"),
        ("ก<!-- no word -->ข<svg><title>ค</title></svg>", "กข"),
    ],
)
def test_text_is_what_a_browser_shows(markup: str, text: str) -> None:
    assert read(markup) == [("Normal", text)]


@pytest.mark.parametrize(
    "markup", ["", "<p> </p>", "<p>\n<br></p>", "<figure><p>ก</p></figure>", "<nav>ก</nav>"]
)
def test_nothing_to_say_makes_no_paragraph(markup: str) -> None:
    assert read(markup) == []


def test_style_is_that_of_the_nearest_class() -> None:
    markup = '<h3>ก</h3><p class="para">ข</p><div class="remark"><p>ค</p><h4>ง</h4></div>'

    assert read(markup) == [("Heading 2", "ก"), ("Body Text", "ข"), ("Remark", "ค"), ("Heading 3", "ง")]


def test_items_of_lists_have_their_signs() -> None:
    markup = "<ol><li>ก</li><li>ข</li></ol><ul><li>ค</li></ul><ol><li>ง</li></ol>"

    assert [text for _, text in read(markup)] == ["๑.ก", "๒.ข", "–ค", "๑.ง"]


def test_table_keeps_widths_heads_and_joined_cells() -> None:
    [caption, table] = blocks(
        '<table><caption>คะแนน</caption><colgroup><col class="col-code"><col></colgroup>'
        '<thead><tr><th>ที่</th><th class="num">คะแนน</th></tr></thead>'
        '<tbody><tr class="tall"><td class="code">๑</td><td class="num">๙</td></tr></tbody>'
        '<tfoot><tr><th colspan="2">รวม</th></tr></tfoot></table>'
    )
    assert isinstance(caption, Paragraph)
    assert isinstance(table, Table)
    styles = [[cell.paragraphs[0].style for cell in row.cells] for row in table.rows]

    assert (caption.style, table.caption, table.widths) == ("Caption", "คะแนน", (9, 91))
    assert [(row.kind, row.splits, row.leads) for row in table.rows] == [
        ("head", False, True),
        ("", True, True),
        ("foot", False, False),
    ]
    assert styles == [["Table Head", "Table Head"], ["Table Code", "Table Number"], ["Table Text"]]
    assert [cell.span for cell in table.rows[2].cells] == [2]


def test_captions_are_counted_through_the_document() -> None:
    tables, found = count(1), "<table><caption>ก</caption><tr><td>ข</td></tr></table>"
    texts = [
        "".join(part.text for part in block.texts)
        for _ in range(2)
        for block in numbered(blocks(found), tables)
        if isinstance(block, Paragraph)
    ]

    assert texts == ["ตารางที่\u00a0๑  ก", "ตารางที่\u00a0๒  ก"]


@pytest.mark.parametrize(
    "address", ["https://example.com/a.png", "file:///etc/passwd", "data:text/html;base64,AAAA", "a.png"]
)
def test_only_pictures_written_into_the_markup_are_taken(address: str) -> None:
    assert blocks(f'<p><img src="{address}" alt="ตรา"></p>') == []
    assert blocks(f'<p><img src="{PIXEL}" alt="ตรา"></p>') == [Picture(b"\x89PNG\r\n\x1a\n", "ตรา")]
