"""Several reports decided at once: each by its own step, under its own lock, with an outcome of its own.

The papers of one correction are accepted all or none.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from accounts.access import require
from accounts.models import User
from oversight.access import overseer
from reports.correcting.together import accept_all
from reports.models import Correction, Report
from reports.states import Action, unreviewed
from reports.workflow import Refused, perform

MOST_AT_ONCE = 50  # what one page of the desk holds
_TICK = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")  # a report's key and the version that was on the page


@dataclass(frozen=True)
class DecisionOutcome:
    """What became of one report that was ticked; `refusal` is "" when the step was taken."""

    report: Report
    refusal: str


def deciding_reviewer(request: HttpRequest) -> User:
    """The reviewer behind the request; PermissionDenied (403) with the reason for anybody else."""
    user = overseer(request)
    require("" if user.is_reviewer else "เฉพาะผู้ตรวจทานของจังหวัดเท่านั้นที่ให้ผ่านหรือส่งกลับเอกสารได้")
    if user.province and not user.province.reviews:
        require(f"{unreviewed(user.province.name)} จึงไม่มีเอกสารที่รอให้ผ่านหรือส่งกลับ")
    return user


def versions_ticked(data: QueryDict) -> dict[int, int]:
    """The version that was read of each report that was ticked, by the report's key."""
    ticks = map(_TICK.fullmatch, data.getlist("report")[:MOST_AT_ONCE])
    return {int(tick[1]): int(tick[2]) for tick in ticks if tick}


def decision_page(
    request: HttpRequest, user: User, action: Action, ticked: Mapping[int, int], note: str = ""
) -> HttpResponse:
    """Take the step with each report at the version that was read, and list what became of them."""
    found = Report.objects.visible_to(user).filter(pk__in=ticked).with_place().order_by("pk")
    if action == Action.ACCEPT:
        outcomes = _accepted(list(found), ticked, user)
    else:
        outcomes = [DecisionOutcome(row, _refusal(row, ticked[row.pk], action, user, note)) for row in found]
    context = {
        "section": "home",
        "tab": "desk",
        "action": action,
        "done": [one for one in outcomes if not one.refusal],
        "refused": [one for one in outcomes if one.refusal],
        "lost": len(ticked) - len(outcomes),
    }
    return render(request, "oversight/decided.html", context)


def _accepted(found: Sequence[Report], ticked: Mapping[int, int], user: User) -> list[DecisionOutcome]:
    """Accept the reports: those of one correction all or none, every other by itself."""
    links = Correction.reports.through.objects.filter(correction__closed_at=None, report__in=found)
    affairs = dict(links.order_by("-correction").values_list("report", "correction"))
    groups: dict[object, list[Report]] = defaultdict(list)
    for row in found:
        groups[affairs.get(row.pk, f"report {row.pk}")].append(row)
    outcomes = []
    for rows in groups.values():
        sentence = ""
        try:
            accept_all(rows, user, seen=ticked)
        except Refused as refused:
            sentence = str(refused)
        outcomes += [DecisionOutcome(row, sentence) for row in rows]
    return outcomes


def _refusal(report: Report, seen: int, action: Action, user: User, note: str) -> str:
    """Take the step; "", or why it can't be taken."""
    try:
        perform(report, action, user, note, seen=seen)
    except Refused as refused:
        return str(refused)
    return ""
