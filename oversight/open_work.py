"""What is open for somebody new to a role: said in the invitation, and on the pages of a handover."""

from datetime import date

from accounts.models import User
from municipalities.models import Municipality, Province
from oversight.reminding import OwedDocument, reviewers_items
from reports.models import Deadline, Report
from reports.open_papers import open_lines
from reports.owing import owed_reports, standings


def open_work(person: User, today: date) -> list[tuple[str, list[str]]]:
    """The places where the person's role holds today, by name, each with Thai lines of what is open there."""
    if person.province:
        return [(f"จังหวัด{person.province.name}", review_lines(person.province, today))]
    keys = [place.pk for place in person.municipalities]
    places = list(Municipality.objects.filter(pk__in=keys).with_place())
    lines = open_lines(places, today)
    return [(place.full_name, lines[place.pk]) for place in places]


def open_work_of(municipality: Municipality | None, province: Province | None, today: date) -> list[str]:
    """The same lines of one municipality, which comes with its province, or of a province; else []."""
    if municipality:
        return open_lines([municipality], today)[municipality.pk]
    return review_lines(province, today) if province else []


def review_lines(province: Province, today: date) -> list[str]:
    """What waits for the reviewers of a province, and which of its municipalities are late. Three queries."""
    places = list(Municipality.objects.filter(district__province=province).with_place())
    reports = owed_reports(Report.objects.filter(plan__municipality__in=places))
    found = standings(places, reports, Deadline.objects.order_by("due_on"), today)
    documents = [OwedDocument(place, standing) for place in places for standing in found[place.pk]]
    return [item.text for item in reviewers_items(documents, today)]
