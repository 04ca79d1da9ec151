"""The pages of the rules of each year."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import conditional_escape

from assessments import framework
from assessments.framework import Framework
from assessments.templatetags.framework_text import common_fact, prose_digits
from ita_portal.thai import BUDDHIST_ERA, thai_digits
from tests.planting import LAST

pytestmark = pytest.mark.django_db


def page(client: Client, year: int) -> str:
    return client.get(reverse("framework", args=(year,))).content.decode()


@pytest.fixture(autouse=True)
def _autumn_of_a_year_without_rules() -> object:
    """The fiscal year after the last one with a file has begun."""
    with time_machine.travel(f"{LAST - BUDDHIST_ERA}-11-20T12:00:00+07:00"):
        yield


def test_framework_list_is_public_and_names_every_year(client: Client) -> None:
    response = client.get(reverse("framework_list"))
    assert [rules.fiscal_year for rules in response.context["frameworks"]] == list(range(LAST + 2, 2561, -1))


def shown(text: str) -> str:
    """The text as the page has it."""
    return conditional_escape(prose_digits(text))


def texts(rules: Framework) -> list[str]:
    """Every name, title, heading and sentence of the year."""
    named = (rules.instruments, rules.indicators, rules.levels, rules.issues, rules.sub_indicators)
    named += (rules.item_groups,)
    found = [rules.note, rules.level_note, *(row.name for rows in named for row in rows)]
    found += [row.theme for row in rules.questions] + [row.title for row in rules.oit_items]
    found += [row.text for row in (*rules.remarks, *rules.background)] + [
        rule.title for rule in rules.documents
    ]
    found += [part.name for rule in rules.documents for part in rule.parts]
    return found + [column.heading for rule in rules.documents for column in rule.columns]


def sources(rules: Framework) -> set[str]:
    """Every source that a fact of the year names."""
    lists = [rules.instruments, rules.indicators, rules.sub_indicators, rules.questions, rules.oit_items]
    lists += [rules.issues, rules.levels, rules.remarks, rules.documents]
    lists += [rows for rule in rules.documents for rows in (rule.parts, rule.columns)]
    lists += [instrument.parts for instrument in rules.instruments]
    lists += [rules.item_groups, rules.background]
    facts = [rule.lag_fact for rule in rules.documents]
    facts += [rules.level_rule, rules.question_rule, *(row.fact for rows in lists for row in rows)]
    return {fact.source for fact in facts}


@pytest.mark.parametrize("year", range(2562, LAST + 3))
def test_framework_shows_everything_of_its_file(client: Client, year: int) -> None:
    html = page(client, year)
    assert [text for text in texts(framework.load(year)) if shown(text) not in html] == []


@pytest.mark.parametrize("year", range(2562, LAST + 3))
def test_framework_names_every_source(client: Client, year: int) -> None:
    html = page(client, year)
    assert [text for text in sources(framework.load(year)) if shown(text) not in html] == []


def test_framework_without_its_own_file_says_whose_rules_it_shows(client: Client) -> None:
    said = f"ระบบจึงใช้หลักเกณฑ์ของปีงบประมาณ พ.ศ. {thai_digits(str(LAST))} ไปพลางก่อน"
    assert said in page(client, LAST + 1)


@pytest.mark.parametrize("year", [0, 2561, LAST + 3, 99999, 10**18])
def test_framework_of_an_unknown_year_is_not_found(client: Client, year: int) -> None:
    assert client.get(reverse("framework", args=(year,))).status_code == 404


def test_prose_digits_leaves_codes_and_addresses_alone() -> None:
    assert prose_digits("ปี 2568 ข้อ o27 (93.82) sakonarea1.go.th") == "ปี ๒๕๖๘ ข้อ o27 (๙๓.๘๒) sakonarea1.go.th"


def test_common_fact_is_that_of_most_rows() -> None:
    rows = framework.load(2568).levels
    assert common_fact(rows) == rows[2].fact
