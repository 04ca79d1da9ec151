"""The comments at a section of a document."""

from django import template

from reports.commenting.page import Review, Spot

register = template.Library()


@register.filter
def at(review: Review, anchor: str) -> Spot | None:
    """The comments at the section with this anchor."""
    return review.spots.get(anchor)
