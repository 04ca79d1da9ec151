"""How long the search for municipalities by words takes among 2,472, beside that of an earlier commit.

    python bench/searching.py [--against COMMIT] [--quick]

Needs git and no database: makes one of its own, with 2,472 invented municipalities that are called as
subdistricts are. Where DATABASE_URL names a PostgreSQL it is made there:

    python scripts/throwaway_postgres.py python bench/searching.py

Each text is searched as a list does it: how many are found, and the first page of them. Both commits search
by turns, each in a process and a database of its own; seconds are those of the processor (with those that
PostgreSQL took for it, from Linux's /proc), the best of fifteen. Prints one line a text; what counts is the
ratio over all texts, which should not exceed LIMIT. Then come texts that find nothing, for which whom they
may mean is looked for: the earlier commit has nothing beside them, and each should take no more than
LIMIT_SECONDS.

COMMIT is the last one without `municipalities/resolving.py`, where none is named.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LIMIT, LIMIT_SECONDS, NUMBER, PAGE = 1.2, 0.2, 2472, 50
FOUND = (
    *("บ้านใหม่", "ลำปาง", "เทศบาลเมือง", "เทศบาลตำบล บ้านกลาง", "หนอง", "อ.เมืองเชียงใหม่"),
    *("สันทราย เชียงใหม่", "จ.ขอนแก่น น้ำ"),
)
NOT_FOUND = ("บ้านไหม่ๆ", "สันทาย เชียงใหม่", "กขคงจ", "เทศบาลตำบลหนองบวั", "ทุ่งผื้ง", "กาลสินธุ์")
BE_MEASURED = "--be-measured"


def fill() -> None:
    """Make the municipalities, with the code of the commit that is checked out here."""
    from django.core.management import call_command  # noqa: PLC0415 - once Django is set up

    from municipalities.models import District, Municipality  # noqa: PLC0415 - likewise
    from municipalities.places import subdistricts  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    districts = {row.code: row for row in District.objects.select_related("province")}
    rows = []
    for at, subdistrict in enumerate(subdistricts()[500 : 500 + 2 * NUMBER : 2]):
        kind = "nakhon" if at % 80 == 0 else "mueang" if at % 12 == 0 else "tambon"
        row = Municipality(kind=kind, name=subdistrict.name, district=districts[subdistrict.district])
        rows.append(row)
    for row in rows:
        row.save()


def search() -> Callable[[str], int]:
    """The search of the commit that is checked out here, as a list does it."""
    from municipalities.models import Municipality  # noqa: PLC0415

    def earlier(text: str) -> int:
        found = Municipality.objects.with_place().matching(text).order_by("sort_key", "pk")
        return found.count() + len(list(found[:PAGE]))

    if hasattr(Municipality.objects, "matching"):
        return earlier
    from municipalities.searching import search_places  # noqa: PLC0415

    def present(text: str) -> int:
        searched = search_places(Municipality.objects.with_place(), text)
        pages = searched.pages(searched.found, PAGE)
        return pages.count + len(list(pages.get_page(1)))

    return present


def processor_clock() -> Callable[[], float]:
    """Seconds of the processor that this process has used, and the server of PostgreSQL for it."""
    from django.db import connection  # noqa: PLC0415 - once Django is set up

    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path("/proc", str(cursor.fetchone()[0]), "schedstat")
    return lambda: time.process_time() + int(server.read_text().split()[0]) / 1e9


def be_measured(repeats: int) -> None:
    """Print the seconds of each text."""
    asked, best = search(), dict[str, float]()
    clock = processor_clock()
    for text in (*FOUND, *NOT_FOUND):
        for _ in range(repeats):
            begun = clock()
            asked(text)
            best[text] = min(best.get(text, 9), clock() - begun)
    print(json.dumps(best))


def database_of(side: str, folder: Path) -> str:
    """The address of a new database for one side: on the server of DATABASE_URL, else a file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{folder / side}.sqlite3"
    import psycopg  # noqa: PLC0415 - where there is a PostgreSQL

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bench_{side}")
    parts = urlsplit(server)
    return parts._replace(path=f"/bench_{side}").geturl()


def run(folder: Path, database: str, *arguments: str) -> str:
    """Run this file with the code that lies in a folder."""
    variables = os.environ | {"DATABASE_URL": database, "PYTHONPATH": str(folder)}
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    return subprocess.run(
        command, cwd=folder, env=variables, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def last_without_resolver() -> str:
    """The commit before the one that brought `resolving.py`."""
    asked = ["git", "log", "--diff-filter=A", "--format=%H", "--", "municipalities/resolving.py"]
    brought = subprocess.run(asked, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return f"{brought[-1]}^"


def main() -> None:
    """Compare the two."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--against", metavar="COMMIT", default=None)
    parser.add_argument("--quick", action="store_true", help="once instead of five times by turns")
    chosen = parser.parse_args()
    with TemporaryDirectory() as made:
        earlier = Path(made, "earlier")
        commit = chosen.against or last_without_resolver()
        subprocess.run(["git", "worktree", "add", "--detach", str(earlier), commit], cwd=ROOT, check=True)
        try:
            sides = [
                (code, database_of("earlier" if code is earlier else "now", Path(made)))
                for code in (earlier, ROOT)
            ]
            for folder, database in sides:
                run(folder, database, BE_MEASURED, "0")
            best: list[dict[str, float]] = [{}, {}]
            for _ in range(1 if chosen.quick else 5):
                for seconds, (folder, database) in zip(best, sides, strict=True):
                    for text, one in json.loads(run(folder, database, BE_MEASURED, "3")).items():
                        seconds[text] = min(seconds.get(text, 9), one)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(earlier)], cwd=ROOT, check=True)
    report(*best)


def report(before: dict[str, float], now: dict[str, float]) -> None:
    """Print both sides and the ratio."""
    for text in FOUND:
        figures = (
            f"{before[text] * 1000:7.1f} ms {now[text] * 1000:7.1f} ms {now[text] / before[text]:5.2f} x"
        )
        print(f"{figures}  {text}")
    ratio = sum(now[text] for text in FOUND) / sum(before[text] for text in FOUND)
    print(f"ratio {ratio:4.2f}{'  <--' if ratio > LIMIT else ''}")
    for text in NOT_FOUND:
        mark = "  <--" if now[text] > LIMIT_SECONDS else ""
        print(f"{'':10} {now[text] * 1000:7.1f} ms          {text}{mark}")


if __name__ == "__main__":
    if BE_MEASURED in sys.argv:
        sys.path.insert(0, os.environ["PYTHONPATH"])
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
        import django

        django.setup()
        if sys.argv[-1] == "0":
            fill()
        else:
            be_measured(int(sys.argv[-1]))
    else:
        main()
