"""What the story knows without asking the portal: what was published, called and done on which day."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import time_machine
from django.urls import reverse
from django.utils import timezone
from lxml import html

from ita_portal.thai import BUDDHIST_ERA, fiscal_year_span, thai_date
from tests.life.browsing import Browser

LONG_AGO = date(1990, 1, 1)  # since when what was there before the story is so
FILES = (".pdf", ".docx", ".json", ".zip")
# What a row of the open data says of a revision for ever; the others name the host and the place of today.
KEPT = ("municipality_id", "fiscal_year", "kind", "revision", "title", "published_on", "sha256")


@dataclass(frozen=True)
class Paper:
    """One of the two documents of a plan: of a town by its short name, of a fiscal year (B.E.)."""

    town: str
    year: int
    kind: str


@dataclass(frozen=True)
class Named:
    """What something is called from a day on, and where it lies."""

    since: date
    name: str
    code: str = ""
    district: str = ""


@dataclass
class Revision:
    """A revision as the public got it on its day: the digest of each file and of the page by its address."""

    paper: Paper
    number: int
    published_on: date
    signed_on: date | None
    signed_by: str
    digests: dict[str, str] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)
    withdrawn: bool = False

    @property
    def sha256(self) -> str:
        """That of its PDF."""
        return next(digest for address, digest in self.digests.items() if address.endswith(".pdf"))

    @property
    def day(self) -> date:
        """The day whose names it bears (docs: a paper is of the day on which it is signed)."""
        last = fiscal_year_span(self.paper.year + (self.paper.kind == "results"))[1]
        return self.signed_on or min(self.published_on, last)


def buddhist(text: str) -> date:
    """A day that is written in the Buddhist era: "2565-03-01"."""
    year, month, day = map(int, text.split("-"))
    return date(year - BUDDHIST_ERA, month, day)


class Book:
    """The clock of the story, its towns and people by day, its steps and its publications."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self._clock = clock
        self.keys: dict[str, int] = {}
        self.towns: dict[str, list[Named]] = {}
        self.ended: dict[str, date] = {}
        self.people: dict[str, list[Named]] = {}
        self.steps: dict[Paper, Counter[tuple[str, str]]] = {}
        self.signed: dict[Paper, tuple[date | None, str]] = {}
        self.revisions: list[Revision] = []
        self.announced_anew: set[tuple[str, int]] = set()  # by town and year, until its correction begins

    @property
    def today(self) -> date:
        """The day in Bangkok."""
        return timezone.localdate()

    def on(self, day: str) -> None:
        """It is the morning of this day (B.E.)."""
        self._clock.move_to(datetime.fromisoformat(f"{buddhist(day)} 09:00+07:00"))

    def on_first_monday_of_september(self, year: int) -> None:
        """It is the end of the fiscal year (B.E.), and the day on which all that is open is mailed."""
        self.on(f"{year}-09-01")
        self._clock.shift(timedelta(days=-self.today.weekday() % 7))

    def a_minute_passes(self) -> None:
        """Nobody does two things in the same minute."""
        self._clock.shift(timedelta(minutes=1))

    def called(self, town: str, day: date) -> Named:
        """What a town was on a day; before the first one counts that."""
        return _by_day(self.towns[town], day)

    def has_ended(self, town: str) -> bool:
        """Whether a town is none any more today."""
        return self.ended.get(town, date.max) <= self.today

    def person(self, account: str) -> str:
        """What a person is called today."""
        return _by_day(self.people[account], self.today).name

    def address(self, name: str, paper: Paper, *more: object) -> str:
        """The path of a page of a paper."""
        return reverse(name, args=[self.keys[paper.town], paper.year, paper.kind, *more])

    def note(self, paper: Paper, account: str) -> None:
        """Somebody did something with a paper today, which its history has to tell."""
        self.steps.setdefault(paper, Counter())[thai_date(self.today), self.person(account)] += 1

    def of(self, paper: Paper) -> list[Revision]:
        """The revisions of a paper, the first one first."""
        return [one for one in self.revisions if one.paper == paper]

    def standing(self) -> list[Revision]:
        """Of each paper the newest revision, where it is public."""
        newest = {one.paper: one for one in self.revisions}
        return [one for one in newest.values() if not one.withdrawn]

    def published(self, paper: Paper, account: str) -> None:
        """Put the newest revision into the ledger as a visitor finds it now.

        The history tells it beside the step by which it came.
        """
        self.note(paper, account)
        signed_on, signed_by = self.signed.get(paper, (None, ""))
        one = Revision(paper, len(self.of(paper)) + 1, self.today, signed_on, signed_by)
        one.digests = {address: digest(address) for address in self.addresses(one)}
        [row] = [row for row in said_of() if row["sha256"] == one.sha256]
        one.row = {name: row[name] for name in KEPT}
        self.revisions.append(one)

    def came_down(self, paper: Paper, only: Sequence[int] = ()) -> None:
        """What is public of a paper was withdrawn, or only these revisions."""
        for one in self.of(paper):
            one.withdrawn = one.withdrawn or not only or one.number in only

    def permanent(self, one: Revision) -> str:
        """The permanent address of a revision, without its last slash."""
        return self.address("publication_revision", one.paper, one.number).removesuffix("/")

    def addresses(self, one: Revision) -> list[str]:
        """Where its page and its files lie for ever."""
        return [f"{self.permanent(one)}{ending}" for ending in ("/", *FILES)]


def _by_day(states: list[Named], day: date) -> Named:
    return next((one for one in reversed(states) if one.since <= day), states[0])


def digest(address: str, browser: Browser | None = None) -> str:
    """The sha256 of what somebody gets, a visitor if nobody is named; of a page that of the document in it.

    Where nothing is given any more it is the status: "410".
    """
    answer = (browser or Browser()).fetches(address)
    if answer.status_code != HTTPStatus.OK:
        return str(answer.status_code)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if address.endswith("/"):
        [article] = html.fromstring(content.decode()).iterfind(".//article")
        content = html.tostring(article, with_tail=False)
    return sha256(content).hexdigest()


def said_of() -> list[dict[str, Any]]:
    """What the open data say of every standing publication."""
    answer = Browser().fetches(reverse("open_data_json", args=["publications"]))
    rows: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))
    return rows
