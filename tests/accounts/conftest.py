"""Signing in and out fetches a session and a person twice in a request, which is no query per row."""

from collections.abc import Iterator

import pytest
from zeal import zeal_ignore


@pytest.fixture(autouse=True)
def _single_rows_are_fetched_again() -> Iterator[None]:
    rows = [{"model": "sessions.Session", "field": "get()"}, {"model": "accounts.User", "field": "get()"}]
    with zeal_ignore(rows):
        yield
