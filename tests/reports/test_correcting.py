"""The correction of a published result as one affair: begun, submitted, accepted and published together."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Score
from ita_portal.thai import fiscal_year_text
from measures.models import Measure
from municipalities.models import Municipality
from reports.correcting.affair import begin, open_correction, standing_of
from reports.models import Correction, Event, Publication, Report
from reports.publishing import publish_all
from reports.workflow import Outdated, Refused
from tests import factories
from tests.racing import overtaken
from tests.reports.test_publishing import address_of_the_test_database
from tests.steps import perform, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_is_a_step")]
YEAR = 2567


def public(place: Municipality | None = None) -> list[Report]:
    """Three public papers that print 2567: both documents of the plan of 2568, and the plan of 2569."""
    where = place or factories.municipality()
    first, second = factories.complete_plan(where, 2568), factories.complete_plan(where, 2569)
    found = []
    for plan, kind in ((first, "plan"), (first, "results"), (second, "plan")):
        report = factories.report(plan, kind, state="published")
        factories.publication(report)
        found.append(report)
    return found


def marks(reports: list[Report]) -> dict[int, int]:
    return dict(Report.objects.filter(pk__in=[row.pk for row in reports]).values_list("pk", "version"))


def begun(reports: list[Report], *, told: bool = True) -> Correction:
    where = reports[0].plan.municipality
    officer = factories.officer(None if where == factories.municipality() else where)
    return begin(where, YEAR, officer, "ป.ป.ช. แก้ไขตัวชี้วัดที่ ๔", told=told, seen=marks(reports))


def address(name: str = "correction", place: Municipality | None = None) -> str:
    return reverse(name, args=[(place or factories.municipality()).pk, YEAR])


def states(reports: list[Report]) -> list[str]:
    return [Report.objects.get(pk=row.pk).state for row in reports]


def corrected_score() -> None:
    Score.objects.filter(assessment__fiscal_year=YEAR, code="4").update(value=Decimal("84.54"))
    Assessment.objects.filter(fiscal_year=YEAR).update(announced_total=Decimal("91.00"))


def accepted(reports: list[Report]) -> list[Report]:
    for row in reports:
        row.refresh_from_db()
        perform(perform(row, "submit", factories.officer()), "accept", factories.reviewer())
    return [Report.objects.with_place().select_related("choices").get(pk=row.pk) for row in reports]


def filled(page: Any, **typed: str) -> dict[str, Any]:
    """What the page's form sends: the marks of what it has shown, and what was typed."""
    shown = [one.mark for one in page.context["papers"]]
    return {"seen": shown, **typed}


# Begin


def test_page_lists_every_public_paper_of_this_and_later_years(somsri: Client) -> None:
    reports = public()
    page = somsri.get(address())
    assert [one.paper.report for one in page.context["papers"]] == reports
    assert [one.paper.printed_as for one in page.context["papers"]] == ["assessed", "assessed", "history"]
    assert Event.objects.count() == 0


def test_one_post_opens_all_with_the_reason_in_each_history(somsri: Client) -> None:
    reports = public()
    page = somsri.get(address())
    answer = somsri.post(address(), filled(page, reason="ป.ป.ช. แก้ไขตัวชี้วัดที่ ๔", told="on"))
    assert answer.url == address()
    assert states(reports) == ["draft"] * 3
    notes = Event.objects.filter(verb="revise").values_list("note", flat=True)
    begins = f"แก้ไขผลการประเมิน{fiscal_year_text(YEAR)} หลังเผยแพร่: "
    assert set(notes) == {f"{begins}ป.ป.ช. แก้ไขตัวชี้วัดที่ ๔"}
    correction = Correction.objects.get()
    assert (set(correction.reports.all()), correction.told_public) == (set(reports), True)


def test_reason_is_asked_for(somsri: Client) -> None:
    reports = public()
    page = somsri.post(address(), filled(somsri.get(address()), reason=" "))
    assert "กรุณากรอกข้อมูลในช่องนี้" in page.content.decode()
    assert states(reports) == ["published"] * 3


def test_paper_that_changed_since_the_page_was_opened_is_shown_first(somsri: Client) -> None:
    reports = public()
    page = somsri.get(address())
    perform(reports[2], "revise", factories.officer(), "แก้คำผิด")
    answer = somsri.post(address(), filled(page, reason="แก้ไขคะแนน"))
    assert "เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้" in answer.content.decode()
    assert not Correction.objects.exists()
    somsri.post(address(), filled(answer, reason="แก้ไขคะแนน"))
    assert states(reports) == ["draft"] * 3


