"""HTML to PDF: the one door to WeasyPrint.

`render` prints in this process (commands, tests); `process.render_safely` prints in another one, with limits
of time and memory (views).
"""

from printing.pdf.rendering import (
    INSTALL,
    STATIC,
    STYLESHEET,
    Attachment,
    PdfFailed,
    PdfUnavailable,
    obstacle,
    render,
)

__all__ = [
    "INSTALL",
    "STATIC",
    "STYLESHEET",
    "Attachment",
    "PdfFailed",
    "PdfUnavailable",
    "obstacle",
    "render",
]
