"""The reviewer's desk: what waits, oldest first; several reports are returned at once, or led to the gate."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField
from oversight.access import overseer, scope
from oversight.deciding import MOST_AT_ONCE, deciding_reviewer, decision_page, versions_ticked
from oversight.filters import province_choices
from oversight.waiting import (
    awaiting_municipality,
    awaiting_review,
    corrections_in_review,
    lately,
    overdue,
    waiting_reports,
)
from reports.models import Deadline
from reports.states import Action
from reports.workflow import note_refusal

RETURNED_SHOWN = 20
DECISIONS = (Action.ACCEPT, Action.RETURN)


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


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the reviewer, what the reviewer waits for, what is late."""
    return _desk(request, overseer(request), DecisionForm(), {})


@require_POST
def desk_decide(request: HttpRequest) -> HttpResponse:
    """Return each report that was ticked, each as its own step; those to be accepted are looked at first."""
    user = deciding_reviewer(request)
    ticked = versions_ticked(request.POST)
    form = DecisionForm(request.POST)
    if not ticked:
        form.add_error(None, "กรุณาเลือกเอกสารอย่างน้อยหนึ่งฉบับ")
    if not form.is_valid():
        return _desk(request, user, form, ticked)
    if form.cleaned_data["action"] == Action.ACCEPT:
        ticks = [("report", f"{pk}:{version}") for pk, version in ticked.items()]
        return redirect(f"{reverse('desk_accept')}?{urlencode(ticks)}")
    return decision_page(request, user, Action.RETURN, ticked, form.cleaned_data["note"])


def _desk(
    request: HttpRequest, user: User, decision: DecisionForm, ticked: Mapping[int, int]
) -> HttpResponse:
    """The page; what is `ticked` stays so only at the version that was read when it was ticked."""
    form = ProvinceForm(request.GET)
    code = form.cleaned_data["province"] if user.is_admin and form.is_valid() else ""
    places, today = scope(user, code), timezone.localdate()
    deadlines = list(Deadline.objects.all())
    page = Paginator(awaiting_review(user, places), MOST_AT_ONCE).get_page(request.GET.get("page"))
    returned = list(awaiting_municipality(user, places, today)[: RETURNED_SHOWN + 1])
    corrections = corrections_in_review(places)
    context = {
        "section": "home",
        "tab": "desk",
        "form": form if user.is_admin else None,
        "decision": decision,
        "ticked": [report.pk for report in page if ticked.get(report.pk) == report.version],
        "page": page,
        "waiting": waiting_reports(page, deadlines, today),
        "corrections": corrections,
        "corrected": {report.pk for one in corrections for report in one.submitted},
        "returned": waiting_reports(returned[:RETURNED_SHOWN], deadlines, today),
        "more_returned": len(returned) > RETURNED_SHOWN,
        "unreviewed": user.is_reviewer and user.province and not user.province.reviews,
        "lately": lately(places),
        "overdue": overdue(places, deadlines, today),
        "province": code,
    }
    return render(request, "oversight/desk.html", context)
