"""From an accepted report to what the public gets: page, PDF, Word and data, stored once and for all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from printing.pdf.cache import pdf_of
from printing.word.writing import written
from reports.correcting.affair import close_finished
from reports.freezing import frozen
from reports.mailing import mail_steps
from reports.models import Event, Publication, PublishedEvidence, Report, ReportKind
from reports.public_evidence import EvidenceFile
from reports.reading import Paper, fragment, paper_of
from reports.sealing import sealed
from reports.states import EARLIER, Action
from reports.taking_down import named_revisions, take_down
from reports.withdrawing import content_said, uncovered
from reports.workflow import Outdated, Refused, hold_places, outdated_refusal, refusal, step

CHANGED = "ข้อมูลของเอกสารเปลี่ยนไประหว่างสร้างไฟล์ จึงยังไม่ได้เผยแพร่ โปรดตรวจดูเอกสารแล้วเผยแพร่อีกครั้ง"


@dataclass(frozen=True)
class PublishingQuestions:
    """What is asked of an officer before a report is published, from what was published before.

    `earlier` are the revisions that are public, newest first; `uncovered` the titles of evidence that they
    open to all and the new revision does not; `repeated` says that the revision says the same as the last
    one, which was withdrawn; `before_plan` that results would be public without their plan.
    """

    earlier: tuple[int, ...] = ()
    uncovered: tuple[str, ...] = ()
    repeated: bool = False
    before_plan: bool = False


@dataclass(frozen=True)
class PublishingAnswers:
    """The officer's answers. `earlier` is the reason for which the earlier revisions come down, "" where they
    stay, None where nobody was asked; `repeated` whether the same contents are meant, `before_plan` whether
    results are to be public without their plan.
    """

    earlier: str | None = None
    repeated: bool = False
    before_plan: bool = False


NOBODY_ASKED = PublishingAnswers()
REPEATED = "เนื้อหาไม่ต่างจากฉบับที่ถูกถอน จึงยังไม่ได้เผยแพร่ โปรดแก้ไขตามเหตุผลที่ถอน หรือยืนยันว่าตรวจแล้วไม่มีสิ่งที่เป็นเหตุให้ถอน"
UNCOVERED = "ฉบับก่อนหน้ายังเปิดหลักฐานที่ฉบับใหม่ไม่แสดงแล้ว จึงยังไม่ได้เผยแพร่ โปรดเลือกว่าจะถอนฉบับก่อนหน้าด้วยหรือไม่"
PLAN_MISSING = (
    "เอกสารมาตรการของแผนเดียวกันยังไม่ได้เผยแพร่หรือถูกถอนแล้ว จึงยังไม่ได้เผยแพร่รายงานผล "
    "โปรดยืนยันว่าต้องการเผยแพร่รายงานผลก่อน"
)
BEFORE_ITS_PLAN = "ผู้เผยแพร่ยืนยันให้เผยแพร่รายงานผลก่อนเอกสารมาตรการของแผนเดียวกัน"


def questions_before_publishing(report: Report, together: Collection[Report] = ()) -> PublishingQuestions:
    """What publishing the report as it reads now asks first; two queries where nothing was published before.

    What is published `together` with it is public then.
    """
    plans = {one.plan_id for one in together if one.kind == ReportKind.PLAN}
    early = report.plan_id not in plans and _comes_before_its_plan(report)
    if not Publication.objects.filter(report=report.pk).exists():
        return PublishingQuestions(before_plan=early)
    asked = _questions(report, paper_of(report, final=True).attachments[0].content.decode())
    return replace(asked, before_plan=early)


def _questions(report: Report, bundle: str) -> PublishingQuestions:
    published = Publication.objects.filter(report=report.pk).order_by("-revision")
    rows = published.values_list("revision", "withdrawn_at", "bundle")
    now = content_said(bundle)
    public = {revision: said for revision, withdrawn_at, said in rows if withdrawn_at is None}
    repeated = any(withdrawn_at and said and content_said(said) == now for _, withdrawn_at, said in rows[:1])
    return PublishingQuestions(tuple(public), tuple(uncovered(public, bundle)), repeated)


def _comes_before_its_plan(report: Report) -> bool:
    plan = Publication.objects.public().filter(report__plan=report.plan_id, report__kind=ReportKind.PLAN)
    return report.kind == ReportKind.RESULTS and not plan.exists()


@dataclass(frozen=True)
class Printed:
    """A report as it was printed for publication at the version that its officer has `seen`."""

    report: Report
    seen: int | None
    answers: PublishingAnswers
    paper: Paper
    pdf: bytes
    docx: bytes
    sealed: bytes
    copies: Mapping[EvidenceFile, str]


def publish(
    report: Report, user: User, *, seen: int | None, answers: PublishingAnswers = NOBODY_ASKED
) -> Publication:
    """Publish the report as it reads now, as its next revision; the earlier ones stay or come down.

    `seen` is the version of the report that the officer has read. The files are made before anything is
    locked, because printing takes seconds; they are stored only if the report still says the same under the
    lock, at that version. Side effects: those of `workflow.perform`, the Publication, copies of its evidence,
    and the end of a correction whose last paper it is. Raises Outdated, Refused, PdfFailed or PdfUnavailable
    with a Thai sentence, and then nothing has changed.
    """
    return publish_all([report], user, seen={report.pk: seen}, answers={report.pk: answers})[0]


def publish_all(
    reports: Sequence[Report],
    user: User,
    *,
    seen: Mapping[int, int | None],
    answers: Mapping[int, PublishingAnswers],
) -> list[Publication]:
    """Publish several reports of one municipality as `publish` does, all in one transaction or none.

    One mail tells of all. They come in the order in which they are to be published, the plan before its
    results; `seen` and `answers` by the reports' keys.
    """
    ready = [
        _printed(report, user, seen.get(report.pk), answers.get(report.pk, NOBODY_ASKED))
        for report in reports
    ]
    steps: list[Event] = []
    with transaction.atomic():
        hold_places(reports)
        stored = [_stored(one, user, steps) for one in ready]
        mail_steps(steps)
    return stored


def _printed(report: Report, user: User, seen: int | None, answers: PublishingAnswers) -> Printed:
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
    return Printed(report, seen, answers, paper, pdf, written(paper.document), sealed(pdf), copies)


def _stored(printed: Printed, user: User, steps: list[Event]) -> Publication:
    """Store what was printed, inside the transaction, if the report still says the same."""
    early = _comes_before_its_plan(printed.report)  # what was stored before in this transaction counts
    if early and not printed.answers.before_plan:
        raise Refused(PLAN_MISSING)
    note = BEFORE_ITS_PLAN if early else ""
    with step(printed.report, Action.PUBLISH, user, note, seen=printed.seen, together=steps) as locked:
        if paper_of(locked, final=True) != printed.paper:
            raise Refused(CHANGED)
        if printed.answers.earlier and locked.publications.public().exists():
            _take_down_earlier(locked, user, printed.answers.earlier)
        publication = _publication(locked, printed, user)
        PublishedEvidence.objects.bulk_create(
            PublishedEvidence(publication=publication, name=file.name, **asdict(file) | {"stored": copy})
            for file, copy in printed.copies.items()
        )
    close_finished(locked)
    return publication


def _publication(report: Report, printed: Printed, user: User) -> Publication:
    paper, pdf, docx, signed = printed.paper, printed.pdf, printed.docx, printed.sealed
    bundle = paper.attachments[0].content
    return Publication.objects.create(
        report=report,
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


def _take_down_earlier(locked: Report, user: User, reason: str) -> None:
    public = locked.publications.public()
    note = f"{named_revisions(public.values_list('revision', flat=True))}\n{reason}"
    take_down(public, reason)
    Event.objects.record(locked, EARLIER, user, note)
