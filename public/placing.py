"""Whether a municipality's own website carries the document that it published here."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from ita_portal.fetching import Bounds, Fetched, Unreachable, fetch
from ita_portal.own_addresses import own_origins
from public.models import CheckOutcome, Placement
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
    if not due.update(checked_at=now, outcome=CheckOutcome.UNDERWAY, detail=""):
        return False
    try:
        outcome, detail = found_at_address(fetch(placement.address, bounds), known), ""
    except Unreachable as failure:
        outcome, detail = CheckOutcome.FAILED, str(failure)
    mine.filter(checked_at=now).update(outcome=outcome, detail=detail)
    return True


def found_at_address(answer: Fetched, known: Sequence[Edition]) -> CheckOutcome:
    """What an answer is beside the document's revisions, newest first."""
    if answer.sha256 == known[0].sha256:
        return CheckOutcome.SAME
    if answer.sha256 in {one.sha256 for one in known}:
        return CheckOutcome.OLDER
    page = answer.start.decode(errors="replace").replace("&amp;", "&")
    origins = "|".join(map(re.escape, own_origins()))
    address = f"(?:{origins}){re.escape(known[0].path.removesuffix('/'))}"
    # The permanent address of the document or of its files counts, that of a revision does not.
    names_it = re.search(rf"{address}(?:/(?!\d)|\.pdf|\.docx|(?![\w./-]))", page)
    return CheckOutcome.LINKED if names_it else CheckOutcome.OTHER
