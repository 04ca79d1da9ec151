"""Ten invented years of one province, lived by script; after each, what has to hold."""

import pytest

from tests.conftest import PANGO
from tests.life.invariants import INVARIANTS
from tests.life.story import YEARS, Life

pytestmark = [pytest.mark.slow, pytest.mark.needs(PANGO)]


def test_ten_years_of_a_province(life: Life, subtests: pytest.Subtests) -> None:
    for year, happens in YEARS.items():
        happens(life)
        life.book.on_first_monday_of_september(year)
        for holds in INVARIANTS:
            with subtests.test(year=year, holds=holds.__name__):
                holds(life.book)
