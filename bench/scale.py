"""How the pages behave with all of Thailand in the database: queries, time, memory.

    DATABASE_URL=sqlite:////tmp/scale.sqlite3 python bench/scale.py [--quick]

Fills an empty database (see bench/thailand.py; about two minutes and a gigabyte), then asks each page as a
visitor, a reviewer of 200 municipalities or an admin. Prints, for each page, its queries, its median time,
how long this process was at work in it, and the time relative to the sign-in page of the same run (machines
are noisy, work and ratios less so). A page over LIMIT_QUERIES or LIMIT_SECONDS of work is marked. With
`--quick` each page is asked once instead of five times.

Files that are streamed are asked once more by a process of their own, which tells by how many megabytes that
made it grow.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from bench.thailand import MUNICIPALITIES, PLAN_YEAR, PROVINCE, fill  # noqa: E402
from municipalities.models import Municipality, Province  # noqa: E402
from oversight.filters import SORTS  # noqa: E402
from reports.models import Publication  # noqa: E402

LIMIT_QUERIES, LIMIT_SECONDS = 10, 1.0
GROWTH = "--growth"  # followed by an address: be the process that streams it
TABLES = ("publications", "results", "scores", "measures")
FILTERS = (
    *("kind=tambon", "state=submitted", "state=none", "level=unknown", "weak=any", "weak=4", "late=on"),
    *("q=100", "page=4", "document=plan&state=draft"),
)


def answered(client: Client, path: str) -> int:
    """Ask for a page, take all of it, and give its size in bytes; ends the program where it is refused."""
    response = client.get(path, HTTP_HOST="127.0.0.1")
    if response.status_code != 200:
        sys.exit(f"{path}: {response.status_code}")
    if response.streaming:
        return sum(map(len, response))
    return len(response.content)


def measure(client: Client, path: str, repeats: int) -> tuple[int, float, float]:
    """Queries of a page asked before, the medians of its times and of the work in them, in seconds."""
    answered(client, path)
    with CaptureQueriesContext(connection) as queries:
        answered(client, path)
    asked = len(queries)  # the next request empties the log
    times, work = [], []
    for _ in range(repeats):
        begun, worked = time.perf_counter(), time.process_time()
        answered(client, path)
        times.append(time.perf_counter() - begun)
        work.append(time.process_time() - worked)
    return asked, statistics.median(times), statistics.median(work)


def public_pages() -> Iterator[str]:
    """What a visitor asks for."""
    some = Publication.objects.order_by("pk")[20]
    key = some.report.plan.municipality_id
    document = f"/published/{key}/{PLAN_YEAR}/{some.report.kind}"
    others = "&".join(f"with={key + step}" for step in range(4))
    province = Province.objects.get(name=PROVINCE).code
    yield from ("/", "/published/", "/published/?page=40", "/published/?q=2000", "/published/?q=ลำปาง")
    yield from (f"/published/?province={province}", f"/published/{key}/", f"{document}/", f"{document}.pdf")
    yield from ("/compare/", f"/compare/?with={key}&q=2000", f"/compare/?{others}")
    yield from (f"/verify/?sha256={some.sha256}", f"/verify/?sha256={'0' * 64}")
    yield from ("/feed.atom", "/sitemap.xml", "/data/", "/data/datapackage.json", "/frameworks/2568/")
    yield from streamed()


def streamed() -> Iterator[str]:
    """The files that are too large to be made at once."""
    yield from (f"/data/{table}.{form}" for table in TABLES for form in ("csv", "json"))


def overview_pages(*, counts: bool) -> Iterator[str]:
    """The overview of a province in every order and with every filter; the order by what is counted too?"""
    yield "/province/"
    yield from (f"/province/?{asked}" for asked in FILTERS)
    orders = [order for order in SORTS if counts or order not in ("errors", "warnings")]
    yield from (f"/province/?sort={sign}{order}" for order in orders for sign in ("", "-"))
    yield from ("/province/scores/", "/province/measures/", "/exports/")
    yield from ("/province.csv", "/province.xlsx")


def reviewer_pages() -> Iterator[str]:
    """What the reviewer of 200 municipalities asks for; the first one's plan has 10,000 changes."""
    place = Municipality.objects.order_by("pk").first()
    plan = f"/municipalities/{place.pk}/plans/{PLAN_YEAR}/"
    submitted = Municipality.objects.filter(
        plans__reports__state="submitted", district__province__name=PROVINCE
    )
    other = f"/municipalities/{submitted.order_by('pk')[1].pk}/plans/{PLAN_YEAR}/documents/"
    yield from ("/desk/", "/desk/?page=2", *overview_pages(counts=True))
    yield from ("/municipalities/", "/municipalities/?q=100", f"/municipalities/{place.pk}/", other)
    yield from (f"{plan}documents/results/", f"{plan}documents/results/changes/?with=published")


