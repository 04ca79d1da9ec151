"""The page on which a visitor puts municipalities side by side; all of it is in the address."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ita_portal.editing import PortalForm
from ita_portal.fields import typed_key
from municipalities.models import Municipality
from municipalities.place_fields import words_field
from municipalities.searching import PlaceSearch, search_places
from public import figures
from public.comparison import compared
from public.comparison_chart import comparison_chart
from public.publications import absolute, with_something_live

FEWEST, MOST = 2, 4
SUGGESTED = 10


class AddForm(PortalForm):
    """Which municipality to put beside those that are there."""

    q = words_field(
        "ค้นหาเทศบาลเพื่อเพิ่ม", widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Compare what is public of two to four municipalities (`with`, once for each) in one year (`year`)."""
    typed = dict.fromkeys(map(typed_key, request.GET.getlist("with")))
    keys = [key for key in typed if key is not None][:MOST]
    known = with_something_live().in_bulk(keys)  # who has nothing public is passed over in silence
    places = [known[key] for key in keys if key in known]
    year = request.GET.get("year", "")
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None  # noqa: PLR2004
    form = AddForm(request.GET if "q" in request.GET else None)
    suggested = _suggested(form, places)
    result, chart = None, ""
    if len(places) >= FEWEST:
        said = figures.sources(place.pk for place in places)
        result = compared(places, [said[place.pk] for place in places], wanted)
    if result:
        rows = [(row.name, row.values) for row in result.indicators]
        title = f"คะแนนรายตัวชี้วัด ปีงบประมาณ พ.ศ. {result.fiscal_year}"
        names = [body or place.full_name for place, body in result.columns]
        chart = comparison_chart(names, rows, title)
    context = {
        "section": "public",
        "places": [(place, [one.pk for one in places if one != place]) for place in places],
        "keys": [place.pk for place in places],
        "form": form,
        "suggested": list(suggested.found[:SUGGESTED]) if len(places) < MOST else [],
        "searched": suggested,
        "full": len(places) == MOST,
        "result": result,
        "chart": chart,
        "canonical": absolute(reverse("compare")),
    }
    return render(request, "public/compare.html", context)


def _suggested(form: AddForm, places: list[Municipality]) -> PlaceSearch:
    """What the words find, or, to begin with, the places of the first one's province."""
    others = with_something_live().exclude(pk__in=[place.pk for place in places])
    if form.is_bound:
        return (
            search_places(others, form.cleaned_data["q"]) if form.is_valid() else PlaceSearch(others.none())
        )
    if places:
        others = others.filter(district__province=places[0].district.province_id)
    return PlaceSearch(others)
