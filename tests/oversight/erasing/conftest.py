"""Folders of their own for what is erased, and papers that are printed at once."""

from pathlib import Path
from typing import Any

import pytest

from reports import publishing


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.PDF_CACHE = tmp_path / "media", tmp_path / "pdf"


@pytest.fixture(autouse=True)
def _printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "pdf_of", lambda html, attachments: b"%PDF-" + html.encode())
