"""Asked before it is stored: an edit by which a report no longer says what was accepted, or is public.

Found out, not listed: the fingerprints of the municipality's accepted and published reports are compared
before and after the edit, inside its transaction. Where one changes, nothing is stored and a page names the
reports; it brings what was typed along, to be sent again with the confirmation, or to be shown in its form.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from ita_portal.fields import typed_key
from ita_portal.judging import AskFirst, ShownAgain
from municipalities.importing import EditedYear
from reports.dependents import dependents, differs_from, figures_now
from reports.fingerprint import as_accepted, prints
from reports.models import Report, ReportQuerySet
from reports.states import State

AGAIN, DESPITE, BACK = "typed_before", "despite", "back_to_form"
_ASIDE = ("csrfmiddlewaretoken",)


class Spoils(AskFirst):
    """The edit changes these accepted or published reports.

    `corrected` are the public papers that print a figure otherwise than it would be stored, by municipality
    and fiscal year: their correction is one affair (see `correcting`).
    """

    def __init__(self, reports: Collection[Report], corrected: Mapping[EditedYear, int]) -> None:
        super().__init__(reports)
        self.reports, self.corrected = reports, corrected


class JudgingMiddleware:
    """Gives every POST the judge of its edits, and asks where the judge wants it asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; `judge` of the request is what ita_portal.judging calls."""
        if request.method == "POST":
            request.judge = partial(ask_if_spoilt, request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Unpack what the page of the question sends: the form as it was typed, with the answer.

        The trial page of an import lists accepted reports itself, and sends the answer with its form.
        Raises BadRequest (400) for what the page has not made.
        """
        # Views that are exempt from the CSRF middleware decide themselves how an upload is read.
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        sent = request.POST
        request.despite = _keys(sent.get(DESPITE, ""))  # type: ignore[attr-defined]
        if AGAIN not in sent:
            return
        kind = ShownAgain if BACK in sent else QueryDict
        request.POST = _unpacked(sent[AGAIN], kind)  # type: ignore[assignment]
        if BACK in sent:
            messages.warning(request, "ยังไม่ได้บันทึก สิ่งที่ท่านพิมพ์ยังอยู่ในแบบฟอร์มด้านล่าง")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The question, when that is what came of the edit."""
        if not isinstance(exception, Spoils):
            return None
        list(messages.get_messages(request))  # the view has said that it was saved, but it was not
        before = urlsplit(request.headers.get("Referer", ""))
        came_from = before.path if before.netloc == request.get_host() else ""
        context = {
            "section": "administration" if getattr(request.user, "is_admin", False) else "home",
            "accepted": [row for row in exception.reports if row.state == State.ACCEPTED],
            "published": [row for row in exception.reports if row.state == State.PUBLISHED],
            "corrected": exception.corrected.items(),
            "despite": ",".join(str(report.pk) for report in exception.reports),
            "typed": json.dumps([pair for pair in request.POST.lists() if pair[0] not in _ASIDE]),
            "from_its_form": came_from == request.path,
            "came_from": came_from,
            "messages": (),
        }
        return render(request, "reports/spoiling_edit.html", context)


@contextmanager
def ask_if_spoilt(
    request: HttpRequest, municipalities: Collection[int], *, everywhere: bool = False
) -> Iterator[None]:
    """Raises Spoils where the edit inside changes an accepted or published report, unless that is wanted.

    One query where there is none, six where there is one of either, ten where there are both; four more where
    it asks about published ones. An accepted one that has changed before hinders no edit. `everywhere` as in
    `judged_edit`: the published papers that an import of results contradicts are listed by itself.
    """
    concerned = _concerned(municipalities, everywhere=everywhere)
    reports = list(concerned)
    before = _sayings(reports)
    yield
    after = _sayings(list(concerned.filter(pk__in=before)))
    spoilt = [row for row in reports if before[row.pk] and after.get(row.pk) != before[row.pk]]
    if {row.pk for row in spoilt} - getattr(request, "despite", frozenset()):
        raise Spoils(spoilt, _corrected(spoilt))  # as they are named while nothing is stored


def _corrected(reports: Collection[Report]) -> dict[EditedYear, int]:
    """In how many public papers a year of these published reports stands with another figure than now."""
    places = {row.plan.municipality_id for row in reports if row.state == State.PUBLISHED}
    now = figures_now(places) if places else {}
    wrong: Counter[EditedYear] = Counter()
    for paper in (one for place in places for one in dependents(place)):
        if differs_from(paper.figures, now.get((paper.municipality, paper.fiscal_year), {})):
            wrong[EditedYear(paper.municipality, paper.fiscal_year)] += 1
    return dict(sorted(wrong.items(), key=lambda pair: pair[0].fiscal_year))


def _concerned(municipalities: Collection[int], *, everywhere: bool) -> ReportQuerySet:
    accepted = Q(state=State.ACCEPTED, plan__municipality__district__province__reviews=True)
    accepted &= ~Q(fingerprint="")
    reports = Report.objects.with_public().with_place().order_by("plan__fiscal_year", "kind", "pk")
    published, own = Q(state=State.PUBLISHED, is_public=True), Q(plan__municipality__in=municipalities)
    return reports.filter(accepted | (published & own) if everywhere else (accepted | published) & own)


def _sayings(reports: Collection[Report]) -> dict[int, str | bool]:
    """What is compared of each, by its key: what a published one prints, whether an accepted one is sound."""
    accepted = [report for report in reports if report.state == State.ACCEPTED]
    published = [report for report in reports if report.state == State.PUBLISHED]
    found: dict[int, str | bool] = {}
    found.update((row.pk, same) for row, same in zip(accepted, as_accepted(accepted), strict=True))
    found.update((row.pk, print_) for row, print_ in zip(published, prints(published), strict=True))
    return found


def _keys(text: str) -> frozenset[int]:
    return frozenset(key for key in map(typed_key, text.split(",")) if key is not None)


def _unpacked(text: str, kind: type[QueryDict]) -> QueryDict:
    data = kind(mutable=True)
    try:
        for name, values in json.loads(text):
            data.setlist(str(name), [str(value) for value in values])
    except (ValueError, TypeError) as error:
        raise BadRequest from error
    data._mutable = False  # noqa: SLF001 - as QueryDict.copy does the other way round
    return data
