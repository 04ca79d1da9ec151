"""Which publications the public sees, and how little is read to name them.

The newest revision of a report speaks for it: while that is withdrawn the document counts as withdrawn, and
an earlier revision (which the newest corrected) does not take its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.http import Http404
from django.urls import reverse

from municipalities.models import Municipality, MunicipalityQuerySet
from reports.models import Correction, Publication, ReportKind
from reports.published import PublicationQuerySet
from reports.states import State

MUNICIPALITY = "report__plan__municipality"
_NAMED = (
    "revision",
    "title",
    "sha256",
    "published_at",
    "withdrawn_at",
    "reason",
    "erased_at",
    "report__kind",
    "report__plan__fiscal_year",
    *(f"{MUNICIPALITY}__{name}" for name in ("code", "kind", "name", "is_example", "sort_key")),
    *(f"{MUNICIPALITY}__{name}" for name in ("former_states", "begins_on", "ended_on", "merged_into")),
    f"{MUNICIPALITY}__district__name",
    f"{MUNICIPALITY}__district__province__name",
)


def absolute(path: str) -> str:
    """A path of the portal as the address by which the public reaches it (PORTAL_URL)."""
    return f"{settings.PORTAL_URL}{path}"


@dataclass(frozen=True)
class Edition:
    """One revision of a document as the public site names it.

    `newest` is the document's last revision, `is_standing` says whether that one is public now.
    `corrected_year` is the fiscal year (B.E.) whose result is being corrected, where the public is told.
    `contradicted` are those of which other public documents print other figures, where that was asked.
    """

    pk: int
    municipality: Municipality
    fiscal_year: int
    kind: str
    revision: int
    newest: int
    is_standing: bool
    title: str
    sha256: str
    published_at: datetime
    withdrawn_at: datetime | None
    reason: str
    erased_at: datetime | None
    corrected_year: int | None = None
    contradicted: tuple[int, ...] = ()

    @property
    def under_correction(self) -> bool:
        """Whether the page says that its municipality is correcting what it prints of `corrected_year`."""
        return self.corrected_year is not None and self.current and self.withdrawn_at is None

    @property
    def current(self) -> bool:
        """Whether no later revision has replaced it."""
        return self.revision == self.newest

    @property
    def kind_name(self) -> str:
        """มาตรการ… or รายงานผล…, in the portal's words."""
        return ReportKind(self.kind).label

    @cached_property
    def document_path(self) -> str:
        """The permanent path of the document, whichever revision is the newest."""
        return reverse("publication", args=[self.municipality.pk, self.fiscal_year, self.kind])

    @cached_property
    def revision_path(self) -> str:
        """The permanent path of this very revision."""
        keys = [self.municipality.pk, self.fiscal_year, self.kind, self.revision]
        return reverse("publication_revision", args=keys)

    @property
    def path(self) -> str:
        """Where a reader is sent: the document's path, for a replaced revision its own."""
        return self.document_path if self.current else self.revision_path

    @property
    def address(self) -> str:
        """The same with the portal's host."""
        return absolute(self.path)

    @property
    def pdf(self) -> str:
        """The path of the PDF."""
        return f"{self.path.removesuffix('/')}.pdf"

    @property
    def sealed(self) -> str:
        """The path of the PDF with the portal's signature, where there is one."""
        return f"{self.path.removesuffix('/')}.signed.pdf"

    @property
    def docx(self) -> str:
        """The path of the Word file."""
        return f"{self.path.removesuffix('/')}.docx"

    @property
    def data(self) -> str:
        """The path of the data file (JSON)."""
        return f"{self.path.removesuffix('/')}.json"

    @property
    def package(self) -> str:
        """The path of the ZIP with all of these, and the evidence."""
        return f"{self.path.removesuffix('/')}.zip"

    @property
    def stem(self) -> str:
        """What the files in the ZIP are called: "ita-2568-results-1"."""
        return f"ita-{self.fiscal_year}-{self.kind}-{self.revision}"


def published() -> PublicationQuerySet:
    """Every revision ever published with the names of its place; its page and files stay in the database."""
    newest = Publication.objects.filter(report=OuterRef("report")).order_by("-revision")
    rows = Publication.objects.select_related(f"{MUNICIPALITY}__district__province").only(*_NAMED)
    told = Correction.objects.under_way().filter(told_public=True, reports=OuterRef("report"))
    waits = When(~Q(report__state=State.PUBLISHED), then=Subquery(told.values("fiscal_year")[:1]))
    return rows.annotate(
        corrected_year=Case(waits, default=None),
        newest=Subquery(newest.values("revision")[:1]),
        newest_withdrawn_at=Subquery(newest.values("withdrawn_at")[:1]),
    )


def current() -> PublicationQuerySet:
    """The newest revision of each document, withdrawn ones too."""
    return published().filter(revision=F("newest"))


def live() -> PublicationQuerySet:
    """What is public now: the newest revision of each document that is not withdrawn."""
    return current().public()


def with_something_live() -> MunicipalityQuerySet:
    """The municipalities of which something is public, by name."""
    return Municipality.objects.with_place().filter(pk__in=live().values(MUNICIPALITY)).order_by("sort_key")


def editions(rows: Iterable[Publication]) -> list[Edition]:
    """What these rows of `published()` name."""
    return [edition(row) for row in rows]


def edition(row: Publication) -> Edition:
    """What a row of `published()` names."""
    return Edition(
        pk=row.pk,
        municipality=row.report.plan.municipality,
        fiscal_year=row.report.plan.fiscal_year,
        kind=row.report.kind,
        revision=row.revision,
        newest=row.newest,  # type: ignore[attr-defined]  # annotated by published()
        is_standing=row.newest_withdrawn_at is None,  # type: ignore[attr-defined]  # likewise
        title=row.title,
        sha256=row.sha256,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        reason=row.reason,
        erased_at=row.erased_at,
        corrected_year=row.corrected_year,  # type: ignore[attr-defined]  # likewise
    )


def revisions(pk: int, fiscal_year: int, kind: str) -> list[Edition]:
    """All revisions of a document, newest first; Http404 where there is none, whatever the reason."""
    document = {f"{MUNICIPALITY}__pk": pk, "report__plan__fiscal_year": fiscal_year, "report__kind": kind}
    found = editions(published().filter(**document).order_by("-revision"))
    if not found:
        raise Http404
    return found
