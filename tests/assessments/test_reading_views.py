"""How the text of a field is read, asked while it is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def ask(client: Client, kind: str, text: str, **more: object) -> dict[str, str]:
    client.force_login(factories.officer())
    answer: dict[str, str] = client.post(
        reverse("reading"), {"kind": kind, "text": text, "name": "steps", **more}
    ).json()
    return answer


def test_list_comes_back_as_items_with_what_takes_it_back(client: Client) -> None:
    answer = ask(client, "read_items", "๑. ก้าว ๒. ข้าม")
    assert answer["text"] == "ก้าว\nข้าม"
    assert "ปรับข้อความ ๒ แห่ง" in answer["html"]
    assert "๑. ก้าว ๒. ข้าม" in answer["html"]


def test_what_stands_on_the_page_stays(client: Client) -> None:
    text = "๑. ก้าว ๒. ข้าม"
    assert ask(client, "read_items", text, kept=text) == {"text": text, "html": ""}


def test_units_that_are_known_are_not_cut(client: Client) -> None:
    text = "งานป้องกัน, บรรเทาสาธารณภัย"
    assert ask(client, "read_units", text, known=[text])["text"] == text


def test_what_is_only_likely_is_offered(client: Client) -> None:
    answer = ask(client, "read_units", "กองคลังและกองช่าง")
    assert answer["text"] == "กองคลังและกองช่าง"
    assert "แยกเป็น ๒ ข้อ" in answer["html"]


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("ThaiDateField", "๒๐ ธ.ค. ๖๘", "ว่า ๒๐ ธันวาคม ๒๕๖๘"),
        ("ThaiDateField", "30/9/69", "ว่า 30 กันยายน 2569"),
        ("ThaiDateField", "วันที่ 30 เดือนกันยายน พ.ศ. 2568", "ว่า 30 กันยายน 2568"),
        ("ThaiDateField", "30/9/26", "ค.ศ. 2026"),
        ("ThaiDateField", "วันอังคารที่ 1 กันยายน 2568", "เป็นวันจันทร์"),
        ("ScoreField", "๙๕.๕๙%", "ว่า ๙๕.๕๙"),
        ("ScoreField", "1OO", "หมายถึง 100"),
        ("ScoreField", "๙๕,๕๙", "เช่น ๙๕.๕๙"),
        ("ThaiDateField", "๓๑/๒/๒๕๖๘", "ไม่มีวันที่ ๓๑/๒/๒๕๖๘"),
        ("ThaiDateField", "30/9/๒๖", "ค.ศ. ๒๐๒๖"),
        ("FiscalYearField", "ปี 68", "ว่า 2568"),
        ("WebAddressField", "www.thungphueng.example.go.th", "https://www.thungphueng.example.go.th"),
    ],
)
def test_value_is_said_as_it_was_read(client: Client, kind: str, text: str, said: str) -> None:
    answer = ask(client, kind, text)
    assert answer["text"] == text
    assert said in answer["html"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ThaiDateField", "30 กันยายน 2568"),
        ("ThaiDateField", "30/9/2568"),
        ("ScoreField", "95.59"),
        ("x", "๑. ก"),
    ],
)
def test_nothing_is_said_of_what_is_plain(client: Client, kind: str, text: str) -> None:
    assert ask(client, kind, text) == {"text": text, "html": ""}
