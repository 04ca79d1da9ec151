"""The pages on which what a check complains of is mended."""

from django.urls import reverse
from django.utils import timezone

from assessments.years import latest_year
from documents.checks.complaints import Mend
from measures.models import Plan


def mend_address(place: Mend, plan: Plan | None) -> str:
    """The page on which something is mended; "" for readers, and for the assessment of a future year."""
    if plan is None or (place.page == "assessment" and place.year > latest_year(timezone.localdate())):
        return ""
    pk = plan.municipality_id
    match place.page:
        case "profile":
            return reverse(place.page, args=[pk])
        case "measure" | "result":
            return reverse(place.page, args=[pk, place.year, place.number])
        case "measure_add":
            return reverse(place.page, args=[pk, place.year]) + (place.about and f"?about={place.about}")
        case "analyses":
            return reverse(place.page, args=[pk, place.year]) + (place.about and f"#about-{place.about}")
    of_a_document = [place.kind] if place.kind else []
    return reverse(place.page, args=[pk, place.year, *of_a_document])
