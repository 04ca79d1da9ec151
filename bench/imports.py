"""How long the commands of the imports take, and what memory, by the rows of their files.

    python bench/imports.py [--quick]

Files are of the shape of the ministry's list (a row for each subdistrict, a third of them of municipalities)
and of a province's table of announced results, as CSV and as XLSX. Each is tried (nothing is stored) by the
command in a process of its own, on a database of SQLite that it fills beforehand with 2,472 municipalities.
Seconds are those of the processor, of the command and of the process that reads workbooks for it; memory is
the most that one of them held. What counts are the milliseconds a row: they should not grow.
"""

import argparse
import csv
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from municipalities import places  # noqa: E402 - after the path

MUNICIPALITIES, PLACES, ANNOUNCED = 2_472, "import_places", "import_announced"
SIZES = {PLACES: (1_000, 5_000, 20_000, 80_000), ANNOUNCED: (1_000, 5_000, 15_000)}
QUICK = 5_000
HEAD = ["จังหวัด", "อำเภอ", "ตำบล", "รหัส อปท.", "ประเภท อปท.", "อปท.", "หมู่ที่", "LAT", "LONG", "เว็ปไซต์ของอปท"]
RESULTS = ["รหัส อปท.", "เทศบาล", "ปีงบประมาณ", "คะแนนรวม", *(f"ตัวชี้วัดที่ {number}" for number in range(1, 11))]
EACH = 3  # of so many subdistricts one is a municipality


def listed() -> Iterator[list[str]]:
    """Rows of the ministry's list, without end: after the last subdistrict again the first."""
    names = {row.code: row.name for row in (*places.provinces(), *places.districts())}
    while True:
        for number, row in enumerate(places.subdistricts()):
            kind, digit = ("เทศบาลตำบล", "5") if number % EACH == 0 else ("อบต.", "6")
            code = f"{digit}{row.district}{row.code[4:]}"
            where = [names[row.code[:2]], names[row.district], row.name]
            yield [*where, code, kind, row.name, "4", "18.2", "99.5", f"www.{code}.example.go.th"]


def announced() -> Iterator[list[str]]:
    """Rows of announced results of the same municipalities, one fiscal year after the other."""
    for year in range(2562, 2569):
        for row in islice((row for row in listed() if row[4] == "เทศบาลตำบล"), MUNICIPALITIES):
            yield [row[3], f"เทศบาลตำบล{row[5]}", str(year), "90.65", *["90.65"] * 10]


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """The rows as a CSV or an XLSX, by the file's ending."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return path
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def run(database: Path, *command: str) -> tuple[float, int]:
    """Seconds and megabytes of a command of the portal; what it prints is thrown away."""
    variables = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "SECRET_KEY": "bench" * 12,
        "DEBUG": "1",
    }
    measured = [sys.executable, "-c", MEASURED, *command]
    done = subprocess.run(measured, cwd=ROOT, env=variables, check=False, stdout=subprocess.PIPE)
    seconds, kilobytes = done.stdout.split()[-2:]
    return float(seconds), int(kilobytes) // 1024


MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "manage.py", *sys.argv[1:]], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def main() -> None:
    """Measure all sizes, and the same list of municipalities once more when it is stored."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="5,000 rows at most")
    most = QUICK if parser.parse_args().quick else 100_000
    with TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "bench.sqlite3"
        run(database, "migrate")
        known = list(islice((row for row in listed() if row[4] == "เทศบาลตำบล"), MUNICIPALITIES))
        file = write(folder / "known.csv", [HEAD, *known])
        for told in ("stored", "nothing to change"):
            seconds, megabytes = run(database, PLACES, str(file), "--apply")
            print(f"{MUNICIPALITIES:>7,} municipalities {told}: {seconds:6.2f} s {megabytes:>4} MB")
        for command, head, rows in ((PLACES, HEAD, listed), (ANNOUNCED, RESULTS, announced)):
            for ending in ("csv", "xlsx"):
                for size in (size for size in SIZES[command] if size <= most):
                    file = write(folder / f"table.{ending}", [head, *islice(rows(), size)])
                    seconds, megabytes = run(database, command, str(file))
                    told = f"{size:>7,} rows  {command} {ending:<4} {seconds:6.2f} s {megabytes:>4} MB"
                    print(f"{told}  {seconds * 1000 / size:5.2f} ms a row")


if __name__ == "__main__":
    main()
