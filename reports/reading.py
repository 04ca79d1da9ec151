"""Opening one document: who may read it, and what it shows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from accounts.access import require, signed_in
from accounts.models import User
from documents.choices import Choices
from documents.compose import Document, compose
from documents.dossier import Dossier
from documents.loading import load_dossier
from exchange.writing import FORMAT, bundle_of, excerpt
from measures.models import Evidence
from printing.pdf.rendering import Attachment
from reports.models import Publication, Report, ReportKind
from reports.public_evidence import Files, files_among, files_to_publish, with_public_evidence
from reports.seals import data_address
from reports.states import State


def read_refusal(user: User, report: Report) -> str:
    """Why a person who sees the municipality may not read the report, in Thai; empty when they may."""
    if user.is_reviewer and report.state == State.DRAFT:
        return "เอกสารนี้ยังเป็นร่างของเทศบาล ผู้ตรวจทานอ่านเนื้อหาได้เมื่อเทศบาลส่งเอกสารแล้ว"
    return ""


def known_report(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> Report:
    """The report with its plan, place, choices and review; 404 out of scope."""
    reports = Report.objects.known_to(signed_in(request)).with_review()
    reports = reports.with_place().select_related("choices")
    return get_object_or_404(reports, plan__municipality__pk=pk, plan__fiscal_year=fiscal_year, kind=kind)


def readable_report(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> Report:
    """The same, whose contents this person may read; 403 with the reason while it is a draft."""
    report = known_report(request, pk, fiscal_year, kind)
    require(read_refusal(signed_in(request), report))
    return report


def version_seen(request: HttpRequest) -> int | None:
    """The version of a report that a page had shown, from the mark `seen` of its POST; None without one."""
    mark = request.POST.get("seen", "")
    return int(mark) if re.fullmatch("[0-9]{1,9}", mark) else None


@dataclass(frozen=True)
class PaperContents:
    """All of which a paper is made: equal contents make equal papers. `files` are public with it."""

    dossier: Dossier
    kind: str
    choices: Choices
    revision: int
    seal: str
    garuda: str
    files: Files = ()
    final: bool = False


@dataclass(frozen=True)
class Paper:
    """All that the printer needs of a document: the page, and the files to attach to the PDF.

    `contents` is what it was made of; the files of a draft are not public.
    """

    document: Document
    html: str
    attachments: tuple[Attachment, ...]
    contents: PaperContents


def document_of(report: Report, dossier: Dossier | None = None) -> Document:
    """What the data of today (the `dossier`, or the database) make of the document: always a draft.

    A published document is its stored publication instead (see `handing_out`).
    """
    return _composed(contents_of(report, dossier=dossier))


def document_beside(report: Report, publication: Publication) -> Document:
    """What that revision would say with the data of today: to be laid beside it, never to be handed out."""
    return _composed(contents_of(report, final=True, revision=publication.revision))


def data_beside(report: Report, revision: int, dossier: Dossier, uploads: Iterable[Evidence]) -> bytes:
    """The same as its bundle; `uploads` are those of the plan that may become public."""
    if report.kind == ReportKind.RESULTS:
        dossier = with_public_evidence(dossier, report, revision, files_among(uploads, dossier))
    return enclosed(dossier, report.kind).content


def paper_of(report: Report, *, final: bool = False) -> Paper:
    """The same for the printer, with the data that it shows as a bundle; `final` as it will be published."""
    contents = contents_of(report, final=final)
    document = _composed(contents)
    return Paper(document, paper(document), (enclosed(contents.dossier, report.kind),), contents)


def contents_of(
    report: Report, *, final: bool = False, revision: int = 0, dossier: Dossier | None = None
) -> PaperContents:
    """What the document is made of as its readers get it; without a `revision` it is the next one."""
    dossier = dossier or load_dossier(report.plan)
    files, revision = Files(), revision or report.publications.count() + 1
    if report.kind == ReportKind.RESULTS and final:
        files = files_to_publish(report, dossier)
        dossier = with_public_evidence(dossier, report, revision, files)
    seal, garuda = dossier.place.seal, report.plan.municipality.garuda.name or ""
    return PaperContents(dossier, report.kind, report.chosen, revision, seal, garuda, files, final)


def _composed(contents: PaperContents) -> Document:
    document = compose(contents.dossier, contents.kind, choices=contents.choices, draft=not contents.final)
    garuda = data_address(contents.garuda if document.announcement else "")
    return replace(document, seal=data_address(contents.seal), garuda=garuda, revision=contents.revision)


# Parts of a year that lie in the data of the document of a kind, and that it does not print: remarks on and
# analyses of the year that was reported on are written for the next plan.
UNPRINTED: dict[str, tuple[str, ...]] = {ReportKind.PLAN: (), ReportKind.RESULTS: ("findings", "analyses")}


def enclosed(dossier: Dossier, kind: str) -> Attachment:
    """The bundle of what the document of that kind ("plan" or "results") shows, and nothing else."""
    shown = excerpt(dossier, (kind,))
    if kind == ReportKind.PLAN:  # the assessment of the plan's own year is not in its document
        known = tuple(year for year in shown.years if year.fiscal_year <= dossier.assessed_year)
        shown = replace(shown, years=known)
    return Attachment(
        name=f"ita-{dossier.fiscal_year}-{kind}.json",
        content=bundle_of(shown),
        description=f"ข้อมูลของเอกสารฉบับนี้ที่โปรแกรมอ่านได้ (รูปแบบ {FORMAT})",
    )


def fragment(document: Document) -> str:
    """The document's own part of a page: what the public site shows and what is stored for it."""
    return render_to_string(document.template, {"document": document})


def paper(document: Document) -> str:
    """The document as a whole HTML page, for the printer."""
    return render_to_string("documents/paper.html", {"document": document})
