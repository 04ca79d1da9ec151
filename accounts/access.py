"""Who may do what, asked once for every view: out of scope is 404, not allowed is 403 with its reason."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from ita_portal.judging import judged_edit
from ita_portal.whole_files import files_go_with_rows
from municipalities.models import Municipality


def signed_in(request: HttpRequest) -> User:
    """The person behind the request; LoginRequiredMiddleware lets nobody else in."""
    return cast("User", request.user)


def edit_refusal(user: User, municipality: Municipality) -> str:
    """Why this person may not write for this municipality, in Thai; empty when they may."""
    if user.serves(municipality):
        return ""
    return f"เฉพาะเจ้าหน้าที่ ITA ของ{municipality.full_name}เท่านั้นที่แก้ไขข้อมูลนี้ได้"


def require(refusal: str) -> None:
    """Go on when there is nothing to refuse. Raises PermissionDenied with the sentence of the 403 page."""
    if refusal:
        raise PermissionDenied(refusal)


def require_open(request: HttpRequest, lock: str) -> None:
    """Let a locked page be read; PermissionDenied with the reason for writing to it."""
    if request.method == "POST":
        require(lock)


@contextmanager
def writing(request: HttpRequest, municipality_pk: int) -> Iterator[None]:
    """While a POST is answered: one transaction, in which nobody else writes for this municipality.

    Raises AskFirst where the writer has to be asked about the edit (see ita_portal.judging).
    """
    if request.method != "POST":
        yield
        return
    with files_go_with_rows(), transaction.atomic():
        visible = Municipality.objects.visible_to(signed_in(request))
        known = visible.filter(pk=municipality_pk).select_for_update(of=("self",)).first()
        with judged_edit(request, (municipality_pk,)) if known else nullcontext():
            yield
