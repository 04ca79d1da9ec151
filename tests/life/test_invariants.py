"""The invariants of the ten years can fail: each notices a world that was spoilt as no page can do it."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from oversight.models import Reminder
from reports.models import Event, PrintedYear, Publication, Report
from tests import factories
from tests.conftest import PANGO
from tests.life.book import Book
from tests.life.invariants import (
    INVARIANTS,
    everything_open_waits_for_one_person,
    history_names_people_as_they_were,
    papers_are_explained_by_their_day,
    public_bytes_are_unchanged,
    public_papers_agree_or_are_marked,
    published_is_published_at_every_door,
)
from tests.life.story import Life, year_2563, year_2564

pytestmark = [pytest.mark.slow, pytest.mark.needs(PANGO)]


def stored(**values: object) -> None:
    """Other values in the first publication, which is the only revision of คราม's plan of 2563."""
    first = Publication.objects.earliest("pk")
    Publication.objects.filter(pk=first.pk).update(**values)


def told(old: str, new: str) -> None:
    """Other words in the data and in the page of every publication."""
    for row in Publication.objects.all():
        parts = {"bundle": row.bundle.replace(old, new), "html": row.html.replace(old, new)}
        Publication.objects.filter(pk=row.pk).update(**parts)


def last_one_tells_another_score() -> None:
    """The newest revision of นก's plan of 2564 tells another score of 2562 than that of 2563."""
    last = Publication.objects.latest("pk")
    Publication.objects.filter(pk=last.pk).update(bundle=last.bundle.replace('"84.10"', '"84.11"'))


def rows_tell_another_score() -> None:
    """The rows by which the portal knows what นก's newest paper prints tell another score than it."""
    newest = PrintedYear.objects.filter(publication=Publication.objects.latest("pk"))
    newest.filter(fiscal_year=2562).update(figures={"score_4": "84.11"})


def second_officer() -> None:
    """Two people serve นก."""
    place = Report.objects.latest("pk").plan.municipality
    factories.officer(place)


def mailed_already() -> None:
    """The officer of นก has had a mail today, whatever stood in it."""
    Reminder.objects.create(user=User.objects.get(username="janchai"), sent_on=timezone.localdate())


Invariant = Callable[[Book], None]
SPOILT: list[tuple[Invariant, Callable[[], object]]] = [
    (public_bytes_are_unchanged, lambda: stored(pdf=b"%PDF-1.7 another")),
    (public_bytes_are_unchanged, lambda: stored(html="<article>another</article>")),
    (public_bytes_are_unchanged, lambda: stored(published_at=timezone.now())),
    (public_bytes_are_unchanged, lambda: stored(withdrawn_at=timezone.now(), reason="ลบ")),
    (published_is_published_at_every_door, lambda: stored(docx=b"PK another")),
    (papers_are_explained_by_their_day, lambda: told("ทุ่งคราม", "ทุ่งเขียว")),
    (papers_are_explained_by_their_day, lambda: told("5520301", "5520309")),
    (papers_are_explained_by_their_day, lambda: told("นายก้อง ฟ้าใส", "นายอื่น")),
    (history_names_people_as_they_were, lambda: User.history.update(first_name="คนอื่น")),
    (history_names_people_as_they_were, lambda: QuerySet(Event).update(actor=factories.admin())),
    (public_papers_agree_or_are_marked, last_one_tells_another_score),
    (everything_open_waits_for_one_person, rows_tell_another_score),
    (everything_open_waits_for_one_person, second_officer),
    (everything_open_waits_for_one_person, mailed_already),
    (everything_open_waits_for_one_person, lambda: User.objects.filter(role=Role.OFFICER).update(email="")),
]


def test_each_invariant_notices_what_it_is_there_for(life: Life, subtests: pytest.Subtests) -> None:
    year_2563(life)
    year_2564(life)
    life.book.on_first_monday_of_september(2564)
    for number, (notices, spoil) in enumerate(SPOILT):
        with subtests.test(number=number, notices=notices.__name__), transaction.atomic():
            spoil()
            with pytest.raises(AssertionError):
                notices(life.book)
            transaction.set_rollback(True)
    for holds in INVARIANTS:
        holds(life.book)
