"""The first page of the import of announced assessments; what a file would do shows `reports`."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import announced_import
from ita_portal.body_sizes import takes_files
from municipalities import import_pages
from municipalities.administration import for_admins


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@takes_files
def import_announced(request: HttpRequest) -> HttpResponse:
    """Choose a file of announced assessments."""
    return import_pages.choose_file(request, announced_import.JOB)


@require_safe
@for_admins
def import_announced_template(request: HttpRequest, form: str) -> HttpResponse:
    """The file to fill in."""
    return import_pages.template_file(announced_import.JOB, form)
