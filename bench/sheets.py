"""How long a workbook takes to be read by the portal, and what memory, beside plain openpyxl.

    python bench/sheets.py [--quick]

Needs no database. Workbooks of 1,000 to 5,000 rows of 20 cells (names, codes, scores) are read by turns, each
time in a new process: by openpyxl alone (read-only, stored values, every cell's value and number format put
into a list), and by `read_sheets`, which reads in a process of its own: its start and what goes to and fro
are counted in. Seconds are those of the processor, the best of five; memory is the most that each process
held. Prints one line a size; what counts is the ratio. A file that unpacks to 171 MB comes last.
"""

import argparse
import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
SIZES, CELLS, REPEATS = range(1_000, 5_001, 1_000), 20, 5
SHEET = "xl/worksheets/sheet1.xml"
MEASURED = """
import json, resource, sys
from pathlib import Path
content = Path(sys.argv[1]).read_bytes()
{read}
own, other = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
seconds = sum(one.ru_utime + one.ru_stime for one in (own, other))
# ru_maxrss of this process would count what the bench held when it forked.
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(json.dumps([seconds, int(peak) // 1024, other.ru_maxrss // 1024]))
"""
PLAIN = """
import io, openpyxl
book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
rows = [[(cell.value, cell.number_format) for cell in row] for row in book.worksheets[0].iter_rows()]
"""
OURS = """
from municipalities.xlsx_reading import Unreadable, read_sheets
try:
    rows = [row for sheet in read_sheets(content, rows=5_002) for row in sheet.rows]
except Unreadable as refusal:
    print(refusal, file=sys.stderr)
"""


def workbook(rows: int) -> bytes:
    """A table such as provinces send."""
    book, content = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in range(rows):
        scores = [90.65 + (row + place) % 9 for place in range(CELLS - 4)]
        sheet.append([f"เทศบาลตำบลที่ {row}", 5_520_101 + row, 2567, *scores, "ผ่าน"])
    book.save(content)
    return content.getvalue()


def bomb() -> bytes:
    """About half a megabyte that unpacks to 171 MB."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(1))) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, b" " * 171_000_000 if name == SHEET else source.read(name))
    return content.getvalue()


def measured(read: str, path: Path) -> tuple[float, int, int]:
    """Seconds of both processes; megabytes of the one that asks and of the one that it starts."""
    command = [sys.executable, "-c", MEASURED.format(read=read), path]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    seconds, own, other = json.loads(done.stdout)
    return seconds, own, other


def main() -> None:
    """Measure all sizes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="once instead of five times")
    repeats = 1 if parser.parse_args().quick else REPEATS
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        for rows in SIZES:
            path.write_bytes(workbook(rows))
            runs = [(measured(PLAIN, path), measured(OURS, path)) for _ in range(repeats)]
            plain, ours = (min(side) for side in zip(*runs, strict=True))
            print(
                f"{rows:>6,} rows  plain {plain[0]:5.2f} s {plain[1]:>4} MB   ours {ours[0]:5.2f} s "
                f"{ours[1]:>4} MB + {ours[2]:>3} MB   ratio {ours[0] / plain[0]:4.2f}"
            )
        path.write_bytes(bomb())
        began = time.perf_counter()
        seconds, own, other = measured(OURS, path)
        took = time.perf_counter() - began
        print(f"171 MB refused in {took:.2f} s ({seconds:.2f} s of work), {own} MB + {other} MB")


if __name__ == "__main__":
    main()
