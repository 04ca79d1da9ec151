"""The invitations of a list of people: one mail each, with what is open in the person's places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils import timezone

from accounts import people_import
from accounts.models import User
from accounts.people import hold, mail_account_link
from municipalities.importing import RowOutcome, Verdict
from municipalities.models import Municipality
from oversight.open_work import review_lines
from reports.open_papers import open_lines


def invite_new(outcomes: Sequence[RowOutcome], by: User | None) -> str:
    """Mail a link to everybody whom these stored rows have given an account; None acts for the machine.

    The name of the page to go on to. Raises PermissionDenied where `by` is no admin any more.
    """
    if by:
        hold(User(), by)
    new = [
        change.new
        for one in outcomes
        if one.verdict == Verdict.NEW
        for change in one.changes
        if change.name == people_import.EMAIL
    ]
    for person, waiting in with_open_work(User.objects.filter(email__in=new).order_by("pk")):
        mail_account_link(person, waiting)
    return "people" if new else ""


def with_open_work(found: Iterable[User]) -> Iterator[tuple[User, list[str]]]:
    """Each person with the lines of what is open; asked at once for all officers, once for each province."""
    people, today = list(found), timezone.localdate()
    served = {place.pk for person in people for place in person.municipalities}
    lines = open_lines(list(Municipality.objects.filter(pk__in=served).with_place()), today)
    of_provinces = {
        province.pk: review_lines(province, today)
        for province in {person.province for person in people if person.province}
    }
    for person in people:
        of_places = [line for place in person.municipalities for line in lines[place.pk]]
        yield person, of_provinces[person.province_id] if person.province_id else of_places


JOB = replace(people_import.JOB, after=invite_new)
