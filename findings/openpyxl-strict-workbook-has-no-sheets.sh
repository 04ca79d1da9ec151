#!/bin/sh
# openpyxl 3.1.5 opens an XLSX of the Strict variant (ISO/IEC 29500-1; Excel's "Strict Open XML Spreadsheet") without
# an exception and says that it has no sheets: the sheet is there, but its workbook speaks other namespaces. A portal
# that asks "which sheet has the head?" then tells an officer that her table is empty.
#
# Guessed before: an exception, or the sheet as it is. Seen: sheetnames == [], in both reading modes.
# The portal writes the namespaces anew before openpyxl reads them (municipalities/xlsx_process.py).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io
import sys
import zipfile

import openpyxl

STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}

book = openpyxl.Workbook()
book.active.append(["เทศบาล", "คะแนนรวม"])
book.active.append(["เทศบาลตำบลตัวอย่าง", 95.59])
usual, strict = io.BytesIO(), io.BytesIO()
book.save(usual)
with zipfile.ZipFile(usual) as source, zipfile.ZipFile(strict, "w") as target:
    for name in source.namelist():
        text = source.read(name).decode()
        for transitional, other in STRICT.items():
            text = text.replace(transitional, other)
        if name == "xl/workbook.xml":
            text = text.replace("<workbook ", '<workbook conformance="strict" ', 1)
        target.writestr(name, text)

seen = {
    kind: [openpyxl.load_workbook(io.BytesIO(file.getvalue()), read_only=mode).sheetnames for mode in (False, True)]
    for kind, file in (("transitional", usual), ("strict", strict))
}
print(f"openpyxl {openpyxl.__version__}: sheet names, whole and read-only: {seen}")
sys.exit(seen != {"transitional": [["Sheet"], ["Sheet"]], "strict": [[], []]})
PYTHON
echo "as before: a Strict workbook has no sheets"
