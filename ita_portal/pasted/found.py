"""What was found in a pasted text: items, how much was repaired, what is offered. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """A change that is very likely meant, not sure: `count` items from `first` on would become `items`.

    `text` is what stands there now, one item a line; `reason` is a Thai sentence for who pasted it.
    """

    first: int
    count: int
    text: str
    items: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class PastedItems:
    """The items of a pasted text with every sure repair made, of which there were `repairs`.

    The offers are about `items` as they stand here, do not overlap, and come in their order.
    """

    items: tuple[str, ...]
    repairs: int = 0
    offers: tuple[Offer, ...] = ()

    @property
    def text(self) -> str:
        """The items as a field shows them, one a line."""
        return "\n".join(self.items)

    def accepted(self, offers: Iterable[Offer] | None = None) -> tuple[str, ...]:
        """The items after these offers, by default after all."""
        items = list(self.items)
        for offer in sorted(self.offers if offers is None else offers, key=lambda each: -each.first):
            items[offer.first : offer.first + offer.count] = offer.items
        return tuple(items)


def offer_of(items: tuple[str, ...], proposed: Iterable[str], reason: str, first: int = 0) -> Offer:
    """An offer to put `proposed` in the place of these items, which begin at `first`."""
    return Offer(first, len(items), "\n".join(items), tuple(proposed), reason)
