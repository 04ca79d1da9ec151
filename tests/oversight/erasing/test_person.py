"""A person with an account is forgotten, and what they did still stands there."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from oversight.personal_data import data_about
from tests import factories
from tests.oversight.erasing.world import STONE, run
from tests.steps import perform

pytestmark = pytest.mark.django_db
NAMES = {
    "first_name": "สมปอง",
    "last_name": "มาลาตี",
    "email": "sompong.m@example.go.th",
    "username": "sompong.m",
}


def test_closed_account_is_forgotten_and_its_steps_stay(client: Client):
    person = factories.officer()
    for name, value in NAMES.items():
        setattr(person, name, value)
    person.save()
    report = factories.report(factories.complete_plan(), "plan")
    perform(report, "submit", person)
    person.is_active = False
    person.save()
    for text in ("สมปอง มาลาตี", "sompong.m@example.go.th", "sompong.m"):
        run("--text", text, "--publications", "keep")

    person = User.objects.get(pk=person.pk)
    kept = str(data_about(person))
    assert [word for word in ("สมปอง", "มาลาตี", "sompong") if word in kept] == []
    client.force_login(factories.reviewer())
    page = client.get(reverse("report_history", args=[report.plan.municipality_id, 2568, "plan"]))
    assert page.status_code == 200
    assert STONE in page.content.decode()
