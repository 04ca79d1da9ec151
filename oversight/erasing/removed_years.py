"""Files of years that were removed and may be brought back: their rows lie in one column, as JSON."""

from collections.abc import Collection, Iterator
from typing import Any

from oversight.erasing.texts import TextPlace, in_parts
from reports.models import RemovedYear

AT_ONCE = 10
EVIDENCE = "measures.evidence"


def removed_naming(files: Collection[str], sha256: str) -> Iterator[TextPlace]:
    """The removed years whose evidence names one of these files, or keeps this checksum of a file."""
    for pk, content in in_parts(RemovedYear.objects.exclude(content=[]), "content", at_once=AT_ONCE):
        if any(_names(entry, files, sha256) for entry in content):
            yield TextPlace(RemovedYear, "content", pk)


def forget_in_removed(place: TextPlace, files: Collection[str], sha256: str, empty: dict[str, Any]) -> None:
    """Put what an emptied row of evidence has into the rows that name the file."""
    content = [
        entry | {"fields": entry["fields"] | empty} if _names(entry, files, sha256) else entry
        for entry in place.value
    ]
    place.rows().update(content=content)


def _names(entry: dict[str, Any], files: Collection[str], sha256: str) -> bool:
    fields = entry["fields"]
    if entry["model"] != EVIDENCE or not fields["file"]:
        return False
    return fields["file"] in files or fields["file_sha256"] == sha256
