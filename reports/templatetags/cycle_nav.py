"""The steps of a fiscal year's cycle, each with how far it has come."""

from django import template
from django.template.context import Context
from django.urls import reverse

from documents.dossier import Dossier
from documents.loading import load_dossier, load_years, place_of
from measures.models import Plan
from municipalities.models import Municipality
from reports.cycle_steps import step_signs
from reports.marking import marks
from reports.owing import states_of
from reports.states import State

register = template.Library()

# Each step by its page, and which year stands in the page's address.
STEPS = (
    ("assessment", "ผลคะแนน", "assessed_year"),
    ("findings", "ข้อสังเกต", "assessed_year"),
    ("analyses", "การวิเคราะห์", "assessed_year"),
    ("plan", "แผนมาตรการ", "plan_year"),
    ("results", "ผลการดำเนินการ", "plan_year"),
    ("checks", "ตรวจความครบถ้วน", "plan_year"),
    ("documents", "เอกสาร", "plan_year"),
)


@register.inclusion_tag("reports/cycle_nav.html", takes_context=True)
def cycle_nav(context: Context, step: str) -> dict[str, object]:
    """Tabs to all steps for the officer who takes them; nothing for others, who only read.

    Of the page it needs `municipality`, `assessed_year` and `plan_year`; `plan` where it is begun, with its
    reports, and `dossier` and `marks` where the page has read them. Two queries more for a dossier, one
    without a plan, two for the marks where a document is published.
    """
    if not context["user"].is_officer:
        return {}
    plan: Plan | None = context.get("plan")
    dossier = context.get("dossier") or (load_dossier(plan) if plan else _unplanned(context))
    states = states_of(plan) if plan else {}
    municipality: Municipality = context["municipality"]
    reviews = not states or municipality.province.reviews
    signs = step_signs(dossier, states, _differing(context, plan, dossier, states), reviews=reviews)
    tabs = [
        {
            "label": label,
            "address": reverse(page, args=[municipality.pk, context[year]]),
            "is_current": page == step,
            "signs": signs[page],
        }
        for page, label, year in STEPS
    ]
    return {"tabs": tabs}


def _differing(
    context: Context, plan: Plan | None, dossier: Dossier, states: dict[str, State]
) -> dict[str, int]:
    """In how many places each published document differs from the data of today."""
    published = {kind for kind, state in states.items() if state == State.PUBLISHED}
    if plan is None or not published:
        return {}
    found = context.get("marks")
    if found is None:
        found = marks([report for report in plan.reports.all() if report.kind in published], dossier)
    return {kind: mark.differences.count for kind, mark in found.items() if kind in published}


def _unplanned(context: Context) -> Dossier:
    municipality: Municipality = context["municipality"]
    years = load_years([municipality.pk])[municipality.pk]
    return Dossier(place_of(municipality), context["plan_year"], context["assessed_year"], tuple(years))
