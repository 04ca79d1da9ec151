"""Finding a municipality among those of which something is public, and the others that the portal knows."""

from dataclasses import dataclass

from django import forms
from django.db.models import Exists, OuterRef

from ita_portal.editing import PortalForm
from municipalities.models import Municipality, MunicipalityQuerySet, Province
from municipalities.place_fields import words_field
from municipalities.searching import PlaceSearch, search_places
from public.publications import MUNICIPALITY, live, with_something_live
from reports.models import Publication

MOST_UNPUBLISHED = 20


class PublishedSearchForm(PortalForm):
    """Which municipalities to list."""

    q = words_field(widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))
    province = forms.ChoiceField(label="จังหวัด", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        known = Province.objects.filter(districts__municipalities__in=with_something_live()).distinct()
        choices = [(code, name) for code, name in known.order_by("sort_key").values_list("code", "name")]
        self.fields["province"].choices = [("", "ทุกจังหวัด"), *choices]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class PublishedSearch:
    """What a visitor's words find: among `published` municipalities, and among the others.

    `unpublished`: of these up to MOST_UNPUBLISHED, each with `was_published` where all of it was withdrawn;
    none where nobody searched by words, or where they are more.
    """

    published: MunicipalityQuerySet
    searched: PlaceSearch
    unpublished: list[Municipality]


def found(form: PublishedSearchForm) -> PublishedSearch:
    """The municipalities that the form asks for; all before anything is asked, none for what is refused."""
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    places = Municipality.objects.with_place()
    if code := values.get("province"):
        places = places.filter(district__province__code=code)
    text = values.get("q", "")
    searched = search_places(places.none() if form.errors else places, text)
    public = {"pk__in": live().values(MUNICIPALITY)}
    others = list(_others(searched.found.exclude(**public))) if text else []
    few = others if len(others) <= MOST_UNPUBLISHED else []
    return PublishedSearch(searched.found.filter(**public), searched, few)


def _others(places: MunicipalityQuerySet) -> MunicipalityQuerySet:
    once = Publication.objects.filter(**{MUNICIPALITY: OuterRef("pk")})
    return places.annotate(was_published=Exists(once))[: MOST_UNPUBLISHED + 1]
