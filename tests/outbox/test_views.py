"""An admin's page of mails that have not gone out."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from outbox import faults
from outbox.models import Mail
from outbox.sending import LEASE, put
from tests import factories
from tests.accounts.signing_in import english
from tests.mails import use_queue, work_off

pytestmark = pytest.mark.django_db
LIST, AGAIN = "/administration/mails/", "/administration/mails/again/"


@pytest.fixture
def admin(client: Client, settings: LazySettings) -> Client:
    """Signed in as the admin, with the queue as in production."""
    use_queue(settings)
    client.force_login(factories.admin())
    return client


def waiting(recipient: str = "somsri@example.go.th") -> Mail:
    return put(EmailMessage("รอการตรวจทาน", "https://ita.example.go.th/secret", to=[recipient]))


def given_up(recipient: str = "somsri@example.go.th") -> Mail:
    row = waiting(recipient)
    Mail.objects.filter(pk=row.pk).update(next_try_at=None, reason=faults.RECIPIENT, detail="550", tries=6)
    return row


def test_page_says_which_mail_to_whom_and_why_and_never_its_text(admin: Client):
    given_up()

    page = admin.get(LIST).content.decode()

    shown = ["รอการตรวจทาน", "somsri@example.go.th", faults.RECIPIENT, "550", "ส่งอีกครั้ง"]
    assert [text for text in shown if text not in page] == []
    assert "secret" not in page


def failing() -> Mail:
    """A mail whose first try has failed and which will be tried again."""
    row = waiting()
    Mail.objects.filter(pk=row.pk).update(tries=1, reason=faults.UNANSWERED)
    return row


def test_mail_on_its_first_try_has_not_failed(admin: Client):
    waiting()
    Mail.objects.update(tries=1, claimed_by="worker", claimed_at=timezone.now())

    page = admin.get(LIST).content.decode()

    assert ("กำลังส่ง" in page, "ส่งไม่สำเร็จ ๑ ครั้ง" in page) == (True, False)


def test_page_counts_what_failed_and_what_of_it_was_given_up(admin: Client):
    waiting()
    failing()
    given_up()

    page = admin.get(LIST).content.decode()

    assert "ส่งไม่สำเร็จ ๒ ฉบับ ในจำนวนนี้ระบบหยุดส่งแล้ว ๑ ฉบับ ทั้งหมด ๓ ฉบับ" in page
    assert "ส่งไม่สำเร็จ ๑ ครั้ง" in page


def test_failed_mails_stand_first_and_only_they_have_the_button(admin: Client):
    first, second = waiting(), given_up()

    answer = admin.get(LIST)

    assert list(answer.context["page"]) == [second, first]
    page = " ".join(answer.content.decode().split())
    assert page.count('name="mail" value="all"') == 1
    assert page.count('class="btn btn-sm" name="mail"') == 1


def test_button_sends_one_mail_again(admin: Client):
    chosen, other = given_up(), given_up("mana@example.go.th")

    answer = admin.post(AGAIN, {"mail": chosen.pk}, follow=True)

    assert "ระบบกำลังส่งอีเมล ๑ ฉบับอีกครั้ง" in answer.content.decode()
    assert [sent.to for sent in work_off()] == [[chosen.recipient]]
    assert list(Mail.objects.all()) == [other]


def test_button_sends_all_again(admin: Client):
    for number in range(3):
        given_up(f"{number}@example.go.th")

    admin.post(AGAIN, {"mail": "all"})

    assert len(work_off()) == 3


@pytest.mark.parametrize("wanted", ["", "0", "x", "๑", "9" * 30, "waiting", "without text"])
def test_nothing_else_is_sent_again(admin: Client, wanted: str):
    row = waiting() if wanted == "waiting" else given_up()
    if wanted == "without text":
        Mail.objects.update(body="")
    before = Mail.objects.values().get()

    answer = admin.post(
        AGAIN, {"mail": row.pk if " " in wanted or wanted == "waiting" else wanted}, follow=True
    )

    assert "ไม่มีอีเมลที่ส่งอีกครั้งได้" in answer.content.decode()
    assert Mail.objects.values().get() == before


@pytest.mark.parametrize(("late", "said"), [(LEASE / 2, False), (LEASE * 2, True)])
def test_page_says_when_no_worker_runs(admin: Client, late: timedelta, said: bool):
    waiting()
    Mail.objects.update(next_try_at=timezone.now() - late)

    assert ("ไม่มีโปรแกรมใดส่ง" in admin.get(LIST).content.decode()) is said


def test_start_of_the_administration_counts_what_failed(admin: Client):
    before = admin.get(reverse("administration")).content.decode()
    given_up()
    failing()
    waiting()

    after = admin.get(reverse("administration")).content.decode()

    assert ["ส่งไม่สำเร็จ ๒ ฉบับ" in page for page in (before, after)] == [False, True]


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_database_little(
    admin: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(number):
        given_up()
    with django_assert_num_queries(7):  # session, person, how many, failed, given up, overdue, the page
        admin.get(LIST)


def test_page_has_no_english(admin: Client):
    waiting()
    assert english(admin.get(LIST)) == []
