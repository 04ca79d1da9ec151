"""Every page of the portal in the state that matters, as its reader: no barrier, no loss at any size."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.urls import resolve
from playwright.sync_api import ConsoleMessage, Page, expect

from tests import factories
from tests.accounts.signing_in import with_second_factor
from tests.browser import world
from tests.browser.looking import faults
from tests.browser.walking import OpenPage, press, sign_in
from tests.test_access import ACCESS, BUTTON, NOT_THAT

FILES = {
    "evidence", "removed_evidence", "report_pdf", "report_docx", "report_data", "bundle",
    "publication_pdf", "publication_docx",
    "publication_zip", "publication_evidence", "publication_sealed",
    "publication_json", "publication_qr", "datapackage", "open_data_csv", "open_data_json", "feed", "sitemap",
    "sitemap_part", "robots", "export_file", "overview_xlsx", "overview_csv", "oit_xlsx",
    "import_municipalities_template", "import_announced_template", "import_people_template",
}  # fmt: skip
READABLE = {200, 410}  # 410: the page of what was withdrawn
SECOND_FACTOR = {name for name in ACCESS if name.startswith("mfa_")}
PROVIDER = {name for name in ACCESS if name.startswith("provider_")}  # not there without one
PASSKEYS = {name for name in SECOND_FACTOR if name.endswith("_webauthn")}  # looked at in test_passkeys.py


@pytest.fixture
def pages(db: None, settings: LazySettings, tmp_path: object) -> dict[str, Sequence[str]]:
    """The addresses to look at, by role."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.OUTGOING_CHECKS = True
    return world.build()


def noted(page: Page) -> list[str]:
    """The list to which the page adds what its scripts and its policies complain of, and what is missing."""
    complaints: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type == "error" and said.location["url"] != page.url:  # its own status is seen anyway
            complaints.append(said.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def test_every_page_is_looked_at(pages: dict[str, Sequence[str]]) -> None:
    only_sent = {name for name, (get, _post) in ACCESS.items() if get in (NOT_THAT, BUTTON)}
    seen = {resolve(path).url_name for path in world.parts(pages)}
    assert seen | FILES | SECOND_FACTOR | PROVIDER | only_sent == set(ACCESS)


@pytest.mark.parametrize("role", world.PEOPLE)
def test_page_has_no_fault(role: str, pages: dict[str, Sequence[str]], page_of: OpenPage) -> None:
    page = page_of(world.PEOPLE[role]())
    complaints, found = noted(page), {}
    for address in pages[role]:
        status = page.goto(address).status
        found[address] = [*([] if status in READABLE else [status]), *faults(page), *complaints]
        complaints.clear()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("role", "address", "typed"),
    [
        ("officer", "/municipalities/{}/plans/2568/measures/add/", {}),
        ("officer", "/municipalities/{}/assessments/2567/", {"score_1": "101"}),
        ("officer", "/municipalities/{}/assessments/2567/findings/", {"findings-0-issue": "ไม่มีข้อ"}),
        ("admin", "/accounts/people/invite/", {}),
        ("admin", "/administration/places/add/", {}),
        ("admin", "/administration/announced/", {}),
        ("visitor", "/verify/", {}),
        ("visitor", "/accounts/login/", {"login": "somsri", "password": "x"}),
    ],
)
def test_page_that_refuses_what_was_typed_has_no_fault(
    role: str, address: str, typed: dict[str, str], page_of: OpenPage
) -> None:
    plan = factories.complete_plan()
    page = page_of(world.PEOPLE[role]())
    page.goto(address.format(plan.municipality_id))
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form[method=post] .btn-primary").last.click()
    expect(page.locator(".invalid-feedback, .alert-danger, .errorlist").first).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("visitor", "/published/0/", 404),
        ("officer", "/desk/", 403),
        ("officer", "/municipalities/0/", 404),
        ("reviewer", "/administration/", 403),
    ],
)
def test_page_that_says_no_has_no_fault(role: str, address: str, status: int, page_of: OpenPage) -> None:
    page = page_of(world.PEOPLE[role]())
    assert (page.goto(address).status, faults(page)) == (status, [])


def test_pages_of_the_second_factor_have_no_fault(page_of: OpenPage) -> None:
    """From setting it up to the recovery codes, switching it off, and signing in with it."""
    page, person, factor = page_of(None), factories.officer(), "/accounts/2fa/"
    page.goto("/accounts/login/")
    sign_in(page)
    page.goto(f"{factor}totp/activate/")
    page.locator("[name=password]").fill(factories.PASSWORD)
    press(page.get_by_role("main"), "ยืนยัน")
    found = {page.url: faults(page)}
    with_second_factor(person)
    page.goto(f"{factor}recovery-codes/generate/")
    found[page.url] = faults(page)
    page.locator("main form[method=post] button").first.click()
    for path in ("", "recovery-codes/", "reauthenticate/", "totp/deactivate/"):
        page.goto(factor + path)
        found[page.url] = faults(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    sign_in(page)
    expect(page.locator("[name=code]")).to_be_visible()
    found[page.url] = faults(page)
    seen = {resolve(urlsplit(address).path).url_name for address in found}
    assert seen | {"mfa_download_recovery_codes"} == SECOND_FACTOR - PASSKEYS
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
