"""The pages of the import of municipalities."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal.body_sizes import takes_files
from municipalities import import_pages, place_import
from municipalities.administration import for_admins


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@takes_files
def import_municipalities(request: HttpRequest) -> HttpResponse:
    """Choose a file of municipalities."""
    return import_pages.choose_file(request, place_import.JOB)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def import_municipalities_check(request: HttpRequest, token: str) -> HttpResponse:
    """See what the file would do, and do it."""
    return import_pages.check_file(request, place_import.JOB, token)


@require_safe
@for_admins
def import_municipalities_template(request: HttpRequest, form: str) -> HttpResponse:
    """The file to fill in."""
    return import_pages.template_file(place_import.JOB, form)
