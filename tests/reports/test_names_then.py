"""What was done keeps the name and the role of its day, however often the account is renamed."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Handover, Role, User
from accounts.names_then import person_then, role_then
from reports import commenting
from reports.commenting.places import CommentPlace
from reports.confirmations import confirmations
from reports.models import Comment, Confirmation, Correction, Report
from tests import factories

pytestmark = pytest.mark.django_db
THEN, NOW = "สมศรี ใจดี", "อรทัย มาใหม่"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(datetime(2026, 1, 10, 2, 5, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def report(clock: time_machine.Traveller) -> Report:
    """The submitted plan of เขลางค์นคร, with one measure; an hour ago สมศรี ใจดี and วิชัย got their accounts."""
    rename(factories.officer(), THEN)
    rename(factories.reviewer(), "วิชัย เดิม")
    clock.shift(3600)
    return factories.report(factories.complete_plan(), state="submitted")


def rename(person: User, name: str, **more: object) -> None:
    person.first_name, person.last_name = name.split()
    for field, value in more.items():
        setattr(person, field, value)
    person.save()


def renamed_later(clock: time_machine.Traveller) -> None:
    """An hour later both accounts have other names."""
    clock.shift(3600)
    rename(factories.officer(), NOW)
    rename(factories.reviewer(), "วิภา ใหม่")


def text(client: Client, name: str, report: Report, user: User, *keys: object) -> str:
    client.force_login(user)
    plan = report.plan
    address = reverse(name, args=[plan.municipality_id, plan.fiscal_year, *(keys or [report.kind])])
    page = client.get(address).content.decode()
    return page[page.index("<main") :]


def test_comment_keeps_author_closer_and_their_roles(
    client: Client, report: Report, clock: time_machine.Traveller
):
    root = commenting.add(report, factories.reviewer(), place=CommentPlace("", "ทั้งฉบับ"), body="โปรดเพิ่ม")
    commenting.answer(root, factories.officer(), body="เพิ่มแล้ว")
    commenting.resolve(root, factories.reviewer())
    renamed_later(clock)
    User.objects.filter(username="somsri").update(role=Role.ADMIN, municipality=None)
    page = text(client, "preview", report, factories.reviewer())
    assert [name in page for name in ("วิชัย เดิม", THEN, "วิภา", "อรทัย")] == [True, True, False, False]
    assert "ปิดโดย วิชัย เดิม" in page
    assert Role.OFFICER.label in page


def test_comment_that_is_answered_keeps_its_author(
    client: Client, report: Report, clock: time_machine.Traveller
):
    root = commenting.add(report, factories.reviewer(), place=CommentPlace("", "ทั้งฉบับ"), body="โปรดเพิ่ม")
    renamed_later(clock)
    page = text(client, "comment_answer", report, factories.officer(), report.kind, root.pk)
    assert ("วิชัย เดิม" in page, "วิภา" in page) == (True, False)


def test_answer_counts_as_the_municipalitys_although_its_author_reviews_now(
    report: Report, clock: time_machine.Traveller
):
    root = commenting.add(report, factories.reviewer(), place=CommentPlace("", "ทั้งฉบับ"), body="โปรดเพิ่ม")
    assert commenting.unanswered_comments(report) == 1
    commenting.answer(root, factories.officer(), body="เพิ่มแล้ว")
    assert commenting.unanswered_comments(report) == 0
    clock.shift(3600)
    risen = factories.officer()
    rename(risen, NOW, role=Role.REVIEWER, municipality=None, province=factories.province())
    assert commenting.unanswered_comments(report) == 0


def test_history_of_a_document_keeps_the_names(client: Client, report: Report, clock: time_machine.Traveller):
    """Of changed fields, comments and publications; in the choice of persons as well."""
    measure = report.plan.measures.get()
    measure.title = "อบรมแล้ว"
    measure._history_user = factories.officer()
    measure.save()
    commenting.add(report, factories.reviewer(), place=CommentPlace("", "ทั้งฉบับ"), body="โปรดเพิ่ม")
    factories.publication(report)
    renamed_later(clock)
    page = text(client, "report_history", report, factories.officer())
    for name in (THEN, "วิชัย เดิม"):
        assert page.count(name) >= 2  # once in the choice
    assert ("วิภา" in page, "อรทัย" in page) == (False, False)


def test_whoever_had_two_names_is_one_choice_with_both(
    client: Client, report: Report, clock: time_machine.Traveller
):
    for title, name in (("หนึ่ง", THEN), ("สอง", NOW)):
        rename(factories.officer(), name)
        measure = report.plan.measures.get()
        measure.title, measure._history_user = title, factories.officer()
        measure.save()
        clock.shift(3600)
    page = text(client, "report_history", report, factories.officer())
    assert f">{THEN}, {NOW}</option>" in page


def test_confirmation_keeps_the_name(report: Report, clock: time_machine.Traveller):
    Confirmation.objects.create(
        plan=report.plan,
        digest="0" * 64,
        check_code="C1",
        path="x",
        message="ม",
        reason="ร",
        confirmed_by=factories.officer(),
    )
    renamed_later(clock)
    assert str(confirmations(report.plan)["0" * 64].confirmed_by_then) == THEN


def test_correction_and_invitation_name_who_began_them_as_of_that_day(
    client: Client, report: Report, clock: time_machine.Traveller
):
    officer, plan = factories.officer(), report.plan
    row = {"municipality": plan.municipality, "fiscal_year": plan.assessed_year, "reason": "แก้ไขคะแนน"}
    Correction.objects.create(opened_by=officer, **row).reports.add(report)
    Handover.objects.create(
        person=officer,
        municipality=plan.municipality,
        begun_by=officer,
        first_name="มานะ",
        email="m@example.go.th",
    )
    renamed_later(clock)
    client.force_login(officer)
    correction = client.get(reverse("correction", args=[plan.municipality_id, plan.assessed_year]))
    for page in (correction, client.get(reverse("handover"))):
        main = page.content.decode().partition("<main")[2]
        assert (THEN in main, NOW in main) == (True, False)


def test_admins_history_and_lists_keep_the_names(
    client: Client, report: Report, clock: time_machine.Traveller
):
    place = report.plan.municipality
    place.website, place._history_user = "https://a.go.th", factories.officer()
    place.save()
    commenting.resolve(
        commenting.add(report, factories.reviewer(), place=CommentPlace("", "ทั้งฉบับ"), body="โปรดเพิ่ม"),
        factories.reviewer(),
    )
    factories.publication(report)
    report.publications.update(published_by=factories.officer())
    renamed_later(clock)
    client.force_login(factories.admin())
    for address, name in (
        (reverse("admin:municipalities_municipality_history", args=[place.pk]), THEN),
        (reverse("admin:reports_report_change", args=[report.pk]), "วิชัย เดิม"),
        (reverse("admin:reports_publication_changelist"), THEN),
    ):
        page = client.get(address).content.decode()
        assert (name in page, NOW in page, "วิภา" in page) == (True, False, False)


def test_moment_before_the_account_and_account_without_history(
    clock: time_machine.Traveller, django_assert_num_queries: DjangoAssertNumQueries
):
    report = factories.report(factories.plan())
    early = factories.comment(report, body="ก่อน")
    clock.shift(3600)
    person = factories.reviewer()
    rename(person, NOW)
    person.history.update(history_date=datetime(2026, 5, 1, tzinfo=UTC))
    silent = factories.comment(report, factories.officer(), body="ไม่มีประวัติ")
    factories.officer().history.all().delete()
    with django_assert_num_queries(1):
        found = {row.pk: str(row.author_then) for row in Comment.objects.with_people()}
    assert found[early.pk].startswith("วิชัย")
    assert found[silent.pk] == "สมศรี"


def test_role_is_that_of_the_moment(report: Report, clock: time_machine.Traveller):
    comment = factories.comment(report, factories.officer(), body="ก")
    clock.shift(3600)
    rename(factories.officer(), NOW, role=Role.ADMIN, municipality=None, position="ปลัด")
    row = Comment.objects.annotate(
        was=role_then("author", "written_at"), who=person_then("author", "written_at")
    ).get(pk=comment.pk)
    assert (row.was, row.who.role_label, row.who.position) == ("officer", Role.OFFICER.label, "")
