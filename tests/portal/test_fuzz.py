"""Whatever is typed into an address or a form: never a fault of the portal, on either database."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from measures.models import Evidence
from tests import factories
from tests.test_access import ACCESS, EDITS, SAVES, SIGNED_IN, TO_SIGN_IN, address, evidence

__all__ = ["evidence"]  # the fixture: a year with one of everything

ANSWERS = {200, 302, 400, 403, 404, 405, 429}
SLOW = {"report_pdf"}  # seconds each, and it reads no parameter
PARAMETERS = {"q", "page", "year", "next", "kind", "sort", "about", "by", "format", "fiscal_year"} | {
    name
    for app in ("ita_portal", "accounts", "assessments", "measures", "reports")
    for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
    for name in re.findall(r'GET(?:\.get|\.getlist)?[(\[]"(\w+)"', path.read_text(encoding="utf-8"))
}
# As they stand in an address: NUL, bytes that are no UTF-8, too much, too large, signs of every kind.
ODD = [
    "",
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "x" * 10_000,
    "1e9",
    "9" * 400,
    "-1",
    "0",
    "NaN",
    quote("๙๕.๕๙"),
    quote("９５"),
    quote("๒๕๖๙"),
    quote("' OR 1=1 --"),
    quote("<script>alert(1)</script>"),
    quote("{{ 7 }}{% debug %}"),
    quote("../../etc/passwd"),
    quote("\u202e\u200b\ufeff\u0e33\U0010ffff"),
    "%0d%0aSet-Cookie:a=b",
]
PAGES = sorted(set(ACCESS) - SLOW)
FORMS = sorted(name for name, (_, post) in ACCESS.items() if post in (EDITS, SAVES, SIGNED_IN, TO_SIGN_IN))
HUGE = [0, 1, 2**31, 2**63, 2**64, 10**30, 10**300]


@pytest.fixture
def officer(db: None) -> Client:
    """A browser in which สมศรี is signed in."""
    client = Client()
    client.force_login(factories.officer())
    return client


def answer(client: Client, method: str, url: str, data: str = "") -> HttpResponse:
    """What comes of it; where the portal fails, the failure itself."""
    response = client.generic(method, url, data, content_type="application/x-www-form-urlencoded")
    response.getvalue()
    return response


def fields(client: Client, url: str) -> dict[str, str]:
    """The fields of the forms on a page, with the values that their inputs show."""
    html = answer(client, "GET", url).getvalue().decode()
    names = re.findall(r'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"', html)
    shown = re.findall(r'<input[^>]*\sname="([^"]+)"[^>]*\svalue="([^"]*)"', html)
    return dict.fromkeys(names, "") | dict(shown)


def encoded(values: dict[str, str]) -> str:
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in values.items())


@pytest.mark.parametrize("name", PAGES)
def test_odd_parameters_are_no_fault(name: str, evidence: Evidence, officer: Client):
    url = address(name, evidence)
    for odd in ODD:
        query = "&".join(f"{parameter}={odd}" for parameter in sorted(PARAMETERS))
        assert answer(officer, "GET", f"{url}?{query}").status_code in ANSWERS


@pytest.mark.parametrize("name", FORMS)
def test_form_full_of_odd_text_is_no_fault(name: str, evidence: Evidence, officer: Client):
    url = address(name, evidence)
    names = fields(officer, url) or {"text": ""}
    for odd in ODD:
        officer.force_login(factories.officer())
        data = "&".join(f"{quote(field)}={odd}" for field in names)
        assert answer(officer, "POST", url, data).status_code in ANSWERS


@pytest.mark.parametrize("name", FORMS)
def test_one_odd_field_in_a_good_form_is_no_fault(name: str, evidence: Evidence, officer: Client):
    url = address(name, evidence)
    shown = fields(officer, url)
    for field in shown:
        officer.force_login(factories.officer())
        others = encoded({key: value for key, value in shown.items() if key != field})
        for odd in ("%00", "%ff", "-1", "9" * 400, quote("๙๕.๕๙")):
            data = f"{others}&{quote(field)}={odd}"
            assert (field, answer(officer, "POST", url, data).status_code in ANSWERS) == (field, True)


@pytest.mark.parametrize("number", HUGE)
def test_numbers_in_addresses_are_no_fault(number: int, officer: Client):
    pk = factories.municipality().pk
    paths = [
        f"/municipalities/{number}/",
        f"/municipalities/{pk}/assessments/{number}/",
        f"/municipalities/{pk}/plans/{number}/",
        f"/municipalities/{pk}/plans/2568/measures/{number}/",
        f"/municipalities/{pk}/plans/{number}/documents/plan/",
        f"/municipalities/{pk}/plans/{number}/bundle.json",
        f"/evidence/{number}/",
        f"/frameworks/{number}/",
        f"/admin/accounts/user/{number}/change/",
    ]
    for path in paths:
        assert (path, answer(officer, "GET", path).status_code in ANSWERS) == (path, True)


@bounds(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(PAGES),
    parameter=st.sampled_from(sorted(PARAMETERS)) | st.text(min_size=1, max_size=20),
    value=st.text(max_size=200) | st.integers().map(str) | st.floats().map(str),
)
def test_any_parameter_is_no_fault(
    evidence: Evidence, officer: Client, name: str, parameter: str, value: str
):
    query = f"{quote(parameter, errors='replace')}={quote(value, errors='replace')}"
    officer.force_login(factories.officer())
    assert answer(officer, "GET", f"{address(name, evidence)}?{query}").status_code in ANSWERS
