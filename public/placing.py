"""Whether a municipality's own website carries the document that it published here."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from public.fetching import Bounds, Fetched, Unreachable, fetch
from public.models import Outcome, Placement
from public.publications import Edition

PAUSE = timedelta(minutes=1)


def check(placement: Placement, known: Sequence[Edition], bounds: Bounds | None = None) -> bool:
    """Ask the recorded address and keep what was found; False when it was asked less than a minute ago.

    `known` are the document's revisions, newest first. Takes up to 20 seconds and holds no lock meanwhile:
    whoever comes first marks the check as underway, so that a double click asks the website once.
    """
    now = timezone.now()
    mine = Placement.objects.filter(pk=placement.pk, address=placement.address)
    due = mine.filter(Q(checked_at=None) | Q(checked_at__lt=now - PAUSE))
    if not due.update(checked_at=now, outcome=Outcome.UNDERWAY, detail=""):
        return False
    outcome, detail = _found(placement.address, known, bounds)
    mine.filter(checked_at=now).update(outcome=outcome, detail=detail)
    return True


def _found(address: str, known: Sequence[Edition], bounds: Bounds | None) -> tuple[Outcome, str]:
    try:
        return compared(fetch(address, bounds), known), ""
    except Unreachable as failure:
        return Outcome.FAILED, str(failure)


def compared(answer: Fetched, known: Sequence[Edition]) -> Outcome:
    """What an answer is beside the document's revisions, newest first."""
    if answer.sha256 == known[0].sha256:
        return Outcome.SAME
    if answer.sha256 in {one.sha256 for one in known}:
        return Outcome.OLDER
    page = answer.start.decode(errors="replace").replace("&amp;", "&")
    return Outcome.LINKED if _links(page, known[0]) else Outcome.OTHER


def _links(page: str, newest: Edition) -> bool:
    """Whether the page names the permanent address of the document or of its files, not of a revision."""
    address = re.escape(newest.address.removesuffix("/"))
    return bool(re.search(rf"{address}(?:/(?!\d)|\.pdf|\.docx|(?![\w./-]))", page))
