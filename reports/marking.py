"""The mark on a document whose public revision no longer says what the data of today say."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import prefetch_related_objects

from documents.choices import Choices
from documents.dossier import Dossier
from ita_portal.gathering import gathered
from measures.models import Evidence
from reports.chosen import DocumentChoices
from reports.differences import Differences, differences
from reports.history.words import HistoryItem
from reports.models import Publication, Report
from reports.public_evidence import uploads_to_publish
from reports.published import PublicationQuerySet
from reports.reading import data_beside
from reports.states import State

_UPLOAD = ("id", "title", "file", "file_name", "file_sha256", "file_size")


@dataclass(frozen=True)
class PublicMark:
    """The newest public revision of a document, and where the data of today differ from it."""

    revision: int
    published_at: datetime
    differences: Differences


def marks(reports: Collection[Report], dossier: Dossier) -> dict[str, PublicMark]:
    """The mark of each report of the dossier's plan that has a public revision, by kind.

    One query where there is any report, one for what was chosen for them where that has not been read, and
    one more for each whose revision is being written.
    """
    if not reports:
        return {}
    rows = with_uploads(Publication.objects.filter(report__in=[report.pk for report in reports]))
    stored = {row.report_id: row for row in rows}
    shown = [report for report in reports if report.pk in stored]
    prefetch_related_objects([report for report in shown if report.state != State.PUBLISHED], "choices")
    return {report.kind: mark_of(report, stored[report.pk], dossier) for report in shown}


def mark_of(report: Report, publication: Publication, dossier: Dossier) -> PublicMark:
    """The mark of one report beside its newest public revision, which comes `with_uploads`."""
    found = _differing(report, publication, dossier)
    return PublicMark(publication.revision, publication.published_at, found)


def with_uploads(publications: PublicationQuerySet, *columns: str) -> PublicationQuerySet:
    """Of each report the newest public revision with its bundle, and these columns, and what of the plan's
    uploaded evidence may be public today: in one query."""
    uploads = gathered(uploads_to_publish(), "measure__plan", *_UPLOAD, of="report__plan")
    stored = publications.standing().only("report", "revision", "title", "published_at", "bundle", *columns)
    return stored.annotate(uploads=uploads)


def _differing(report: Report, publication: Publication, dossier: Dossier) -> Differences:
    uploads = [Evidence(**row) for row in publication.uploads or ()]  # type: ignore[attr-defined]  # annotated
    today = data_beside(report, publication.revision, dossier, uploads)
    found = differences(publication.bundle.encode(), today, report.kind)
    # While it is published nobody can choose anew.
    if report.state == State.PUBLISHED or report.chosen == _chosen_then(report, publication):
        return found
    return replace(found, items=(*found.items, HistoryItem("แก้ไข", "รูปแบบเอกสาร")))


def _chosen_then(report: Report, publication: Publication) -> Choices:
    rows = DocumentChoices.history.filter(report=report.pk, history_date__lte=publication.published_at)
    row = rows.order_by("-history_date", "-history_id").first()
    chosen: Choices = row.instance.values if row else Choices()
    return chosen
