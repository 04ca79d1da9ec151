"""A made or an uploaded file as an answer, under a Thai name."""

import re
from collections.abc import Iterable
from typing import IO, Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def download(content: bytes, content_type: str, filename: str, *, as_attachment: bool = True) -> HttpResponse:
    """The file to save, or to open in the browser where it is no attachment.

    Signs that some file system refuses in a name become "-".
    """
    headers = {"Content-Disposition": _disposition(filename, as_attachment=as_attachment)}
    return HttpResponse(content, content_type=content_type, headers=headers)


def streamed(pieces: Iterable[bytes], content_type: str, filename: str) -> StreamingHttpResponse:
    """A file to save that is made while it is sent, and never lies in memory as a whole."""
    headers = {"Content-Disposition": _disposition(filename, as_attachment=True)}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def uploaded(contents: IO[Any], content_type: str, filename: str) -> FileResponse:
    """What somebody uploaded, to be saved and never shown, so that no file acts in the portal's name."""
    response = FileResponse(contents, as_attachment=True, filename=filename, content_type=content_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(filename: str, *, as_attachment: bool) -> str:
    name = _UNSAFE.sub("-", filename)
    return content_disposition_header(as_attachment=as_attachment, filename=name) or ""
