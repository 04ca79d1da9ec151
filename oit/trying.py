"""Whether the addresses of a register open, and tell of the year that the item asks for: tried on demand."""

import re
from datetime import timedelta
from functools import partial

from django.utils import timezone
from lxml import etree, html

from assessments.own_files import PDF_BEGINS, own_file
from ita_portal.fetching import HTTP_PORT, HTTPS_PORT, Bounds, Fetched, fetch
from ita_portal.thai import arabic_digits, thai_digits
from municipalities.xlsx_reading import MEGABYTE, Unreadable
from oit.models import OITEntry
from oit.register import Register, RegisterLine
from reports.trying import outcomes_of

BOUNDS = Bounds(  # of all addresses
    seconds=25, redirects=5, ports=(HTTP_PORT, HTTPS_PORT), plain=True, kept=8 * MEGABYTE
)
PAUSE = timedelta(minutes=1)
MOST_LETTERS = 400_000
_YEAR = re.compile("(?<![0-9])25[0-9]{2}(?![0-9])")
_NO_WORDS = "//script | //style | //noscript"


def try_register(register: Register, bounds: Bounds | None = None) -> bool:
    """Ask the noted addresses, new ones first; False where they were asked less than a minute ago.

    Takes no longer than the bounds' seconds for all and holds no lock meanwhile. The outcomes are stored with
    each entry; an address for which there was no time keeps what was known of it.
    """
    now, entries = timezone.now(), [line.entry for line in register.lines if line.entry.addresses]
    if any(entry.tried_at and entry.tried_at > now - PAUSE for entry in entries):
        return False
    mine = OITEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    mine.update(tried_at=now)  # whoever comes meanwhile has to wait
    wanted = {row["url"]: year_asked_for(line) for line in register.lines for row in line.entry.addresses}
    known = {url for entry in entries for url in entry.outcomes}
    ask = partial(_asked, wanted=wanted)
    found = outcomes_of(sorted(wanted, key=lambda url: (url in known, url)), bounds or BOUNDS, ask)
    for entry in mine.filter(tried_at=now):
        urls = {row["url"] for row in entry.addresses}
        kept = {url: said for url, said in {**entry.outcomes, **found}.items() if url in urls}
        OITEntry.objects.filter(pk=entry.pk, tried_at=now).update(outcomes=kept)
    return True


def year_asked_for(line: RegisterLine) -> str:
    """The year (B.E.) that the title of the item names; "" where it names none."""
    found = _YEAR.search(arabic_digits(line.item.title))
    return found[0] if found else ""


def _asked(address: str, bounds: Bounds, wanted: dict[str, str]) -> str:
    return year_fault(fetch(address, bounds), wanted[address])


def year_fault(answer: Fetched, wanted: str) -> str:
    """What is wrong with a page or PDF that tells of other years only; "" where nothing is."""
    years = set(_YEAR.findall(arabic_digits(_text_of(answer)))) if wanted else set()
    if not years or wanted in years:
        return ""
    return thai_digits(f"เปิดได้ แต่ไม่พบปี {wanted} พบเพียงปี {', '.join(sorted(years))}")


def _text_of(answer: Fetched) -> str:
    """What can be read in the answer: the text of a PDF or page; "" of anything else."""
    if PDF_BEGINS in answer.start[:1024]:
        try:
            return own_file(answer.start, "a.pdf", most=MOST_LETTERS).text
        except Unreadable:
            return ""
    if b"<" not in answer.start[:1024]:
        return ""
    try:
        page = html.document_fromstring(answer.start)
    except etree.LxmlError:
        return ""
    for silent in page.xpath(_NO_WORDS):
        silent.drop_tree()
    return str(page.text_content())
