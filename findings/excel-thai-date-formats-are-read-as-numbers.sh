#!/bin/sh
# A cell with 30 September 2026 in a format of a Thai Excel. Three readers, three ways to be wrong:
# - the format "bbbb" (the B.E. year, shows 2569): openpyxl 3.1.5, python-calamine 0.9.1 and xlsx2csv 0.8.6 give 46295;
# - the built-in Thai formats 71 to 81 (d/m/bb and its kin; the file holds only the number, no text): all three give 46295,
#   openpyxl calls the format "General";
# - "d/m/bbbb": openpyxl and calamine give the day, xlsx2csv prints "30/09/bbbb".
#
# Guessed before: that the numbered formats of ECMA-376 are known to readers as 14 to 22 are. Seen: none of the Thai ones. The
# portal has the table of them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  openpyxl==3.1.5 python-calamine==0.9.1 xlsx2csv==0.8.6 XlsxWriter==3.2.9
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import csv
import subprocess
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

FORMATS = ["bbbb", 71, 78, "d/m/bbbb"]
with xlsxwriter.Workbook("a.xlsx") as book:
    sheet = book.add_worksheet("a")
    for row, shape in enumerate(FORMATS):
        sheet.write_number(row, 0, 46295, book.add_format({"num_format": shape}))
cells = [row[0] for row in openpyxl.load_workbook("a.xlsx")["a"].iter_rows()]
other = [row[0] for row in CalamineWorkbook.from_path("a.xlsx").get_sheet_by_index(0).to_python()]
printed = subprocess.run([sys.executable, "-m", "xlsx2csv", "a.xlsx"], capture_output=True, text=True, check=False)
if printed.returncode:
    printed = subprocess.run(["venv/bin/xlsx2csv", "a.xlsx"], capture_output=True, text=True, check=True)
third = [row[0] for row in csv.reader(printed.stdout.splitlines())]
found = {
    str(shape): (cell.number_format, str(cell.value), str(value), text)
    for shape, cell, value, text in zip(FORMATS, cells, other, third, strict=True)
}
print(found)
sys.exit(found != {
    "bbbb": ("bbbb", "46295", "46295.0", "46295"),
    "71": ("General", "46295", "46295.0", "46295"),
    "78": ("General", "46295", "46295.0", "46295"),
    "d/m/bbbb": ("d/m/bbbb", "2026-09-30 00:00:00", "2026-09-30", "30/09/bbbb"),
})
PYTHON
echo "as before: Thai dates come out as numbers"
