"""Who may keep a public answer, and that none of them carries a cookie or lets anything foreign run."""

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Report
from tests import factories

pytestmark = pytest.mark.django_db
KEPT = {"publication", "publication_pdf", "publication_docx", "publication_json", "publication_zip"}
TABLES = ["open_data_csv", "open_data_json"]
FILES = ["feed", "sitemap"]
PAGES = ["published_list", "compare", "open_data", "datapackage", "robots"]


@pytest.fixture
def report() -> Report:
    factories.assessment()
    row = factories.report(state="published")
    factories.publication(row)
    return row


def at(name: str, report: Report) -> str:
    keys: dict[str, list[object]] = {"open_data_csv": ["scores"], "open_data_json": ["scores"]}
    if name in KEPT:
        return reverse(name, args=[report.plan.municipality_id, report.plan.fiscal_year, report.kind])
    return reverse(name, args=keys.get(name, []))


def parts(answer) -> set[str]:
    return {part.strip() for part in answer.get("Cache-Control", "").split(",")}


@pytest.mark.parametrize("name", [*sorted(KEPT), *TABLES, *FILES])
def test_copy_may_be_kept_and_asks_whether_it_still_holds(client: Client, report: Report, name: str):
    assert parts(client.get(at(name, report))) == {"public", "no-cache"}


@pytest.mark.parametrize("name", [*sorted(KEPT), *TABLES, *FILES, *PAGES])
def test_nobody_keeps_what_a_signed_in_person_saw(client: Client, report: Report, name: str):
    client.force_login(factories.reviewer())
    kept = parts(client.get(at(name, report)))
    assert {"no-store", "private"} <= kept
    assert "public" not in kept


@pytest.mark.parametrize("name", [*sorted(KEPT), *TABLES, *FILES, *PAGES])
def test_public_answer_carries_its_guards_and_no_cookie(client: Client, report: Report, name: str):
    answer = client.get(at(name, report))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer.cookies == {}


@pytest.mark.parametrize("name", [*sorted(KEPT), *TABLES, *FILES, *PAGES])
def test_head_says_the_same_without_the_body(client: Client, report: Report, name: str):
    whole, head = client.get(at(name, report)), client.head(at(name, report))
    assert head.status_code == whole.status_code == 200
    assert head.getvalue() == b""
    assert head["Content-Type"] == whole["Content-Type"]
