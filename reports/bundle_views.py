"""The download of a plan's bundle."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from documents.loading import load_dossier
from exchange.writing import bundle_of, excerpt
from ita_portal.downloads import download
from reports.check_views import visible_kinds, visible_plan


@require_safe
def bundle(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """All of a plan for its officer and the admins; for a reviewer what the submitted documents show."""
    user = signed_in(request)
    plan = visible_plan(user, pk, fiscal_year)
    if plan is None:
        raise Http404
    kinds, dossier = visible_kinds(user, plan), load_dossier(plan)
    content = bundle_of(excerpt(dossier, kinds) if user.is_reviewer else dossier)
    name = f"ITA {plan.municipality.full_name} {fiscal_year}.json"
    return download(content, "application/json", name)
