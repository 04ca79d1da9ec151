"""The evening before a story begins."""

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import LazySettings

from tests import factories
from tests.life.administration import Admin
from tests.life.book import LONG_AGO, Book, Named
from tests.life.story import Life

OLD_HOST = "http://ita.example.go.th"
EACH_ITS_OWN_STEP = ("municipalities.Municipality", "reports.Report", "measures.Plan")


@pytest.fixture
def life(db: None, settings: LazySettings) -> Iterator[Life]:
    """A portal with nobody but its admin, in the first days of fiscal year 2563."""
    settings.PORTAL_URL, settings.ALLOWED_HOSTS = OLD_HOST, ["*"]
    # The papers of a correction take their own steps, each with its own locks.
    allowed = [{"model": model, "field": "get()"} for model in EACH_ITS_OWN_STEP]
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, *allowed]
    with time_machine.travel("2019-10-01 09:00+07:00", tick=False) as clock:
        book = Book(clock)
        book.people["admin"] = [Named(LONG_AGO, factories.admin().first_name)]
        yield Life(book, Admin(book, "admin"), settings)
