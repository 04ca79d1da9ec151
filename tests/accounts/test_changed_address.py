"""A changed address of an account is told to the old and to the new one, whoever changes it."""

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from accounts.people import save_person
from outbox.models import Mail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(page_client: Client) -> Client:
    """Signed in as the admin."""
    page_client.force_login(factories.admin())
    return page_client


def typed(person: User, **changes: object) -> dict[str, object]:
    own = {name: getattr(person, name) for name in ("first_name", "last_name", "position", "email", "role")}
    place = person.municipality.full_name if person.municipality else ""
    return {**own, "municipality": place, "province": person.province_id or "", **changes}


def test_changed_address_is_told_to_the_old_and_the_new_one(admin: Client):
    person, other = factories.officer(), factories._user("second", "คนที่สอง", role=Role.ADMIN)
    admin.post(reverse("person", args=[person.pk]), typed(person, email="new@example.go.th"))
    assert [message.to for message in mail.outbox] == [["somsri@example.go.th"], ["new@example.go.th"]]
    for message in mail.outbox:
        assert "somsri@example.go.th" in message.body
        assert "new@example.go.th" in message.body
        # whom to tell: not the one whose session may be a thief's
        assert (other.email in message.body, factories.admin().email in message.body) == (True, False)


def test_admin_who_is_the_only_one_is_named_all_the_same(admin: Client):
    person = factories.officer()
    admin.post(reverse("person", args=[person.pk]), typed(person, email="new@example.go.th"))
    assert factories.admin().email in mail.outbox[0].body


def test_own_changed_address_of_an_admin_is_told_too(admin: Client):
    me = factories.admin()
    admin.post(reverse("person", args=[me.pk]), typed(me, email="new@example.go.th"))
    assert [message.to for message in mail.outbox] == [["admin@example.go.th"], ["new@example.go.th"]]


def test_first_address_of_an_account_is_told_to_itself_only(admin: Client):
    person = factories.officer()
    User.objects.filter(pk=person.pk).update(email="")
    admin.post(reverse("person", args=[person.pk]), typed(person, email="new@example.go.th"))
    assert [message.to for message in mail.outbox] == [["new@example.go.th"]]


@pytest.mark.parametrize("changes", [{"position": "ปลัด"}, {"email": ""}, {"email": "admin@example.go.th"}])
def test_nothing_is_told_where_no_address_changes(admin: Client, changes: dict[str, str]):
    person = factories.officer()
    admin.post(reverse("person", args=[person.pk]), typed(person, **changes))
    assert mail.outbox == []


def test_other_letters_of_the_same_address_are_no_change(admin: Client):
    person = factories.officer()
    User.objects.filter(pk=person.pk).update(email="Somsri@Example.go.th")
    admin.post(reverse("person", args=[person.pk]), typed(person, email="somsri@example.go.th"))
    assert (User.objects.get(pk=person.pk).email, mail.outbox) == ("somsri@example.go.th", [])


def test_mail_says_what_holds_from_now_on_and_who_changed_it_when(admin: Client):
    person = factories.officer()
    admin.post(reverse("person", args=[person.pk]), typed(person, email="new@example.go.th"))
    body = mail.outbox[0].body
    assert "เดิม somsri@example.go.th" in body
    assert "ใหม่ new@example.go.th" in body
    assert f"ผู้เปลี่ยน {factories.admin()} (ผู้ดูแลระบบ) เมื่อวันที่" in body


def test_mails_leave_with_the_change_or_not_at_all(settings: LazySettings):
    settings.EMAIL_BACKEND = "outbox.backend.Queue"
    person, by = factories.officer(), factories.admin()
    for address, fails in (("lost@example.go.th", True), ("new@example.go.th", False)):
        with transaction.atomic():
            save_person(person, {"email": address}, by)
            transaction.set_rollback(fails)
        person.refresh_from_db()
    recipients = list(Mail.objects.order_by("pk").values_list("recipient", flat=True))
    assert recipients == ["somsri@example.go.th", "new@example.go.th"]
