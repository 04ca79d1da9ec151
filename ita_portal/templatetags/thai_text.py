"""Template filters: figures and dates as the portal's pages and documents print them."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from ita_portal import thai

UNKNOWN = "–"

register = template.Library()


@register.filter
def thai_digits(value: object) -> str:
    """Anything printed with Thai digits: 12 -> "๑๒"."""
    return thai.thai_digits(str(value))


@register.filter
def score(value: Decimal | None) -> str:
    """A score or mean with two places: "๙๖.๔๗"; "–" while it is unknown."""
    return UNKNOWN if value is None else thai.decimal_text(value)


@register.filter
def number(value: Decimal) -> str:
    """A number of a rule: "๘๕", "๑๒.๕"."""
    return thai.number_text(value)


@register.filter
def signed(value: Decimal | None) -> str:
    """A change with its sign: "+๑.๗๒", "−๗.๑๑", "๐.๐๐"; "–" where there is nothing to compare."""
    return UNKNOWN if value is None else thai.signed_text(value)


@register.filter
def thai_date(value: date | datetime | None) -> str:
    """A date in the Buddhist era: "๗ กันยายน ๒๕๖๔"; a moment by Bangkok's clock; "–" when None."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return UNKNOWN if value is None else thai.thai_date(value)


@register.filter
def thai_time(value: datetime) -> str:
    """The time of a moment by Bangkok's clock: "๑๔.๐๕ น."."""
    return thai.thai_digits(f"{timezone.localtime(value):%H.%M}{thai.NBSP}น.")


@register.filter
def fiscal_year(value: int) -> str:
    """A fiscal year (B.E.) with no-break spaces: "ปีงบประมาณ พ.ศ. ๒๕๖๘"."""
    return thai.fiscal_year_text(value)


@register.filter
def grouped(value: int) -> str:
    """A large whole number: "๘๖,๑๙๖"."""
    return thai.thai_digits(f"{value:,}")


@register.filter
def file_size(value: int) -> str:
    """A size in bytes: "๑๒.๓ เมกะไบต์", at least a tenth."""
    megabytes = max(Decimal(value) / 2**20, Decimal("0.1"))
    return f"{thai.decimal_text(megabytes, places=1)}{thai.NBSP}เมกะไบต์"
