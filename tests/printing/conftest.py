"""A plain paper with the documents' font, and what is printed on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from printing import pdf

Render = Callable[..., bytes]


def page(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="th-TH"><head><meta charset="utf-8"><title>รายงาน</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


@pytest.fixture(scope="session")
def stylesheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fonts = (pdf.STATIC / "fonts").as_uri()
    path = tmp_path_factory.mktemp("style") / "paper.css"
    path.write_text(
        f"""
        @font-face {{ font-family: "Sarabun Doc"; src: url({fonts}/SarabunDoc-Regular.ttf) }}
        @font-face {{ font-family: "Sarabun Doc"; src: url({fonts}/SarabunDoc-Bold.ttf); font-weight: 700 }}
        @page {{ size: A4; margin: 25mm 20mm 20mm 30mm; font: 10pt "Sarabun Doc";
                 @bottom-center {{ content: "หน้า " counter(page, thai) }} }}
        html {{ font: 11pt/1.6 "Sarabun Doc" }}
        td {{ overflow-wrap: anywhere }}""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def render(stylesheet: Path) -> Render:
    def rendered(body: str, *, head: str = "", attachments: tuple[pdf.Attachment, ...] = ()) -> bytes:
        return pdf.render(page(body, head), attachments=attachments, stylesheet=stylesheet)

    return rendered
