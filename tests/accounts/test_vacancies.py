"""A province that reviews and has nobody who does: admins are told once, and whoever submits is told."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import ReviewerVacancy, Role, User
from accounts.people import save_person, set_active
from accounts.vacancies import tell_admins, without_reviewer
from municipalities.models import Province
from reports.models import Report
from tests import factories
from tests.steps import perform, read

pytestmark = pytest.mark.django_db
LACKING = "จังหวัดลำปางยังไม่มีผู้ตรวจทานในระบบ"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told() -> list[str]:
    return [letter.subject for letter in mail.outbox if "ยังไม่มีผู้ตรวจทาน" in letter.subject]


def ready(state: str = "draft") -> Report:
    return factories.report(factories.complete_plan(), state=state)


def test_province_without_officers_needs_no_reviewer() -> None:
    assert list(without_reviewer()) == []
    factories.officer()
    assert [row.name for row in without_reviewer()] == ["ลำปาง"]
    factories.reviewer()
    assert list(without_reviewer()) == []


@pytest.mark.parametrize("leaving", ["closed", "another province", "another role"])
def test_last_reviewer_who_leaves_is_told_once_to_every_admin(leaving: str) -> None:
    factories.officer()
    admin, reviewer = factories.admin(), factories.reviewer()
    mail.outbox.clear()
    if leaving == "closed":
        set_active(reviewer, admin, active=False)
    elif leaving == "another province":
        save_person(reviewer, {"province": factories.province("เชียงใหม่")}, admin)
    else:
        place = factories.municipality()
        save_person(reviewer, {"role": Role.OFFICER, "province": None, "municipality": place}, admin)
    for _ in range(2):
        tell_admins()
        call_command("remind")

    [letter] = [letter for letter in mail.outbox if "ยังไม่มีผู้ตรวจทาน" in letter.subject]
    assert letter.to == [admin.email]
    assert "- จังหวัดลำปาง" in letter.body
    assert reverse("province_settings") in letter.body


def test_one_of_two_reviewers_may_leave_and_a_new_vacancy_is_told_again() -> None:
    factories.officer()
    admin, reviewer = factories.admin(), factories.reviewer()
    other = User(username="second", email="second@example.go.th")
    save_person(other, {"role": Role.REVIEWER, "province": factories.province()}, admin)
    for person, active, number in (
        (reviewer, False, 0),
        (other, False, 1),
        (other, True, 1),
        (other, False, 2),
    ):
        set_active(person, admin, active=active)
        assert len(told()) == number
    Province.objects.update(reviews=False)
    tell_admins()
    assert not ReviewerVacancy.objects.exists()


def test_admin_who_closes_the_last_account_is_told_on_the_page() -> None:
    factories.officer()
    reviewer = factories.reviewer()
    client = signed_in(factories.admin())
    page = client.post(reverse("person_state", args=[reviewer.pk]), {"active": "no"}, follow=True)
    assert f"{LACKING} โปรดเชิญผู้รับช่วงงาน" in page.content.decode()


def test_who_submits_is_told_before_and_after_and_the_admin_by_mail() -> None:
    report, officer = ready(), factories.officer()
    factories.admin()
    client, keys = signed_in(officer), [report.plan.municipality_id, 2568]
    address = reverse("report_action", args=[*keys, "plan", "submit"])
    page = client.get(address).content.decode()
    assert LACKING in page
    assert "จะได้รับแจ้งและอ่านเอกสารนี้ได้" not in page
    client.post(address, {"seen": read(report)})
    pages = [reverse("documents", args=keys), reverse("municipality", args=keys[:1])]
    assert all(LACKING in client.get(page).content.decode() for page in pages)
    assert len(told()) == 1
    perform(report, "recall", officer)
    perform(report, "submit", officer)
    assert len(told()) == 1
    factories.reviewer()
    assert not any(LACKING in client.get(page).content.decode() for page in (address, *pages))


@pytest.mark.parametrize("name", ["administration", "province"])
def test_admin_sees_where_documents_wait_for_nobody(name: str) -> None:
    ready("submitted")
    factories.officer()
    factories.officer(factories.elsewhere())
    client = signed_in(factories.admin())
    page = client.get(reverse(name))
    assert [(one.province.name, one.waiting) for one in page.context["vacant"]] == [
        ("เชียงใหม่", 0),
        ("ลำปาง", 1),
    ]
    assert "มีเอกสารรอตรวจทาน ๑ ฉบับ" in page.content.decode()
    invited = client.get(f"{reverse('person_invite')}?role=reviewer").context["form"]
    assert invited["role"].value() == Role.REVIEWER
    factories.reviewer()
    factories.reviewer("เชียงใหม่")
    assert "vacant" not in client.get(reverse(name)).content.decode()
