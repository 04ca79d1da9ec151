"""HTML -> PDF: the one door to WeasyPrint, which is imported when the first PDF is asked for.

`render` prints in this process (commands, tests); `printing.pdf.process.render_safely` prints in another one,
with limits of time and memory (views).
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import cast

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLESHEET = STATIC / "document.css"
INSTALL = (
    "apt-get install -y --no-install-recommends "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai-data"
)
_ONE_AT_A_TIME = Lock()  # fonts and styles are shared, and Pango does not like company


class PdfUnavailable(RuntimeError):  # noqa: N818 - a state of the machine, not of the program
    """This machine cannot print; the message says in Thai what to install."""


class PdfFailed(RuntimeError):  # noqa: N818 - as above, of the report
    """This report could not be printed; the message says why in Thai."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. The ending of its name says of what kind it is; `dated` needs a time zone.

    `relationship` to the document: Source, Data, Alternative or Supplement (ISO 32000-2, 7.11.3).
    """

    name: str
    content: bytes
    description: str
    dated: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    relationship: str = "Source"


def render(html: str, *, attachments: Sequence[Attachment] = (), stylesheet: Path = STYLESHEET) -> bytes:
    """Print a whole HTML document as PDF/A-3a and PDF/UA-1; the same input gives the same bytes.

    The document brings `lang`, `<title>` and, if wanted, author, description and keywords as `<meta>`. Its
    own links to stylesheets are for the screen: `stylesheet` takes their place. Nothing is fetched except
    that file, our fonts and PNG or JPEG images in `data:` addresses; anything else is left out and logged as
    an error on the logger "weasyprint". Raises PdfUnavailable.
    """
    press = _press()
    with _ONE_AT_A_TIME:
        return cast("bytes", press.printed(html, attachments, stylesheet))


def obstacle() -> str:
    """Why this machine cannot print Thai, with the command that mends it; "" when it can."""
    try:
        _press()
    except PdfUnavailable as refusal:
        return str(refusal)
    return ""


def _press() -> ModuleType:
    try:
        with warnings.catch_warnings():
            # A machine without any font is as good as another: a document brings its own.
            warnings.filterwarnings("ignore", "No fonts configured|FontConfig cannot load")
            press = import_module("printing.pdf.press")
    except OSError as error:  # a library that Pango needs is missing
        raise PdfUnavailable(_advice("ไม่มีชุดจัดวางตัวอักษร Pango")) from error
    if not press.breaks_thai_lines():
        raise PdfUnavailable(_advice("ไม่มีพจนานุกรมตัดคำภาษาไทยของ libthai"))
    return press


def _advice(cause: str) -> str:
    return f"เครื่องแม่ข่ายยังสร้างไฟล์ PDF ไม่ได้ เพราะ{cause} ผู้ดูแลระบบติดตั้งได้ด้วยคำสั่ง: {INSTALL}"
