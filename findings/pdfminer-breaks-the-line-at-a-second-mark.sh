#!/bin/sh
# pdfminer.six 20260107 breaks a line in the middle of a Thai letter: where a tone stands on a vowel that is a mark too
# (ที่, ผู้, ปู่, ดื่ม), both have no width in a font that is set without shaping, as ReportLab does it, and the tone begins
# a paragraph of its own. Who copies texts out of other makers' PDFs by it gets "ที" and "่ผู" on two lines each.
#
# Guessed before: the marks in another order, or a space between them. Seen: "เจ้าหน้าที\n\n่ผู\n\n้รับผิดชอบ" with the usual
# settings, at every size tried; pypdf 7.1.1 reads the same file without a fault, and one mark alone breaks nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  pdfminer.six==20260107 pypdf==7.1.1 reportlab==5.1.0 fontpkg-sarabun==1.0
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys
from pathlib import Path

import fontpkg_sarabun
from pdfminer.high_level import extract_text
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

TWO_MARKS, ONE_MARK = "เจ้าหน้าที่ผู้รับผิดชอบ", "มาตรการ ทำดี"
(font,) = Path(next(iter(fontpkg_sarabun.__path__))).rglob("Sarabun-Regular.ttf")
pdfmetrics.registerFont(TTFont("Sarabun", str(font)))


def read(text: str, size: float) -> tuple[str, str]:
    """The line as pdfminer and as pypdf read it."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Sarabun", size)
    canvas.drawString(50, 700, text)
    canvas.save()
    return extract_text(io.BytesIO(file.getvalue())).strip(), PdfReader(file).pages[0].extract_text().strip()


seen = {size: read(TWO_MARKS, size) for size in (10.5, 16.0)}
alone = read(ONE_MARK, 16.0)
print(f"pdfminer and pypdf: {seen}; without a second mark: {alone}")
broken = "เจ้าหน้าที\n\n\N{THAI CHARACTER MAI EK}ผู\n\n\N{THAI CHARACTER MAI THO}รับผิดชอบ"
as_before = all(one == (broken, TWO_MARKS) for one in seen.values()) and alone == (ONE_MARK, ONE_MARK)
sys.exit(not as_before)
PYTHON
echo "as before: pdfminer begins a new line at the second mark of a Thai letter"
