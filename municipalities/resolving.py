"""Which municipality a text means, for every import, form and command. Lists are searched by `searching.py`.

    index = PlaceIndex(Municipality.objects.with_place())  # once, for a file of 80,000 rows too
    index.resolve("ทม. เขลางค์นคร อ.เมือง").found
    index.resolve("ทุ่งผึ้ง", code="05520603", district="อ.แจ้ห่ม", province="ลำปาง")
    index.near("กาลสินธุ์")  # "หมายถึง … หรือไม่"

Nothing here asks the database.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from municipalities.dated import KIND_WORDS
from municipalities.naming import (
    Word,
    fold,
    is_known_place,
    province_called,
    read_code,
    same_district,
    without_place_word,
    words,
)
from municipalities.nearness import distance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from municipalities.dated import FormerState, PlaceState
    from municipalities.models import Municipality

MOST_NEAR = 3
_IN_BRACKETS = re.compile(r"\(.*?\)")
_OF_A_NAME = ("", "name", "number", "year", "everywhere")


@dataclass(frozen=True)
class NamedRow:
    """A municipality by what names it, for where thousands are read and few are shown."""

    pk: int
    sort_key: str
    state: PlaceState
    formerly: tuple[FormerState, ...]

    @property
    def full_name(self) -> str:
        """As `Municipality.full_name`."""
        return self.state.full_name

    @property
    def place(self) -> str:
        """As `Municipality.place`."""
        return self.state.place

    @property
    def address(self) -> str:
        """The words that mean it and no other."""
        return f"{self.full_name} {self.place}"


Place = TypeVar("Place", bound="Municipality | NamedRow")


@dataclass(frozen=True)
class Resolved(Generic[Place]):
    """What a text means: `found` is this one; `candidates` are two or more that fit alike; neither: none.

    `is_former`: it was found by a name or code of former days. `has_other_code`: its name was found, but it
    has another code. `has_other_name`: its code was found, but it is not called so or nearly so. `doubts` say
    this in Thai, and that another kind or place was written. `clash` is the sentence that code and name are
    those of two municipalities: then nothing is found, and the candidates are these.
    """

    found: Place | None = None
    candidates: tuple[Place, ...] = ()
    is_former: bool = False
    has_other_code: bool = False
    has_other_name: bool = False
    doubts: tuple[str, ...] = ()
    clash: str = ""


@dataclass(frozen=True)
class _Called(Generic[Place]):
    """What a municipality is or was called."""

    place: Place
    state: PlaceState
    is_former: bool


@dataclass(frozen=True)
class _Asked:
    """What was asked: the words of the text, what stands beside it in columns, and the code of either."""

    text: str
    words: tuple[Word, ...]
    kind: str
    is_sure_of_kind: bool
    code: str

    @classmethod
    def read(cls, text: str, code: str, kind: str, district: str, province: str) -> _Asked:
        said = [word for word in words(text) if not (word.of == "number" and read_code(word.name))]
        beside = {"district": district, "province": province}
        named = {of: without_place_word(typed) for of, typed in beside.items()}
        said += [Word(typed, fold(typed), of) for of, typed in named.items() if fold(typed)]
        own_kind = next((word.kind for word in said if word.kind), "")
        codes = filter(None, map(read_code, (code, *(word.name for word in words(text)))))
        return cls(text.strip(), tuple(said), kind or own_kind, bool(kind), next(codes, ""))

    @property
    def names(self) -> list[Word]:
        """The words of which a name may be made."""
        found = [word for word in self.words if word.of in _OF_A_NAME and word.name]
        return found or [word for word in self.words if word.of == "subdistrict"]

    def runs(self) -> Iterator[tuple[str, str, list[Word]]]:
        """Each name that may be meant, with its kind ("": any) and the words beside it, the longest first."""
        named = self.names
        spans = ((start, end) for end in range(len(named), 0, -1) for start in range(end))
        for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
            run = named[start:end]
            beside = [word for word in self.words if word not in run]
            if any(word.of == "name" and word.name for word in beside):
                continue
            name = "".join(word.name for word in run)
            yield name, self.kind, beside
            if run[0].also:
                kind = self.kind if self.is_sure_of_kind else ""
                yield run[0].also + name.removeprefix(run[0].name), kind, beside


class PlaceIndex(Generic[Place]):
    """Municipalities by all that they are and were called. They come `with_place`."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code: dict[str, list[_Called[Place]]] = defaultdict(list)
        self._by_name: dict[str, list[_Called[Place]]] = defaultdict(list)
        for place in places:
            former = [one.state for one in place.formerly]
            for state in (place.state, *former):
                called = _Called(place, state, state in former)
                for name in {fold(state.name), fold(_IN_BRACKETS.sub("", state.name))}:
                    self._by_name[name].append(called)
                if state.code:
                    self._by_code[state.code].append(called)

    def resolve(
        self, text: str, *, code: str = "", kind: str = "", district: str = "", province: str = ""
    ) -> Resolved[Place]:
        """The municipality that the text means, together with what stands beside it in columns of their own.

        Each may be written in any way and be "". `kind` is a value of `models.Kind`. A part of a name is not
        enough.
        """
        asked = _Asked.read(text, code, kind, district, province)
        named = self._named(asked)
        coded = _today_first(self._by_code.get(asked.code, ()))
        if len(coded) == 1:
            return self._coded(asked, coded[0], named)
        found = _one_each(named)
        if len(found) != 1:
            return Resolved(candidates=found)
        return _with_doubts(asked, named[0], has_other_code=bool(asked.code and found[0].state.code))

    def near(self, text: str, *, among: Collection[int] | None = None, most: int = MOST_NEAR) -> list[Place]:
        """The municipalities that may be meant by a text that names none, the nearest first.

        `among` are the primary keys of those that may be offered, None: all.
        """
        asked = _Asked.read(text, "", "", "", "")
        typed = self._typed_names(asked)
        found: dict[int, tuple[tuple[int, int, int, str], Place]] = {}
        for name, called in self._by_name.items():
            steps = [
                (step, abs(len(name) - len(text)))
                for text in typed
                if (step := distance(text, name)) is not None
            ]
            for one in called if steps else ():
                if among is None or one.place.pk in among:
                    step, longer = min(steps)
                    misfits = _misfits(asked, one.state) + (asked.kind not in ("", one.state.kind))
                    key = (misfits, step, longer, one.place.sort_key)
                    found[one.place.pk] = min(found.get(one.place.pk, (key, one.place)), (key, one.place))
        ranked = sorted(found.values(), key=lambda pair: pair[0])
        best = ranked[0][0] if ranked else (0, 0)
        return [place for key, place in ranked if key[0] == best[0] and key[1] <= best[1] + 1][:most]

    def _named(self, asked: _Asked) -> list[_Called[Place]]:
        """What is called so and lies where the words beside the name say, today or else before."""
        for name, kind, beside in asked.runs():
            fitting = [
                one
                for one in self._by_name.get(name, ())
                if kind in ("", one.state.kind) and self._lies(one.state, beside)
            ]
            if fitting:
                return _today_first(fitting)
        return []

    def _coded(
        self, asked: _Asked, coded: _Called[Place], named: Sequence[_Called[Place]]
    ) -> Resolved[Place]:
        """What a known code means, beside a name or none."""
        others = [one for one in _one_each(named) if one.pk != coded.place.pk]
        same = next((one for one in named if one.place.pk == coded.place.pk), None)
        if same or not asked.names:
            return _with_doubts(asked, same or coded)
        if others:
            both = " และ".join(f"{one.state.full_name} {one.state.place}" for one in others)
            clash = f"รหัส {asked.code} เป็นของ{coded.place.state.full_name} แต่ชื่อเป็นของ{both}"
            return Resolved(candidates=(coded.place, *others), clash=clash)
        return _with_doubts(asked, coded, has_other_name=True)

    def _lies(self, state: PlaceState, beside: Iterable[Word]) -> bool:
        """Whether all words that name a place name that of the state."""
        loose = [word for word in beside if word.of in ("", "beside")]
        told = [word for word in beside if word.of in ("district", "province")]
        if not all(_is_place(word, state) for word in told):
            return False
        loose = [word for word in loose if word.of == "" or is_known_place(word.name)]
        return all(_is_place(word, state) for word in loose) or _is_place(
            Word("", "".join(word.name for word in loose)), state
        )

    def _typed_names(self, asked: _Asked) -> set[str]:
        """What may be the name with its slip: all loose words, those that nothing is called so, else each."""
        loose = [word.name for word in asked.names if word.of in ("", "name", "subdistrict")]
        strange = [name for name in loose if not is_known_place(name) and name not in self._by_name]
        return {"".join(loose), "".join(strange), *(loose if not strange else ())} - {""}


