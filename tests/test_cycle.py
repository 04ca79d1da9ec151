"""From page to page through a cycle: each says what comes next, for the officer who goes that way."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from reports.models import Report
from reports.workflow import State
from tests import factories

pytestmark = pytest.mark.django_db
ONWARD = re.compile(r'<p class="onward">\s*ขั้นตอนถัดไป:\s*<a href="([^"]+)">')
STEPS = ["assessment", "findings", "analyses", "plan", "results", "checks", "documents"]


def onward(client: Client, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return ONWARD.findall(page.content.decode())


def test_each_page_leads_to_the_next_step(client: Client):
    factories.measure(factories.plan())
    client.force_login(factories.officer())
    way = [reverse("assessment", args=[factories.municipality().pk, 2567])]
    while (following := onward(client, way[-1])) and len(way) <= len(STEPS):
        way += following
    assert [resolve(address).url_name for address in way] == STEPS


@pytest.mark.parametrize("step", ["plan", "results", "checks", "documents"])
def test_plan_not_begun_leads_nowhere_else(client: Client, step: str):
    client.force_login(factories.officer())
    assert onward(client, reverse(step, args=[factories.municipality().pk, 2568])) == []


def test_reviewer_is_led_nowhere(client: Client):
    plan = factories.plan()
    Report.objects.update(state=State.SUBMITTED)
    client.force_login(factories.reviewer())
    assert onward(client, reverse("checks", args=[plan.municipality_id, 2568])) == []
