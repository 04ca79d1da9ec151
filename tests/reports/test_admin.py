"""What Django's admin shows of reports: in Thai, for reading."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Event, Report
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    report = factories.report(factories.plan(), "plan")
    Event.objects.record(report, "submit", factories.officer(), "", came_from="draft")
    return report


def shown(client: Client, address: str) -> str:
    client.force_login(factories.admin())
    return re.sub(r"<[^>]*>", " ", client.get(address).content.decode())


def test_steps_are_named_as_on_their_buttons(client: Client, report: Report):
    events = shown(client, reverse("admin:reports_event_changelist"))
    of_report = shown(client, reverse("admin:reports_report_change", args=[report.pk]))
    for page in (events, of_report):
        assert "ส่งตรวจทาน" in page
        assert re.findall(r"\bsubmit\b", page) == []


@pytest.mark.parametrize(("verb", "found"), [("submit", 1), ("accept", 0)])
def test_events_of_one_step_are_found(client: Client, report: Report, verb: str, found: int):
    client.force_login(factories.admin())
    page = client.get(reverse("admin:reports_event_changelist"), {"verb": verb})
    assert page.context["cl"].result_count == found
