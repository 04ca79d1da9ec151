"""An admin's pages of what becomes of a place from a day on: the form, the papers it touches, done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ita_portal.thai import thai_digits
from municipalities.administration import for_admins, saved_whole
from municipalities.change_forms import BeginForm, ChangeForm, EndForm, RecordedForm
from municipalities.changing import ChangeRefused
from municipalities.models import Municipality
from reports.place_touching import left_open, touched_by

DatedForm = ChangeForm | EndForm | BeginForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def place_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise, rename or move a municipality from a day on."""
    return _dated(request, pk, ChangeForm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def place_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a municipality, or merge it into another, from a day on."""
    return _dated(request, pk, EndForm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def place_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Say since when a municipality is one, and which อบต. it was before."""
    return _dated(request, pk, BeginForm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def place_recorded(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put right a change that was recorded with a wrong day or by mistake: `number` counts from 1."""
    place = _place(request, pk)
    if not 1 <= number <= len(place.former_states):
        raise Http404
    form = RecordedForm(
        request.POST or None, initial=RecordedForm.stored(place, number - 1), place=place, number=number - 1
    )
    return _confirmed(request, place, form)


def _place(request: HttpRequest, pk: int) -> Municipality:
    rows = Municipality.objects.with_place()
    found = rows.select_for_update(of=("self",)) if request.method == "POST" else rows
    return get_object_or_404(found, pk=pk)


def _dated(request: HttpRequest, pk: int, form_of: type[DatedForm]) -> HttpResponse:
    place = _place(request, pk)
    return _confirmed(
        request, place, form_of(request.POST or None, initial=form_of.stored(place), place=place)
    )


def _confirmed(request: HttpRequest, place: Municipality, form: DatedForm | RecordedForm) -> HttpResponse:
    """Nothing is stored before the page with the papers was confirmed, and only if they are the same."""
    context = {"section": "administration", "place": place, "form": form}
    if request.method != "POST" or "back" in request.POST or not form.is_valid():
        return render(request, "reports/place_dated.html", context)
    mark = _state(place)  # before the trial of it
    try:
        touched = touched_by(place, form.apply)
        left = left_open(place, form.apply, timezone.localdate()) if isinstance(form, EndForm) else None
    except ChangeRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "reports/place_dated.html", context)
    # Whoever confirms after another admin has changed the place is shown the page again.
    mark += " ".join(f"{one.report.pk}:{one.report.state}:{one.effect}" for one in touched)
    mark += f" {len(left.things)}" if left else ""
    if request.POST.get("touched") != mark:
        context |= {"touched": touched, "left": left, "mark": mark}
        return render(request, "reports/place_dated_confirm.html", context)
    sentence = form.sentence
    form.apply(place)
    messages.success(request, thai_digits(f"บันทึกแล้ว: {sentence}"))
    return redirect("place", pk=place.pk)


def _state(place: Municipality) -> str:
    """What the place is before the change, as a mark; never empty."""
    changes = " ".join(str(one.until) for one in place.formerly)
    days = f"{place.begins_on} {place.ended_on} {place.merged_into_id} {changes}"
    return f"{place.kind} {place.code} {place.district_id} {place.name} {days} "
