"""A portal in which every page has something to show, and the addresses of its pages, for each role."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from accounts import people_columns
from accounts.models import Handover, User
from assessments import announced_columns
from measures.models import Evidence, Plan
from municipalities import place_columns
from municipalities.changing import change_place
from municipalities.importing import keep_file
from municipalities.models import Kind, Municipality
from municipalities.table_reading import read_table
from oit.models import OITEntry
from outbox import faults
from outbox.models import Mail
from oversight import exports
from oversight.exports.making import make
from public.models import CheckOutcome, Placement
from reports.corrected import Correction
from reports.mistaken_year import begun_year, remove_year
from reports.models import AddressTrial, Deadline, Event, PublishedEvidence, Report, ResultNotice
from tests import factories
from tests.municipalities.tables import csv_file

LONG = "ตัวอย่างหนองบัวศรีสว่างวัฒนานครราชพัฒนาสามัคคีธรรม"  # as long as the longest name of a municipality
LONG_WORD = "https://www.example.go.th/" + "documents-of-the-municipality/" * 4
PEOPLE = {
    "visitor": lambda: None,
    "officer": factories.officer,
    "reviewer": factories.reviewer,
    "admin": factories.admin,
}


def build() -> dict[str, Sequence[str]]:
    """Make the portal; the addresses of its pages by the role that looks at them."""
    returned, published = _returned(), _published()
    waiting = _waiting(factories.municipality(LONG))
    _deadlines()
    place, other = returned.plan.municipality, waiting.plan.municipality
    return {
        "visitor": [*_public(place, other), *_entrance(factories.officer()), *_handovers(place)],
        "officer": [*_own(place), *_returned_document(returned), *_published_document(published)],
        "reviewer": [
            *_exports(waiting, published),
            *_province(),
            f"/desk/accept/?report={waiting.pk}:{waiting.version}",
            *_waiting_document(waiting),
        ],
        "admin": [*_administration(place), "/desk/", "/province/?province=52", "/municipalities/"],
    }


def _returned() -> Report:
    """เขลางค์นคร's plan of 2568, sent back with comments of every kind."""
    plan = factories.complete_plan()
    factories.finding(plan.municipality.assessments.get())
    row = plan.measures.get()
    factories.measure(plan, 2, title=f"{LONG} {LONG_WORD}", about=["1"])
    file = ContentFile(b"%PDF-1.4", name="proof.pdf")
    Evidence.objects.create(
        measure=row, title=f"รายงานการประชุม {LONG_WORD}", file=file, file_name="proof.pdf"
    )
    Evidence.objects.create(measure=row, title="บัญชีผู้เข้าอบรม", named_only=True, position=1)
    for position, problem in enumerate(("", "เว็บไซต์ตอบด้วยรหัส 404", None), 2):
        address = f"{LONG_WORD}{position}"
        Evidence.objects.create(measure=row, title="ข่าวของเทศบาล", url=address, position=position)
        outcomes = {} if problem is None else {address: problem}
        trial, _ = AddressTrial.objects.get_or_create(plan=plan, defaults={"tried_at": timezone.now()})
        trial.outcomes |= outcomes
        trial.save()
    report = factories.report(plan, state="submitted")
    at_measure = factories.comment(report, anchor=f"measure:{row.pk}", place="มาตรการที่ ๑", body=LONG_WORD)
    factories.comment(report, factories.officer(), answer_to=at_measure, body="แก้ไขแล้ว")
    factories.comment(report)
    closed = factories.comment(report, anchor="measure:0", place="มาตรการที่ ๙")
    closed.resolved_by, closed.resolved_at = factories.reviewer(), timezone.now()
    closed.save()
    _move(report, "return", "returned", factories.reviewer(), "โปรดแก้ไขสองข้อ")
    return report


def _move(report: Report, verb: str, state: str, user: User, note: str = "") -> None:
    came_from = report.state
    report.state = state
    report.save()
    Event.objects.record(report, verb, user, note, came_from=came_from)


def _published() -> Report:
    """The plan of 2567 in two revisions, and its results, withdrawn."""
    factories.assessment(fiscal_year=2566)
    plan = factories.plan(fiscal_year=2567)
    factories.result(factories.measure(plan))
    report = factories.report(plan, state="published")
    factories.publication(report, days_ago=20)
    newest = factories.publication(report, revision=2)
    for place in (1, 2):
        PublishedEvidence.objects.create(
            publication=newest,
            measure=1,
            place=place,
            name=f"1-{place}.pdf",
            title=f"รายงานการประชุม {LONG_WORD}",
            file_name=f"{LONG}.pdf",
            sha256=f"{place}" * 64,
            size=place * 2**20,
        )
    now = timezone.now()
    Placement.objects.create(report=report, address=LONG_WORD, checked_at=now, outcome=CheckOutcome.OLDER)
    gone = factories.publication(factories.report(plan, "results", state="accepted"))
    gone.withdrawn_at, gone.reason = timezone.now(), f"มีข้อมูลส่วนบุคคล {LONG_WORD}"
    gone.save()
    return report


