import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import framework
from municipalities.models import Municipality
from oit.carrying import carried, kept_title, same_items
from oit.enums import ItemStatus
from oit.models import OITEntry
from oit.register import read_register, settled_items
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = 2569  # whose o25 is answered by the plan of 2569 and whose o26 by the results of 2568


def note(item: str, *, year: int = YEAR, place: Municipality | None = None, **values: object) -> OITEntry:
    place = place or factories.municipality()
    return OITEntry.objects.create(municipality=place, fiscal_year=year, item=item, **values)


def page(url: str = "https://example.go.th/o1") -> list[dict[str, str]]:
    return [{"row": "a", "title": "โครงสร้าง", "url": url, "dated_on": "2026-02-27", "path": "หน้าแรก > OIT"}]


def counted(year: int = YEAR) -> dict[int, int]:
    return dict(Municipality.objects.annotate(n=settled_items(year)).values_list("pk", "n"))


def test_a_register_has_every_item_of_the_year_also_where_nothing_is_noted():
    register = read_register(factories.municipality(), YEAR)
    assert [line.item for line in register.lines] == list(framework.load(YEAR).oit_items)
    assert {line.status for line in register.lines} == {ItemStatus.NOT_BEGUN}
    assert sum(len(lines) for _, lines in register.groups) == len(register.lines)
    assert register.settled == 0


def test_what_is_published_or_not_applicable_is_settled():
    note("o1", status="published", addresses=page())
    note("o2", status="not_applicable", reason="ไม่มีภารกิจนี้")
    note("o3", status="in_work")
    place = factories.municipality()
    assert read_register(place, YEAR).settled == counted()[place.pk] == 2


def test_public_documents_settle_their_own_items():
    place, items = factories.municipality(), {r.kind: r.item for r in framework.load(YEAR).documents}
    plan, results = (factories.report(factories.plan(place, year), kind) for year, kind in PAPERS)
    assert counted()[place.pk] == 0
    factories.publication(plan)
    factories.publication(results)
    register = read_register(place, YEAR)
    line = register.line(items["plan"])
    assert line.status == ItemStatus.PUBLISHED
    assert [one.url for one in line.addresses] == [f"{settings.PORTAL_URL}/published/{place.pk}/2569/plan/"]
    assert register.line(items["results"]).is_settled
    assert register.settled == counted()[place.pk] == 2
    plan.publications.update(withdrawn_at=timezone.now(), reason="ผิด")
    assert not read_register(place, YEAR).line(items["plan"]).is_settled
    assert counted()[place.pk] == 1
    note(items["plan"], status="published", addresses=page())
    assert read_register(place, YEAR).settled == counted()[place.pk] == 2


PAPERS = ((YEAR, "plan"), (YEAR - 1, "results"))


@pytest.mark.parametrize("year", range(2566, 2571))
def test_page_and_overview_count_the_same_in_every_year(year: int):
    place, codes = factories.municipality(), [item.code for item in framework.load(year).oit_items]
    for position, code in enumerate(codes):
        note(code, year=year, status=ItemStatus.values()[position % 4], reason="x", addresses=page())
    settled = sum(position % 4 > 1 for position in range(len(codes)))
    note("o99", year=year, status="published")  # no item of the year
    assert read_register(place, year).settled == counted(year)[place.pk] == settled


def test_another_municipality_and_another_year_count_for_nothing():
    other = factories.elsewhere()
    note("o1", status="published", addresses=page(), place=other)
    note("o1", year=YEAR - 1, status="published", addresses=page())
    assert counted() == {factories.municipality().pk: 0, other.pk: 1}


def test_a_register_takes_two_queries_however_much_is_noted():
    place = factories.municipality()
    with CaptureQueriesContext(connection) as none:
        read_register(place, YEAR)
    for code in ("o1", "o2", "o3"):
        note(code, status="published", addresses=page())
    with CaptureQueriesContext(connection) as three:
        read_register(place, YEAR)
    assert len(none) == len(three) == 2


def test_the_answer_for_itas_numbers_the_addresses_and_tells_the_way():
    note("o1", status="published", addresses=page() + page("https://example.go.th/b"), note="ปรับปรุงทุกไตรมาส")
    answer = read_register(factories.municipality(), YEAR).line("o1").answer
    assert answer.splitlines() == [
        "1. โครงสร้าง (27 กุมภาพันธ์ 2569)",
        "https://example.go.th/o1",
        "เส้นทาง: หน้าแรก > OIT",
        "2. โครงสร้าง (27 กุมภาพันธ์ 2569)",
        "https://example.go.th/b",
        "เส้นทาง: หน้าแรก > OIT",
        "ปรับปรุงทุกไตรมาส",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("แผนการใช้จ่ายงบประมาณประจำปี พ.ศ. 2568", "แผนการใช้จ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"),
        ("รายงานผลการดำเนินงานประจำปี", "รายงานผลการดำเนินงาน ประจำปี พ.ศ. 2567"),
    ],
)
def test_titles_of_two_years_are_the_same_but_for_the_years(one: str, other: str):
    assert kept_title(one) == kept_title(other)


def test_titles_that_differ_by_a_tone_are_two():
    assert kept_title("ข้าว") != kept_title("ขาว")


AGAIN = {  # 2568 -> 2569
    "o1": "o1",
    "o10": "",
    "o12": "",
    "o14": "o13",
    "o16": "o15",
    "o20": "o19",
    "o27": "o25",
    "o28": "o26",
}


def test_an_item_is_known_again_by_its_document_its_title_or_one_alike():
    found = same_items(framework.load(2568), framework.load(2569))
    assert {old: found.get(old, "") for old in AGAIN} == AGAIN
    assert len(set(found.values())) == len(found)


def test_taken_over_is_what_comes_again_and_nothing_counts_as_done():
    place = factories.municipality()
    note("o14", year=YEAR - 1, status="published", addresses=page(), unit="กองคลัง")
    note("o12", year=YEAR - 1, status="published", addresses=page())
    made, left = carried(read_register(place, YEAR), read_register(place, YEAR - 1))
    assert [(e.item, e.status, e.unit, e.carried_from, e.addresses) for e in made] == [
        ("o13", "in_work", "กองคลัง", YEAR - 1, page())
    ]
    assert [one.partition(" ")[0] for one in left] == ["o12"]
    made[0].save()
    assert carried(read_register(place, YEAR), read_register(place, YEAR - 1))[0] == []
