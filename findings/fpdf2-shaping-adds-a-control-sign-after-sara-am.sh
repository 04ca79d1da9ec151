#!/bin/sh
# fpdf2 2.8.9 with set_text_shaping(True) and a Thai font (Sarabun): each ำ is followed by the control sign U+0003 in the text of
# the file ("กำลังทำ" is read back as "กำ\x03ลังทำ\x03"); the shaper draws ำ as two glyphs, and the second has no letter left.
# Without shaping the text is exact, and the marks above a tall letter are drawn over each other.
#
# Guessed before: that ำ might come back as two signs (as from other makers). Seen: it stays whole and gets a third sign that no
# reader shows and every comparison of names sees.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  fpdf2==2.8.9 uharfbuzz==0.57.0 pypdf==7.1.1 fontpkg-sarabun==1.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys
from importlib.metadata import distribution

import pypdf
from fpdf import FPDF

FONT = next(
    str(distribution("fontpkg-sarabun").locate_file(file))
    for file in distribution("fontpkg-sarabun").files
    if file.name == "Sarabun-Regular.ttf"
)
found = {}
for shaping in (False, True):
    paper = FPDF()
    paper.add_page()
    paper.add_font("S", "", FONT)
    paper.set_font("S", size=16)
    paper.set_text_shaping(shaping)
    paper.cell(0, 10, "กำลังทำ")
    paper.output("a.pdf")
    found[shaping] = pypdf.PdfReader("a.pdf").pages[0].extract_text().strip(" \n")
print({shaping: ascii(text) for shaping, text in found.items()})
sys.exit(found != {False: "กำลังทำ", True: "กำ\x03ลังทำ\x03"})
PYTHON
echo "as before: a control sign follows every sara am"