def _waiting(place: Municipality) -> Report:
    """Documents of a municipality with a long name: two wait for the province, an older one is public."""
    plan = factories.complete_plan(place)
    for kind in ("plan", "results"):
        _move(factories.report(plan, kind), "submit", "submitted", factories.officer(place))
    factories.assessment(place, 2566)
    before = factories.plan(place, 2567)
    factories.measure(before)
    factories.publication(factories.report(before, state="published"))
    return plan.reports.get(kind="plan")


def _deadlines() -> None:
    today = timezone.localdate()
    for kind, days in (("plan", -3), ("results", 5)):
        Deadline.objects.create(fiscal_year=2568, kind=kind, due_on=today + timedelta(days=days))


def _public(place: Municipality, other: Municipality) -> list[str]:
    home, report = f"/published/{place.pk}/", place.plans.get(fiscal_year=2567).reports.get(kind="plan")
    known = report.publications.get(revision=2).sha256
    replaced = report.publications.get(revision=1).docx_sha256
    digests = (known, replaced, "1" * 64, "0" * 64, "x")
    return [
        "/", "/frameworks/", "/frameworks/2567/", "/published/", "/published/?q=เขลาง", "/published/?q=ไม่มี",
        home, f"{home}2567/plan/", f"{home}2567/plan/1/", f"{home}2567/results/", "/data/", "/erasures/",
        "/privacy/", "/verify/", *(f"/verify/?sha256={digest}" for digest in digests),
        "/compare/", f"/compare/?with={place.pk}&q=ต", f"/compare/?with={place.pk}&with={other.pk}",
    ]  # fmt: skip


def _entrance(officer: User) -> list[str]:
    account, token = "/accounts/", default_token_generator.make_token(officer)
    link = f"{account}password/reset/key/{int_to_base36(officer.pk)}-{token}/"
    return [
        f"{account}login/", f"{account}signup/", f"{account}inactive/", f"{account}password/reset/",
        f"{account}password/reset/done/", f"{account}password/reset/key/1-abc-def/", link,
        f"{account}password/reset/key/done/",
    ]  # fmt: skip


def _handovers(place: Municipality) -> list[str]:
    """An invitation to take work over, and one for who has an account."""
    person, names = factories.officer(), {"first_name": LONG, "email": f"{LONG_WORD[8:70]}@example.go.th"}
    row = {"person": person, "municipality": place, "begun_by": person, "since": timezone.localdate()}
    new = Handover.objects.create(**row | names)
    known = Handover.objects.create(**row | names | {"email": factories.officer(factories.elsewhere()).email})
    return [reverse("handover_accept", args=[row.key]) for row in (new, known)]


def _own(place: Municipality) -> list[str]:
    home = f"/municipalities/{place.pk}/"
    Correction.objects.create(
        municipality=place, fiscal_year=2566, opened_by=factories.officer(), reason=LONG, told_public=True
    )
    factories.measure(factories.plan(place, 2566))
    factories.assessment(place, 2565)
    removed = remove_year(begun_year(place, 2565), factories.officer())
    begun = f"{home}corrections/2566/"
    result, plan = f"{home}assessments/2567/", f"{home}plans/2568/"
    return [
        home, f"{home}profile/", f"{home}assessments/", result, f"{result}findings/", f"{result}analyses/",
        f"{result}findings/paste/", f"{plan}results/paste/", f"{plan}measures/paste/",
        f"{result}move/", f"{result}remove/", f"{home}removed/{removed.pk}/",
        f"{home}assessments/2568/", plan, f"{plan}measures/add/", f"{plan}measures/1/", f"{plan}measures/2/",
        f"{plan}results/", f"{plan}results/1/", f"{plan}results/2/", f"{plan}checks/", f"{home}plans/2569/",
        "/accounts/", "/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/password/change/",
        "/accounts/logout/", "/accounts/sessions/", "/accounts/2fa/webauthn/", "/accounts/handover/",
        "/municipalities/", f"{home}corrections/2567/", begun, f"{begun}submit/", f"{begun}publish/",
        f"{begun}cancel/", *_register(place),
    ]  # fmt: skip


def _register(place: Municipality) -> list[str]:
    """Items in every state, with an address that was found wanting, taken over and long."""
    noted = {
        "row": "a",
        "title": LONG,
        "url": LONG_WORD,
        "dated_on": "2026-02-27",
        "path": f"หน้าแรก > {LONG}",
    }
    states = [
        {"status": "published", "addresses": [noted], "outcomes": {LONG_WORD: "เว็บไซต์ตอบด้วยรหัส 404"}},
        {"status": "in_work", "carried_from": 2567, "unit": LONG},
        {"status": "not_applicable", "reason": LONG},
    ]
    for number, values in enumerate(states, 1):
        values |= {"fiscal_year": 2568, "tried_at": timezone.now()}
        OITEntry.objects.create(municipality=place, item=f"o{number}", **values)
    page = f"/municipalities/{place.pk}/oit/2568/"
    return [page, f"{page}o1/", f"{page}o2/", f"{page}o27/", f"/municipalities/{place.pk}/oit/2569/"]


