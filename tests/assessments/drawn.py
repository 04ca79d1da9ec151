"""PDFs drawn sign by sign, as makers of PDFs do it well and badly."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

Placed = tuple[float, float, str]


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def told_font(signs: Sequence[str], *, told: bool = True) -> DictionaryObject:
    """A font whose sign number n is `signs[n - 1]`, half as wide as high; it says so if `told`."""
    inner = DictionaryObject(
        {
            name("Type"): name("Font"),
            name("Subtype"): name("CIDFontType2"),
            name("BaseFont"): name("Invented"),
            name("DW"): NumberObject(500),
        }
    )
    font = DictionaryObject(
        {
            name("Type"): name("Font"),
            name("Subtype"): name("Type0"),
            name("BaseFont"): name("Invented"),
            name("Encoding"): name("Identity-H"),
            name("DescendantFonts"): ArrayObject([inner]),
        }
    )
    if told:
        pairs = [
            f"<{n:04x}> <{sign.encode('utf-16-be', 'surrogatepass').hex()}>"
            for n, sign in enumerate(signs, 1)
        ]
        groups = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        body = "\n".join(f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar" for group in groups)
        cmap = DecodedStreamObject()
        cmap.set_data(
            f"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\nendcmap".encode()
        )
        font[name("ToUnicode")] = cmap
    return font


def byte_font(encoding: str) -> DictionaryObject:
    """A font of one byte a sign, as old Thai ones are: it calls its letters those of Western Europe."""
    return DictionaryObject(
        {
            name("Type"): name("Font"),
            name("Subtype"): name("TrueType"),
            name("BaseFont"): name("Old"),
            name("Encoding"): name(encoding),
        }
    )


def pdf_with(*pages: Sequence[Placed], told: bool = True, drawn: str = "") -> bytes:
    """A PDF of these texts at their places, in points from the lower left; `drawn` goes before each page."""
    signs = sorted({sign for page in pages for _x, _y, text in page for sign in text})
    number = {sign: n for n, sign in enumerate(signs, 1)}
    parts = [
        "".join(
            f"BT /F 14 Tf {x} {y} Td <{''.join(f'{number[sign]:04x}' for sign in text)}> Tj ET\n"
            for x, y, text in page
        )
        for page in pages
    ]
    return whole(told_font(signs, told=told), *(drawn + part for part in parts))


def in_bytes(lines: Sequence[str], encoding: str, codec: str = "cp874") -> bytes:
    """A PDF whose lines stand as bytes of a Thai code page in a font that says something else."""
    drawn = "".join(
        f"BT /F 14 Tf 50 {750 - 20 * at} Td <{line.encode(codec).hex()}> Tj ET\n"
        for at, line in enumerate(lines)
    )
    return whole(byte_font(encoding), drawn)


def whole(font: DictionaryObject, *contents: str, forms: dict[str, str] | None = None) -> bytes:
    """A PDF with a page for each content stream; `forms` can be drawn by their names."""
    writer = PdfWriter()
    drawn = DictionaryObject()
    for called, content in (forms or {}).items():
        form = DecodedStreamObject()
        form.set_data(content.encode())
        form.update({name("Type"): name("XObject"), name("Subtype"): name("Form")})
        drawn[name(called)] = writer._add_object(form)
    resources = writer._add_object(
        DictionaryObject({name("Font"): DictionaryObject({name("F"): font}), name("XObject"): drawn})
    )
    for content in contents:
        stream = DecodedStreamObject()
        stream.set_data(content.encode())
        page = writer.add_blank_page(595, 842)
        page[name("Resources")] = resources
        page[name("Contents")] = writer._add_object(stream)
    for form in drawn.values():
        form.get_object()[name("Resources")] = resources
    return saved(writer)


def saved(writer: PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def table(rows: Sequence[Sequence[str]], columns: Sequence[float], top: float = 750) -> list[Placed]:
    """The cells of a table at the left edges of its columns, line below line; "" is no text."""
    return [
        (left, top - 20 * at, cell)
        for at, row in enumerate(rows)
        for left, cell in zip(columns, row, strict=False)
        if cell
    ]
