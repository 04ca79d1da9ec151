"""Downloading uploaded evidence."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from ita_portal.downloads import uploaded
from measures import uploads
from measures.models import Evidence


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An uploaded file for those who may read a report of its plan; 404 for all others, and for links.

    The officer and the admins always may, the province's reviewer once a report of the plan is submitted. In
    the place of a file that was erased by law, of which the checksum is kept, they get 410 and the reason.
    """
    files = Evidence.objects.exclude(file="", file_sha256="").filter(url="").select_related("measure__plan")
    row = get_object_or_404(files, pk=pk)
    readable = row.measure.plan.reports.visible_to(signed_in(request))
    if not readable.exists():
        raise Http404
    if row.file_was_erased:
        return render(request, "measures/evidence_erased.html", {"evidence": row}, status=410)
    try:
        contents = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return uploaded(contents, uploads.content_type(row.file.name or ""), row.file_name or row.title)
