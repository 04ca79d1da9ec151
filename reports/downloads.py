"""A made file as an answer, under a Thai name."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, content_type: str, filename: str, *, as_attachment: bool = True) -> HttpResponse:
    """The file to save, or to open in the browser where it is no attachment."""
    disposition = content_disposition_header(as_attachment=as_attachment, filename=filename)
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition or ""}
    )
