"""A page's form as a browser holds it: opened, changed, sent; two of them at once."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client
from lxml import html

Sent = dict[str, Any]


def editing_form(page: HttpResponse) -> Any:
    """The form of a page that edits stored rows."""
    return cast("Any", html.fromstring(page.content.decode())).get_element_by_id("editing")


def controls(page: HttpResponse) -> Sent:
    """What a browser would send of the page's form, if its main button was pressed."""
    form = editing_form(page)
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    for text in form.xpath(".//textarea"):  # whose first line break is none
        found[text.name] = [(text.text or "").removeprefix("\n")]
    for ticked in form.xpath(".//input[@type='radio' and @checked]"):
        found[ticked.name] = [ticked.get("value")]
    for empty in form.xpath(".//input[@type='text' and not(@value)]"):
        found[empty.name] = [""]
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


@dataclass
class Window:
    """A window in which a page was opened; it knows nothing of what is stored later."""

    client: Client
    address: str

    def __post_init__(self) -> None:
        self.page: Any = self.client.get(self.address)
        self.typed = controls(self.page)

    def save(self, **changes: Any) -> Any:
        """Change these controls (None: leave out) and send the form; a page that is shown again stays."""
        self.typed = {name: value for name, value in (self.typed | changes).items() if value is not None}
        answer = self.client.post(self.address, self.typed)
        if answer.status_code == 200:
            self.page, choices = answer, {key: value for key, value in self.typed.items() if "choose-" in key}
            self.typed = controls(answer) | choices
        return answer

    def asked(self) -> dict[str, Any]:
        """The collisions of the page that was shown again, by key."""
        return {one.key: one for one in self.page.context["guard"].asked}

    def choose(self, choice: str) -> Any:
        """Choose the same of everything that is asked, and send the form."""
        return self.save(**{one.name: f"{choice}:{one.of}" for one in self.asked().values()})
