"""Officers who save one thing after the other, and what of it is kept."""

import random
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from threading import Event, Thread

from django.db import connections
from django.urls import reverse
from lxml import html
from pypdf import PdfWriter

from accounts.models import User
from municipalities.models import Municipality
from tests import factories
from trials.place import Lost
from trials.portal import Browser

OFFICERS = 8


def sign_in(person: User) -> Browser:
    """A browser in which the person is signed in."""
    browser = Browser()
    if browser.fill_in("/accounts/login/", {"login": person.username, "password": factories.PASSWORD}) != 302:
        raise Lost(f"{person} can't sign in")
    return browser


def officers() -> list[User]:
    """As many officers, each of a municipality of their own with one measure to report on."""
    places = [factories.municipality(f"ทดลอง{name}") for name in "กขคงจฉชซ"[:OFFICERS]]
    for place in places:
        if not place.plans.exists():
            factories.measure(factories.plan(place))
    return [factories.officer(place) for place in places]


class Writers:
    """Officers who save one thing after the other until told to stop; `stored` has what was acknowledged."""

    def __init__(self, write: Callable[[Browser, User, str], int]) -> None:
        self.write, self.done = write, Event()
        self.stored: list[str] = []
        self.said: Counter[int] = Counter()
        self.threads = [Thread(target=self.work, args=(person, sign_in(person))) for person in officers()]

    def work(self, person: User, browser: Browser) -> None:
        """Save texts of which each is there once."""
        number = 0
        while not self.done.is_set():
            number += 1
            text = f"https://{person.username}-{number}.example.go.th/"
            status = self.write(browser, person, text)
            self.said[status] += 1
            if status == 302:
                self.stored.append(text)
            elif not status:
                time.sleep(0.1)
        connections.close_all()

    def __enter__(self) -> "Writers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join()


def save_website(browser: Browser, person: User, text: str) -> int:
    """Write an address into the municipality's own data, whose history keeps each."""
    return browser.fill_in(reverse("profile", args=[person.municipality_id]), {"website": text})


def attach(browser: Browser, person: User, text: str) -> int:
    """Attach a file of its own to the measure, in the last free row."""
    page = reverse("result", args=[person.municipality_id, 2568, 1])
    status, shown = browser.ask(page)
    if status != 200:
        return status
    prefix = max(html.fromstring(shown).xpath("//input[@type='file']/@name")).removesuffix("-file")
    return browser.fill_in(page, {f"{prefix}-title": text}, (f"{prefix}-file", paper(text)))


def paper(text: str) -> bytes:
    """A PDF of two megabytes that no other is like."""
    stream, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("filling", text.encode() + random.randbytes(2 * 1024 * 1024))
    writer.write(stream)
    return stream.getvalue()


def lost(texts: list[str]) -> list[str]:
    """Those that no past state of a municipality has."""
    kept = set(Municipality.history.values_list("website", flat=True))
    return [text for text in texts if text not in kept]
