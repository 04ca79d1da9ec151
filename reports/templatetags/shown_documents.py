"""The documents that show what a page edits."""

from django import template

from measures.models import Plan
from municipalities.importing import RowOutcome
from municipalities.models import Municipality
from reports.correcting.announcing import accepted_documents, years_to_revise
from reports.models import Report
from reports.showing import EDITS, handed_in, shown_in
from reports.states import OPEN_STATES, State

register = template.Library()


@register.inclusion_tag("reports/shown_documents.html")
def shown_documents(
    step: str, municipality: Municipality, fiscal_year: int, plan: Plan | str = ""
) -> dict[str, object]:
    """A notice above the form of a step: which documents handed in show it, and what an edit means for them.

    Of a `plan`, whose reports are at hand, only its own can; otherwise one query.
    """
    found: list[Report] = []
    if step in EDITS and isinstance(plan, Plan):
        found = [report for report in plan.reports.all() if report.state not in OPEN_STATES]
    elif step in EDITS:
        found = handed_in(municipality)
    shown = shown_in(found, step, fiscal_year)
    states = (State.ACCEPTED, State.SUBMITTED, State.PUBLISHED)
    by_state = {state.value: [report for report in shown if report.state == state] for state in states}
    return by_state | {"municipality": municipality, "shown": shown}


@register.inclusion_tag("reports/shown_by_import.html")
def shown_by_import(outcomes: list[RowOutcome]) -> dict[str, object]:
    """A notice on the trial page of an import: what was handed in and shows what it would change."""
    accepted = accepted_documents(outcomes)
    return {
        "accepted": list(dict.fromkeys(report for _, report in accepted)),
        "years": years_to_revise(outcomes, accepted),
    }
