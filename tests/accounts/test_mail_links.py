"""Links of mails lead to the portal's own address, whichever name a request was sent to."""

import re

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from outbox.console_mail import KeylessConsole
from tests import factories
from tests.accounts.signing_in import set_up_in_browser
from tests.accounts.test_passwords import ask_for_link, change
from tests.pages import PageClient

OWN = "https://ita.example.go.th"
FORGED = {"HTTP_HOST": "evil.example"}


@pytest.mark.django_db(transaction=True)
@override_settings(ALLOWED_HOSTS=["*"], PORTAL_URL=OWN)
def test_no_mail_names_the_host_of_the_request():
    person, admin = factories.officer(), PageClient(**FORGED)
    stranger = Client(**FORGED)
    ask_for_link(stranger, person.email)
    ask_for_link(stranger, "nobody@example.go.th")
    owner = Client(**FORGED)
    set_up_in_browser(owner)
    change(owner)
    admin.force_login(factories.admin())
    admin.post(reverse("person_invite_again", args=[person.pk]))
    opened = re.search(r"\S+/key/\S+", mail.outbox[0].body)[0].removeprefix(OWN)
    stranger.get(opened, follow=True)
    links = [re.findall(r"\S*//[^/\s]*", sent.body) for sent in mail.outbox]
    assert len(links) == 5
    assert all(links)
    assert {link for of_one in links for link in of_one} == {OWN}


@pytest.mark.django_db
def test_console_of_a_portal_that_others_reach_prints_no_key(capsys: pytest.CaptureFixture[str]):
    ask_for_link(Client(), factories.officer().email)
    KeylessConsole().send_messages(mail.outbox)
    printed = capsys.readouterr().out
    assert "/accounts/password/reset/key/***" in printed
    key = re.search(r"/key/(\S+)/", mail.outbox[0].body)
    assert key is None or key[1] == "***"
