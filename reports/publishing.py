"""From an accepted report to what the public gets: page, PDF, Word and data, stored once and for all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, F, TextField, Value, When
from django.utils import timezone

from accounts.models import User
from documents.dossier import Dossier
from documents.loading import load_dossiers
from measures.models import Evidence
from printing.pdf.cache import pdf_of
from printing.word.writing import written
from reports.correcting.affair import close_finished
from reports.freezing import frozen
from reports.mailing import mail_steps
from reports.models import Event, Publication, PublishedEvidence, Report, ReportKind
from reports.public_evidence import EvidenceFile, evidence_to_publish
from reports.reading import Paper, contents_of, data_beside, fragment, paper_of
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
    open to all and the new revision does not; `repeated` says that the revision says the same as one that was
    withdrawn; `before_plan` that results would be public without their plan.
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


@dataclass(frozen=True)
class ReadForPublishing:
    """Reports before a step together: of each its dossier, and the evidence that becomes public with it."""

    dossiers: Mapping[Report, Dossier]
    evidence: Mapping[Report, Sequence[Evidence]]

    @classmethod
    def of(cls, reports: Sequence[Report]) -> "ReadForPublishing":
        """Read from the database. Three queries, two where there is no report of results."""
        dossiers = load_dossiers([one.plan for one in reports])
        return cls(dict(zip(reports, dossiers, strict=True)), evidence_to_publish(reports))


def questions_before_publishing(
    reports: Sequence[Report], together: Collection[Report] = (), read: ReadForPublishing | None = None
) -> dict[Report, PublishingQuestions]:
    """What publishing each report as it reads now asks first. One query where nothing was published before.

    Else also those of `ReadForPublishing`, unless it is given. What is published `together` is public then.
    """
    rows = _published_of(reports)
    plans = {one.plan_id for one in together if one.kind == ReportKind.PLAN}
    plans |= {row.plan for row in rows if row.kind == ReportKind.PLAN and row.is_public}
    earlier = {one: [row for row in rows if row.report == one.pk] for one in reports}
    revised = [one for one in reports if earlier[one]]
    read = read or (ReadForPublishing.of(revised) if revised else None)
    asked = {}
    for one in reports:
        asks = PublishingQuestions()
        if read and earlier[one]:
            uploads = [row for row in read.evidence[one] if row.file]
            bundle = data_beside(one, len(earlier[one]) + 1, read.dossiers[one], uploads)
            asks = _questions(earlier[one], bundle.decode())
        asked[one] = replace(asks, before_plan=one.kind == ReportKind.RESULTS and one.plan_id not in plans)
    return asked


class _Published(NamedTuple):
    """A revision that was published: keys of its report and plan, and its data."""

    report: int
    plan: int
    kind: str
    revision: int
    withdrawn_at: datetime | None
    bundle: str

    @property
    def is_public(self) -> bool:
        return self.withdrawn_at is None


def _published_of(reports: Collection[Report]) -> list[_Published]:
    """The revisions of the documents of these reports' plans, the newest first, with the data of the reports.

    The data of others are not read.
    """
    rows = Publication.objects.filter(report__plan__in={one.plan_id for one in reports})
    mine = When(report__in=[one.pk for one in reports], then=F("bundle"))
    said = Case(mine, default=Value(""), output_field=TextField())
    columns = ("report", "report__plan", "report__kind", "revision", "withdrawn_at", "said")
    found = rows.annotate(said=said).order_by("report", "-revision")
    return [_Published(*row) for row in found.values_list(*columns)]


def _questions(published: Sequence[_Published], bundle: str) -> PublishingQuestions:
    """What is asked because of these revisions of a report, the newest first, where it would say `bundle`."""
    now = content_said(bundle)
    public = {row.revision: row.bundle for row in published if row.is_public}
    withdrawn = (row.bundle for row in published if row.bundle and not row.is_public)
    repeated = any(content_said(said) == now for said in withdrawn)
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
    published = [row for row in _published_of([report]) if row.report == report.pk]
    questions = _questions(published, paper.attachments[0].content.decode())
    if questions.repeated and not answers.repeated:
        raise Refused(REPEATED)
    if questions.uncovered and answers.earlier is None:
        raise Refused(UNCOVERED)
    copies = {file: frozen(file) for file in paper.contents.files}
    pdf = pdf_of(paper.html, attachments=paper.attachments)
    return Printed(report, seen, answers, paper, pdf, written(paper.document), sealed(pdf), copies)


def _stored(printed: Printed, user: User, steps: list[Event]) -> Publication:
    """Store what was printed, inside the transaction, if the report still says the same."""
    early = _comes_before_its_plan(printed.report)  # what was stored before in this transaction counts
    if early and not printed.answers.before_plan:
        raise Refused(PLAN_MISSING)
    note = BEFORE_ITS_PLAN if early else ""
    with step(printed.report, Action.PUBLISH, user, note, seen=printed.seen, together=steps) as locked:
        if contents_of(locked, final=True) != printed.paper.contents:
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
