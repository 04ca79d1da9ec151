"""A checksum of what a document says: equal checksums mean equal contents."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from documents.dossier import Dossier, MeasureFacts, PlaceFacts
from documents.loading import load_dossiers
from exchange.entry import FORMATS
from ita_portal.own_addresses import own_origins
from reports.models import Report
from reports.reading import UNPRINTED, enclosed


def fingerprint_of(report: Report) -> str:
    """The SHA-256 of the data that the document shows today, 64 lower-case hexadecimal digits. Two queries.

    Left out is what needs no second review: the municipality's code, website, seal and Garuda, and the name
    under which the portal is reached. What the officer chose for the document is locked together with it.
    """
    [dossier] = load_dossiers([report.plan])
    return dossier_fingerprint(dossier, report.kind)


def as_accepted(reports: Sequence[Report], dossiers: Sequence[Dossier] | None = None) -> list[bool]:
    """Of each report whether it still says what its reviewer accepted; two queries, none for no report.

    None either where their `dossiers` are known.

    False for one without a fingerprint. Older fingerprints hold the portal's name of their day in the
    addresses of uploaded files: they count under every name that the portal knows as its own.
    """
    if dossiers is None:
        dossiers = load_dossiers([report.plan for report in reports]) if reports else []
    return [
        report.fingerprint == dossier_fingerprint(dossier, report.kind)
        or (_has_uploads(dossier) and report.fingerprint in _old_fingerprints(dossier, report.kind))
        for report, dossier in zip(reports, dossiers, strict=True)
    ]


def accepted_as(report: Report, dossier: Dossier) -> PlaceFacts | None:
    """What the place was in the accepted report, where nothing else of its dossier has changed since.

    None where more than the place differs, or nothing.
    """
    dossier = dossier.signed_as(report.kind)
    for then in dossier.place.other_times:
        planned = "" if dossier.planned_as == then.full_name else dossier.planned_as
        if (
            dossier_fingerprint(replace(dossier, place=then, planned_as=planned), report.kind)
            == report.fingerprint
        ):
            return then
    return None


def dossier_fingerprint(dossier: Dossier, kind: str, origin: str = "") -> str:
    """The same of the data at hand: what the document of that kind shows of it, whatever else it holds.

    `origin` stands before the path of each uploaded file.
    """
    dossier = dossier.signed_as(kind)
    place = replace(dossier.place, code="", website="")
    measures = tuple(_with_origin(measure, origin) for measure in dossier.measures)
    shown = enclosed(replace(dossier, place=place, measures=measures), kind)
    # A fingerprint is of what is said: one of before the second version of the format stays true.
    return sha256(shown.content.replace(FORMATS[-1].encode(), FORMATS[0].encode(), 1)).hexdigest()


def print_fingerprint(dossier: Dossier, kind: str) -> str:
    """The same of what the document prints: without what only its data hold (`reading.UNPRINTED`)."""
    nothing: dict[str, Any] = dict.fromkeys(UNPRINTED[kind], ())
    years = tuple(replace(year, **nothing) for year in dossier.years)
    return dossier_fingerprint(replace(dossier, years=years), kind)


def prints(reports: Sequence[Report]) -> list[str]:
    """The same of each report as the data are now; two queries, none for no report."""
    dossiers = load_dossiers([report.plan for report in reports]) if reports else []
    return [print_fingerprint(dossier, row.kind) for dossier, row in zip(dossiers, reports, strict=True)]


def _with_origin(measure: MeasureFacts, origin: str) -> MeasureFacts:
    evidence = (
        replace(one, url=f"{origin}{one.own_path}") if one.own_path else one for one in measure.evidence
    )
    return replace(measure, evidence=tuple(evidence))


def _has_uploads(dossier: Dossier) -> bool:
    return any(one.own_path for measure in dossier.measures for one in measure.evidence)


def _old_fingerprints(dossier: Dossier, kind: str) -> set[str]:
    return {dossier_fingerprint(dossier, kind, origin) for origin in own_origins()}