def _paths(plan: Plan, *after: str) -> list[str]:
    folder = f"/municipalities/{plan.municipality_id}/plans/{plan.fiscal_year}/documents/"
    return [folder + path for path in after]


def _returned_document(report: Report) -> list[str]:
    comment = report.comments.filter(answer_to=None).earliest("pk")
    return _paths(
        report.plan, "", "plan/", "results/", "plan/choices/", "plan/texts/", "plan/submit/", "plan/history/",
        "plan/changes/", "plan/changes/?with=published", f"plan/comments/{comment.pk}/answer/",
        "results/website/",
    )  # fmt: skip


def _published_document(report: Report) -> list[str]:
    return _paths(
        report.plan, "", "plan/", "plan/revise/", "plan/website/", "results/website/", "plan/choices/"
    )


def _waiting_document(report: Report) -> list[str]:
    after = ("", "plan/", "results/", "plan/accept/", "plan/return/", "plan/comments/add/", "plan/history/")
    place = f"/municipalities/{report.plan.municipality_id}/"
    return [*_paths(report.plan, *after, "plan/changes/"), place, "/municipalities/?q=ตัวอย่าง"]


def _exports(waiting: Report, published: Report) -> list[str]:
    """The list, with an order that is done and one that waits."""
    reviewer = factories.reviewer()
    done = exports.order(reviewer, "bundle", [published.pk], query="state=published")
    make(done.pk, "a")
    exports.order(reviewer, "pdf", [waiting.pk, published.pk], query="")
    return ["/exports/"]


def _province() -> list[str]:
    province = "/province/"
    return [
        "/desk/", province, f"{province}?state=submitted&sort=-total", f"{province}?late=on&weak=4",
        f"{province}?year=x", f"{province}?q=ไม่มี", f"{province}scores/", f"{province}measures/?year=2568",
    ]  # fmt: skip


def _administration(place: Municipality) -> list[str]:
    folder, admin = "/administration/", factories.admin()
    head = ["เทศบาล", "ปีงบประมาณ", "คะแนนรวม", "อื่น"]
    rows = (["เทศบาลไม่มีจริง", "2567", "80", ""], [place.full_name, "2566", "91", ""])
    change = {"label": "คะแนนรวม", "old": "80.00", "new": "91.00", "name": "announced_total"}
    ResultNotice.objects.create(
        municipality=place, fiscal_year=2567, changes=[change], told_by=admin, told_at=timezone.now()
    )
    read = read_table(csv_file(head, *rows), announced_columns.SHAPE)
    scores = keep_file(read.stored, f"{LONG_WORD}.csv", admin.pk).token
    new = csv_file(["ประเภท", "ชื่อ", "อำเภอ", "จังหวัด"], ["เทศบาลตำบล", LONG, "เกาะคา", "ลำปาง"])
    places = keep_file(read_table(new, place_columns.SHAPE).stored, "ใหม่.csv", admin.pk).token
    people = csv_file(
        ["ชื่อ", "อีเมล", "เทศบาล"], [LONG, "long@example.go.th", place.full_name], ["ก", "ก", "ก"]
    )
    listed = keep_file(read_table(people, people_columns.SHAPE).stored, "คน.csv", admin.pk).token
    raised = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ")
    change_place(raised, date(2025, 3, 1), {"kind": Kind.MUEANG}, timezone.localdate())
    for next_try_at, reason in ((None, faults.RECIPIENT), (timezone.now(), faults.UNANSWERED)):
        mail = Mail(recipient=f"{LONG_WORD}@example.go.th", subject=LONG, body=LONG, reason=reason)
        mail.detail, mail.next_try_at, mail.tries = f"550 5.1.1 {LONG_WORD}", next_try_at, 2
        mail.save()
    return [
        folder, f"{folder}places/", f"{folder}places/?q=ไม่มี", f"{folder}places/add/",
        *(f"{folder}places/{place.pk}/{after}" for after in ("", "change/", "end/", "begin/")),
        *(f"{folder}places/{raised.pk}/{after}" for after in ("", "changes/1/")),
        f"{folder}places/import/", f"{folder}places/import/{places}/",
        f"{folder}provinces/", f"{folder}announced/", f"{folder}announced/{scores}/", f"{folder}deadlines/",
        f"{folder}announced/revisions/", f"{folder}mails/", f"{folder}audit/", f"{folder}audit/?kind=sign-in",
        f"{folder}deadlines/{Deadline.objects.earliest('pk').pk}/", "/accounts/people/",
        "/accounts/people/import/", f"/accounts/people/import/{listed}/",
        "/accounts/people/?q=ไม่มี", "/accounts/people/invite/", f"/accounts/people/{factories.officer().pk}/",
        f"/accounts/people/{admin.pk}/", f"/accounts/people/{factories.officer().pk}/password/",
        f"/accounts/people/{factories.officer().pk}/services/",
        f"/accounts/people/{factories.officer().pk}/handover/",
    ]  # fmt: skip


def parts(pages: Mapping[str, Sequence[str]]) -> list[str]:
    """All addresses without what comes after the question mark."""
    return [address.partition("?")[0] for addresses in pages.values() for address in addresses]
