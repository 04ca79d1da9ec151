"""Whether the web addresses that are given as evidence answer: tried on demand, and before submitting."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from ita_portal.fetching import HTTP_PORT, HTTPS_PORT, Bounds, Unreachable, expect_answer
from measures.models import Evidence, Plan
from reports.tried import AddressTrial

AT_ONCE = 8
LONGEST = 8.0  # seconds for one address
BOUNDS = Bounds(seconds=15, redirects=5, ports=(HTTP_PORT, HTTPS_PORT), plain=True)  # of all addresses
PAUSE = timedelta(minutes=1)
FRESH = timedelta(hours=1)
TOO_LATE = "เว็บไซต์ใช้เวลาตอบนานเกินไป"


@dataclass(frozen=True)
class WebAddress:
    """A web address that a published report will print, and what came of trying it.

    `problem` is why it gave no answer, "" where it answered, None while it has not been tried.
    """

    measure: int
    title: str
    address: str
    problem: str | None


@dataclass(frozen=True)
class Tried:
    """The web addresses of a plan, in the order of the document, and when they were last tried."""

    addresses: tuple[WebAddress, ...]
    at: datetime | None

    @property
    def silent(self) -> tuple[WebAddress, ...]:
        """Those that gave no answer."""
        return tuple(one for one in self.addresses if one.problem)

    @property
    def is_fresh(self) -> bool:
        """Whether each was tried within the last hour."""
        recent = self.at is not None and self.at > timezone.now() - FRESH
        return recent and all(one.problem is not None for one in self.addresses)


def tried_addresses(plan: Plan) -> Tried:
    """What is known of the plan's addresses; nothing is asked. Two queries."""
    trial = AddressTrial.objects.filter(plan=plan).first()
    outcomes = trial.outcomes if trial else {}
    rows = Evidence.objects.filter(measure__plan=plan, named_only=False).exclude(url="")
    rows = rows.annotate(number=F("measure__number")).order_by("number", "position", "pk")
    found = (
        WebAddress(number, title, url, outcomes.get(url))
        for number, title, url in rows.values_list("number", "title", "url")
    )
    return Tried(tuple(found), trial.tried_at if trial else None)


def try_addresses(plan: Plan, bounds: Bounds | None = None) -> bool:
    """Ask the plan's addresses, and keep the outcomes; False when they were asked less than a minute ago.

    Takes no longer than the bounds' seconds for all of them, and holds no lock meanwhile: whoever comes
    first marks the trial as his, so that a double click asks each website once.
    """
    now = timezone.now()
    made = AddressTrial.objects.get_or_create(plan=plan, defaults={"tried_at": now})[1]
    mine = AddressTrial.objects.filter(plan=plan)
    if not made and not mine.filter(tried_at__lt=now - PAUSE).update(tried_at=now):
        return False
    addresses = sorted({one.address for one in tried_addresses(plan).addresses})
    mine.filter(tried_at=now).update(outcomes=outcomes_of(addresses, bounds or BOUNDS))
    return True


def addresses_before_submitting(plan: Plan) -> Tried:
    """What is known of the addresses, tried now where that is wanted and was not done of late."""
    tried = tried_addresses(plan)
    if settings.OUTGOING_CHECKS and tried.addresses and not tried.is_fresh and try_addresses(plan):
        return tried_addresses(plan)
    return tried


def answers(address: str, bounds: Bounds) -> str:
    """Ask an address for nothing but an answer: "". Raises Unreachable."""
    expect_answer(address, bounds)
    return ""


def outcomes_of(
    addresses: Collection[str], bounds: Bounds, ask: Callable[[str, Bounds], str] = answers
) -> dict[str, str]:
    """What is wrong with each address, "" where nothing is; one for which there was no time is not in it.

    Takes no longer than the bounds' seconds for all of them; a few are asked at once, each by `ask`.
    """
    ends = monotonic() + bounds.seconds
    pool = ThreadPoolExecutor(AT_ONCE, "addresses")
    asked = {pool.submit(_problem, address, bounds, ends, ask): address for address in addresses}
    answered, waiting = wait(asked, bounds.seconds)
    late = {asked[one]: TOO_LATE for one in waiting if one.running()}
    pool.shutdown(wait=False, cancel_futures=True)  # a name that is still looked up is left to itself
    found = {asked[one]: one.result() for one in answered}
    return late | {address: problem for address, problem in found.items() if problem is not None}


def _problem(address: str, bounds: Bounds, ends: float, ask: Callable[[str, Bounds], str]) -> str | None:
    """What is wrong with an address, "" where nothing is; None where no time is left to ask."""
    if (left := ends - monotonic()) <= 0:
        return None
    try:
        return ask(address, replace(bounds, seconds=min(left, LONGEST)))
    except Unreachable as failure:
        return str(failure)
