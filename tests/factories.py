"""Plain factories and the cast: สมศรี writes for เขลางค์นคร, วิชัย reviews ลำปาง, the others are outsiders."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Role, ServiceTerm, User
from assessments.models import Analysis, Assessment, Finding, Score
from documents.compose import compose
from documents.loading import load_dossier
from measures.models import Measure, MeasureTarget, Plan, Result
from municipalities.models import District, Kind, Municipality, Province
from reports.models import Comment, Publication, Report
from reports.reading import enclosed

PASSWORD = "ทดสอบ-portal-2569"
SCORES_2567 = dict(
    zip(
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
        ["90.64", "92.12", "95.55", "74.54", "89.98", "92.11", "89.81", "78.89", "90.00", "100.00"],
        strict=True,
    )
)


def province(name: str = "ลำปาง") -> Province:
    """One of the 77 provinces, which the database holds from the start."""
    return Province.objects.get(name=name)


def municipality(
    name: str = "เขลางค์นคร",
    *,
    kind: str = Kind.MUEANG,
    district: str = "เมืองลำปาง",
    province_name: str = "ลำปาง",
    code: str | None = None,
) -> Municipality:
    """A municipality in its district."""
    where, _ = District.objects.get_or_create(province=province(province_name), name=district)
    return Municipality.objects.get_or_create(name=name, kind=kind, district=where, defaults={"code": code})[
        0
    ]


def elsewhere() -> Municipality:
    """A municipality of another province."""
    return municipality("สันนาเม็ง", kind=Kind.TAMBON, district="สันทราย", province_name="เชียงใหม่")


def _user(username: str, first_name: str, **fields: object) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, first_name=first_name, email=f"{username}@example.go.th", **fields)
        user.set_password(PASSWORD)
        user.save()
        if user.municipality:
            serve(user, user.municipality)
    return user


def serve(person: User, place: Municipality, since: date = date(2013, 1, 1), **more: object) -> ServiceTerm:
    """The officer serves this municipality, too; long since."""
    service = ServiceTerm.objects.create(person=person, municipality=place, since=since, **more)
    vars(person).pop("read_services", None)
    return service


def officer(place: Municipality | None = None) -> User:
    """สมศรี of เขลางค์นคร, or the officer of another place."""
    if place is None:
        return _user("somsri", "สมศรี", role=Role.OFFICER, municipality=municipality())
    return _user(f"officer{place.pk}", "มานะ", role=Role.OFFICER, municipality=place)


def reviewer(province_name: str = "ลำปาง") -> User:
    """วิชัย of ลำปาง, or the reviewer of another province."""
    place = province(province_name)
    return _user(f"reviewer{place.code}", "วิชัย", role=Role.REVIEWER, province=place)


def admin() -> User:
    """The one who runs the portal."""
    return _user("admin", "ผู้ดูแล", role=Role.ADMIN, is_staff=True, is_superuser=True)


def assessment(
    place: Municipality | None = None,
    fiscal_year: int = 2567,
    *,
    scores: Mapping[str, str] = SCORES_2567,
    total: str | None = "90.65",
    level: str = "ผ่าน",
) -> Assessment:
    """The result of a year with its scores; by default เขลางค์นคร's of 2567 as published."""
    row = Assessment.objects.create(
        municipality=place or municipality(),
        fiscal_year=fiscal_year,
        announced_total=None if total is None else Decimal(total),
        announced_level=level,
    )
    for code, value in scores.items():
        Score.objects.create(assessment=row, code=code, value=Decimal(value))
    return row


def analysis(row: Assessment, about: str, *, stance: str = "improve", text: str = "วิเคราะห์แล้ว") -> Analysis:
    """The analysis of one indicator or instrument."""
    return Analysis.objects.create(
        assessment=row, about=about, stance=stance, text=text, guidelines=["ทำให้ดีขึ้น"]
    )


def finding(row: Assessment, question: str = "i10", indicator: str = "4") -> Finding:
    """An assessors' remark."""
    return Finding.objects.create(
        assessment=row, question=question, indicator=indicator, issue="ยืมทรัพย์สินไม่ถูกวิธี"
    )


def plan(place: Municipality | None = None, fiscal_year: int = 2568) -> Plan:
    """The plan of a year, which answers the result of the year before."""
    return Plan.objects.create(
        municipality=place or municipality(), fiscal_year=fiscal_year, assessed_year=fiscal_year - 1
    )


def measure(row: Plan, number: int = 1, *, about: Sequence[str] = ("4",), **fields: object) -> Measure:
    """A complete measure of a plan."""
    values: dict[str, object] = {
        "title": f"มาตรการที่ {number}",
        "steps": ["ประชุม", "ลงมือทำ"],
        "responsible": ["สำนักปลัด"],
        "starts_on": date(row.fiscal_year - 544, 10, 1),
        "ends_on": date(row.fiscal_year - 543, 9, 30),
    }
    made = Measure.objects.create(plan=row, number=number, **(values | fields))
    for position, code in enumerate(about):
        MeasureTarget.objects.create(measure=made, about=code, position=position)
    return made


def result(row: Measure, *, status: str = "done") -> Result:
    """What came of a measure."""
    return Result.objects.create(measure=row, status=status, done=["ทำแล้ว"], outcome=["ดีขึ้น"])


def report(row: Plan | None = None, kind: str = "plan", *, state: str = "draft") -> Report:
    """One of the two documents of a plan (by default of a new plan of เขลางค์นคร), put into a state."""
    found = (row or plan()).reports.get(kind=kind)
    found.state = state
    found.save()
    return found


def publication(row: Report, *, revision: int = 1, days_ago: int = 0) -> Publication:
    """A revision of a report as published: its own page and data, and some bytes for the files."""
    dossier = load_dossier(row.plan)
    document = compose(dossier, row.kind, draft=False)
    pdf = f"%PDF-1.7 {document.full_title} {revision}".encode()
    docx, bundle = b"PK" + pdf, enclosed(dossier, row.kind).content
    return Publication.objects.create(
        report=row,
        revision=revision,
        title=document.full_title,
        html=render_to_string(document.template, {"document": document}),
        pdf=pdf,
        docx=docx,
        sha256=sha256(pdf).hexdigest(),
        docx_sha256=sha256(docx).hexdigest(),
        bundle=bundle.decode(),
        bundle_sha256=sha256(bundle).hexdigest(),
        published_by=officer(row.plan.municipality),
        published_at=timezone.now() - timedelta(days=days_ago),
    )


def comment(
    row: Report,
    author: User | None = None,
    *,
    body: str = "โปรดเพิ่มหลักฐาน",
    answer_to: Comment | None = None,
    **fields: str,
) -> Comment:
    """What วิชัย says of a report, or an answer; `anchor` and `place` name where."""
    return Comment.objects.create(
        report=row, author=author or reviewer(), body=body, answer_to=answer_to, **fields
    )


def complete_plan(place: Municipality | None = None, fiscal_year: int = 2568) -> Plan:
    """A plan both of whose documents may be submitted: the checks find no error."""
    where = place or municipality()
    row = assessment(where, fiscal_year - 1)
    for about in ("iit", "eit", "oit"):
        analysis(row, about)
    made = plan(where, fiscal_year)
    result(measure(made, about=["4", "8"]))
    return made
