"""What presses most in each of several municipalities, for the officer who serves them all."""

from collections.abc import Collection
from datetime import date

from django.conf import settings

from ita_portal.thai import fiscal_year_text
from municipalities.models import Municipality
from reports.correcting.contradictions import contradicted_years, with_printed
from reports.correcting.notices import due_notices
from reports.correcting.open_affair import open_affairs
from reports.correcting.to_begin import corrections_to_begin
from reports.duties import duty_reason, in_order_of_urgency
from reports.models import Deadline, Report
from reports.owing import judged_dossiers, owed_reports, standings
from reports.states import SHORT_TITLES


def most_pressing(places: Collection[Municipality], today: date) -> dict[int, str]:
    """The most urgent duty of each municipality that has any, in words, by its key. Four queries.

    Three more where documents are accepted, or a correction is under way.

    A correction of what is public comes first, as on the municipality's own page.
    """
    reports = with_printed(owed_reports(Report.objects.filter(plan__municipality__in=places)))
    reports = reports.order_by("plan__municipality_id")
    found = {}
    deadlines = Deadline.objects.order_by("due_on")
    dossiers = judged_dossiers(places, reports)
    for pk, documents in standings(places, reports, deadlines, today, dossiers).items():
        for duty, document in in_order_of_urgency(documents, settings.REMIND_DAYS)[:1]:
            title = f"{SHORT_TITLES[document.kind]} {fiscal_year_text(document.fiscal_year)}"
            found[pk] = f"{title}: {duty_reason(duty, document, settings.REMIND_DAYS)}"
        for affair in [one for one in open_affairs(documents) if one.duty][:1]:
            found[pk] = affair.text
    notices = due_notices([place.pk for place in places])
    for first in reversed(corrections_to_begin(notices, contradicted_years(reports))):
        found[first.municipality] = first.text
    return found
