"""The first page and the pages for what can't be shown."""

import errno
import sys
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from psycopg.errors import DiskFull

from ita_portal.editing import typed_texts

DISK_FULL = "ขณะนี้จึงบันทึกรายการนี้ไม่ได้ ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ โปรดแจ้งผู้ดูแลระบบให้เพิ่มพื้นที่ แล้วลองใหม่อีกครั้ง"
UNREACHABLE = "ขณะนี้เชื่อมต่อฐานข้อมูลไม่ได้ ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ โปรดลองใหม่อีกครั้งในอีกสักครู่"
BROKEN = "ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ โปรดลองใหม่อีกครั้งในอีกสักครู่"


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where a person's work is: an officer's municipality, a reviewer's desk, an admin's overview.

    The list of those that an officer serves, where they are several; a welcome for visitors.
    """
    if not request.user.is_authenticated:
        return render(request, "welcome.html")
    if request.user.is_officer:
        places = request.user.municipalities
        return redirect("municipality", places[0].pk) if len(places) == 1 else redirect("municipality_list")
    return redirect("desk" if request.user.is_reviewer else "province")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence of the refusal, and the way on where the refusal knows one."""
    reason = exception.args[0] if exception.args else ""
    return render(request, "403.html", {"reason": reason, "typed": _typed(request)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is not the session's; text typed on a page of ours is shown again."""
    return render(
        request, "403_csrf.html", {"typed": typed_texts(request) if _is_own(request) else []}, status=403
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "404.html", {"typed": _typed(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 while the database can't be reached, 507 while the disk is full. Shows again what was typed.

    Asks for nothing that may be what is broken.
    """
    error = sys.exc_info()[1]
    if is_disk_full(error):
        return _failure(request, HTTPStatus.INSUFFICIENT_STORAGE, "พื้นที่เก็บข้อมูลของระบบเต็ม", DISK_FULL)
    if isinstance(error, OperationalError | InterfaceError):
        return _failure(request, HTTPStatus.SERVICE_UNAVAILABLE, "ระบบยังไม่พร้อมให้บริการชั่วคราว", UNREACHABLE)
    return _failure(request, HTTPStatus.INTERNAL_SERVER_ERROR, "ระบบขัดข้อง", BROKEN)


def is_disk_full(error: BaseException | None) -> bool:
    """Whether the disk of the files, or of the database, had no room."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if not isinstance(error, OperationalError):
        return False
    return isinstance(error.__cause__, DiskFull) or "disk is full" in str(error)


def _failure(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    context = {"heading": heading, "text": text, "typed": _typed(request)}
    headers = {} if status == HTTPStatus.INTERNAL_SERVER_ERROR else {"Retry-After": "30"}
    return HttpResponse(render_to_string("500.html", context), status=status, headers=headers)


def _typed(request: HttpRequest) -> list[str]:
    """What a form of our own page carried; nothing where it is the form itself that can't be read."""
    try:
        return typed_texts(request) if _is_own(request) else []
    except Exception:
        return []


def _is_own(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
