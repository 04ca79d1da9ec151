"""The test database: every test starts with the rows that migrate makes, whatever another one committed."""

import pytest

from municipalities.models import Province


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_committing_test_finds_all_provinces(turn: str) -> None:
    assert Province.objects.count() == 77  # and leaves empty tables behind


@pytest.mark.django_db
def test_rolled_back_test_finds_all_provinces() -> None:
    assert Province.objects.count() == 77