def test_what_is_open_already_belongs_to_it_what_was_submitted_is_recalled(somsri: Client) -> None:
    reports = public()
    for row in reports[:2]:
        perform(row, "revise", factories.officer(), "แก้คำผิด")
    perform(Report.objects.get(pk=reports[1].pk), "submit", factories.officer())
    page = somsri.get(address())
    assert [one.step for one in page.context["papers"]] == [None, "recall", "revise"]
    somsri.post(address(), filled(page, reason="แก้ไขคะแนน"))
    assert states(reports) == ["draft"] * 3
    assert Correction.objects.get().reports.count() == 3


def test_what_the_province_has_accepted_is_recalled_too(somsri: Client) -> None:
    reports = public()
    perform(reports[2], "revise", factories.officer(), "แก้คำผิด")
    accepted([reports[2]])
    page = somsri.get(address())
    assert [one.step for one in page.context["papers"]] == ["revise", "revise", "recall"]
    somsri.post(address(), filled(page, reason="แก้ไขคะแนน"))
    assert states(reports) == ["draft"] * 3


def test_year_that_no_public_paper_prints_needs_no_correction(somsri: Client) -> None:
    factories.complete_plan()
    assert "ไม่มีเอกสารที่เผยแพร่อยู่" in somsri.get(address()).content.decode()
    somsri.post(address(), {"reason": "แก้ไขคะแนน"})
    assert not Correction.objects.exists()


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_nobody_but_the_officer_begins_or_cancels(who: str) -> None:
    reports = public()
    person = getattr(factories, who)()
    with pytest.raises(PermissionDenied):
        begin(factories.municipality(), YEAR, person, "แก้ไข", told=True, seen=marks(reports))
    client = Client()
    client.force_login(person)
    begun(reports)
    for name in ("correction", "correction_submit", "correction_publish", "correction_cancel"):
        assert (client.get(address(name)).status_code, client.post(address(name)).status_code) == (403, 403)
    stranger = Client()
    stranger.force_login(factories.officer(factories.elsewhere()))
    assert stranger.get(address()).status_code == 404
    assert Correction.objects.filter(closed_at=None).count() == 1


