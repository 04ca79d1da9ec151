"""Which addresses the lists of Django's admin answer."""

from typing import Any, ClassVar

from django.http import HttpRequest

# After the name of the field: what the addresses of Django's filters end in.
_ENDINGS = ("", "__exact", "__isnull", "__gte", "__lt", "__id__exact")


class OfferedLookups:
    """A list that is narrowed down by its filters only; another question is refused with 400.

    Django lets an address name every lookup of every column. Some end in a fault of the database or of Django
    itself, such as a broken regular expression or a range of one value.
    """

    list_filter: ClassVar[Any]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether a filter of the list asks this."""
        return any(lookup in _asked_by(entry) for entry in self.list_filter)


def _asked_by(entry: Any) -> list[str]:
    """The names in the address that an entry of `list_filter` asks with."""
    if hasattr(entry, "parameter_name"):
        return [entry.parameter_name]
    column = entry[0] if isinstance(entry, tuple) else entry
    return [f"{column}{ending}" for ending in _ENDINGS]
