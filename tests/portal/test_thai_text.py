"""Template filters."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template


def rendered(expression, value):
    """What a page prints for the expression."""
    return Template("{% load thai_text %}{{ " + expression + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("value|thai_digits", 12, "๑๒"),
        ("value|thai_digits", "o26", "o๒๖"),
        ("value|score", Decimal("96.474"), "๙๖.๔๗"),
        ("value|score", Decimal(0), "๐.๐๐"),
        ("value|score", None, "–"),
        ("value|signed", Decimal("1.72"), "+๑.๗๒"),
        ("value|signed", Decimal("-7.11"), "\u2212๗.๑๑"),
        ("value|signed", None, "–"),
        ("value|thai_date", date(2021, 9, 7), "๗ กันยายน ๒๕๖๔"),
        ("value|thai_date", datetime(2026, 9, 30, 16, 59, tzinfo=UTC), "๓๐ กันยายน ๒๕๖๙"),
        ("value|thai_date", datetime(2026, 9, 30, 17, 0, tzinfo=UTC), "๑ ตุลาคม ๒๕๖๙"),
        ("value|thai_date", None, "–"),
        ("value|fiscal_year", 2568, "ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๘"),
    ],
)
def test_filter_prints(expression, value, text):
    assert rendered(expression, value) == text


def test_thai_digits_escapes_markup():
    assert rendered("value|thai_digits", "<b>1</b>") == "&lt;b&gt;๑&lt;/b&gt;"
