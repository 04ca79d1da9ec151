"""How the pages behave with all of Thailand in the database: queries and time, as ratios to a small one.

    DATABASE_URL=sqlite:////tmp/scale.sqlite3 python bench/scale.py

Fills an empty database with 2,472 municipalities of five years each (about a minute), then asks each page.
Prints, for each page, the queries and its time relative to the sign-in page of the same run: machines are
noisy, ratios less so.
"""

import os
import sys
import time
from decimal import Decimal
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
from assessments.models import INDICATOR_CODES, Assessment, Score  # noqa: E402
from measures.models import Plan  # noqa: E402
from municipalities.models import District, Municipality  # noqa: E402

MUNICIPALITIES, YEARS = 2472, range(2564, 2569)


def fill() -> None:
    """Municipalities over all districts, five results each, a plan for the last one."""
    districts = list(District.objects.all())
    places = [
        Municipality(
            kind="tambon", name=f"ตัวอย่างที่ {n}", district=districts[n % len(districts)], sort_key=f"{n:05}"
        )
        for n in range(MUNICIPALITIES)
    ]
    for place in places:
        place.search_key = place.full_name
    Municipality.objects.bulk_create(places)
    results = [
        Assessment(municipality=place, fiscal_year=year, announced_total=Decimal(90))
        for place in places
        for year in YEARS
    ]
    Assessment.objects.bulk_create(results, batch_size=2000)
    Score.objects.bulk_create(
        (Score(assessment=row, code=code, value=Decimal(90)) for row in results for code in INDICATOR_CODES),
        batch_size=5000,
    )
    for place in places:
        Plan.objects.create(municipality=place, assessed_year=2568, fiscal_year=2569)


def measure(client: Client, path: str, repeats: int = 5) -> tuple[int, float]:
    """Queries of the page and the best of some times in seconds."""
    with CaptureQueriesContext(connection) as queries:
        status = client.get(path, HTTP_HOST="127.0.0.1").status_code
    asked = len(queries)  # the next request empties the log
    if status != 200:
        sys.exit(f"{path}: {status}")
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        client.get(path, HTTP_HOST="127.0.0.1")
        times.append(time.perf_counter() - begun)
    return asked, min(times)


def main() -> None:
    """Fill where empty, then print one line a page."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Municipality.objects.count() < MUNICIPALITIES:
        fill()
    admin, _ = User.objects.get_or_create(username="bench", role=Role.ADMIN)
    visitor, client = Client(), Client()
    client.force_login(admin)
    place = Municipality.objects.order_by("pk")[1000]
    _, unit = measure(visitor, "/accounts/login/")
    for path in (
        "/municipalities/",
        "/municipalities/?q=2000",
        "/municipalities/?page=49",
        f"/municipalities/{place.pk}/",
        f"/municipalities/{place.pk}/plans/2569/documents/",
        f"/municipalities/{place.pk}/plans/2569/documents/plan/",
        "/frameworks/2568/",
    ):
        queries, seconds = measure(client, path)
        print(f"{queries:3} queries  {seconds / unit:6.1f} x sign-in page  {path}")


if __name__ == "__main__":
    main()
