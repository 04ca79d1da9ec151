"""Fixtures of the portal's tests."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from tests.accounts import signing_in


@pytest.fixture
def english() -> Callable[[HttpResponse], list[str]]:
    """The words in Latin letters that somebody reads on a page."""
    return signing_in.english
