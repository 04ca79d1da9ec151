"""Whatever is typed into an address or a form: never a fault of the portal, on either database.

`FUZZ_EXAMPLES=10000 pytest tests/portal/test_fuzz.py -k any_parameter` asks for more than the daily hundred.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from measures.models import Evidence
from reports.models import Comment
from tests import factories
from tests.test_access import ACCESS, ACTORS, PORTAL_APPS, address, client_of, evidence, expected

__all__ = ["evidence"]  # the fixture: a year with one of everything

ANSWERS = {200, 302, 400, 403, 404, 405, 410, 429}
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))
SLOW = {"report_pdf", "report_docx"}  # seconds each, and they read no parameter
PARAMETERS = {"q", "page", "year", "next", "kind", "sort", "about", "by", "format", "fiscal_year"} | {
    name
    for app in ("ita_portal", *PORTAL_APPS)
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
    quote("²"),  # a digit to some, a number to nobody
    quote("๒๕๖๙"),
    quote("' OR 1=1 --"),
    quote("<script>alert(1)</script>"),
    quote("{{ 7 }}{% debug %}"),
    quote("../../etc/passwd"),
    quote("\u202e\u200b\ufeff\u0e33\U0010ffff"),
    "%0d%0aSet-Cookie:a=b",
]
ROUNDS = 4  # requests in which each parameter is given another of them
# Names in forms that stand on another page than the one to which they are sent.
ELSEWHERE = {
    "desk_decide": ("action", "note", "report"),
    "desk_accept": ("report",),
    "export_start": ("kind",),
    "person_state": ("active",),
    "measure_move": ("to", "number"),
    "assessment_check": ("1", "announced_total"),
}
HUGE = [0, 1, 2**31, 2**63, 2**64, 10**30, 10**300]


def askers(row: str) -> list[str]:
    """Who gets through, for a row of ACCESS: a visitor or the officer, else both overseers or the admin."""
    through = [actor for actor, answer in expected(row).items() if answer in ("200", "302")]
    if through == list(ACTORS) or not through:
        return ["visitor"]
    inside = [actor for actor in ("officer", "reviewer", "admin") if actor in through]
    return inside[:1] if "officer" in inside else inside or ["visitor"]


PAGES = sorted(
    (name, actor) for name, (get, _) in ACCESS.items() if name not in SLOW for actor in askers(get)
)
FORMS = sorted(
    (name, actor)
    for name, (_, post) in ACCESS.items()
    if set(expected(post).values()) & {"200"} or name in ELSEWHERE
    for actor in askers(post)
)


@pytest.fixture
def officer(db: None) -> Client:
    """A browser in which สมศรี is signed in."""
    return client_of("officer")


@pytest.fixture
def published(evidence: Evidence) -> Evidence:
    """That year with both documents published."""
    for report in evidence.measure.plan.reports.all():
        factories.publication(report)
    return evidence


def answer(client: Client, method: str, url: str, data: str = "") -> HttpResponse:
    """What comes of it; where the portal fails, the failure itself."""
    response = client.generic(method, url, data, content_type="application/x-www-form-urlencoded")
    response.getvalue()
    return response


def fields(client: Client, url: str) -> dict[str, str]:
    """The fields of the forms on a page, with the values that their inputs show."""
    html = answer(client, "GET", url).getvalue().decode(errors="replace")
    names = re.findall(r'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"', html)
    shown = re.findall(r'<input[^>]*\sname="([^"]+)"[^>]*\svalue="([^"]*)"', html)
    return dict.fromkeys(names, "") | dict(shown)


def encoded(values: dict[str, str]) -> str:
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in values.items())


def rounds(names: Iterable[str]) -> Iterator[str]:
    """Data in which every name has something odd, another one in each round; twice in the last, as a list."""
    ordered = sorted(names)
    for number in range(ROUNDS):
        pairs = [
            (name, ODD[(place * 5 + number * 6) % len(ODD)])  # 5 has no divisor with 21: all come by
            for place, name in enumerate(ordered)
        ]
        twice = [(name, "1") for name in ordered] if number == ROUNDS - 1 else []
        yield "&".join(f"{quote(name)}={odd}" for name, odd in [*twice, *pairs])


@pytest.mark.parametrize(("name", "actor"), PAGES)
def test_odd_parameters_are_no_fault(name: str, actor: str, published: Evidence):
    url, client = address(name, published), client_of(actor)
    for query in rounds(PARAMETERS | set(fields(client, url))):
        assert answer(client, "GET", f"{url}?{query}").status_code in ANSWERS


@pytest.mark.parametrize(("name", "actor"), FORMS)
def test_form_full_of_odd_text_is_no_fault(name: str, actor: str, evidence: Evidence):
    url = address(name, evidence)
    names = fields(client_of(actor), url) or dict.fromkeys(ELSEWHERE.get(name, ("text",)), "")
    for data in rounds(names):
        assert answer(client_of(actor), "POST", url, data).status_code in ANSWERS


@pytest.mark.parametrize(("name", "actor"), FORMS)
def test_one_odd_field_in_a_good_form_is_no_fault(name: str, actor: str, evidence: Evidence):
    url, client = address(name, evidence), client_of(actor)
    shown = fields(client, url)
    few = ("%00", "%ff", "-1", "9" * 400, quote("๙๕.๕๙"))
    for place, field in enumerate(shown):
        others = encoded({key: value for key, value in shown.items() if key != field})
        data = f"{others}&{quote(field)}={few[place % len(few)]}"
        status = answer(client_of(actor), "POST", url, data).status_code
        assert (field, status in ANSWERS) == (field, True)


@pytest.mark.parametrize(
    "name", ["comment_add", "comment_answer", "report_action", "preview", "report_history"]
)
def test_odd_review_is_no_fault(name: str, evidence: Evidence):
    report = factories.report(evidence.measure.plan, "plan", state="submitted")
    said: Comment = factories.comment(report)
    keys = [evidence.measure.plan.municipality_id, 2568, "plan"]
    url = reverse(name, args=keys + {"comment_answer": [said.pk], "report_action": ["return"]}.get(name, []))
    client = client_of("reviewer")
    for data in rounds({"place", "body", "note", "seen", "person", "part", "page", "with"}):
        assert answer(client, "GET", f"{url}?{data}").status_code in ANSWERS
        assert answer(client, "POST", url, data).status_code in ANSWERS


@pytest.mark.parametrize("number", HUGE)
def test_numbers_in_addresses_are_no_fault(number: int, published: Evidence):
    pk = published.measure.plan.municipality_id
    paths = {
        "officer": [
            f"/municipalities/{number}/",
            f"/municipalities/{pk}/assessments/{number}/",
            f"/municipalities/{pk}/plans/{number}/",
            f"/municipalities/{pk}/plans/2568/measures/{number}/",
            f"/municipalities/{pk}/plans/{number}/documents/plan/",
            f"/municipalities/{pk}/plans/{number}/documents/plan/history/",
            f"/municipalities/{pk}/plans/{number}/documents/plan/website/",
            f"/municipalities/{pk}/plans/{number}/bundle.json",
            f"/evidence/{number}/",
        ],
        "visitor": [
            f"/frameworks/{number}/",
            f"/published/{number}/",
            f"/published/{pk}/{number}/plan/",
            f"/published/{pk}/2568/plan/{number}/",
            f"/published/{pk}/2568/plan/{number}.pdf",
            f"/compare/?with={number}&with={pk}&year={number}",
        ],
        "reviewer": [
            f"/municipalities/{pk}/plans/2568/documents/plan/comments/{number}/answer/",
            f"/municipalities/{pk}/plans/{number}/documents/plan/changes/?with=published",
            f"/exports/{number}/",
            f"/province/?district={number}&year={number}",
        ],
        "admin": [
            f"/accounts/people/{number}/",
            f"/accounts/people/invite/?municipality={number}",
            f"/administration/deadlines/{number}/",
            f"/administration/announced/{number}/",
            reverse("place", args=[number]),
            reverse("province_settings"),
            f"/admin/accounts/user/{number}/change/",
        ],
    }
    for actor, addresses in paths.items():
        client = client_of(actor)
        for path in addresses:
            assert (path, answer(client, "GET", path).status_code in ANSWERS) == (path, True)


def value() -> st.SearchStrategy[str]:
    """Something for an address, ready for it."""
    typed = st.text(max_size=200) | st.integers().map(str) | st.floats().map(str)
    return st.sampled_from(ODD) | typed.map(lambda text: quote(text, errors="replace"))


@bounds(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    page=st.sampled_from(PAGES),
    own=st.booleans(),
    data=st.data(),
)
def test_any_parameter_is_no_fault(
    published: Evidence, page: tuple[str, str], own: bool, data: st.DataObject
):
    """One to three parameters, half of the time such as the page itself offers."""
    name, actor = page
    url, client = address(name, published), client_of(actor)
    names = (own and sorted(fields(client, url))) or sorted(PARAMETERS)
    chosen = data.draw(
        st.lists(st.sampled_from(names) | st.text(min_size=1, max_size=20), min_size=1, max_size=3)
    )
    query = "&".join(f"{quote(one, errors='replace')}={data.draw(value())}" for one in chosen)
    assert answer(client, "GET", f"{url}?{query}").status_code in ANSWERS
