"""The evidence of a report as the public gets it: which files, at which addresses, how documents say so."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from documents.dossier import Dossier, EvidenceFacts
from measures.models import Evidence
from reports.models import Report, ReportKind


@dataclass(frozen=True)
class EvidenceFile:
    """An uploaded file that is public with a revision of a report, or will be; `size` is in bytes.

    It is the evidence at `place` (from 1) of the measure with that number; its bytes lie at `stored`.
    """

    measure: int
    place: int
    title: str
    file_name: str
    sha256: str
    size: int | None
    stored: str

    @property
    def name(self) -> str:
        """What its public address ends in: "3-2.pdf". It is known before the publication exists."""
        return f"{self.measure}-{self.place}{PurePosixPath(self.stored).suffix}"


Files = tuple[EvidenceFile, ...]


def files_to_publish(report: Report, dossier: Dossier) -> Files:
    """The files that become public if the report is published now: all but what is only named. One query."""
    return files_among(uploads_to_publish().filter(measure__plan=report.plan_id), dossier)


def uploads_to_publish() -> QuerySet[Evidence]:
    """The uploaded evidence of all plans, but for what is only named."""
    return Evidence.objects.filter(named_only=False).exclude(file="")


def files_among(uploads: Iterable[Evidence], dossier: Dossier) -> Files:
    """The files that the dossier shows, of these uploads, in its order."""
    uploaded = {row.address: row for row in uploads}
    return tuple(
        EvidenceFile(
            measure=measure,
            place=place,
            title=row.title,
            file_name=row.file_name,
            sha256=row.file_sha256,
            size=row.file_size,
            stored=row.file.name or "",
        )
        for measure, place, facts in _places(dossier)
        if (row := uploaded.get(facts.url))
    )


def evidence_to_publish(reports: Collection[Report]) -> dict[Report, list[Evidence]]:
    """What anybody may open once each report is published: files and web addresses, in its order. One query.

    None where there is no report of results among them.
    """
    reported = {one.plan_id: one for one in reports if one.kind == ReportKind.RESULTS}
    found: dict[Report, list[Evidence]] = {one: [] for one in reports}
    if reported:
        rows = Evidence.objects.filter(measure__plan__in=reported, named_only=False)
        for row in rows.select_related("measure").order_by("measure__number", "position", "pk"):
            found[reported[row.measure.plan_id]].append(row)
    return found


def with_public_evidence(dossier: Dossier, report: Report, revision: int, files: Files) -> Dossier:
    """The dossier as a revision says it in public: addresses of these files, none of what is only named."""
    known = {(file.measure, file.place): file for file in files}
    shown = {
        (measure, place): _shown(facts, known.get((measure, place)), report, revision)
        for measure, place, facts in _places(dossier)
    }
    measures = (
        replace(row, evidence=tuple(shown[row.number, place] for place in range(1, len(row.evidence) + 1)))
        for row in dossier.measures
    )
    return replace(dossier, measures=tuple(measures))


def _places(dossier: Dossier) -> Iterator[tuple[int, int, EvidenceFacts]]:
    for measure in dossier.measures:
        for place, facts in enumerate(measure.evidence, 1):
            yield measure.number, place, facts


def _shown(facts: EvidenceFacts, file: EvidenceFile | None, report: Report, revision: int) -> EvidenceFacts:
    if facts.named_only:
        return replace(facts, url="")
    if file is None:
        return facts
    keys = [report.plan.municipality_id, report.plan.fiscal_year, report.kind, revision, file.name]
    address = f"{settings.PORTAL_URL}{reverse('publication_evidence', args=keys)}"
    return replace(facts, url=address, file_name=file.file_name, sha256=file.sha256, size=file.size)
