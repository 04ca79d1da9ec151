"""Finding a municipality, and its years."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Kind, Municipality
from tests import factories
from tests.accounts.signing_in import english

pytestmark = pytest.mark.django_db
LIST = "/published/"
PLACES = [
    ("เขลางค์นคร", Kind.MUEANG, "เมืองลำปาง", "ลำปาง"),
    ("น้ำแพร่", Kind.TAMBON, "หางดง", "เชียงใหม่"),
    ("สันนาเม็ง", Kind.TAMBON, "สันทราย", "เชียงใหม่"),
]


def published(
    name: str, kind: str = Kind.TAMBON, district: str = "เกาะคา", province: str = "ลำปาง", year: int = 2568
):
    place = factories.municipality(name, kind=kind, district=district, province_name=province)
    factories.assessment(place, year - 1)
    plan = factories.plan(place, year)
    for report_kind in ("plan", "results"):
        factories.publication(factories.report(plan, report_kind, state="published"))
    return place


@pytest.fixture
def places(db: None) -> list[Municipality]:
    return [published(*place) for place in PLACES]


def names(client: Client, **query: str) -> list[str]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [place.name for place, _ in answer.context["rows"]]


def test_everybody_who_published_is_listed_by_name(client: Client, places: list[Municipality]):
    assert names(client) == ["เขลางค์นคร", "น้ำแพร่", "สันนาเม็ง"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เขลางค์", ["เขลางค์นคร"]),
        ("เทศบาลเมืองเขลางค์นคร", ["เขลางค์นคร"]),
        ("เทศบาลตำบล น้ำแพร่", ["น้ำแพร่"]),
        ("น\u0e49\u0e4d\u0e32เเพร่", ["น้ำแพร่"]),  # … in either order of the marks
        ("น\u0e4d\u0e49\u0e32เเพร่", ["น้ำแพร่"]),  # ำ and แ typed in two pieces
        ("เชียงใหม่", ["น้ำแพร่", "สันนาเม็ง"]),
        ("จังหวัดเชียงใหม่", ["น้ำแพร่", "สันนาเม็ง"]),
        ("จ. เชียงใหม่", ["น้ำแพร่", "สันนาเม็ง"]),
        ("อำเภอหางดง", ["น้ำแพร่"]),
        ("อ.หางดง จ.เชียงใหม่", ["น้ำแพร่"]),
        ("หางดง ลำปาง", []),
        ("จังหวัดลำปาง", ["เขลางค์นคร"]),
        ("  สันนาเม็ง\u200b ", ["สันนาเม็ง"]),
        ("ไม่มี", []),
        ("%", []),
        ("_", []),
    ],
)
def test_search_reads_thai_as_people_type_it(
    client: Client, places: list[Municipality], text: str, expected: list[str]
):
    assert names(client, q=text) == expected


def test_province_narrows_the_list(client: Client, places: list[Municipality]):
    assert names(client, province=factories.province("เชียงใหม่").code) == ["น้ำแพร่", "สันนาเม็ง"]
    assert names(client, province="zz") == []


def test_provinces_offered_are_those_with_publications(client: Client, places: list[Municipality]):
    choices = client.get(LIST).context["form"].fields["province"].choices
    assert [name for _, name in choices] == ["ทุกจังหวัด", "เชียงใหม่", "ลำปาง"]


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=" + "ก" * 200, "?page=0", "?page=x", "?page=999", "?q=a&page=9"]
)
def test_odd_questions_are_no_fault(client: Client, places: list[Municipality], query: str):
    assert client.get(LIST + query).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(client: Client, count: int, django_assert_num_queries):
    for number in range(count):
        published(f"แห่งที่{number}")
    with django_assert_num_queries(4):
        client.get(LIST)


def test_list_is_paged(client: Client, places: list[Municipality], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("public.listing_views.ON_A_PAGE", 2)
    assert names(client, page="2", q="") == ["สันนาเม็ง"]
    assert "?page=2" in client.get(LIST).content.decode()


def test_empty_site_says_so(client: Client):
    assert "ยังไม่มีเทศบาลใดเผยแพร่เอกสารในระบบนี้" in client.get(LIST).content.decode()


def test_municipality_shows_its_years_newest_first(client: Client, places: list[Municipality]):
    place = places[0]
    plan = factories.plan(place, 2569)
    factories.publication(factories.report(plan, state="published"))
    context = client.get(reverse("published_municipality", args=[place.pk])).context
    shown = [(year.fiscal_year, [one.kind for one in year.documents]) for year in context["years"]]
    assert shown == [(2569, ["plan"]), (2568, ["plan", "results"])]
    assert [(year, str(known.year.total)) for year, known in context["results"].items()] == [(2567, "90.65")]


@pytest.mark.parametrize("years", [1, 3])
def test_municipality_asks_as_much_for_three_years_as_for_one(
    client: Client, years: int, django_assert_num_queries
):
    for number in range(years):
        place = published("เขลางค์นคร", year=2566 + number)
    with django_assert_num_queries(3):
        client.get(reverse("published_municipality", args=[place.pk]))


def test_withdrawn_document_is_named_as_such(client: Client, places: list[Municipality]):
    report = places[0].plans.get().reports.get(kind="plan")
    report.publications.update(withdrawn_at=timezone.now(), reason="ผิด")
    page = client.get(reverse("published_municipality", args=[places[0].pk])).content.decode()
    assert "ถอนแล้ว" in page
    assert reverse("publication_pdf", args=[places[0].pk, 2568, "plan"]) not in page
    assert reverse("publication_pdf", args=[places[0].pk, 2568, "results"]) in page


def test_pages_are_in_thai(client: Client, places: list[Municipality]):
    for address in (LIST, reverse("published_municipality", args=[places[0].pk])):
        assert set(english(client.get(address))) <= {"Word", "JSON", "CSV"}
