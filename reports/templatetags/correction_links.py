"""The way from a page of the officer to the correction of a published result."""

from django import template

from municipalities.models import Municipality
from reports.correcting.affair import years_to_correct

register = template.Library()


@register.inclusion_tag("reports/correction_links.html")
def correction_links(municipality: Municipality, *fiscal_years: int) -> dict[str, object]:
    """A line for each of the years whose result is corrected, or stands in a public paper. One query."""
    known = years_to_correct(municipality, fiscal_years)
    links = [(year, known[year]) for year in dict.fromkeys(fiscal_years) if year in known]
    return {"municipality": municipality, "links": links}
