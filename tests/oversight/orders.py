"""Orders for the tests: submitted reports of many places, made in this process, and what lies in the ZIP."""

import csv
import io
from pathlib import Path
from zipfile import ZipFile

from accounts.models import User
from municipalities.models import Kind
from oversight import exports
from oversight.exports import files
from oversight.exports.making import CONTENTS, make
from oversight.models import Export
from reports.models import Report
from tests import factories

WORKER = "a"


def submitted(number: int = 1, kind: str = "plan", *, state: str = "submitted") -> Report:
    """A report of the invented municipality of that number in ลำปาง."""
    place = factories.municipality(f"ตัวอย่าง{number:03}", kind=Kind.TAMBON)
    return factories.report(factories.plan(place), kind, state=state)


def ordered(*reports: Report, owner: User | None = None, kind: str = "bundle", query: str = "") -> Export:
    """An order of these reports, by the reviewer of ลำปาง."""
    return exports.order(owner or factories.reviewer(), kind, [row.pk for row in reports], query=query)


def made(*reports: Report, owner: User | None = None, kind: str = "bundle") -> Export:
    """The same, done."""
    export = ordered(*reports, owner=owner, kind=kind)
    make(export.pk, WORKER)
    export.refresh_from_db()
    return export


def packed(export: Export) -> list[tuple[str, bytes]]:
    """Name and content of everything in the ZIP of a finished export, in its order."""
    with ZipFile(files.zip_path(export.key)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def names(export: Export) -> list[str]:
    """The names in the ZIP."""
    return [name for name, _ in packed(export)]


def listed(export: Export) -> list[dict[str, str]]:
    """The list of contents that lies in it."""
    text = dict(packed(export))[CONTENTS].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def kept(export: Export) -> list[str]:
    """The names of the files in its directory."""
    where = files.directory(export.key)
    return sorted(path.name for path in where.iterdir()) if where.exists() else []


def piece(export: Export, report: Report) -> Path:
    """The file of one report while the export is made."""
    return files.piece_path(export.key, export.items.get(report=report).pk)
