"""What tells a place's name from ordinary words; words.toml lists it and says why. Pure."""

import tomllib
from importlib.resources import files

_LISTS = tomllib.loads(files("documents.checks.places").joinpath("words.toml").read_text(encoding="utf-8"))


def _words(key: str) -> tuple[str, ...]:
    return tuple(_LISTS[key].split())


FIRST_PARTS = _words("first_parts")
LAST_PARTS = _words("last_parts")
OTHER_MUNICIPALITIES = _words("other_municipalities")
GENERIC = _words("generic")
ORDINARY = frozenset(_words("ordinary"))
NOUNS = frozenset(_words("nouns"))
PROVINCES_ORDINARY = frozenset(_words("provinces_ordinary"))
PROVINCES_CALLED: dict[str, str] = _LISTS["provinces_called"]
OWNERS = _words("owners")
SAID_OF_PLACES = _words("said_of_places")
VERBS = _words("verbs")
FOLLOWING = _words("following")
