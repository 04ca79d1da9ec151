"""A municipality's years at a glance, and the list of municipalities."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import edit_refusal, signed_in
from accounts.models import User
from assessments import framework
from assessments.years import latest_year, offered_years
from home import overview
from home.overview import PlanStanding, Step
from home.pressing import most_pressing
from home.reading import MunicipalityRead, read_municipality
from ita_portal.editing import PortalForm
from ita_portal.thai import fiscal_year_of, number_text
from measures.models import Plan
from municipalities.models import Kind, Municipality
from municipalities.naming import years_among
from municipalities.place_fields import words_field
from municipalities.searching import search_places
from reports.correcting.notices import due_notices
from reports.correcting.open_affair import open_affairs
from reports.correcting.to_begin import corrections_to_begin
from reports.deadlines import Mark, presses_all
from reports.duties import DocumentStanding
from reports.mistaken_year import removed_years
from reports.models import ReportKind
from reports.open_papers import open_papers
from reports.owing import states_of

ON_A_PAGE = 50
NEW_FOR = timedelta(days=30)  # how long a successor's page says what was taken over


@require_safe
def municipality(request: HttpRequest, pk: int) -> HttpResponse:
    """The years of one municipality, newest first, with what its officer has to do next."""
    user, today = signed_in(request), timezone.localdate()
    place = get_object_or_404(
        Municipality.objects.visible_to(user).with_place().select_related("merged_into"), pk=pk
    )
    read = read_municipality(place, today)
    years = read.glances
    latest = next((year for year in years if year.total is not None), None)
    mine, ended = not edit_refusal(user, place), place.has_ended(today)
    offered = offered_years({year.fiscal_year for year in years}, today) if mine and not ended else []
    context = {
        "section": "home",
        "municipality": place,
        "years": years,
        "latest": latest,
        "pass_mark": number_text(framework.load(latest.fiscal_year).pass_mark) if latest else "",
        "trend": overview.totals_chart({year.fiscal_year: year.total for year in years}, "คะแนนรวมย้อนหลัง"),
        "waits": any(row.awaits_review for row in read.documents),
        "ended": ended,
        "oit_year": fiscal_year_of(today),
        "steps": _steps(read, today) if mine else [],
        "new_years": [] if all(year.begun for year in offered) else offered,
        "latest_possible": latest_year(today),
        "removed_years": removed_years(place) if mine else [],
        "taken_over": _taken_over(read, user, today) if mine else None,
        "dues": [
            (ReportKind(row.kind).label, row) for row in read.documents if row.due and _shows(row, today)
        ],
    }
    return render(request, "home/municipality.html", context)


def _taken_over(read: MunicipalityRead, user: User, today: date) -> dict[str, object] | None:
    """For an officer to whom it was handed over lately: from whom, and what is open."""
    name = user.predecessor_in(read.municipality, today - NEW_FOR)
    return {"name": name, "papers": open_papers(read.documents)} if name else None


def _shows(document: DocumentStanding, today: date) -> bool:
    """Whether the page shows a document's deadline: of older years only what is still owed."""
    due = document.due
    return bool(due and (due.mark != Mark.DONE or presses_all(document.fiscal_year, due.due_on, today)))


def _steps(read: MunicipalityRead, today: date) -> list[dict[str, object]]:
    """What the template shows of each step, the most urgent first. One query."""
    first = [
        Step(one.text, "แก้ไขผล", one.page, (one.fiscal_year,), urgent=True)
        for one in corrections_to_begin(due_notices([read.municipality.pk]), read.contradicted)
    ]
    first += [
        Step(one.text, "เปิดเรื่องนี้", "correction", (one.fiscal_year,), urgent=True)
        for one in open_affairs(read.documents)
        if one.duty
    ]
    ended = read.municipality.has_ended(today)
    steps = overview.next_steps(read.glances, read.documents, today, settings.REMIND_DAYS, first, ended=ended)
    return [
        {
            "text": step.text,
            "button": step.button,
            "urgent": step.urgent,
            "address": reverse(step.page, args=[read.municipality.pk, *step.keys]) + step.anchor,
        }
        for step in steps
    ]


class MunicipalitySearchForm(PortalForm):
    """Which municipalities to list."""

    q = words_field()
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *Kind.choices])


@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """The municipalities that this person may see, with the state of their latest documents.

    Where a year is among the words, with that of the documents of its plan.
    """
    user, form = signed_in(request), MunicipalitySearchForm(request.GET or None)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    places = Municipality.objects.visible_to(user).with_place()
    if kind := values.get("kind"):
        places = places.filter(kind=kind)
    searched = search_places(places.none() if form.errors else places, values.get("q", ""))
    years = years_among(values.get("q", ""))
    plans = Plan.objects.order_by("-fiscal_year").prefetch_related("reports")
    pages = searched.pages(searched.found.prefetch_related(Prefetch("plans", plans)), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    pressing = most_pressing(list(page), timezone.localdate()) if user.is_officer else {}
    rows: list[tuple[Municipality, PlanStanding | None, str]] = []
    for place in page:
        known = list(place.plans.all())
        latest = next((plan for plan in known if plan.fiscal_year in years), next(iter(known), None))
        standing = (
            PlanStanding(latest.fiscal_year, latest.assessed_year, states_of(latest)) if latest else None
        )
        rows.append((place, standing, pressing.get(place.pk, "")))
    context = {"section": "home", "form": form, "page": page, "rows": rows, "searched": searched}
    return render(request, "home/municipality_list.html", context)
