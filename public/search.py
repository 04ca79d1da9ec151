"""Finding a municipality among those of which something is public."""

import re
from collections.abc import Iterator

from django import forms
from django.db.models import Q, QuerySet

from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField
from ita_portal.thai import search_key
from municipalities.models import Municipality, Province
from public.publications import with_something_live

MOST_WORDS = 8
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.)(?=.)")
_PROVINCE = re.compile(r"(?:จังหวัด|จ\.)(?=.)")
_PREFIX_ALONE = re.compile(r"(?<!\S)(อำเภอ|อ\.|จังหวัด|จ\.|เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล|เทศบาล)\s+")


class SearchForm(PortalForm):
    """Which municipalities to list."""

    q = ThaiCharField(
        label="ชื่อเทศบาล อำเภอ หรือจังหวัด",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    province = forms.ChoiceField(label="จังหวัด", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = Province.objects.filter(districts__municipalities__in=with_something_live()).distinct()
        choices = [(code, name) for code, name in known.order_by("sort_key").values_list("code", "name")]
        self.fields["province"].choices = [("", "ทุกจังหวัด"), *choices]  # type: ignore[attr-defined]


def found(form: SearchForm) -> QuerySet[Municipality]:
    """The municipalities that the form asks for; all before anything is asked, none for what is refused."""
    places = with_something_live()
    if not form.is_bound:
        return places
    if not form.is_valid():
        return places.none()
    if code := form.cleaned_data["province"]:
        places = places.filter(district__province__code=code)
    return named(places, form.cleaned_data["q"])


def named(places: QuerySet[Municipality], text: str) -> QuerySet[Municipality]:
    """Those in whose name, district or province each word occurs: "เขลางค์ จ.ลำปาง", "อำเภอเมืองลำปาง"."""
    for condition in _conditions(_PREFIX_ALONE.sub(r"\1", search_key(text))):
        places = places.filter(condition)
    return places


def _conditions(text: str) -> Iterator[Q]:
    for word in text.split()[:MOST_WORDS]:
        if prefix := _DISTRICT.match(word):
            yield Q(district__name__contains=word[prefix.end() :])
        elif prefix := _PROVINCE.match(word):
            yield Q(district__province__name__contains=word[prefix.end() :])
        else:
            in_name = Q(search_key__contains=word) | Q(code=word)
            yield in_name | Q(district__name__contains=word) | Q(district__province__name__contains=word)
