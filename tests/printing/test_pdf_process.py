import base64
import io
import signal
import sys
from html import escape
from multiprocessing import Pipe
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from printing import pdf
from printing.pdf.process import BROKEN, TOO_LONG, TOO_MUCH, render_safely
from printing.pdf.rendering import Attachment, PdfFailed
from tests.processes import running


@pytest.fixture
def stylesheet(tmp_path: Path) -> Path:
    path = tmp_path / "paper.css"
    font = (pdf.STATIC / "fonts" / "SarabunDoc-Regular.ttf").as_uri()
    path.write_text(
        f"@font-face {{ font-family: D; src: url({font}) }} html {{ font-family: D }}", encoding="utf-8"
    )
    return path


def page(body: str) -> str:
    return f'<!doctype html><html lang="th-TH"><head><title>รายงาน</title></head><body>{body}</body></html>'


def picture(side: int) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (side, side)).save(buffer, "png")
    return (
        f'<img alt="x" width="9" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
    )


def test_render_safely_gives_the_same_bytes(stylesheet: Path) -> None:
    bundle = [Attachment("bundle.json", b"{}", "ข้อมูล")]
    html = page("<p>น้ำ</p>")
    assert render_safely(html, attachments=bundle, stylesheet=stylesheet) == pdf.render(
        html, attachments=bundle, stylesheet=stylesheet
    )


@pytest.mark.parametrize(
    ("body", "limits", "sentence"),
    [
        ("<p>" + "ก ข " * 200_000, {"seconds": 1.5}, TOO_LONG),
        (picture(9_000), {"megabytes": 400}, TOO_MUCH),
        ("<p>ก\ud800", {}, BROKEN),
        ("<div>" * 3_000, {}, BROKEN),
    ],
    ids=["too long", "too much", "half a character", "too deep"],
)
def test_render_safely_bad_report_is_refused_and_the_next_is_printed(
    stylesheet: Path, body: str, limits: dict[str, float], sentence: str
) -> None:
    with pytest.raises(PdfFailed, match=f"^{sentence}$"):
        render_safely(page(body), stylesheet=stylesheet, **limits)
    content = render_safely(page("<p>น้ำ</p>"), stylesheet=stylesheet, **limits | {"seconds": 60})
    assert PdfReader(io.BytesIO(content)).pages[0].extract_text() == "น้ำ"


@pytest.mark.parametrize(
    "noise", ["A" * 20_000, "ฟหกดาสวง" * 2_500, "ก" + "่" * 5_000], ids=["A", "keys", "marks"]
)
def test_render_safely_noise_takes_no_long_time(stylesheet: Path, noise: str) -> None:
    cell = f'<table style="table-layout: fixed; width: 60mm"><tr><td style="overflow-wrap: anywhere">{noise}'
    assert render_safely(page(cell), stylesheet=stylesheet, seconds=15)[:5] == b"%PDF-"


HOSTILE = {
    "markup": '<script>alert(1)</script><img src="file:///etc/passwd">',
    "template": "{{ settings.SECRET_KEY }} {% debug %}",
    "marks in a pile": "ก" + "ิ" * 200 + "่" * 200,
    "from right to left": "\u202eหลังหน้า\u202c \u2067ซ่อน\u2069 عربي",
    "no width": "ก\u200bข\u200dค\u2060ง\ufeffจ" * 500,
    "no-break spaces": "ก\u00a0ข\u202fค" * 2_000,
    "soft hyphens": "สวัสดี\u00adชาวโลก" * 2_000,
    "line separators": "ก\u2028ข\u2029ค\x85ง" * 500,
    "old Thai signs": "๏ ฯ ๚ ๛ ฿ ๆๆๆ ฤๅ ฦๅ ํา" * 100,
    "an address": "https://example.go.th/" + "%E0%B8%81" * 1_000,
    "many lines": "ก\n" * 3_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_render_safely_hostile_text_stays_within_its_limits(text: str, stylesheet: Path) -> None:
    cell = '<table style="table-layout: fixed; width: 60mm"><tr><td style="overflow-wrap: anywhere">'
    body = f"<h1>{escape(text[:300])}</h1>{cell}{escape(text)}"
    content = render_safely(page(body), stylesheet=stylesheet, seconds=15)
    shown = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages)
    assert (content[:5], b"root:" in content, "SECRET_KEY" in shown) == (
        b"%PDF-",
        False,
        "SECRET_KEY" in text,
    )


@pytest.mark.needs("Pango")
def test_printer_whose_owner_is_gone_ends_by_itself(stylesheet: Path) -> None:
    line, theirs = Pipe()
    command = [sys.executable, "-m", "printing.pdf.process", str(theirs.fileno()), "1024", "1"]
    with running(command, pass_fds=[theirs.fileno()], cwd=settings.BASE_DIR) as orphan:
        theirs.close()
        line.send(("<table>" + "<tr><td>ยาว" * 50_000, (), stylesheet))
        assert orphan.wait(timeout=60) == -signal.SIGALRM
    line.close()
