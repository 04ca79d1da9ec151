"""Opening one document: who may read it, and what it shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from accounts.access import require, signed_in
from accounts.models import User
from documents.compose import Document, compose
from documents.dossier import Dossier
from documents.loading import load_dossier, load_dossiers
from exchange.writing import FORMAT, bundle_of, excerpt
from printing.pdf.rendering import Attachment
from reports.models import Report, ReportKind
from reports.public_evidence import Files, files_published, files_to_publish, with_public_evidence
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
class Paper:
    """All that the printer needs of a document: the page, and the files to attach to the PDF.

    `evidence` are the files that are public with it; a draft has none.
    """

    document: Document
    html: str
    attachments: tuple[Attachment, ...]
    evidence: Files = ()


def document_of(report: Report) -> Document:
    """The document as it stands; marked as a draft until it is published."""
    return _read(load_dossier(report.plan), report)[1]


def documents_of(reports: Sequence[Report]) -> list[Document]:
    """The same of several reports at once."""
    dossiers = load_dossiers([report.plan for report in reports])
    return [_read(dossier, report)[1] for dossier, report in zip(dossiers, reports, strict=True)]


def paper_of(report: Report, *, final: bool = False) -> Paper:
    """The same for the printer, with the data that it shows as a bundle; `final` as it will be published."""
    dossier, document, evidence = _read(load_dossier(report.plan), report, final=final)
    return Paper(document, paper(document), (enclosed(dossier, report.kind),), evidence)


def _read(dossier: Dossier, report: Report, *, final: bool = False) -> tuple[Dossier, Document, Files]:
    """What the document is made of as its readers get it, the document, and the files public with it."""
    published, files = report.state == State.PUBLISHED, Files()
    revision = report.publications.count() + (not published)  # what is no publication yet will be the next
    if report.kind == ReportKind.RESULTS and (published or final):
        files = files_published(report) if published else files_to_publish(report, dossier)
        dossier = with_public_evidence(dossier, report, revision, files)
    document = compose(dossier, report.kind, choices=report.chosen, draft=not (published or final))
    garuda = report.plan.municipality.garuda.name if document.announcement else ""
    seal, garuda = data_address(dossier.place.seal), data_address(garuda or "")
    return dossier, replace(document, seal=seal, garuda=garuda, revision=revision), files


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