def test_only_one_is_open_a_year_and_municipality() -> None:
    one = begun(public())
    with pytest.raises(Refused, match="เริ่มไว้แล้ว"):
        begin(one.municipality, YEAR, factories.officer(), "อีกครั้ง", told=True, seen={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(
            municipality=one.municipality, fiscal_year=YEAR, reason="x", opened_by=factories.officer()
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_begin_one() -> None:
    seen, place, officer = marks(public()), factories.municipality(), factories.officer()

    def second() -> str:
        try:
            begin(place, YEAR, officer, "สอง", told=True, seen=seen)
        except Refused as refused:
            return str(refused)
        return ""

    sentence = overtaken(second, by=lambda: begin(place, YEAR, officer, "หนึ่ง", told=True, seen=seen))
    assert "เริ่มไว้แล้ว" in sentence
    assert Correction.objects.get().reason == "หนึ่ง"
    assert Event.objects.filter(verb="revise").count() == 3


# Together


def test_all_are_submitted_with_one_act(somsri: Client) -> None:
    reports = public()
    begun(reports)
    corrected_score()
    page = somsri.get(address("correction_submit"))
    assert [one.report for one in page.context["papers"]] == reports
    somsri.post(address("correction_submit"), filled(page, note="แก้ไขตามประกาศ"))
    assert states(reports) == ["submitted"] * 3
    assert set(Event.objects.filter(verb="submit").values_list("note", flat=True)) == {"แก้ไขตามประกาศ"}


def test_none_is_submitted_while_one_has_an_error(somsri: Client) -> None:
    reports = public()
    begun(reports)
    page = somsri.get(address("correction_submit"))
    Measure.objects.filter(plan=reports[2].plan).delete()
    answer = somsri.post(address("correction_submit"), filled(page))
    assert "ต้องแก้ไข" in answer.content.decode()
    assert states(reports) == ["draft"] * 3
    assert not Event.objects.filter(verb="submit").exists()


def test_doubted_words_are_asked_about_in_each_paper(somsri: Client) -> None:
    reports = public()
    begun(reports)
    measure = Measure.objects.get(plan=reports[2].plan)
    measure.title = "มาตรการของเทศบาลตำบลสันนาเม็ง"
    measure.save()
    page = somsri.get(address("correction_submit"))
    asked = [field for one in page.context["papers"] for _c, _a, field in one.asked]
    assert asked
    answer = somsri.post(address("correction_submit"), filled(page))
    assert "หรือระบุเหตุผลที่ข้อความนี้ถูกต้อง" in answer.content.decode()
    assert states(reports) == ["draft"] * 3
    reasons = {field.html_name: "เป็นโครงการร่วม" for field in asked}
    somsri.post(address("correction_submit"), filled(answer, **reasons))
    assert states(reports) == ["submitted"] * 3


def test_reviewer_finds_one_affair_and_accepts_it_at_once(client: Client) -> None:
    reports = public()
    begun(reports)
    for row in reports:
        row.refresh_from_db()
        perform(row, "submit", factories.officer())
    client.force_login(factories.reviewer())
    desk = client.get(reverse("desk"))
    [one] = desk.context["corrections"]
    assert (one.correction.fiscal_year, one.submitted, one.missing) == (YEAR, tuple(reports), ())
    ticks = [f"{row.pk}:{version}" for row, version in zip(reports, marks(reports).values(), strict=True)]
    client.post(reverse("desk_accept"), {"report": ticks})
    assert states(reports) == ["accepted"] * 3


def test_none_is_accepted_where_one_has_changed(client: Client) -> None:
    reports = public()
    begun(reports)
    for row in reports:
        row.refresh_from_db()
        perform(row, "submit", factories.officer())
    seen = marks(reports)
    last = Report.objects.get(pk=reports[2].pk)
    perform(perform(last, "recall", factories.officer()), "submit", factories.officer())
    client.force_login(factories.reviewer())
    ticks = {"report": [f"{pk}:{version}" for pk, version in seen.items()]}
    answer = client.post(reverse("desk_accept"), ticks)
    assert len(answer.context["refused"]) == 3
    assert states(reports) == ["submitted"] * 3


@pytest.mark.needs("Pango")
@pytest.mark.slow
def test_all_are_published_with_one_act_and_that_ends_it(somsri: Client) -> None:
    reports = public()
    begun(reports)
    corrected_score()
    accepted(reports)
    page = somsri.get(address("correction_publish"))
    stay = {one.form["earlier"].html_name: "stay" for one in page.context["papers"]}
    answer = somsri.post(address("correction_publish"), filled(page, **stay))
    assert answer.url == reverse("municipality", args=[factories.municipality().pk])
    assert states(reports) == ["published"] * 3
    newest = [row.publications.first() for row in reports]
    assert [one.revision for one in newest] == [2, 2, 2]
    assert {one.printed_years.get(fiscal_year=YEAR).figures["announced_total"] for one in newest} == {"91.00"}
    correction = Correction.objects.get()
    assert (correction.closed_at is not None, correction.cancelled) == (True, False)


@pytest.mark.needs("Pango")
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_none_is_published_where_one_changes_before_the_lock() -> None:
    reports = public()
    begun(reports)
    ready = accepted(reports)
    seen = marks(reports)

    def deed() -> str:
        try:
            publish_all(ready, factories.officer(), seen=seen, answers={})
        except Refused as refused:
            return str(refused)
        return ""

    sentence = overtaken(deed, by=lambda: Measure.objects.filter(plan=reports[2].plan).update(title="ชื่อใหม่"))
    assert "เปลี่ยนไป" in sentence
    assert states(reports) == ["accepted"] * 3
    assert Publication.objects.filter(revision=2).count() == 0
    assert Correction.objects.get().closed_at is None


def test_none_is_published_at_a_version_that_was_not_read() -> None:
    reports = public()
    begun(reports)
    ready = accepted(reports)
    with pytest.raises(Outdated):
        publish_all(ready, factories.officer(), seen=marks(reports) | {reports[2].pk: 0}, answers={})
    assert states(reports) == ["accepted"] * 3


KILLED_AT_THE_LAST = """
import os, signal, sys, django
django.setup()
from django.db.models.signals import post_save
from accounts.models import User
from reports.models import Event, Publication, Report
from reports.publishing import publish_all

def kill(**_more):
    if Publication.objects.filter(revision=2).count() == 3:
        os.kill(os.getpid(), signal.SIGKILL)

post_save.connect(kill, sender=Event)
reports = list(Report.objects.with_place().filter(pk__in=sys.argv[1:]).order_by("plan__fiscal_year", "kind"))
seen = {report.pk: report.version for report in reports}
publish_all(reports, User.objects.get(username="somsri"), seen=seen, answers={})
"""


@pytest.fixture
def _closed_connections() -> Iterator[None]:
    yield
    connections.close_all()


@pytest.mark.needs("Pango")
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_closed_connections")
def test_kill_at_the_last_paper_leaves_none_published() -> None:
    reports = public()
    begun(reports)
    accepted(reports)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT_THE_LAST, *(str(row.pk) for row in reports)],
        env={**os.environ, "DATABASE_URL": address_of_the_test_database()},
        cwd=settings.BASE_DIR,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert states(reports) == ["accepted"] * 3
    assert not Publication.objects.filter(revision=2).exists()
    assert open_correction(factories.municipality(), YEAR) is not None


# Its end


@pytest.mark.needs("Pango")
@pytest.mark.slow
def test_publishing_the_papers_one_by_one_ends_it_with_the_last() -> None:
    reports = public()
    correction = begun(reports)
    for row in accepted(reports):
        correction.refresh_from_db()
        assert correction.closed_at is None
        publish(row, factories.officer())
    correction.refresh_from_db()
    assert correction.closed_at is not None


@pytest.mark.parametrize("name", ["correction", "correction_submit", "correction_publish"])
def test_pages_tell_why_a_paper_of_it_was_withdrawn(somsri: Client, name: str) -> None:
    reports = public()
    begun(reports)
    for row in reports:
        row.refresh_from_db()
    perform(reports[1], "withdraw", factories.officer(), "มีข้อมูลที่ไม่ควรเปิดเผย")
    corrected_score()
    if name == "correction_publish":
        accepted(reports)
    assert somsri.get(address(name)).content.decode().count("มีข้อมูลที่ไม่ควรเปิดเผย") == 1


def test_cancelling_says_what_stays_open_and_ends_it(somsri: Client) -> None:
    reports = public()
    begun(reports)
    page = somsri.get(address("correction_cancel")).content.decode()
    assert page.count("badge") >= 3
    somsri.post(address("correction_cancel"))
    assert states(reports) == ["draft"] * 3
    assert Correction.objects.get().cancelled
    begun(reports)
    assert Correction.objects.filter(closed_at=None).count() == 1


# What the officer and the public see


def test_home_names_it_first_and_once(somsri: Client) -> None:
    begun(public())
    steps = somsri.get(reverse("municipality", args=[factories.municipality().pk])).context["steps"]
    assert (steps[0]["address"], steps[0]["urgent"]) == (address(), True)
    assert not [step for step in steps[1:] if "documents/plan" in step["address"]]


def test_pages_lead_to_it(somsri: Client) -> None:
    public()
    place = factories.municipality()
    for page in (reverse("assessment", args=[place.pk, YEAR]), reverse("documents", args=[place.pk, 2568])):
        assert f'href="{address()}"' in somsri.get(page).content.decode()


@pytest.mark.parametrize("told", [True, False])
def test_public_pages_say_it_while_it_goes_on_if_the_municipality_wants(client: Client, told: bool) -> None:
    reports = public()
    place = factories.municipality()
    begun(reports, told=told)
    sentence = "อยู่ระหว่างแก้ไข"
    pages = [
        reverse("publication", args=[place.pk, 2568, "plan"]),
        reverse("published_municipality", args=[place.pk]),
        reverse("published_list"),
        f"{reverse('verify')}?sha256={reports[0].publications.get().sha256}",
    ]
    assert [sentence in client.get(page).content.decode() for page in pages] == [told] * 4
    rows = client.get(reverse("open_data_json", args=["publications"]))
    tag = rows.headers["ETag"]
    said = json.loads(rows.getvalue())
    assert {row["under_correction"] for row in said} == {told}
    Correction.objects.update(closed_at=Correction.objects.get().opened_at)
    assert [sentence in client.get(page).content.decode() for page in pages] == [False] * 4
    again = client.get(reverse("open_data_json", args=["publications"]), headers={"if-none-match": tag})
    assert again.status_code == (200 if told else 304)


def test_paper_that_was_published_again_is_no_longer_marked(client: Client) -> None:
    reports = public()
    begun(reports)
    Report.objects.filter(pk=reports[0].pk).update(state="published")
    place = factories.municipality()
    pages = [reverse("publication", args=[place.pk, 2568, kind]) for kind in ("plan", "results")]
    marked = ["อยู่ระหว่างแก้ไข" in client.get(page).content.decode() for page in pages]
    assert marked == [False, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_database_little(
    somsri: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reports = public()
    for row in reports[rows:]:
        row.publications.all().delete()
    page = address()
    somsri.get(page)
    with django_assert_num_queries(9):  # session, person, place, correction, notice, papers (3), figures
        somsri.get(page)
    begun(reports[:rows])
    with django_assert_num_queries(9):  # its reports for those of the papers
        somsri.get(page)
    assert len(standing_of(Correction.objects.get()).reports) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_of_the_steps_ask_the_same_for_any_number(
    somsri: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reports = public()
    for row in reports[rows:]:
        row.publications.all().delete()
    begun(reports[:rows])
    page = address("correction_submit")
    somsri.get(page)
    # session, person, place, correction, its reports; years, measures, evidence; comments; a reviewer
    with django_assert_num_queries(9 + (rows == 3)):
        assert not somsri.get(page).context["hindered"]
    accepted(reports[:rows])
    page = address("correction_publish")
    # the same, but what was published for the comments, and other corrections for the reviewer
    with django_assert_num_queries(9 + (rows == 3)):
        assert not somsri.get(page).context["hindered"]
