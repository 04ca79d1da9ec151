"""A list that is edited: only what is new in it is read as a paste. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

from ita_portal.pasted.found import Offer, PastedItems
from ita_portal.pasted.marks import tidy
from ita_portal.signs import is_blank


def read_changes(text: str, kept: Iterable[str], read: Callable[[str], PastedItems]) -> PastedItems:
    """What `read` makes of the lines of a text that are not among `kept`; those stay sign for sign.

    Kept are the stored items and the lines of which a person has said that they are meant as they stand: a
    repair that was taken back, an offer that was refused, what a bundle brought in. Lines that stand together
    are read together. The offers are about the items as they come out; saving these again changes nothing.
    """
    as_stored = {tidy(item): item for item in kept}
    lines = [line for line in tidy(text).split("\n") if not is_blank(line)]
    items: list[str] = []
    offers: list[Offer] = []
    repairs = 0
    for stays, group in groupby(lines, key=as_stored.__contains__):
        together = tuple(group)
        found = (
            PastedItems(tuple(map(as_stored.__getitem__, together))) if stays else read("\n".join(together))
        )
        offers += [replace(offer, first=offer.first + len(items)) for offer in found.offers]
        items += found.items
        repairs += found.repairs
    return PastedItems(tuple(items), repairs, tuple(offers))
