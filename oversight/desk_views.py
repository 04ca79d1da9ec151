"""The reviewer's desk: what waits, oldest first; several reports are accepted or returned at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.models import User
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField
from oversight.access import overseer, scope
from oversight.filters import province_choices
from oversight.waiting import in_state, lately, overdue, waiting_reports
from reports.models import Deadline, Report
from reports.states import Action, State
from reports.workflow import Refused, note_refusal, perform

ON_A_PAGE = 50
RETURNED_SHOWN = 20
MOST_AT_ONCE = 50  # what one page of the desk holds
DECISIONS = (Action.ACCEPT, Action.RETURN)
_TICK = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")  # a report's key and the version that was on the desk


class ProvinceForm(PortalForm):
    """Which province's desk an admin looks at."""

    province = forms.ChoiceField(label="จังหวัด", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["province"].choices = province_choices()  # type: ignore[attr-defined]


class DecisionForm(PortalForm):
    """What is decided about the reports that were ticked."""

    action = forms.ChoiceField(
        choices=[(step.value, step.label) for step in DECISIONS],
        widget=forms.HiddenInput,
        error_messages={"required": "กรุณาเลือกว่าจะให้ผ่านหรือส่งกลับ"},
    )
    note = ThaiTextField(
        label="เหตุผลที่ส่งกลับ",
        required=False,
        max_length=5000,
        help_text="จำเป็นเมื่อส่งกลับ เทศบาลทุกแห่งที่เลือกจะได้รับข้อความเดียวกัน",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A return needs its reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "action" in cleaned and (problem := note_refusal(cleaned["action"], cleaned.get("note", ""))):
            self.add_error("note", problem)
        return cleaned


@dataclass(frozen=True)
class DecisionOutcome:
    """What became of one report that was ticked; `refusal` is "" when the step was taken."""

    report: Report
    refusal: str


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the reviewer, what the reviewer waits for, what is late."""
    return _desk(request, overseer(request), DecisionForm(), {})


@require_POST
def desk_decide(request: HttpRequest) -> HttpResponse:
    """Accept or return each report that was ticked, each as its own step, and list what became of them."""
    user = overseer(request)
    require("" if user.is_reviewer else "เฉพาะผู้ตรวจทานของจังหวัดเท่านั้นที่ให้ผ่านหรือส่งกลับเอกสารได้")
    ticks = map(_TICK.fullmatch, request.POST.getlist("report")[:MOST_AT_ONCE])
    ticked = {int(tick[1]): int(tick[2]) for tick in ticks if tick}  # the version seen, by the report's key
    form = DecisionForm(request.POST)
    if not ticked:
        form.add_error(None, "กรุณาเลือกเอกสารอย่างน้อยหนึ่งฉบับ")
    if not form.is_valid():
        return _desk(request, user, form, ticked)
    action, note = Action(form.cleaned_data["action"]), form.cleaned_data["note"]
    found = Report.objects.visible_to(user).filter(pk__in=ticked).with_place().order_by("pk")
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


def _refusal(report: Report, seen: int, action: Action, user: User, note: str) -> str:
    """Take the step; "", or why it can't be taken."""
    try:
        perform(report, action, user, note if action == Action.RETURN else "", seen=seen)
    except Refused as refused:
        return str(refused)
    return ""


def _desk(
    request: HttpRequest, user: User, decision: DecisionForm, ticked: Mapping[int, int]
) -> HttpResponse:
    """The page; what is `ticked` stays so only at the version that was read when it was ticked."""
    form = ProvinceForm(request.GET)
    code = form.cleaned_data["province"] if user.is_admin and form.is_valid() else ""
    places, today = scope(user, code), timezone.localdate()
    deadlines = list(Deadline.objects.all())
    page = Paginator(in_state(user, places, State.SUBMITTED), ON_A_PAGE).get_page(request.GET.get("page"))
    returned = list(in_state(user, places, State.RETURNED)[: RETURNED_SHOWN + 1])
    context = {
        "section": "home",
        "tab": "desk",
        "form": form if user.is_admin else None,
        "decision": decision,
        "ticked": [report.pk for report in page if ticked.get(report.pk) == report.version],
        "page": page,
        "waiting": waiting_reports(page, deadlines, today),
        "returned": waiting_reports(returned[:RETURNED_SHOWN], deadlines, today),
        "more_returned": len(returned) > RETURNED_SHOWN,
        "lately": lately(places),
        "overdue": overdue(places, deadlines, today),
        "province": code,
    }
    return render(request, "oversight/desk.html", context)
