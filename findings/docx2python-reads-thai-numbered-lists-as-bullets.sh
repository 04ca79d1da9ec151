#!/bin/sh
# docx2python 3.7.1 writes the numbers of Word's lists into the text, which python-docx and mammoth leave out: "1)", "2)". Of the two
# formats that Thai offices use, thaiNumbers (๑ ๒ ๓) and thaiLetters (ก ข ค), it makes "--" before every item, without a word: a
# report's measures come in as bullets, and "ข้อ ๒" leads nowhere. The file is valid, made with python-docx 1.2.0.
#
# Guessed before: that an unknown format falls back to 1, 2, 3, as the standard asks of readers. Seen: to a bullet.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check docx2python==3.7.1 python-docx==1.2.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys

import docx
from docx2python import docx2python
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FORMATS = {"decimal": 91, "thaiNumbers": 92, "thaiLetters": 93}
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1."/></w:lvl>'
paper, space = docx.Document(), nsdecls("w")
numbering = paper.part.numbering_part.element
for shape, number in FORMATS.items():
    level = LEVEL.format(shape)
    numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="{number}">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {space} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    for text in ("แรก", "ที่สอง"):
        properties = paper.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {space}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))
paper.save("a.docx")
found = [line for line in docx2python("a.docx").text.split("\n") if line]
print(found)
sys.exit(found != ["1)\tแรก", "2)\tที่สอง", *["--\tแรก", "--\tที่สอง"] * 2])
PYTHON
echo "as before: Thai numbers of a list come out as --"
