"""An officer of two municipalities: each window stays with its own, and the header leads to the other."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import SCREENSHOTS, WIDTHS
from tests.browser.looking import faults
from tests.browser.walking import OpenPage, field, said, save


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_two_windows_with_two_municipalities(page_of: OpenPage, live_server: object, *, script: bool) -> None:
    person, here, there = factories.officer(), factories.municipality(), factories.elsewhere()
    factories.serve(person, there)
    page = page_of(person, java_script_enabled=script)
    other = page.context.new_page()
    for window, place in ((page, here), (other, there)):
        window.goto("/")
        window.get_by_role("main").get_by_role("link", name=place.full_name).click()
        expect(window.get_by_role("heading", level=1)).to_contain_text(place.full_name)
    for window, place, score in ((page, here, "91.00"), (other, there, "82.00"), (page, here, "93.00")):
        window.goto(reverse("assessment", args=[place.pk, 2567]))
        window.locator("#editing [name='score_1']").fill(score)
        save(window)
    values = {place.pk: str(place.assessments.get().scores.get(code="1").value) for place in (here, there)}
    assert values == {here.pk: "93.00", there.pk: "82.00"}
    switch = page.get_by_role("navigation", name="เทศบาลที่ท่านดูแล")
    switch.get_by_role("link", name=there.full_name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(there.full_name)
    expect(switch.locator("[aria-current]")).to_have_text(there.full_name)
    if script:
        assert faults(page) == []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=SCREENSHOTS / f"two-municipalities-{width}.png", full_page=True)


@pytest.mark.slow
def test_admin_gives_a_second_municipality(page_of: OpenPage, live_server: object) -> None:
    person, place = factories.officer(), factories.elsewhere()
    page = page_of(factories.admin())
    page.goto(reverse("person_services", args=[person.pk]))
    field(page, "เทศบาล").fill(place.full_name)
    page.get_by_role("button", name="เพิ่มเทศบาลที่ดูแล").click()
    said(page, place.full_name)
    assert faults(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENSHOTS / f"services-{width}.png", full_page=True)