def admin_pages() -> Iterator[str]:
    """What an admin of all municipalities asks for."""
    place = Municipality.objects.order_by("pk").first()
    plan = f"/municipalities/{place.pk}/plans/{PLAN_YEAR}/documents/plan/"
    province = Province.objects.get(name=PROVINCE).code
    yield from ("/desk/", *overview_pages(counts=False), f"/province/?province={province}&sort=-errors")
    yield from ("/municipalities/", "/municipalities/?q=2000", "/municipalities/?page=49")
    yield from (f"{plan}history/", f"{plan}history/?page=199", f"{plan}history/?part=scores", plan)
    yield from ("/administration/", "/administration/places/", "/accounts/people/")


def people() -> dict[str, Client]:
    """The three who ask, each in a browser."""
    admin, _ = User.objects.get_or_create(username="bench", role=Role.ADMIN)
    province = Province.objects.get(name=PROVINCE)
    reviewer, _ = User.objects.get_or_create(username="bench-reviewer", role=Role.REVIEWER, province=province)
    found = {"visitor": Client(), "reviewer": Client(), "admin": Client()}
    found["reviewer"].force_login(reviewer)
    found["admin"].force_login(admin)
    return found


def growth(path: str) -> str:
    """By how many megabytes a process grows that streams this address, and how long it takes."""
    command = [sys.executable, __file__, GROWTH, path]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def peak() -> float:
    """The most memory that this process has held, in megabytes; getrusage would tell the parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def grow(path: str) -> None:
    """Be that process. A small page comes first: what every page takes is not counted."""
    client = Client()
    answered(client, "/data/")
    before, begun = peak(), time.perf_counter()
    size = answered(client, path)
    grown = peak() - before
    seconds = time.perf_counter() - begun
    print(f"{grown:6.1f} MB more  {size / 2**20:6.1f} MB sent  {seconds:6.2f} s")


def main(repeats: int) -> None:
    """Fill where empty, then print one line a page."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Municipality.objects.count() < MUNICIPALITIES:
        fill()
    clients = people()
    _, unit, worked = measure(clients["visitor"], "/accounts/login/", 5)
    print(f"sign-in page: {unit * 1000:.1f} ms, at work {worked * 1000:.1f} ms")
    asked = {"visitor": public_pages(), "reviewer": reviewer_pages(), "admin": admin_pages()}
    for person, pages in asked.items():
        for path in pages:
            queries, seconds, work = measure(clients[person], path, repeats)
            large = path in streamed()  # read batch by batch
            mark = "  <--" if not large and (queries > LIMIT_QUERIES or work > LIMIT_SECONDS) else ""
            figures = f"{queries:4} queries {seconds * 1000:8.0f} ms {work * 1000:8.0f} ms"
            print(f"{figures} {seconds / unit:7.1f} x  {person:8} {path}{mark}", flush=True)
    for path in streamed():
        print(f"{growth(path)}  {path}", flush=True)


if __name__ == "__main__":
    if GROWTH in sys.argv:
        grow(sys.argv[-1])
    else:
        main(repeats=1 if "--quick" in sys.argv else 5)
