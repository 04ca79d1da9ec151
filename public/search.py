"""Finding a municipality among those of which something is public."""

from django import forms

from ita_portal.editing import PortalForm
from municipalities.models import MunicipalityQuerySet, Province
from municipalities.place_fields import words_field
from public.publications import with_something_live


class PublishedSearchForm(PortalForm):
    """Which municipalities to list."""

    q = words_field(widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))
    province = forms.ChoiceField(label="จังหวัด", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = Province.objects.filter(districts__municipalities__in=with_something_live()).distinct()
        choices = [(code, name) for code, name in known.order_by("sort_key").values_list("code", "name")]
        self.fields["province"].choices = [("", "ทุกจังหวัด"), *choices]  # type: ignore[attr-defined]


def found(form: PublishedSearchForm) -> MunicipalityQuerySet:
    """The municipalities that the form asks for; all before anything is asked, none for what is refused."""
    places = with_something_live()
    if not form.is_bound:
        return places
    if not form.is_valid():
        return places.none()
    if code := form.cleaned_data["province"]:
        places = places.filter(district__province__code=code)
    return places.matching(form.cleaned_data["q"])
