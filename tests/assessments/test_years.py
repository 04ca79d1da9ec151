"""Which years can have a result by a day, and which is meant most likely."""

from datetime import date

import pytest

from assessments.years import announced_year, latest_year, offered_years, year_refusal


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2024, 8, 31), 2566),
        (date(2024, 9, 1), 2567),
        (date(2024, 10, 1), 2567),
        (date(2025, 1, 1), 2567),
    ],
)
def test_announced_year_changes_in_september(today: date, year: int) -> None:
    assert announced_year(today) == year


@pytest.mark.parametrize(
    ("today", "latest", "likeliest"),
    [
        (date(2026, 6, 30), 2568, 2568),
        (date(2026, 7, 1), 2569, 2568),
        (date(2026, 8, 31), 2569, 2568),
        (date(2026, 9, 1), 2569, 2569),
        (date(2026, 9, 30), 2569, 2569),
        (date(2026, 10, 1), 2569, 2569),
    ],
)
def test_no_year_is_offered_before_its_result_can_exist(today: date, latest: int, likeliest: int) -> None:
    offered = offered_years({2566}, today)
    refused = [bool(year_refusal(year, today)) for year in (latest, latest + 1)]

    assert latest_year(today) == latest
    assert offered[0].fiscal_year == likeliest
    assert [one.fiscal_year for one in offered if one.likeliest] == [likeliest]
    assert [one.fiscal_year for one in offered if one.begun] == [2566]
    assert max(one.fiscal_year for one in offered) == latest
    assert refused == [False, True]
