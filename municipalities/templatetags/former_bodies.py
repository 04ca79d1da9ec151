"""What a municipality was when it was assessed, for templates."""

from django import template

from municipalities.models import Municipality

register = template.Library()


@register.filter
def assessed_as(municipality: Municipality, fiscal_year: int) -> str:
    """The full name of the อบต. whose result that of the fiscal year (B.E.) is; "" where it was no อบต."""
    return municipality.assessed_as(fiscal_year)
