"""The files of a document: of a published one those that the public has, of any other one a draft.

Every door of the portal gives these: pages, exports and commands, whoever asks.
"""

from dataclasses import dataclass

from documents.loading import load_dossier
from printing.pdf.cache import pdf_of
from printing.word.writing import CONTENT_TYPE as WORD
from printing.word.writing import written
from reports.models import Report
from reports.published import Publication
from reports.reading import document_of, enclosed, fragment, paper_of


@dataclass(frozen=True)
class DocumentFile:
    """A file to hand out, under its Thai name."""

    name: str
    content: bytes
    content_type: str


def page_of(report: Report) -> str:
    """The document's own part of a page: as it was published, or as the draft reads now."""
    stored = report.standing("html")
    return stored.html if stored else fragment(document_of(report))


def pdf_file(report: Report) -> DocumentFile:
    """The PDF. Raises PdfFailed or PdfUnavailable with a Thai sentence where a draft can't be printed."""
    if stored := report.standing("pdf"):
        return DocumentFile(_stored_name(stored, "pdf"), bytes(stored.pdf), "application/pdf")
    paper = paper_of(report)
    content = pdf_of(paper.html, attachments=paper.attachments)
    return DocumentFile(f"{paper.document.full_title}.pdf", content, "application/pdf")


def docx_file(report: Report) -> DocumentFile:
    """The same as a Word file."""
    if stored := report.standing("docx"):
        return DocumentFile(_stored_name(stored, "docx"), bytes(stored.docx), WORD)
    document = document_of(report)
    return DocumentFile(f"{document.full_title}.docx", written(document), WORD)


def data_file(report: Report) -> DocumentFile:
    """What the document shows, as the bundle that lies inside its PDF."""
    if stored := report.standing("bundle"):
        return DocumentFile(_stored_name(stored, "json"), stored.bundle.encode(), "application/json")
    data = enclosed(load_dossier(report.plan), report.kind)
    return DocumentFile(data.name.replace(".json", " (ร่าง).json"), data.content, "application/json")


def _stored_name(stored: Publication, extension: str) -> str:
    """The name under which the public gets it."""
    return f"{stored.title} ฉบับที่ {stored.revision}.{extension}"
