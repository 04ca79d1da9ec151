"""Text as it is pasted into a field of the portal: lists, names of units, titles. Pure.

What can be read in one way only is repaired at once and counted; what is very likely is offered, and the text
stays as it was pasted until a person agrees. Nothing here loses a letter that is no part of a mark.
"""

from ita_portal.pasted.changes import read_changes
from ita_portal.pasted.found import Offer, PastedItems
from ita_portal.pasted.lists import read_items
from ita_portal.pasted.marks import tidy
from ita_portal.pasted.tables import PastedTable, read_columns
from ita_portal.pasted.titles import read_title
from ita_portal.pasted.units import read_units

__all__ = [
    "Offer",
    "PastedItems",
    "PastedTable",
    "read_changes",
    "read_columns",
    "read_items",
    "read_title",
    "read_units",
    "tidy",
]
