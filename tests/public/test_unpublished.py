"""Nothing unpublished can be seen, counted or guessed on the public site."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.text import format_lazy

from municipalities.models import Municipality
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "มาตรการลับที่ยังไม่เผยแพร่"
LISTS = ["published_list", "compare", "erasure_list", "open_data", "datapackage", "feed", "sitemap"]
DATA = [
    (form, table)
    for form in ("csv", "json")
    for table in ("publications", "results", "scores", "measures", "evidence", "erasures")
]


def unpublished(state: str = "accepted") -> Municipality:
    """A municipality whose documents have come as far as that, but never to the public."""
    place = factories.elsewhere()
    factories.assessment(place, scores={"1": "12.34"}, total="12.34")
    factories.measure(factories.plan(place), title=SECRET)
    for report in place.plans.get().reports.all():
        report.state = state
        report.save()
    return place


def published() -> Municipality:
    factories.assessment()
    plan = factories.plan()
    factories.result(factories.measure(plan))
    for kind in ("plan", "results"):
        factories.publication(factories.report(plan, kind, state="published"))
    return plan.municipality


def addresses() -> list[str]:
    found = [reverse(name) for name in LISTS]
    found += [reverse(f"open_data_{form}", args=[table]) for form, table in DATA]
    return [*found, reverse("published_list") + "?q=สันนาเม็ง", reverse("verify")]


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.getvalue().decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "accepted", "published"])
def test_unpublished_municipality_leaves_no_trace(client: Client, state: str):
    published()
    factories.elsewhere()  # the portal knows it, and says so
    before = {address: tokenless(body(client, address)) for address in addresses()}
    unpublished(state)
    assert {address: tokenless(body(client, address)) for address in addresses()} == before


def tokenless(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_municipality_without_publications_answers_as_one_that_does_not_exist(client: Client):
    place = unpublished()
    here, nowhere = place.pk, place.pk + 1000
    for name, keys in (
        ("published_municipality", []),
        ("publication", [2568, "plan"]),
        ("publication_revision", [2568, "plan", 1]),
        ("publication_pdf", [2568, "plan"]),
        ("publication_json", [2568, "plan", 1]),
        ("publication_zip", [2568, "plan"]),
        ("publication_evidence", [2568, "results", 1, "1-1.pdf"]),
    ):
        answers = [client.get(reverse(name, args=[pk, *keys])) for pk in (here, nowhere)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_unpublished_and_nonexistent_take_the_same_queries(client: Client):
    place = unpublished()
    counts = []
    for pk in (place.pk, place.pk + 1000):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("publication", args=[pk, 2568, "plan"]))
        counts.append(len(asked))
    assert counts == [1, 1]


def test_draft_after_publication_is_not_seen(client: Client):
    place = published()
    before = body(client, reverse("publication", args=[place.pk, 2568, "plan"]))
    factories.measure(place.plans.get(), 2, title=SECRET)
    place.plans.get().reports.update(state="draft")
    assert body(client, reverse("publication", args=[place.pk, 2568, "plan"])) == before
    assert all(SECRET not in body(client, address) for address in addresses())


def test_comparison_passes_over_who_has_published_nothing(client: Client):
    hidden, place = unpublished(), published()
    context = client.get(reverse("compare"), {"with": [place.pk, hidden.pk]}).context
    assert context["keys"] == [place.pk]


def test_withdrawn_document_is_counted_nowhere(client: Client):
    place = published()
    for report in place.plans.get().reports.all():
        report.publications.update(withdrawn_at=timezone.now(), reason="ถอน")
    assert client.get(reverse("published_list")).context["page"].paginator.count == 0
    assert all(json.loads(body(client, reverse("open_data_json", args=[name]))) == [] for _, name in DATA)
    assert f"/published/{place.pk}/" not in body(client, reverse("sitemap"))


def test_publication_of_a_plan_tells_no_results(client: Client):
    factories.assessment()
    plan = factories.plan()
    factories.result(factories.measure(plan))
    factories.publication(factories.report(plan))
    rows = json.loads(body(client, reverse("open_data_json", args=["measures"])))
    assert [row["status"] for row in rows] == [None]


# What a public page may ask the database: publications, and names of documents and places.
ALLOWED = {
    "reports_publication": None,
    "reports_publishedevidence": None,
    "reports_printedyear": None,  # the figures of publications
    "reports_report": {"id", "plan_id", "kind", "state"},  # the state says whether a correction is under way
    "reports_erasure": {"id", "kind", "digest", "reason", "erased_at"},
    "measures_plan": {"id", "municipality_id", "fiscal_year"},
    "municipalities_municipality": None,
    "municipalities_district": None,
    "municipalities_province": None,
}


def test_public_pages_read_publications_and_names_only(client: Client):
    place = published()
    key = [place.pk, 2568, "plan"]
    pages = [reverse("published_municipality", args=[place.pk]), reverse("publication", args=key)]
    pages += [reverse("publication_revision", args=[*key, 1]), reverse("publication_pdf", args=key)]
    pages += [f"{reverse('compare')}?with={place.pk}", f"{reverse('verify')}?sha256={'a' * 64}"]
    with CaptureQueriesContext(connection) as asked:
        for page in [*addresses(), *pages]:
            body(client, page)
    used = {pair for query in asked for pair in re.findall(r'"(\w+)"\."(\w+)"', query["sql"])}
    used = {(table, column) for table, column in used if not re.fullmatch(r"[A-Z]\d+", table)}  # aliases
    assert {table for table, _ in used} <= set(ALLOWED)
    assert {
        (table, column)
        for table, column in used
        if ALLOWED[table] is not None and column not in ALLOWED[table]
    } == set()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (reverse_lazy("published_list"), {"html", "pdf", "docx", "bundle"}),
        (reverse_lazy("feed"), {"html", "pdf", "docx", "bundle"}),
        (reverse_lazy("sitemap"), {"html", "pdf", "docx", "bundle"}),
        # Of the few that have the checksum the bundle says what the municipality was called.
        (format_lazy("{}?sha256={}", reverse_lazy("verify"), "a" * 64), {"html", "pdf", "docx"}),
    ],
)
def test_lists_leave_pages_and_files_in_the_database(client: Client, address: str, kept: set[str]):
    published()
    with CaptureQueriesContext(connection) as asked:
        body(client, str(address))
    columns = {column for query in asked for column in re.findall(r'"\w+"\."(\w+)"', query["sql"])}
    assert columns & kept == set()
