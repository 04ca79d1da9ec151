"""An admin's page of the provinces: which of them review before publication."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from ita_portal.merged_forms import FormGuard
from municipalities.administration import for_admins, saved_whole
from municipalities.models import Province
from municipalities.place_forms import ReviewsForm
from reports.review_switch import effects, switch


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def province_settings(request: HttpRequest) -> HttpResponse:
    """Which provinces review before publication; what it means for papers on their way is said first."""
    if request.method == "POST":  # apart from the rows below, because what is counted can't be locked
        # Not against those who only refer to a province, as a step does that waits for this one's locks.
        list(Province.objects.select_for_update(no_key=True).order_by("pk"))
    active = Count("reviewers", Q(reviewers__is_active=True))
    rows = Province.objects.annotate(reviewer_count=active).order_by("sort_key")
    form = ReviewsForm(request.POST if request.method == "POST" else None, provinces=rows)
    guard = FormGuard(request, form)
    context: dict[str, object] = {"section": "administration", "form": form, "guard": guard}
    if guard.saves:
        changed = form.changed
        asked = [effect for effect in effects(changed) if effect.is_asked]
        marks = [effect.mark for effect in asked]
        if asked and request.POST.getlist("confirmed") != marks:
            told = request.POST.getlist("confirmed")
            context |= {"asked": asked, "outdated": bool(told), "sent": _sent(form)}
            return render(request, "municipalities/province_switch.html", context)
        if changed:
            _store(request, changed)
        guard.announce("บันทึกการตั้งค่าจังหวัดแล้ว")
        return redirect("province_settings")
    lines = [(row, form[f"reviews_{row.pk}"]) for row in form.provinces]
    return render(request, "municipalities/province_settings.html", context | {"lines": lines})


def _sent(form: ReviewsForm) -> list[str]:
    """The names of the boxes that are ticked, to be sent again with the answer."""
    return [name for name, ticked in form.cleaned_data.items() if ticked]


def _store(request: HttpRequest, changed: list[Province]) -> None:
    """With a line in the log for each, which the admin's history of a province shows."""
    user = signed_in(request)
    switch(changed, user)
    change = [{"changed": {"fields": ["จังหวัดตรวจทานก่อนเผยแพร่"]}}]
    LogEntry.objects.log_actions(user.pk, changed, CHANGE, change)
