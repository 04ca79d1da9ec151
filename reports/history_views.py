"""The history of a report: who did what when, for all who may read the report."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.models import User
from ita_portal.editing import PortalForm
from reports.history.sources import HistoryPart
from reports.history.timeline import HistoryQuestion, asked_by, days, light_rows, people_of
from reports.reading import readable_report

ON_A_PAGE = 50


class FilterForm(PortalForm):
    """Which lines of the history to show."""

    person = forms.ChoiceField(label="ผู้ดำเนินการ", required=False)
    part = forms.ChoiceField(label="ส่วน", required=False)

    def __init__(
        self, *args: Any, people: Iterable[User], parts: Iterable[HistoryPart], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(user.pk), str(user)) for user in people]
        self.fields["person"].choices = [("", "ทุกคน"), *names]  # type: ignore[attr-defined]
        self.fields["part"].choices = [("", "ทุกส่วน"), *((part, part.label) for part in parts)]  # type: ignore[attr-defined]


@require_safe
def report_history(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """Every step, comment and change of a report, newest first; `?person=` and `?part=` narrow it."""
    report = readable_report(request, pk, fiscal_year, kind)
    asked = asked_by(signed_in(request), report)
    known = people_of(asked)
    parts = list(dict.fromkeys(source.part for source in asked.sources))  # in the order of the cycle
    form = FilterForm(request.GET or None, people=known, parts=parts)
    page = Paginator(_rows(asked, form), ON_A_PAGE).get_page(request.GET.get("page"))
    names = {user.pk: str(user) for user in known}
    context = {
        "section": "home",
        "report": report,
        "municipality": report.plan.municipality,
        "plan_year": fiscal_year,
        "form": form,
        "page": page,
        "days": days(asked, list(page), names),
        "narrowed": not asked.everything,
    }
    return render(request, "reports/history.html", context)


def _rows(asked: HistoryQuestion, form: FilterForm) -> Any:
    """What the form asks for; nothing while it asks for what is not there."""
    if not form.is_bound:
        return light_rows(asked)
    if not form.is_valid():
        return []
    person, part = form.cleaned_data["person"], form.cleaned_data["part"]
    return light_rows(replace(asked, part=part, person=int(person) if person else None))
