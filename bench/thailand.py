"""All of Thailand as invented rows: 2,472 municipalities, 200 of them in ลำปาง, all with publications."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Role, User
from assessments.models import INDICATOR_CODES, Assessment, Score
from documents.compose import compose
from documents.loading import load_dossier
from measures.models import Measure, MeasureTarget, Plan, Result
from municipalities.models import District, Municipality, Province
from municipalities.naming import fold
from reports.models import Comment, Deadline, Event, PrintedYear, Publication, Report, ReportKind
from reports.published import printed_years
from reports.reading import enclosed
from reports.states import Action, State

MUNICIPALITIES, YEARS, PLAN_YEAR = 2472, range(2564, 2569), 2569
PROVINCE, IN_PROVINCE = "ลำปาง", 200
MEASURES_HERE, MEASURES_ELSEWHERE = 10, 2
PDF_BYTES, WORD_BYTES, PAGE_CHARACTERS = (
    145_000,
    29_000,
    18_000,
)  # as of the demonstration; a Thai letter is 3
CHANGES = 10_000
STATES = tuple(State)
BATCH = 2000


def fill() -> None:
    """Put all of it into an empty database; about two minutes."""
    author, _ = User.objects.get_or_create(username="bench", role=Role.ADMIN)
    places = _places()
    _results(places)
    plans = _plans(places)
    _review(author)
    _publications(plans, author)
    _changes(Report.objects.get(plan=plans[0], kind=ReportKind.PLAN))
    Deadline.objects.bulk_create(
        Deadline(fiscal_year=PLAN_YEAR, kind=kind, due_on=date(2026, 3, 31)) for kind in ReportKind.values
    )


def _places() -> list[Municipality]:
    here = list(District.objects.filter(province__name=PROVINCE))
    there = list(District.objects.exclude(province__name=PROVINCE))
    if not here:
        here = [District.objects.create(province=Province.objects.get(name=PROVINCE), name="เมืองลำปาง")]
    places = []
    for number in range(MUNICIPALITIES):
        districts = here if number < IN_PROVINCE else there
        place = Municipality(
            kind="tambon",
            name=f"ตัวอย่างที่ {number}",
            district=districts[number % len(districts)],
            sort_key=f"{number:05}",
            is_example=True,
        )
        place.search_key = fold(place.full_name)
        places.append(place)
    return Municipality.objects.bulk_create(places)


def _results(places: Sequence[Municipality]) -> None:
    """Five results of each; every indicator is weak somewhere."""
    rows = [
        Assessment(municipality=place, fiscal_year=year, announced_total=Decimal(90), announced_level="ผ่าน")
        for place in places
        for year in YEARS
    ]
    Assessment.objects.bulk_create(rows, batch_size=BATCH)
    Score.objects.bulk_create(_scores(rows), batch_size=BATCH)


def _scores(rows: Iterable[Assessment]) -> Iterator[Score]:
    for number, row in enumerate(rows):
        for place, code in enumerate(INDICATOR_CODES):
            yield Score(assessment=row, code=code, value=Decimal(70 + (number * 7 + place * 3) % 30))


def _plans(places: Sequence[Municipality]) -> list[Plan]:
    rows = [
        Plan(
            municipality=place,
            assessed_year=PLAN_YEAR - 1,
            fiscal_year=PLAN_YEAR,
            decided_on=date(2026, 1, 5),
        )
        for place in places
    ]
    plans = Plan.objects.bulk_create(rows, batch_size=BATCH)
    Report.objects.bulk_create(
        Report(plan=plan, kind=kind, state=STATES[(number + at) % len(STATES)])
        for number, plan in enumerate(plans)
        for at, kind in enumerate(ReportKind.values)
    )
    measures = Measure.objects.bulk_create(_measures(plans), batch_size=BATCH)
    MeasureTarget.objects.bulk_create(
        (MeasureTarget(measure=row, about=INDICATOR_CODES[row.number % 10]) for row in measures),
        batch_size=BATCH,
    )
    Result.objects.bulk_create(
        (Result(measure=row, status="done", done=["ทำแล้ว"], outcome=["ดีขึ้น"]) for row in measures),
        batch_size=BATCH,
    )
    return plans


def _measures(plans: Iterable[Plan]) -> Iterator[Measure]:
    for place, plan in enumerate(plans):
        for number in range(1, 1 + (MEASURES_HERE if place < IN_PROVINCE else MEASURES_ELSEWHERE)):
            yield Measure(
                plan=plan,
                number=number,
                title=f"มาตรการที่ {number} " + "ส่งเสริมความโปร่งใสในการให้บริการประชาชน",
                issue=number % 5 + 1,
                steps=["ประชุมชี้แจง", "ดำเนินการ", "ติดตามผล"],
                responsible=["สำนักปลัด", "กองคลัง"],
                starts_on=date(2025, 10, 1),
                ends_on=date(2026, 9, 30),
            )


def _review(author: User) -> None:
    """Each report that was handed in has its step, and those of every fifth a comment."""
    handed_in = list(Report.objects.exclude(state=State.DRAFT))
    events = [
        Event(
            report=report,
            actor=author,
            actor_name="ผู้ใช้",
            actor_role="เจ้าหน้าที่",
            verb=Action.SUBMIT,
            from_state=State.DRAFT,
            to_state=report.state,
        )
        for report in handed_in
    ]
    Event.objects.bulk_create(events, batch_size=BATCH)
    Comment.objects.bulk_create(
        Comment(report=report, author=author, body="โปรดเพิ่มหลักฐาน") for report in handed_in[::5]
    )


def _publications(plans: Sequence[Plan], author: User) -> None:
    """The plan of everybody, of every second one the results too; the first ten as they really look."""
    reports = Report.objects.with_place()
    kinds = {(report.plan_id, report.kind): report for report in reports}
    likeness = {kind: _real(kinds[plans[0].pk, kind], author) for kind in ReportKind.values}
    chunk: list[Publication] = []
    for number, plan in enumerate(plans):
        for kind in ReportKind.values[: 1 + number % 2]:
            report = kinds[plan.pk, kind]
            real = number < 10
            chunk.append(_real(report, author) if real else _fake(report, likeness[kind]))
        if len(chunk) >= 100:
            _store(chunk)
            chunk = []
    _store(chunk)


def _store(publications: Sequence[Publication]) -> None:
    stored = Publication.objects.bulk_create(publications)
    PrintedYear.objects.bulk_create(year for row in stored for year in printed_years(row))


def _real(report: Report, author: User) -> Publication:
    dossier = load_dossier(report.plan)
    document = compose(dossier, report.kind, draft=False)
    html = render_to_string(document.template, {"document": document})
    bundle = enclosed(dossier, report.kind).content.decode()
    return _publication(report, author.pk, document.full_title, html, bundle)


def _fake(report: Report, like: Publication) -> Publication:
    page = f"<article><p>{'ก' * PAGE_CHARACTERS}</p></article>"
    return _publication(report, like.published_by_id, like.title, page, like.bundle)


def _publication(report: Report, author: int, title: str, html: str, bundle: str) -> Publication:
    pdf = f"%PDF-1.7 {report.pk}".encode().ljust(PDF_BYTES, b"\0")
    docx = b"PK".ljust(WORD_BYTES, b"\0")
    return Publication(
        report=report,
        revision=1,
        title=title,
        html=html,
        pdf=pdf,
        docx=docx,
        sha256=sha256(pdf).hexdigest(),
        docx_sha256=sha256(docx).hexdigest(),
        bundle=bundle,
        bundle_sha256=sha256(bundle.encode()).hexdigest(),
        published_by_id=author,
        published_at=timezone.now() - timedelta(minutes=report.pk),
    )


def _changes(report: Report) -> None:
    """Ten thousand former states of the scores that the report shows."""
    scores = list(Score.objects.filter(assessment__municipality=report.plan.municipality_id))
    scores = [row for row in scores if row.assessment.fiscal_year == report.plan.assessed_year]
    begun = timezone.now() - timedelta(days=300)
    history = Score.history.model
    history.objects.bulk_create(
        (
            history(
                id=row.pk,
                assessment_id=row.assessment_id,
                code=row.code,
                value=Decimal(number % 100),
                history_date=begun + timedelta(minutes=number * len(scores) + place),
                history_type="~" if number else "+",
            )
            for number in range(CHANGES // len(scores))
            for place, row in enumerate(scores)
        ),
        batch_size=BATCH,
    )
