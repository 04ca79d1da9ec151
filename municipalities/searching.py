"""The one search for municipalities by words, behind every list, filter and field of the portal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Case, Q, Value, When

from municipalities.dated import KIND_WORDS, FormerState, PlaceState
from municipalities.models import Kind
from municipalities.naming import Word, fold, is_known_place, province_called, read_code, words
from municipalities.resolving import NamedRow, PlaceIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from municipalities.models import Municipality, MunicipalityQuerySet

BY_PLACE = 3
"""The `rank` of what is found by its place or by a former name alone, though a name was asked for."""
LETTERS_OF_PROVINCE = 2
"""Of the abbreviation of a province, which counts behind จ. and in a column of provinces."""
FEWEST_OF_CODE = 2
"""With so many digits the beginning of a code finds those that it begins."""


@dataclass(frozen=True)
class PlaceSearch:
    """What some words find among municipalities: `found`, those whose own name is meant first.

    Only where that is nothing: `near` are up to three that may be meant (“หมายถึง … หรือไม่”). Where nothing
    is near either, `unknown` are the words by which nothing is called; the others have found what is found.
    Years among the words narrow nothing here (see `naming.years_among`). `count` is how many are found, None
    where nobody has counted them yet.
    """

    found: MunicipalityQuerySet
    near: list[NamedRow] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    count: int | None = None

    def pages(self, rows: MunicipalityQuerySet, on_a_page: int) -> Paginator[Municipality]:
        """The pages of a list of what is found, which is counted only once; `rows` are these, with more."""
        paginator = Paginator(rows, on_a_page)
        if self.count is not None:
            paginator.count = self.count  # a cached property
        return paginator


def search_places(places: MunicipalityQuerySet, text: str) -> PlaceSearch:
    """What the words find among these. Two queries at most, none where there are no words."""
    found = with_all_words(places, text)
    if not words(text):
        return PlaceSearch(found)
    number = found.count()
    return PlaceSearch(found, count=number) if number else look_again(places, text)


def with_all_words(places: MunicipalityQuerySet, text: str) -> MunicipalityQuerySet:
    """Those with each word in the name or code, today's or a former one, or in the place; each with `rank`.

    Digits may be Thai; ITA, มาตรการ and other words of every page count for nothing.
    """
    return _found(places, words(text))


def look_again(places: MunicipalityQuerySet, text: str) -> PlaceSearch:
    """Where all words together find nothing: whom they may mean, or what they find without strange ones.

    One query. Where they do find something, that is the answer.
    """
    telling = _telling(words(text))
    conditions = [place_condition(word) for word in telling]
    flags = [Case(When(condition, then=True), default=False) for condition in conditions]
    rows = list(_named(places, flags))
    if not telling or any(all(known) for _row, known in rows):
        return PlaceSearch(_found(places, telling))
    if near := PlaceIndex(row for row, _known in rows).near(text):
        return PlaceSearch(_found(places, telling), near=near)
    occurs = [any(known) for known in zip(*(known for _row, known in rows), strict=True)]
    known = dict(zip(telling, occurs, strict=False))
    strange = [word for word in known if word.of == "number" or not (known[word] or _is_told(word))]
    rest = [word for word in telling if word not in strange]
    if not strange or not rest:
        return PlaceSearch(_found(places, telling))
    return PlaceSearch(_found(places, rest), unknown=tuple(word.typed for word in strange))


def may_lack_words(text: str) -> bool:
    """Whether some of the words may be set aside: there are several that tell municipalities apart.

    Then `look_again` is asked at once, where what is found is read only once.
    """
    return len(_telling(words(text))) > 1


def place_condition(word: Word, prefix: str = "") -> Q:
    """Where one word occurs: in the name or code, today's or a former one, the district or the province.

    A word that tells no municipality from another is true of all. `prefix` leads to the municipality
    ("municipality__") for other models.
    """
    if word.of in ("everywhere", "year"):
        return Q()
    if word.of == "number":
        return _numbered(word.name, prefix)
    district = Q((f"{prefix}district__name__contains", word.name))
    province = Q((f"{prefix}district__province__name__contains", word.name))
    is_sure = word.of == "province" or len(word.name) > LETTERS_OF_PROVINCE  # "นม" alone begins many names
    if is_sure and (called := province_called(word.name)):
        province |= Q((f"{prefix}district__province__name", called))
    if word.of in ("district", "province"):
        return district if word.of == "district" else province
    named = Q((f"{prefix}search_key__contains", word.name)) | Q((f"{prefix}former_key__contains", word.name))
    if not word.kind:
        return named | district | province
    label = fold(KIND_WORDS[word.kind])
    whole = Q((f"{prefix}search_key__startswith", label)) & Q((f"{prefix}search_key__contains", word.name))
    whole |= Q((f"{prefix}former_key__contains", f"|{label}{word.name}"))
    return whole | Q((f"{prefix}search_key__contains", word.also)) if word.also else whole


def _named(
    places: MunicipalityQuerySet, flags: Sequence[Case]
) -> Iterator[tuple[NamedRow, tuple[bool, ...]]]:
    """Each with what names it, and whether each flag is true of it."""
    state = ("kind", "name", "code", "district__name", "district__province__name")
    rows = places.order_by().values_list("pk", "sort_key", "former_states", *state, *flags)
    for pk, key, former, kind, name, code, district, province, *known in rows:
        formerly = tuple(map(FormerState.read, former))
        now = PlaceState(kind, name, code or "", district, province)
        yield NamedRow(pk, key, now, formerly), tuple(known)


def _is_told(word: Word) -> bool:
    """Whether the word surely names a place, which nobody else lies in then."""
    return (
        word.of in ("district", "province") or is_known_place(word.name) or bool(province_called(word.name))
    )


def _numbered(digits: str, prefix: str) -> Q:
    """A code or its beginning, or a number in a name."""
    number = Q((f"{prefix}search_key__contains", digits))
    begun = read_code(digits) or digits.lstrip("0")
    if len(begun) < FEWEST_OF_CODE:
        return number
    former = Q((f"{prefix}former_key__contains", f"|{begun}"))
    return number | former | Q((f"{prefix}code__startswith", begun))


def _telling(read: Sequence[Word]) -> list[Word]:
    """The words that tell municipalities apart; where a subdistrict lies beside a name, the name does."""
    told = [word for word in read if word.of not in ("everywhere", "year")]
    named = [word for word in told if word.of in ("", "name") and word.name]
    return [word for word in told if word.of != "subdistrict"] if named else told


def _found(places: MunicipalityQuerySet, read: Sequence[Word]) -> MunicipalityQuerySet:
    """Those of which all words are true, with their `rank`: called so, begun so, with a part so, else."""
    found = places
    for word in _telling(read):
        found = found.filter(place_condition(word))
    names = [word.name for word in read if word.of in ("", "name") and word.name]
    typed = dict.fromkeys(("".join(names), *names))
    whole = [fold(kind.label) + name for kind in Kind for name in typed]
    begun = Q(*(("search_key__startswith", key) for key in whole), _connector=Q.OR)
    part = Q(*(("search_key__contains", name) for name in typed), _connector=Q.OR)
    ranks = (When(search_key__in=whole, then=0), When(begun, then=1), When(part, then=2))
    rank = Case(*ranks, default=Value(BY_PLACE)) if names else Value(0)
    return found.annotate(rank=rank).order_by("rank", "sort_key", "pk")
