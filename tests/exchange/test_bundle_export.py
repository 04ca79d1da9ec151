"""What a bundle leaves out, and the download on the page."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.loading import load_dossier
from exchange.export import NothingKnown, export
from exchange.reading import read_bundle
from exchange.storing import store
from exchange.writing import bundle_of, excerpt
from measures.models import Plan
from reports.models import Report
from reports.workflow import State
from tests import factories
from tests.exchange.bundles import as_file, full

pytestmark = pytest.mark.django_db


def _imported() -> Plan:
    data = full()
    later = {"fiscal_year": 2568, "scores": {"1": "99.00"}, "analyses": data["assessments"][1]["analyses"]}
    data["assessments"] += [later, {"fiscal_year": 2569, "scores": {"1": "98.00"}}]
    store(read_bundle(as_file(data)))
    return Plan.objects.select_related("municipality").get()


def _excerpt(*kinds: str) -> dict[str, Any]:
    return json.loads(bundle_of(excerpt(load_dossier(_imported()), kinds)))


def test_export_leaves_out_what_is_not_known() -> None:
    plan = factories.plan(fiscal_year=2568)
    factories.assessment(plan.municipality, 2567, scores={}, total=None, level="")
    assert json.loads(export(plan.municipality, 2568)) == {
        "format": "ita-report-bundle/2",
        "municipality": {
            "kind": "mueang",
            "name": "เขลางค์นคร",
            "district": "เมืองลำปาง",
            "province": "ลำปาง",
        },
        "assessments": [{"fiscal_year": 2567, "scores": {}}],
        "plan": {"assessed_year": 2567, "fiscal_year": 2568, "measures": []},
    }


def test_export_of_a_year_without_a_plan_has_the_results_up_to_it() -> None:
    plan = _imported()
    years = json.loads(export(plan.municipality, 2567))["assessments"]
    assert [year["fiscal_year"] for year in years] == [2566, 2567]


def test_results_without_a_plan_come_back_with_the_same_bytes() -> None:
    place = factories.municipality("บ้านใหม่", kind="tambon", district="แจ้ห่ม")
    factories.assessment(place)
    first = export(place, 2567)
    assert store(read_bundle(first)).writes == 0
    assert "plan" not in json.loads(first)


def test_export_of_nothing_says_so() -> None:
    with pytest.raises(NothingKnown, match=r"^เทศบาลเมืองเขลางค์นครยังไม่มีแผน"):
        export(factories.municipality(), 2568)


def test_excerpt_of_the_plan_has_no_results_and_no_later_year() -> None:
    data = _excerpt("plan")
    assert [year["fiscal_year"] for year in data["assessments"]] == [2566, 2567, 2568]
    assert [sorted(year.keys() & {"analyses", "findings"}) for year in data["assessments"]] == [
        [],
        ["analyses", "findings"],
        [],
    ]
    assert [measure.keys() & {"result", "evidence"} for measure in data["plan"]["measures"]] == [set(), set()]
    assert data["plan"].keys() & {"overall_outcome", "obstacles", "suggestions"} == set()


def test_excerpt_of_both_has_results_and_the_year_that_followed() -> None:
    data = _excerpt("plan", "results")
    assert [bool(year.get("analyses")) for year in data["assessments"]] == [False, True, True]
    assert data["plan"] == full()["plan"]


# The download


def _download(client: Client, plan: Plan, user: Any) -> Any:
    client.force_login(user)
    return client.get(reverse("bundle", args=[plan.municipality_id, plan.fiscal_year]))


def test_officer_downloads_the_whole_bundle(client: Client) -> None:
    plan = _imported()
    response = _download(client, plan, factories.officer(plan.municipality))
    assert response.content == export(plan.municipality, plan.fiscal_year)
    assert response["Content-Type"] == "application/json"
    name = "ITA%20%E0%B9%80%E0%B8%97%E0%B8%A8%E0%B8%9A%E0%B8%B2%E0%B8%A5"
    assert response["Content-Disposition"].startswith(f"attachment; filename*=utf-8''{name}")


def test_admin_downloads_the_whole_bundle(client: Client) -> None:
    plan = _imported()
    assert _download(client, plan, factories.admin()).content == export(plan.municipality, plan.fiscal_year)


def test_reviewer_gets_nothing_before_submission(client: Client) -> None:
    assert _download(client, _imported(), factories.reviewer()).status_code == 403


def test_reviewer_gets_what_the_submitted_document_shows(client: Client) -> None:
    plan = _imported()
    Report.objects.filter(kind="plan").update(state=State.SUBMITTED)
    content = _download(client, plan, factories.reviewer()).content
    assert content == bundle_of(excerpt(load_dossier(plan), ["plan"]))


@pytest.mark.parametrize("outsider", ["officer", "reviewer"])
def test_outsiders_find_no_bundle(client: Client, outsider: str) -> None:
    elsewhere = factories.elsewhere()
    user = factories.officer(elsewhere) if outsider == "officer" else factories.reviewer("เชียงใหม่")
    assert _download(client, _imported(), user).status_code == 404


def test_bundle_without_a_plan_is_not_found(client: Client) -> None:
    user = factories.officer()
    client.force_login(user)
    assert client.get(reverse("bundle", args=[user.municipality_id, 2568])).status_code == 404
