"""The last look before several reports are accepted: what is open in each of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from oversight.deciding import deciding_reviewer, decision_page, versions_ticked
from reports.gate import at_the_gate
from reports.models import Report
from reports.states import Action, State


@require_http_methods(["GET", "HEAD", "POST"])
def desk_accept(request: HttpRequest) -> HttpResponse:
    """The reports named in the address with what is open in each; a POST accepts those that are ticked.

    Ticked at first are those without an open comment. What is no longer as the desk showed it can't be
    ticked here: it has to be read again.
    """
    user, chosen = deciding_reviewer(request), versions_ticked(request.GET)
    ticked = versions_ticked(request.POST)
    if request.method == "POST" and ticked:
        return decision_page(request, user, Action.ACCEPT, ticked)
    if not chosen:
        return redirect("desk")
    reports = Report.objects.visible_to(user).filter(pk__in=chosen).with_place().order_by("pk")
    same = [row for row in reports if (row.state, row.version) == (State.SUBMITTED, chosen[row.pk])]
    context = {
        "section": "home",
        "tab": "desk",
        "gate": at_the_gate(same),
        "changed": len(chosen) - len(same),
        "nothing_ticked": request.method == "POST",
    }
    return render(request, "oversight/accept.html", context)
