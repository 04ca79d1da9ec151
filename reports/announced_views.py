"""What a file of announced results would do, also to papers that were handed in; and who must revise them."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments import announced_import
from municipalities import import_pages
from municipalities.administration import for_admins
from municipalities.models import Municipality
from reports.correcting.announcing import rows_to_confirm, tell_municipalities
from reports.correcting.notices import due_notices

JOB = replace(announced_import.JOB, after=tell_municipalities, asks=rows_to_confirm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def import_announced_check(request: HttpRequest, token: str) -> HttpResponse:
    """See what the file would do, and do it; municipalities that must revise a paper are told."""
    return import_pages.check_file(request, JOB, token)


@require_safe
@for_admins
def announced_revisions(request: HttpRequest) -> HttpResponse:
    """The municipalities that have still to revise what they handed in after a result was announced anew.

    Where nobody serves one, nobody was told: the page says so and leads to inviting somebody.
    """
    page = Paginator(due_notices(), import_pages.ON_A_PAGE).get_page(request.GET.get("page"))
    listed = Municipality.objects.filter(pk__in=[one.municipality.pk for one in page])
    unserved = {place.pk for place in listed.without_officer(timezone.localdate())}
    context = {"section": "administration", "page": page, "unserved": unserved}
    return render(request, "reports/announced_revisions.html", context)
