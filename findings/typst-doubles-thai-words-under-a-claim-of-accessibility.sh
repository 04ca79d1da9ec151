#!/bin/sh
# Typst 0.15.2 with the font Sarabun, standard PDF/UA-1: page-validation finds nothing broken, and the text is another.
# - Where a letter carries a vowel and ์ (สิทธิ์ right, ศักดิ์ honour, ผลสัมฤทธิ์ result) its cluster stands twice in what PDFium
#   and Poppler read: สิทธิ์ธิ์, ศักดิ์ดิ์.
# - pypdf, which does not know ActualText, reads other words everywhere: การใช้ช้อำอำานาจ for การใช้อำนาจ. Each glyph is mapped to the
#   whole cluster in which it was met first, so that after ทำ (do)
#   the word เทศบาล (municipality) is read as เทำศบทำล.
#
# Guessed before: that a maker which claims PDF/UA-1 and shapes with a library of its own gives exact text, or misses ำ as others
# do. Seen: ำ is right by ActualText, and a letter with two marks is said twice. No validator sees it: it compares no letters.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  typst==0.15.2 fontpkg-sarabun==1.0 pypdf==7.1.1 pypdfium2==5.15.2 page-validation==0.11.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import io
import sys
from pathlib import Path

import fontpkg_sarabun
import page
import pypdf
import pypdfium2
import typst

fonts = str(Path(fontpkg_sarabun.__file__).parent)
head = '#set document(title: "x")\n#set text(font: "Sarabun", lang: "th")\n'


def printed(text: str) -> tuple[str, str, list[str]]:
    """What PDFium reads, what pypdf reads, and which rules of PDF/UA-1 are broken."""
    Path("a.typ").write_text(head + text + "\n", encoding="utf-8")
    pdf = typst.compile("a.typ", font_paths=[fonts], pdf_standards="ua-1")
    broken = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1).failures
    pdfium = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return pdfium, pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(), [each.rule_id for each in broken]


seen = {text: printed(text) for text in ("คะแนน", "สิทธิ์", "ศักดิ์", "การใช้อำนาจ", "ทำ เทศบาล")}
for text, read in seen.items():
    print(text, *read, sep=" | ")
sys.exit(
    seen
    != {
        "คะแนน": ("คะแนน", "คะแนน", []),
        "สิทธิ์": ("สิทธิ์ธิ์", "สิสิทธิ์สิธิ์", []),
        "ศักดิ์": ("ศักดิ์ดิ์", "ศัศักดิ์ดิ์ดิ์", []),
        "การใช้อำนาจ": ("การใช้อำนาจ", "การใช้ช้อำอำานาจ", []),
        "ทำ เทศบาล": ("ทำ เทศบาล", "ทำทำทำ เทำศบทำล", []),
    }
)
PYTHON
echo "as before: สิทธิ์ is read as สิทธิ์ธิ์, and no rule of PDF/UA-1 is broken"
