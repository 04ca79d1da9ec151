"""Downloading uploaded evidence."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from ita_portal.downloads import uploaded
from measures import uploads
from measures.models import Evidence


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """An uploaded file for those who may read a report of its plan; 404 for all others, and for links.

    The officer and the admins always may, the province's reviewer once a report of the plan is submitted.
    """
    row = get_object_or_404(Evidence.objects.exclude(file="").select_related("measure__plan"), pk=pk)
    readable = row.measure.plan.reports.visible_to(signed_in(request))
    if not readable.exists():
        raise Http404
    try:
        contents = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return uploaded(contents, uploads.content_type(row.file.name or ""), row.file_name or row.title)
