"""Who opens the pages of a plan, and one writer of a municipality at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import edit_refusal, require
from accounts.models import User
from measures.models import Plan
from municipalities.models import Municipality


def signed_in(request: HttpRequest) -> User:
    """The person behind the request; LoginRequiredMiddleware lets nobody else in."""
    return cast("User", request.user)


@contextmanager
def writing(request: HttpRequest, municipality_pk: int) -> Iterator[None]:
    """While a POST is answered: one transaction, in which nobody else writes for this municipality."""
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        visible = Municipality.objects.visible_to(signed_in(request))
        visible.filter(pk=municipality_pk).select_for_update(of=("self",)).first()
        yield


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


def require_open(request: HttpRequest, lock: str) -> None:
    """Let a locked page be read; PermissionDenied with the reason for writing to it."""
    if request.method == "POST":
        require(lock)
