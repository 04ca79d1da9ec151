"""What is kept about people is told on a page; what is kept about one is handed out by a command."""

import json
from io import StringIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.linked_identities import LinkedIdentity, store_identity
from accounts.open_sessions import OpenSession
from oversight.personal_data import data_about, naming_columns
from public.privacy import KEPT
from reports.models import Comment, Event
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_table_that_names_people_is_told_on_the_page():
    told = [model for one in KEPT for model in one.models]
    assert sorted(told) == sorted({model._meta.label for model, _ in naming_columns()} | {"accounts.User"})


def test_page_says_how_long_in_thai(client: Client):
    page = client.get(reverse("privacy")).content.decode()
    assert all(words in page for words in ("๙๐ วัน", "๑๒ ชั่วโมง", "๓๐ วัน", "มาตรา ๓๓"))
    assert reverse("privacy") in client.get(reverse("published_list")).content.decode()


def printed(username: str) -> str:
    out = StringIO()
    call_command("personal_data", username, stdout=out)
    return out.getvalue()


def test_person_gets_what_names_them_and_nothing_of_others():
    officer, reviewer = factories.officer(), factories.reviewer()
    report = factories.report(factories.plan(), "plan")
    told = {"actor_name": "สมศรี ใจดี", "actor_role": "เจ้าหน้าที่", "from_state": "draft", "to_state": "submitted"}
    Event.objects.create(report=report, verb="submit", actor=officer, **told)
    Comment.objects.create(report=report, author=officer, body="คำตอบของสมศรี")
    Comment.objects.create(report=report, author=reviewer, body="ความเห็นของผู้อื่น")
    officer.set_password("a secret of hers")
    officer.save()
    session = SessionStore()
    session.create()
    OpenSession.objects.create(person=officer, session_id=session.session_key, device="โทรศัพท์")
    store_identity(officer, "https://id.example", "1234567890123")
    text = printed(officer.username)
    assert all(words in text for words in ("โทรศัพท์", "https://id.example"))
    assert session.session_key not in text
    assert LinkedIdentity.objects.get().subject not in text
    assert all(words in text for words in ("สมศรี ใจดี", "คำตอบของสมศรี", officer.username))
    assert all(words not in text for words in ("ความเห็นของผู้อื่น", officer.password, "history", "historical"))
    assert {section["เรื่อง"] for section in json.loads(text)["รายการที่อ้างถึงบัญชีนี้"]} >= {"เหตุการณ์", "ความเห็น"}


def test_changes_of_documents_are_told_without_their_words(somsris_change: str):
    officer = factories.officer()
    told = json.dumps(data_about(officer), ensure_ascii=False)
    assert "ประวัติของมาตรการ" in told
    assert somsris_change not in told


@pytest.fixture
def somsris_change() -> str:
    """What somsri has written into a measure."""
    measure = factories.measure(factories.plan())
    measure.title = "ถ้อยคำของเทศบาล"
    measure._history_user = factories.officer()
    measure.save()
    return str(measure.title)


def test_nobody_of_that_name_is_told():
    with pytest.raises(CommandError, match="ไม่มีผู้ใช้ชื่อ nobody"):
        printed("nobody")
