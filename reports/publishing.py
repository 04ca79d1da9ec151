"""From an accepted report to what the public gets: page, PDF, Word and data, stored once and for all."""

from dataclasses import asdict
from hashlib import sha256

from django.utils import timezone

from accounts.models import User
from printing.pdf.cache import pdf_of
from printing.word.writing import written
from reports.freezing import frozen
from reports.models import Publication, PublishedEvidence, Report
from reports.reading import fragment, paper_of
from reports.sealing import sealed
from reports.states import Action
from reports.workflow import Outdated, Refused, outdated_refusal, refusal, step

CHANGED = "ข้อมูลของเอกสารเปลี่ยนไประหว่างสร้างไฟล์ จึงยังไม่ได้เผยแพร่ โปรดตรวจดูเอกสารแล้วเผยแพร่อีกครั้ง"


def publish(report: Report, user: User, *, seen: int | None) -> Publication:
    """Publish the report as it reads now, as its next revision; the earlier ones stay.

    `seen` is the version of the report that the officer has read. The files are made before anything is
    locked, because printing takes seconds; they are stored only if the report still says the same under the
    lock, at that version. Side effects: those of `workflow.perform`, the Publication, and copies of its
    evidence. Raises Outdated, Refused, PdfFailed or PdfUnavailable with a Thai sentence, and then nothing has
    changed.
    """
    if sentence := outdated_refusal(report, seen):
        raise Outdated(sentence)
    if sentence := refusal(report, Action.PUBLISH, user):
        raise Refused(sentence)
    paper = paper_of(report, final=True)
    copies = {file: frozen(file) for file in paper.evidence}
    pdf = pdf_of(paper.html, attachments=paper.attachments)
    docx, signed = written(paper.document), sealed(pdf)
    with step(report, Action.PUBLISH, user, seen=seen) as locked:
        if paper_of(locked, final=True) != paper:
            raise Refused(CHANGED)
        bundle = paper.attachments[0].content
        publication = Publication.objects.create(
            report=locked,
            revision=paper.document.revision,
            title=paper.document.full_title,
            html=fragment(paper.document),
            pdf=pdf,
            docx=docx,
            sealed=signed,
            sha256=sha256(pdf).hexdigest(),
            docx_sha256=sha256(docx).hexdigest(),
            bundle=bundle.decode(),
            bundle_sha256=sha256(bundle).hexdigest(),
            sealed_sha256=sha256(signed).hexdigest() if signed else "",
            published_by=user,
            published_at=timezone.now(),
        )
        PublishedEvidence.objects.bulk_create(
            PublishedEvidence(publication=publication, name=file.name, **asdict(file) | {"stored": copy})
            for file, copy in copies.items()
        )
        return publication
