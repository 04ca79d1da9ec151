"""The first page and the pages that say why something can't be shown."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ita_portal.editing import typed_texts


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where a person's work is: an officer's municipality, a reviewer's desk, an admin's overview.

    A welcome for visitors.
    """
    if not request.user.is_authenticated:
        return render(request, "welcome.html")
    if request.user.is_officer:
        return redirect("municipality", pk=request.user.municipality_id)
    return redirect("desk" if request.user.is_reviewer else "province")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence of the refusal."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is not the session's; text typed on a page of ours is shown again."""
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return render(request, "403_csrf.html", {"typed": typed_texts(request) if own else []}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database can't be reached. Asks for nothing that may be what is broken."""
    unreachable = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if unreachable:
        said = {
            "heading": "ระบบยังไม่พร้อมให้บริการชั่วคราว",
            "text": "ขณะนี้เชื่อมต่อฐานข้อมูลไม่ได้ ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ โปรดลองใหม่อีกครั้งในอีกสักครู่",
        }
        return HttpResponse(render_to_string("500.html", said), status=503, headers={"Retry-After": "30"})
    said = {
        "heading": "ระบบขัดข้อง",
        "text": "ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ โปรดลองใหม่อีกครั้งในอีกสักครู่",
    }
    return HttpResponse(render_to_string("500.html", said), status=500)
