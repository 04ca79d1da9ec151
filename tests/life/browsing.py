"""A person at a browser without scripts: opens a page, fills in a form of it, sends it as it stands."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User

SAID = "//main//*[contains(@class, 'alert') or contains(@class, 'invalid-feedback')]"
FORMS = "//main//form[translate(@method, 'POST', 'post') = 'post']"
Typed = Mapping[str, str | Sequence[str] | SimpleUploadedFile]


class Page:
    """What came back from an address, with the forms on it."""

    def __init__(self, client: Client, address: str, answer: HttpResponse) -> None:
        self._client, self.address, self.answer = client, address, answer
        self.tree = html.fromstring(answer.content.decode())

    @property
    def text(self) -> str:
        """What a reader sees in the page's main part, in one line."""
        return read(*self.tree.iterfind(".//main"))

    @property
    def said(self) -> str:
        """What the page complains of or reports."""
        return " / ".join(read(one) for one in self.tree.xpath(SAID))

    def fill(self, typed: Typed | None = None, *, press: str = "") -> "Page":
        """Send the form that has these fields, with its button of the name `press`; the page that follows.

        What stood in the form and was not typed is sent along.
        """
        names = {*(typed or {}), *([press] if press else [])}
        for form in self.tree.xpath(FORMS):
            buttons = {button.get("name"): button for button in form.xpath(".//button[@name]")[::-1]}
            if names <= {*form.inputs.keys(), *buttons}:
                return self._sent(form, typed, buttons.get(press))
        raise AssertionError(f"{self.address} has no form with {sorted(names)}: {self.text[:1500]}")

    def done(self, typed: Typed | None = None, *, press: str = "") -> "Page":
        """The same where it has to succeed: the portal leads on."""
        return self._led_on(self.fill(typed, press=press))

    def presses(self, address: str) -> "Page":
        """Press the one button that sends its form to this address; it has to succeed."""
        [button] = self.tree.xpath(f"//main//button[@formaction='{address}']") or [
            self.tree.xpath(f"//main//form[@action='{address}']//button")[0]
        ]
        return self._led_on(self._sent(self.tree.get_element_by_id(button.get("form"), button), None, button))

    def _led_on(self, page: "Page") -> "Page":
        assert hasattr(page.answer, "led_on"), f"{self.address}: {page.said or page.text[:1500]}"
        return page

    def _sent(self, form: Any, typed: Typed | None, button: Any) -> "Page":
        form = next(form.iterancestors("form"), form)
        data = _filled(form) | dict(typed or {})
        if button is not None and button.get("name"):
            data[button.get("name")] = button.get("value", "")
        to = (
            form.get("action") or "" if button is None else button.get("formaction", form.get("action") or "")
        )
        address = urljoin(self.address, to)
        answer = self._client.post(address, data, headers={"referer": f"http://testserver{self.address}"})
        while answer.status_code in (301, 302):
            answer = self._client.get(address := answer.url)
            answer.led_on = True
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return Page(self._client, address, answer)


def read(*elements: Any) -> str:
    """The text of elements of a page, in one line."""
    return " ".join(" ".join(one.text_content() for one in elements).split())


def _filled(form: Any) -> dict[str, Any]:
    """What stands in a form; a browser takes the line break at the beginning of a text area for none."""
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value.removeprefix("\n"))
    return data


class Browser:
    """Somebody's browser; nobody's, who has not signed in, where `account` is ""."""

    def __init__(self, account: str = "") -> None:
        self.account = account

    def opens(self, name: str, *keys: object, query: str = "") -> Page:
        """The page of this name, which has to be there."""
        return self.goes_to(reverse(name, args=keys) + query)

    def goes_to(self, address: str) -> Page:
        """The page at this address, which has to be there."""
        client = self._client()
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.headers}"
        return Page(client, address, answer)

    def fetches(self, address: str) -> HttpResponse:
        """Whatever lies at an address."""
        return self._client().get(address)

    def _client(self) -> Client:
        """Signed in anew: a session does not last from year to year."""
        client = Client()
        if self.account:
            client.force_login(User.objects.get(username=self.account))
        return client
