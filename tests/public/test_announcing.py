"""The feed, the sitemap and robots.txt."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from public.announcing import Documents
from reports.models import Report
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PORTAL = "https://ita.example.go.th"


@pytest.fixture(autouse=True)
def portal(settings) -> None:
    settings.PORTAL_URL = PORTAL


@pytest.fixture
def report() -> Report:
    factories.assessment()
    return factories.report(state="published")


def entries(client: Client) -> list[ET.Element]:
    return ET.fromstring(client.get("/feed.atom").content).findall(f"{ATOM}entry")  # noqa: S314 - our own


def locations(client: Client, address: str = "/sitemap.xml") -> list[str]:
    tree = ET.fromstring(client.get(address).content)  # noqa: S314 - our own
    return [element.text or "" for element in tree.iter(f"{SITEMAP}loc")]


def test_feed_tells_publications_newest_first(client: Client, report: Report):
    factories.publication(report, days_ago=3)
    other = factories.report(report.plan, "results", state="published")
    factories.publication(other, days_ago=1)
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(client)]
    assert titles == [one.publications.get().title for one in (other, report)]


def test_entry_is_named_by_the_permanent_address_of_its_revision(client: Client, report: Report):
    factories.publication(report)
    factories.publication(report, revision=2)
    (entry,) = entries(client)
    pk = report.plan.municipality_id
    assert entry.findtext(f"{ATOM}id") == f"{PORTAL}/published/{pk}/2568/plan/2/"


def test_title_tells_the_revision_from_the_second_on_in_thai_digits(client: Client, report: Report):
    factories.publication(report)
    second = factories.publication(report, revision=2)
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(client)]
    assert titles == [f"{second.title} (ฉบับที่ ๒)"]


def test_author_is_the_municipality(client: Client, report: Report):
    publication = factories.publication(report)
    text = client.get("/feed.atom").content.decode()
    assert "<name>เทศบาลเมืองเขลางค์นคร</name>" in text
    assert str(publication.published_by) not in text


def test_feed_is_atom_under_the_own_address(client: Client):
    answer = client.get("/feed.atom", headers={"Host": "localhost"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "localhost" not in answer.content.decode()


def test_feed_tells_when_it_changed_last(client: Client, report: Report):
    publication = factories.publication(report, days_ago=1)
    assert client.get("/feed.atom")["Last-Modified"] == http_date(publication.published_at.timestamp())


def test_sitemap_lists_what_is_public(client: Client, report: Report):
    factories.publication(report)
    found = locations(client)
    pk = report.plan.municipality_id
    for path in ("/", "/published/", f"/published/{pk}/", f"/published/{pk}/2568/plan/", "/frameworks/2568/"):
        assert f"{PORTAL}{path}" in found
    assert all(location.startswith(f"{PORTAL}/") for location in found)


def test_everything_in_the_sitemap_answers(client: Client, report: Report):
    factories.publication(report)
    for location in locations(client):
        assert client.get(location.removeprefix(PORTAL)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("feed", 1), ("sitemap", 1)])
def test_queries_do_not_grow(
    client: Client, count: int, name: str, queries: int, django_assert_max_num_queries
):
    for number in range(count):
        place = factories.municipality(f"แห่งที่{number}")
        factories.assessment(place)
        factories.publication(factories.report(factories.plan(place), state="published"))
    with django_assert_max_num_queries(queries):
        client.get(reverse(name))


def test_robots_names_the_sitemap(client: Client):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {PORTAL}/sitemap.xml" in text.splitlines()
    assert "Disallow: /municipalities/" in text.splitlines()


@pytest.mark.parametrize("name", ["feed", "sitemap"])
def test_unchanged_file_is_not_sent_again(client: Client, report: Report, name: str):
    publication = factories.publication(report)
    first = client.get(reverse(name))
    known = {"If-None-Match": first["ETag"]}
    again = client.get(reverse(name), headers=known)
    assert (again.status_code, again.content) == (304, b"")
    publication.withdrawn_at, publication.reason = timezone.now(), "ผิด"
    publication.save()
    assert client.get(reverse(name), headers=known).status_code == 200


def test_large_sitemap_is_a_list_of_files(client: Client, report: Report, monkeypatch: pytest.MonkeyPatch):
    factories.publication(report)
    whole = locations(client)
    monkeypatch.setattr(Documents, "limit", 1)
    files = locations(client)
    assert files == [
        f"{PORTAL}/sitemap-documents.xml?p=1",
        f"{PORTAL}/sitemap-documents.xml?p=2",
        f"{PORTAL}/sitemap-pages.xml",
    ]
    parts = [one for file in files for one in locations(client, file.removeprefix(PORTAL))]
    assert sorted(parts) == sorted(whole)


@pytest.mark.parametrize(
    "address", ["/sitemap-secrets.xml", "/sitemap-documents.xml?p=9", "/sitemap-pages.xml?p=x"]
)
def test_unknown_part_of_the_sitemap_is_not_found(client: Client, address: str):
    assert client.get(address).status_code == 404
