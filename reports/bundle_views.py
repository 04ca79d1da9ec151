"""The download of a plan's bundle."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from documents.loading import load_dossier
from exchange.writing import as_wanted, bundle_of, excerpt
from ita_portal.downloads import download
from reports.check_views import visible_kinds, visible_plan
from reports.handing_out import data_file
from reports.marking import marks
from reports.states import State


@require_safe
def bundle(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """All of a plan as it is now, for its officer and the admins.

    For a reviewer it is what the submitted documents show; where all of them are published, the published
    data of the fullest. What differs from what was published says in its name that it is a draft. With
    `?format=1` it is in the first version of the format.
    """
    user, wanted = signed_in(request), request.GET.get("format")
    plan = visible_plan(user, pk, fiscal_year)
    if plan is None:
        raise Http404
    kinds, dossier = visible_kinds(user, plan), load_dossier(plan)
    reports = [report for report in plan.reports.order_by("kind") if report.kind in kinds]
    published = all(report.state == State.PUBLISHED for report in reports)
    if user.is_reviewer and published:
        found = data_file(reports[-1])  # that on the results shows all that the plan's own shows
        return download(as_wanted(found.content, wanted), found.content_type, found.name)
    same = published and not any(mark.differences for mark in marks(reports, dossier).values())
    content = bundle_of(excerpt(dossier, kinds) if user.is_reviewer else dossier)
    name = f"ITA {plan.municipality.full_name} {fiscal_year}{'' if same else ' (ร่าง)'}.json"
    return download(as_wanted(content, wanted), "application/json", name)