def _today_first(called: Sequence[_Called[Place]]) -> list[_Called[Place]]:
    return [one for one in called if not one.is_former] or list(called)


def _one_each(called: Iterable[_Called[Place]]) -> tuple[Place, ...]:
    return tuple({one.place.pk: one.place for one in called}.values())


def _with_doubts(
    asked: _Asked, called: _Called[Place], *, has_other_code: bool = False, has_other_name: bool = False
) -> Resolved[Place]:
    """What was found, and what of it is not as it was written."""
    place, doubts = called.place, list[str]()
    name = place.state.full_name
    if has_other_code:
        doubts.append(f"{name}มีรหัส {place.state.code} ไม่ใช่ {asked.code}")
    if has_other_name:
        names = {fold(state.name) for state in (place.state, *(one.state for one in place.formerly))}
        typed = {run for run, _kind, _beside in asked.runs()}
        has_other_name = all(distance(run, known) is None for run in typed for known in names)
        if names.isdisjoint(typed):
            doubts.append(f"รหัส {asked.code} เป็นของ{name} ไม่ใช่ “{asked.text}”")
    if asked.kind not in ("", called.state.kind):
        doubts.append(f"ที่เขียนเป็น{KIND_WORDS[asked.kind]} แต่ในระบบคือ{name}")
    if _misfits(asked, called.state):
        doubts.append(f"ที่ตั้งที่เขียนไม่ตรงกับ{name} ซึ่งอยู่{place.state.place}")
    return Resolved(place, (), called.is_former, has_other_code, has_other_name, tuple(doubts))


def _misfits(asked: _Asked, state: PlaceState) -> int:
    """How many of the words that surely name a place name another than the state's."""
    told = [word for word in asked.words if word.of in ("district", "province", "beside")]
    loose = [word for word in asked.words if word.of == ""]
    told += [word for word in loose if len(loose) > 1 and is_known_place(word.name)]
    return sum(is_known_place(word.name) and not _is_place(word, state) for word in told)


def _is_place(word: Word, state: PlaceState) -> bool:
    """Whether a word names the district or the province of the state."""
    if word.of != "district" and province_called(word.name) == state.province:
        return True
    return word.of != "province" and same_district(word.name, state.district, state.province)
