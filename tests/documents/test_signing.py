"""Each document of a plan is signed by itself: the report never on the day of the plan."""

from datetime import date

import pytest
from django.test import Client

from documents.dossier import Dossier, Signatory
from documents.loading import load_dossier
from exchange.reading import read_bundle
from exchange.writing import bundle_of, excerpt
from tests import factories

pytestmark = pytest.mark.django_db


def signed_plan(**fields: object) -> Dossier:
    plan = factories.plan()
    plan.signatory_name, plan.signatory_position = "สมชาย ใจซื่อ", "นายกเทศมนตรี"
    plan.signed_on = date(2024, 10, 10)
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.save()
    return load_dossier(plan)


def test_report_takes_name_and_position_of_the_plan_but_not_its_day():
    found = signed_plan().signed_as("results").signatory
    assert found == Signatory("สมชาย ใจซื่อ", "นายกเทศมนตรี", None)


def test_report_has_a_signatory_of_its_own():
    told = {"results_signatory_name": "ใจดี มีธรรม", "results_signatory_position": "รองนายก"}
    found = signed_plan(**told, results_signed_on=date(2025, 10, 12))
    assert found.signed_as("results").signatory == Signatory("ใจดี มีธรรม", "รองนายก", date(2025, 10, 12))
    assert found.signed_as("plan").signatory == Signatory("สมชาย ใจซื่อ", "นายกเทศมนตรี", date(2024, 10, 10))


@pytest.mark.parametrize(
    ("kinds", "day"),
    [
        (("plan",), date(2024, 10, 10)),
        (("results",), date(2025, 10, 12)),
        (("plan", "results"), date(2025, 10, 12)),
    ],
)
def test_bundle_of_a_document_is_signed_as_it_is(kinds: tuple[str, ...], day: date):
    found = signed_plan(results_signed_on=date(2025, 10, 12))
    assert read_bundle(bundle_of(excerpt(found, kinds))).signatory.signed_on == day


def test_officer_signs_the_report_on_the_page_of_results():
    plan = factories.plan()
    factories.measure(plan)
    client = Client()
    client.force_login(factories.officer())
    address = f"/municipalities/{plan.municipality_id}/plans/{plan.fiscal_year}/results/"
    seen = client.get(address).context["guard"].token
    typed = {"seen": seen, "results_signatory_name": "ใจดี มีธรรม", "results_signed_on": "๑๒ ตุลาคม ๒๕๖๘"}
    assert client.post(address, typed).status_code == 302
    plan.refresh_from_db()
    assert (plan.results_signatory_name, plan.results_signed_on) == ("ใจดี มีธรรม", date(2025, 10, 12))
    assert plan.signed_on is None
