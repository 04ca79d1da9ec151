"""From an accepted report to what the public gets: page, PDF, Word and data, stored once and for all."""

from dataclasses import asdict, dataclass
from hashlib import sha256

from django.utils import timezone

from accounts.models import User
from printing.pdf.cache import pdf_of
from printing.word.writing import written
from reports.freezing import frozen
from reports.models import Event, Publication, PublishedEvidence, Report
from reports.reading import fragment, paper_of
from reports.sealing import sealed
from reports.states import EARLIER, Action
from reports.taking_down import named_revisions, take_down
from reports.withdrawing import content_said, uncovered
from reports.workflow import Outdated, Refused, outdated_refusal, refusal, step

CHANGED = "ข้อมูลของเอกสารเปลี่ยนไประหว่างสร้างไฟล์ จึงยังไม่ได้เผยแพร่ โปรดตรวจดูเอกสารแล้วเผยแพร่อีกครั้ง"


@dataclass(frozen=True)
class PublishingQuestions:
    """What is asked of an officer before a report is published, from what was published before.

    `earlier` are the revisions that are public, newest first; `uncovered` the titles of evidence that they
    open to all and the new revision does not; `repeated` says that the revision says the same as the last
    one, which was withdrawn.
    """

    earlier: tuple[int, ...] = ()
    uncovered: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class PublishingAnswers:
    """The officer's answers. `earlier` is the reason for which the earlier revisions come down, "" where they
    stay, None where nobody was asked; `repeated` whether the same contents are meant.
    """

    earlier: str | None = None
    repeated: bool = False


NOBODY_ASKED = PublishingAnswers()
REPEATED = "เนื้อหาไม่ต่างจากฉบับที่ถูกถอน จึงยังไม่ได้เผยแพร่ โปรดแก้ไขตามเหตุผลที่ถอน หรือยืนยันว่าตรวจแล้วไม่มีสิ่งที่เป็นเหตุให้ถอน"
UNCOVERED = "ฉบับก่อนหน้ายังเปิดหลักฐานที่ฉบับใหม่ไม่แสดงแล้ว จึงยังไม่ได้เผยแพร่ โปรดเลือกว่าจะถอนฉบับก่อนหน้าด้วยหรือไม่"


def questions_before_publishing(report: Report) -> PublishingQuestions:
    """What publishing the report as it reads now asks first; one query where nothing was published before."""
    if not report.publications.exists():
        return PublishingQuestions()
    return _questions(report, paper_of(report, final=True).attachments[0].content.decode())


def _questions(report: Report, bundle: str) -> PublishingQuestions:
    rows = report.publications.order_by("-revision").values_list("revision", "withdrawn_at", "bundle")
    now = content_said(bundle)
    public = {revision: said for revision, withdrawn_at, said in rows if withdrawn_at is None}
    repeated = any(withdrawn_at and said and content_said(said) == now for _, withdrawn_at, said in rows[:1])
    return PublishingQuestions(tuple(public), tuple(uncovered(public, bundle)), repeated)


def publish(
    report: Report, user: User, *, seen: int | None, answers: PublishingAnswers = NOBODY_ASKED
) -> Publication:
    """Publish the report as it reads now, as its next revision; the earlier ones stay or come down.

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
    questions = _questions(report, paper.attachments[0].content.decode())
    if questions.repeated and not answers.repeated:
        raise Refused(REPEATED)
    if questions.uncovered and answers.earlier is None:
        raise Refused(UNCOVERED)
    copies = {file: frozen(file) for file in paper.evidence}
    pdf = pdf_of(paper.html, attachments=paper.attachments)
    docx, signed = written(paper.document), sealed(pdf)
    with step(report, Action.PUBLISH, user, seen=seen) as locked:
        if paper_of(locked, final=True) != paper:
            raise Refused(CHANGED)
        if questions.earlier and answers.earlier:
            _take_down_earlier(locked, user, answers.earlier)
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


def _take_down_earlier(locked: Report, user: User, reason: str) -> None:
    public = locked.publications.public()
    note = f"{named_revisions(public.values_list('revision', flat=True))}\n{reason}"
    take_down(public, reason)
    Event.objects.record(locked, EARLIER, user, note)
