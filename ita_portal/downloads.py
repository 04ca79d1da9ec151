"""A made file as an answer, under a Thai name."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def download(content: bytes, content_type: str, filename: str, *, as_attachment: bool = True) -> HttpResponse:
    """The file to save, or to open in the browser where it is no attachment.

    Signs that some file system refuses in a name become "-".
    """
    name = _UNSAFE.sub("-", filename)
    disposition = content_disposition_header(as_attachment=as_attachment, filename=name)
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition or ""}
    )
