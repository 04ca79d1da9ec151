"""A checksum of what a document says: equal checksums mean equal contents."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from documents.dossier import Dossier
from documents.loading import load_dossiers
from reports.models import Report
from reports.reading import enclosed


def fingerprint_of(report: Report) -> str:
    """The SHA-256 of the data that the document shows today, 64 lower-case hexadecimal digits. Two queries.

    Left out is what needs no second review: the municipality's code, website, seal and Garuda. What the
    officer chose for the document is locked together with it.
    """
    return fingerprints_of([report])[0]


def fingerprints_of(reports: Sequence[Report]) -> list[str]:
    """The same of several reports, in their order; two queries for all of them, none for no report."""
    dossiers = load_dossiers([report.plan for report in reports]) if reports else []
    return [
        dossier_fingerprint(dossier, report.kind) for dossier, report in zip(dossiers, reports, strict=True)
    ]


def dossier_fingerprint(dossier: Dossier, kind: str) -> str:
    """The same of the data at hand: what the document of that kind shows of it, whatever else it holds."""
    place = replace(dossier.place, code="", website="")
    return sha256(enclosed(replace(dossier, place=place), kind).content).hexdigest()
