"""The watch over the network that every browser test stands under."""

from playwright.sync_api import Page

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def show(page: Page, markup: str) -> None:
    """Open a page of the portal's address with this markup."""
    page.route("**/page", lambda route: route.fulfill(body=markup, content_type="text/html"))
    page.goto("/page")


def test_request_to_another_host_is_noticed_and_goes_nowhere(page: Page, foreign_requests: list[str]) -> None:
    show(page, '<img src="https://example.com/seal.png">')
    assert foreign_requests == ["https://example.com/seal.png"]
    assert page.evaluate("document.querySelector('img').naturalWidth") == 0
    foreign_requests.clear()


def test_data_address_is_part_of_the_page(page: Page, foreign_requests: list[str]) -> None:
    show(page, f'<img src="{PIXEL}">')
    assert page.evaluate("document.querySelector('img').naturalWidth") == 1
    assert foreign_requests == []
