#!/bin/sh
# PyMuPDF 2.0, insert_htmlbox with a Thai font of OpenType rules (Sarabun): the page looks right, its text is wrong wherever the
# font swaps a glyph. "ที่ปรึกษา" is read back as "ทีˠปรึกษา" (U+02E0), "กตัญญู" as "กตัญƿู": the number of the glyph in the font
# stands where its letter should; ำ comes back in two signs. insert_text, which does not shape, is read back exactly.
# PyMuPDF, pypdf 7.1.1 and pypdfium2 5.15.2 all read it so: it is in the file, not in the reader.
#
# Guessed before: that the maker which shapes gives the better text. Seen: the other way round. Scores copied from such a paper
# have Latin letters inside Thai words.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  pymupdf==2.0 pypdf==7.1.1 pypdfium2==5.15.2 fontpkg-sarabun==1.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys
from importlib.metadata import distribution
from pathlib import Path

import pymupdf
import pypdf
import pypdfium2

FONT = next(
    Path(distribution("fontpkg-sarabun").locate_file(file))
    for file in distribution("fontpkg-sarabun").files
    if file.name == "Sarabun-Regular.ttf"
)
WORDS = ["ที่ปรึกษา", "กตัญญู", "กำลัง"]


def texts(name):
    """What three readers find in the file, line by line."""
    found = (
        pymupdf.open(name)[0].get_text(),
        pypdf.PdfReader(name).pages[0].extract_text(),
        pypdfium2.PdfDocument(name)[0].get_textpage().get_text_range(),
    )
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in found]


css = "@font-face {font-family: S; src: url(Sarabun-Regular.ttf)} * {font-family: S}"
with pymupdf.open() as shaped:
    html = "".join(f"<p>{word}</p>" for word in WORDS)
    page, folder = shaped.new_page(), pymupdf.Archive(str(FONT.parent))
    page.insert_htmlbox(pymupdf.Rect(40, 40, 500, 800), html, css=css, archive=folder)
    shaped.save("shaped.pdf")
with pymupdf.open() as plain:
    page = plain.new_page()
    page.insert_font("S", fontfile=str(FONT))
    for row, word in enumerate(WORDS):
        page.insert_text((40, 60 + 30 * row), word, fontname="S")
    plain.save("plain.pdf")
print(f"shaped {texts('shaped.pdf')}; plain {texts('plain.pdf')}")
as_before = texts("shaped.pdf") == [["ทีˠปรึกษา", "กตัญƿู", "กําลัง"]] * 3
sys.exit(not (as_before and texts("plain.pdf") == [WORDS] * 3))
PYTHON
echo "as before: shaped Thai text is stored as numbers of glyphs"
