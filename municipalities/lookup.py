"""Finding the one municipality that somebody names in a form or on a command line."""

from ita_portal.thai import control_characters
from municipalities.models import Municipality
from municipalities.naming import words
from municipalities.resolving import PlaceIndex
from municipalities.searching import BY_PLACE, search_places

MOST_NAMED = 10


class UnknownPlaceError(LookupError):
    """A text means no municipality, or several: why, as a Thai sentence, and those that it may mean."""

    def __init__(self, sentence: str, offered: list[Municipality]) -> None:
        super().__init__(sentence)
        self.offered = offered


def find_municipality(text: str) -> Municipality:
    """The municipality that these words mean, in any spelling (see `resolving.py`); its place is loaded.

    Where they mean none as they stand, the search by words may still find one alone: by a part of its name or
    the beginning of its code. Raises UnknownPlaceError where there is none, whose sentence asks for the near
    ones, or several, which it names; LookupError with a sentence for what can be no name.
    """
    if refused := control_characters(text, multiline=False):  # PostgreSQL would not even look for them
        raise LookupError(refused)
    places = Municipality.objects.with_place()
    index = PlaceIndex(places)
    resolved = index.resolve(text)
    if resolved.found:
        return resolved.found
    if resolved.clash:
        raise UnknownPlaceError(resolved.clash, list(resolved.candidates))
    found = list(resolved.candidates)
    if not found and any(word.of not in ("everywhere", "year") for word in words(text)):
        found = list(search_places(places, text).found[: MOST_NAMED + 1])
        only_by_place = all(row.rank == BY_PLACE for row in found)  # type: ignore[attr-defined]  # annotated
        if len(found) == 1 and only_by_place:
            raise UnknownPlaceError(_none(text, found), found)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownPlaceError(_several(text, found), found[:MOST_NAMED])
    near = index.near(text)
    raise UnknownPlaceError(_none(text, near), near)


def _none(text: str, near: list[Municipality]) -> str:
    meant = " หรือ ".join(f"{row.full_name} {row.place}" for row in near)
    return f"ไม่พบเทศบาลที่ตรงกับ “{text}”" + (f" หมายถึง {meant} หรือไม่" if meant else "")


def _several(text: str, found: list[Municipality]) -> str:
    number = f"{len(found)} แห่ง" if len(found) <= MOST_NAMED else f"มากกว่า {MOST_NAMED} แห่ง"
    named = "; ".join(
        f"{row.full_name} {row.place} (รหัส {row.code or 'ไม่ทราบ'})" for row in found[:MOST_NAMED]
    )
    return f"มีเทศบาลที่ตรงกับ “{text}” {number} กรุณาระบุรหัส อปท. หรือต่อท้ายชื่อด้วยอำเภอและจังหวัด: {named}"
