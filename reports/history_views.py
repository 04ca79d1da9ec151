"""The history of a report: who did what when, for all who may read the report."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import edit_refusal, require, signed_in
from ita_portal.editing import PortalForm
from measures.access import officers_plan
from reports.history.sources import HistoryPart
from reports.history.timeline import HistoryQuestion, asked_by, days, light_rows, people_of
from reports.history.undoing import bring_back
from reports.models import Report
from reports.reading import readable_report

ON_A_PAGE = 50


class FilterForm(PortalForm):
    """Which lines of the history to show."""

    person = forms.ChoiceField(label="ผู้ดำเนินการ", required=False)
    part = forms.ChoiceField(label="ส่วน", required=False)

    def __init__(
        self, *args: Any, people: Mapping[int, str], parts: Iterable[HistoryPart], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(key), name) for key, name in people.items()]
        self.fields["person"].choices = [("", "ทุกคน"), *names]  # type: ignore[attr-defined]
        self.fields["part"].choices = [("", "ทุกส่วน"), *((part, part.label) for part in parts)]  # type: ignore[attr-defined]


@require_safe
def report_history(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """Every step, comment and change of a report, newest first; `?person=` and `?part=` narrow it."""
    report = readable_report(request, pk, fiscal_year, kind)
    asked = asked_by(signed_in(request), report)
    parts = list(dict.fromkeys(source.part for source in asked.sources))  # in the order of the cycle
    form = FilterForm(request.GET or None, people=people_of(asked), parts=parts)
    page = Paginator(_rows(asked, form), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "home",
        "report": report,
        "municipality": report.plan.municipality,
        "plan_year": fiscal_year,
        "form": form,
        "page": page,
        "days": days(asked, list(page)),
        "narrowed": not asked.everything,
        "can_undo": not (report.lock or edit_refusal(signed_in(request), report.plan.municipality)),
    }
    return render(request, "reports/history.html", context)


@require_POST
def history_undo(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """POST: bring back what the line `undo` of the history says was deleted, while the document is open."""
    with officers_plan(request, pk, fiscal_year) as plan:
        report = get_object_or_404(Report.objects.select_related("plan"), plan=plan, kind=kind)
        require(report.lock)
        name, _, key = request.POST.get("undo", "").partition(":")
        if not re.fullmatch("[0-9]{1,18}", key):
            raise Http404
        if sentence := bring_back(report, name, int(key)):
            messages.success(request, sentence)
        else:
            messages.warning(request, "รายการนี้นำกลับมาไม่ได้แล้ว เพราะมีอยู่ในเอกสารแล้วหรือมาตรการของรายการนี้ถูกลบไป")
    return redirect("report_history", pk, fiscal_year, kind)


def _rows(asked: HistoryQuestion, form: FilterForm) -> Any:
    """What the form asks for; nothing while it asks for what is not there."""
    if not form.is_bound:
        return light_rows(asked)
    if not form.is_valid():
        return []
    person, part = form.cleaned_data["person"], form.cleaned_data["part"]
    return light_rows(replace(asked, part=part, person=int(person) if person else None))
