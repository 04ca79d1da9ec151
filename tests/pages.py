"""A browser that opens a page before it sends the page's form."""

from typing import Any

from django.test import Client


class PageClient(Client):
    """Sends along what the page had marked as seen, unless the test says what that was."""

    def post(self, path: str, data: Any = None, **more: Any) -> Any:
        data = data or {}
        if "seen" not in data:
            page = self.get(path)
            guard = page.context and page.context.get("guard")
            data = {**data, "seen": guard.token} if guard else data
        return super().post(path, data, **more)
