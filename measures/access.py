"""Who opens the pages of a plan."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import edit_refusal, require, signed_in, writing
from measures.models import Plan
from municipalities.models import Municipality


def officers_municipality(request: HttpRequest, pk: int) -> Municipality:
    """The municipality for its officer; 404 out of scope, 403 with the reason for those who only read."""
    visible = Municipality.objects.visible_to(signed_in(request))
    municipality = get_object_or_404(visible.with_place(), pk=pk)
    require(edit_refusal(signed_in(request), municipality))
    return municipality


@contextmanager
def officers_plan(request: HttpRequest, pk: int, fiscal_year: int) -> Iterator[Plan]:
    """The plan for its municipality's officer, in one transaction while a POST is answered.

    Out of scope, or not started yet, is 404; those who only read get 403 with the reason.
    """
    with writing(request, pk):
        visible = Plan.objects.visible_to(signed_in(request))
        plans = visible.select_related("municipality__district__province").prefetch_related("reports")
        plan = get_object_or_404(plans, municipality__pk=pk, fiscal_year=fiscal_year)
        require(edit_refusal(signed_in(request), plan.municipality))
        yield plan
