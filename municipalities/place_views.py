"""An admin's pages of places: the municipalities, and what the provinces have chosen."""

from typing import cast

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal.judging import judged_edit
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from municipalities.administration import for_admins, saved_whole
from municipalities.models import Municipality, Province
from municipalities.place_forms import PlaceForm, PlaceSearchForm, ReviewsForm, stored_place

ON_A_PAGE = 50


@require_safe
@for_admins
def place_list(request: HttpRequest) -> HttpResponse:
    """The municipalities, each with how many officers write for it."""
    form = PlaceSearchForm(request.GET or None)
    found = Municipality.objects.with_place()
    if form.is_valid():
        values = form.cleaned_data
        found = found.matching(values["q"])
        if values["kind"]:
            found = found.filter(kind=values["kind"])
        if values["province"]:
            found = found.filter(district__province=values["province"])
    elif form.is_bound:
        found = found.none()
    counted = found.with_officers(timezone.localdate()).order_by("sort_key", "pk")
    page = Paginator(counted, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"section": "administration", "form": form, "page": page}
    return render(request, "municipalities/place_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def place_add(request: HttpRequest) -> HttpResponse:
    """Add a municipality."""
    return _edited(request, Municipality())


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an admin keeps of a municipality."""
    rows = Municipality.objects.with_place()
    found = rows.select_for_update(of=("self",)) if request.method == "POST" else rows
    return _edited(request, get_object_or_404(found, pk=pk))


def _edited(request: HttpRequest, row: Municipality) -> HttpResponse:
    initial = stored_place(row)
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial, place=row)
    guard = FormGuard(request, form, new=row.pk is None)
    if guard.saves:
        with judged_edit(request, [row.pk] if row.pk else []):
            save_row(row, form.values)
        guard.announce(f"บันทึกข้อมูล{row.full_name}แล้ว")
        return redirect("place_list")
    context = {"section": "administration", "place": row, "form": form, "guard": guard}
    return render(request, "municipalities/place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def province_settings(request: HttpRequest) -> HttpResponse:
    """Which provinces review before publication."""
    if request.method == "POST":  # apart from the rows below, because what is counted can't be locked
        list(Province.objects.select_for_update().order_by("pk"))
    active = Count("reviewers", Q(reviewers__is_active=True))
    rows = Province.objects.annotate(reviewer_count=active).order_by("sort_key")
    form = ReviewsForm(request.POST if request.method == "POST" else None, provinces=rows)
    guard = FormGuard(request, form)
    if guard.saves:
        changed = form.changed
        for row in changed:
            row.save()
        if changed:  # a line in the log for each, which the admin's history of a province shows
            change = [{"changed": {"fields": ["จังหวัดตรวจทานก่อนเผยแพร่"]}}]
            LogEntry.objects.log_actions(cast("int", request.user.pk), changed, CHANGE, change)
        guard.announce("บันทึกการตั้งค่าจังหวัดแล้ว")
        return redirect("province_settings")
    lines = [(row, form[f"reviews_{row.pk}"]) for row in form.provinces]
    context = {"section": "administration", "lines": lines, "form": form, "guard": guard}
    return render(request, "municipalities/province_settings.html", context)
