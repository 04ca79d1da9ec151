"""What people type to find a municipality: each search finds it, or asks whom they mean."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.dated import FormerState, PlaceState
from municipalities.models import Kind, Municipality
from tests import factories
from tests.factories import municipality, plan, publication, report, reviewer

pytestmark = pytest.mark.django_db

PUBLISHED = ("กาฬสินธุ์", "ตัวอย่างน้ำใส", "ตัวอย่างห้วยแก้ว")
PLACES = (  # name, kind, district, province, code
    ("กาฬสินธุ์", "mueang", "เมืองกาฬสินธุ์", "กาฬสินธุ์", "4460102"),
    ("เขลางค์นคร", "mueang", "เมืองลำปาง", "ลำปาง", "4520103"),
    ("ทุ่งผึ้ง", "tambon", "แจ้ห่ม", "ลำปาง", "5520603"),
    ("ตัวอย่างน้ำใส", "tambon", "สบปราบ", "ลำปาง", None),
    ("ตัวอย่างห้วยแก้ว", "tambon", "เกาะคา", "ลำปาง", None),
    ("สันนาเม็ง", "tambon", "สันทราย", "เชียงใหม่", "5501404"),
    ("แม่ฮ่องสอน", "mueang", "เมืองแม่ฮ่องสอน", "แม่ฮ่องสอน", "4580102"),
    ("ตัวอย่างบ้านใหม่", "tambon", "เมืองนครราชสีมา", "นครราชสีมา", None),
)
LAMPANG = ["เขลางค์นคร", "ตัวอย่างน้ำใส", "ตัวอย่างห้วยแก้ว", "ทุ่งผึ้ง"]
FOUND = (
    ("เทศบาลกาฬสินธุ์", ["กาฬสินธุ์"]),
    ("เทศบาล น้ำใส", ["ตัวอย่างน้ำใส"]),
    ("ทม.กาฬสินธุ์", ["กาฬสินธุ์"]),
    ("ทม เขลางค์นคร", ["เขลางค์นคร"]),
    ("ทมเขลางค์นคร", ["เขลางค์นคร"]),
    ("ท.ม. เขลางค์นคร", ["เขลางค์นคร"]),
    ("ทต.ตัวอย่างน้ำใส", ["ตัวอย่างน้ำใส"]),
    ("เทศบาลตำบลน้ำใส", ["ตัวอย่างน้ำใส"]),
    ("เทศบาลเมือง เขลางค์นคร", ["เขลางค์นคร"]),
    ("เขลางค์ นคร", ["เขลางค์นคร"]),
    ("เขลางค์-นคร", ["เขลางค์นคร"]),
    ("เขลางค์นคร ลำปาง", ["เขลางค์นคร"]),
    ("เขลางค์นคร (ลำปาง)", ["เขลางค์นคร"]),
    ("ทม.เขลางค์นคร อ.เมือง จ.ลำปาง", ["เขลางค์นคร"]),
    ("เทศบาลเมืองเขลางค์นครจังหวัดลำปาง", ["เขลางค์นคร"]),
    ("สันทราย เชียงใหม่ สันนาเม็ง", ["สันนาเม็ง"]),
    ("จ.แม่ฮ่องสอน", ["แม่ฮ่องสอน"]),
    ("จ แม่ฮ่องสอน", ["แม่ฮ่องสอน"]),
    ("โคราช", ["ตัวอย่างบ้านใหม่"]),
    ("จังหวัดโคราช", ["ตัวอย่างบ้านใหม่"]),
    ("ลำปาง", LAMPANG),
    ("ตัวอย่าง", ["ตัวอย่างน้ำใส", "ตัวอย่างบ้านใหม่", "ตัวอย่างห้วยแก้ว"]),
    ("น\u0e33\u0e49ใส", ["ตัวอย่างน้ำใส"]),
    ("น\u0e4d\u0e32\u0e49ใส", ["ตัวอย่างน้ำใส"]),
    ("44601", ["กาฬสินธุ์"]),
    ("๕๕๒๐", ["ทุ่งผึ้ง"]),
    ("04520103", ["เขลางค์นคร"]),
    ("0452", ["เขลางค์นคร"]),
    ("4-52-01-03", ["เขลางค์นคร"]),
    ("น้ำใส 2569", ["ตัวอย่างน้ำใส"]),
    ("น้ำใส ปี 69", ["ตัวอย่างน้ำใส"]),
    ("ปี ๒๕๖๙ น้ำใส", ["ตัวอย่างน้ำใส"]),
    ("กาฬสินธุ์ มาตรการ ปี ๒๕๖๕", ["กาฬสินธุ์"]),
    ("รายงาน ITA ทุ่งผึ้ง", ["ทุ่งผึ้ง"]),
    ("ผลการประเมินเทศบาลตำบลทุ่งผึ้ง", ["ทุ่งผึ้ง"]),
    ("ทุ่งผึ้ง จัดซื้อจัดจ้าง", ["ทุ่งผึ้ง"]),  # a word by which nothing is called
    ("อบต.หัวดง", ["สันนาเม็ง"]),  # what it was before
    ("เทศบาลฯ กาฬสินธุ์", ["กาฬสินธุ์"]),
    ("เขลางค์นคร ลำปางฯ", ["เขลางค์นคร"]),
    ("5 52 06 03", ["ทุ่งผึ้ง"]),
    ("๐ ๔ ๕๒ ๐๑ ๐๓", ["เขลางค์นคร"]),
    ("4 46 01", ["กาฬสินธุ์"]),
    ("เชียงใหม่ สันทราย สันนา เม็ง", ["สันนาเม็ง"]),
    ("สันนา\u200bเม็ง\ufeff", ["สันนาเม็ง"]),
    ("ต.ทุ่งผึ้ง อ.แจ้ห่ม", ["ทุ่งผึ้ง"]),
    ("สำนักงานเทศบาลเมืองกาฬสินธุ์ 2567", ["กาฬสินธุ์"]),
    ("6501404", ["สันนาเม็ง"]),
)
ASKED = (
    ("กาลสินธุ์", ["กาฬสินธุ์"]),
    ("ห\u0e27\u0e49ยแก้ว", ["ตัวอย่างห้วยแก้ว"]),
    ("ห้วยแก้วว", ["ตัวอย่างห้วยแก้ว"]),
    ("ทุ่งผื้ง", ["ทุ่งผึ้ง"]),
    ("ทุ่งผื้ง ลำปาง", ["ทุ่งผึ้ง"]),
    ("ทต.ทุ่งผื้ง", ["ทุ่งผึ้ง"]),
    ("ทม.ทุ่งผึ้ง", ["ทุ่งผึ้ง"]),  # another kind
    ("ทุ่งผึ้ง เชียงใหม่", ["ทุ่งผึ้ง"]),
    ("สันนาเมง", ["สันนาเม็ง"]),
    ("กขคงจ", []),
    ("9999", []),
)
Door = Callable[[str], tuple[list[str], list[str]]]


@pytest.fixture(autouse=True)
def _places() -> None:
    for name, kind, district, province, code in PLACES:
        row = municipality(name, kind=kind, district=district, province_name=province, code=code)
        if name in PUBLISHED:
            publication(report(plan(row, 2569), state="published"))
        if name == "สันนาเม็ง":
            body = PlaceState("sao", "หัวดง", "6501404", district, province)
            row.former_states = [FormerState(factories.date(2010, 1, 1), body).stored]
            row.save()


def door(client: Client, address: str, names: Callable[[dict], list[str]]) -> Door:
    """What a page lists for some words, and whom it asks for."""

    def asked(text: str) -> tuple[list[str], list[str]]:
        response = client.get(reverse(address), {"q": text})
        questions = re.findall(r"<a href=\"[^\"]+\">หมายถึง (\S+) หรือไม่</a>", response.content.decode())
        return names(response.context), [bare(question) for question in questions]

    return asked


def bare(name: str) -> str:
    return re.sub("^เทศบาล(ตำบล|เมือง|นคร)", "", name)


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def doors_of_all() -> dict[str, Door]:
    admin = signed_in(factories.admin())
    return {
        "municipalities": door(admin, "municipality_list", lambda c: [row.name for row, *_ in c["rows"]]),
        "places": door(admin, "place_list", lambda c: [row.name for row in c["page"]]),
        "overview": door(admin, "province", lambda c: [bare(row.name) for row in c["page"]]),
    }


def test_every_search_finds_what_is_typed() -> None:
    expected = {text: (names, []) for text, names in FOUND} | {text: ([], names) for text, names in ASKED}

    for name, ask in doors_of_all().items():
        assert {text: ask(text) for text in expected} == expected, name


def test_visitors_are_told_of_those_that_have_published_nothing() -> None:
    client = Client()
    for text, names in FOUND:
        context = client.get(reverse("published_list"), {"q": text}).context
        assert [row.name for row, _years in context["rows"]] == [name for name in names if name in PUBLISHED]
        assert [row.name for row in context["unpublished"]] == [
            name for name in names if name not in PUBLISHED
        ], text
    page = client.get(reverse("published_list"), {"q": "ทม เขลางค์นคร"}).content.decode()
    assert "อยู่ในระบบ ยังไม่ได้เผยแพร่เอกสาร" in page
    assert "ไม่พบ" not in page


def test_visitors_are_asked_whom_they_mean() -> None:
    ask = door(Client(), "published_list", lambda c: [row.name for row, _years in c["rows"]])

    assert {text: ask(text) for text, _names in ASKED} == {text: ([], names) for text, names in ASKED}


def test_a_question_is_a_link_that_one_press_follows() -> None:
    client = Client()
    page = client.get(reverse("published_list"), {"q": "กาลสินธุ์"}).content.decode()
    (link,) = re.findall(r"href=\"(\?[^\"]+)\">หมายถึง", page)

    found = client.get(reverse("published_list") + link.replace("&amp;", "&")).context

    assert [row.name for row, _years in found["rows"]] == ["กาฬสินธุ์"]


def test_reviewers_find_and_are_asked_only_in_their_province() -> None:
    client = signed_in(reviewer())
    for address in ("municipality_list", "province"):
        ask = door(client, address, lambda c: [bare(row[0].name) for row in c.get("rows", ())])
        for text in ("กาฬสินธุ์", "กาลสินธุ์", "สันนาเมง"):
            assert ask(text) == ([], [])
        assert ask("ทุ่งผื้ง") == ([], ["ทุ่งผึ้ง"])


def test_words_that_nothing_is_called_by_are_named() -> None:
    client = signed_in(factories.admin())
    for address in ("municipality_list", "place_list", "province", "published_list"):
        page = client.get(reverse(address), {"q": "น้ำใส จัดซื้อจัดจ้าง"}).content.decode()
        assert "ไม่มีเทศบาลใดตรงกับคำว่า" in page
        assert "“จัดซื้อจัดจ้าง”" in page
        assert "ตรงกับคำว่า" not in client.get(reverse(address), {"q": "น้ำใส 2569"}).content.decode()


def test_documents_of_a_year_among_the_words_are_in_sight() -> None:
    place = Municipality.objects.get(name="ตัวอย่างน้ำใส")
    for year in (2565, 2566, 2567, 2568):
        publication(report(plan(place, year), state="published"))
    client = signed_in(factories.admin())

    public = client.get(reverse("published_list"), {"q": "น้ำใส ปี ๒๕๖๕"}).context
    listed = client.get(reverse("municipality_list"), {"q": "น้ำใส 2566"}).context
    overview = client.get(reverse("province"), {"q": "น้ำใส ๒๕๖๗"}).context

    assert public["rows"][0][1][0].fiscal_year == 2565
    assert listed["rows"][0][1].fiscal_year == 2566
    assert overview["plan_year"] == 2567
    assert client.get(reverse("province"), {"q": "น้ำใส 2567", "year": "2569"}).context["plan_year"] == 2569


def test_name_that_is_meant_stands_before_those_that_lie_there() -> None:
    municipality("ลำปาง", kind=Kind.NAKHON, district="เมืองลำปาง")
    municipality("ลำปางหลวง", kind=Kind.TAMBON, district="เกาะคา")

    for ask in doors_of_all().values():
        assert ask("ลำปาง")[0] == ["ลำปาง", "ลำปางหลวง", *LAMPANG]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("text", ["น้ำใส", "ทุ่งผื้ง", "กขคงจ", "น้ำใส จัดซื้อจัดจ้าง"])
def test_searches_ask_the_database_little(
    number: int, text: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for at in range(number):
        publication(report(plan(municipality(f"น้ำใส{at}"), 2569), state="published"))
        report(plan(municipality(f"ธารน้ำใส{at}"), 2569), state="submitted")
    admin, wichai = signed_in(factories.admin()), signed_in(reviewer())
    for client, address in (
        (Client(), "published_list"),
        (admin, "municipality_list"),
        (admin, "place_list"),
        (admin, "compare"),
    ):
        with django_assert_max_num_queries(10):
            client.get(reverse(address), {"q": text})
    for client, chosen in ((wichai, {}), (admin, {}), (admin, {"province": "52", "sort": "errors"})):
        for address in ("province", "province_scores", "province_measures"):
            with django_assert_max_num_queries(10):
                client.get(reverse(address), {"q": text, **chosen})
