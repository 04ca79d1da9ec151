"""HTML as the tree that WeasyPrint prints, read by libxml2 fifty times as fast as by WeasyPrint's parser."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, TreeBuilder, tostring

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
SPELLING = {"viewbox": "viewBox"}  # names with capitals in our drawings; libxml2 hands over small letters
KEPT = ("id", "class", "style")  # by which the stylesheet finds a drawing


def parsed_page(html: str) -> tuple[Element, dict[str, bytes]]:
    """The root of a whole document, and its drawings by their addresses (drawing:0 …).

    An inline `<svg>` becomes an `<img>` with its title as `alt`. WeasyPrint draws both alike, but styles
    every line and letter of the first as if it were HTML, and then doesn't use that.
    For the well-formed HTML of our templates the tree is that of a browser; broken markup libxml2 mends in
    its own way.
    """
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True)
    parser.feed(html)
    root: Element = parser.close()
    for table in list(root.iter("table")):
        # HTML lets a template leave out `<tbody>`; the tree has it, and PDF/UA asks for it.
        if rows := table.findall("tr"):
            body = Element("tbody")
            table.insert(list(table).index(rows[0]), body)
            for row in rows:
                table.remove(row)
                body.append(row)
    return root, builder.drawings


class _Builder(TreeBuilder):
    """Takes what libxml2 reads, and puts the drawings aside."""

    def __init__(self) -> None:
        super().__init__()
        self.drawings: dict[str, bytes] = {}
        self.drawing = TreeBuilder()
        self.open = 0  # elements of the drawing

    def start(self, tag: str, attributes: Mapping[str, str], /) -> Element:
        if tag != "svg" and not self.open:
            return super().start(tag, dict(attributes))
        self.open += 1
        named = {SPELLING.get(name, name): value for name, value in attributes.items()}
        return self.drawing.start(tag, named)

    def data(self, text: str, /) -> None:
        if self.open:
            self.drawing.data(text)
        else:
            super().data(text)

    def end(self, tag: str, /) -> Element:
        if not self.open:
            return super().end(tag)
        self.open -= 1
        element = self.drawing.end(tag)
        if self.open:
            return element
        svg, self.drawing = self.drawing.close(), TreeBuilder()
        address = f"drawing:{len(self.drawings)}"
        looks = {name: value for name in KEPT if (value := svg.get(name))}
        super().start("img", {"src": address, "alt": svg.findtext("title", ""), **looks})
        svg.set("xmlns", SVG)
        self.drawings[address] = tostring(svg, encoding="unicode").encode()
        return super().end("img")
