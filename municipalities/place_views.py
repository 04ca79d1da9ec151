"""An admin's pages of municipalities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal.judging import judged_edit
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from municipalities.administration import for_admins, saved_whole
from municipalities.models import Municipality
from municipalities.place_forms import PlaceForm, PlaceSearchForm, stored_place
from municipalities.searching import search_places

ON_A_PAGE = 50


@require_safe
@for_admins
def place_list(request: HttpRequest) -> HttpResponse:
    """The municipalities, each with how many officers write for it."""
    form = PlaceSearchForm(request.GET or None)
    values = form.cleaned_data if form.is_valid() else {}
    places = Municipality.objects.none() if form.errors else Municipality.objects.with_place()
    if kind := values.get("kind"):
        places = places.filter(kind=kind)
    if province := values.get("province"):
        places = places.filter(district__province=province)
    searched = search_places(places, values.get("q", ""))
    listed = searched.found.with_officers(timezone.localdate())
    page = searched.pages(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"section": "administration", "form": form, "page": page, "searched": searched}
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
