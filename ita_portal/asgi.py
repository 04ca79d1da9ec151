"""The application that the web server runs: Django over WSGI, for whole requests only."""

from ita_portal.wsgi import application as wsgi_application  # sets Django up, so that it comes first

# isort: split
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string

from ita_portal.body_sizes import largest_body
from ita_portal.traffic import note
from ita_portal.whole_requests import WholeRequests

THREADS = 32  # of one process; most wait for the printer or the database
BACK = "โปรดกดปุ่มย้อนกลับของเบราว์เซอร์ ข้อความที่พิมพ์ไว้จะยังอยู่ แล้ว"
REFUSALS = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("ข้อมูลที่ส่งมาใหญ่เกินไป", f"ระบบไม่ได้รับสิ่งที่ส่งมา {BACK}เลือกไฟล์ที่เล็กลง"),
    HTTPStatus.REQUEST_TIMEOUT: (
        "ส่งข้อมูลไม่ทันเวลา",
        f"การเชื่อมต่อช้าหรือขาดตอน ระบบจึงยังไม่ได้รับสิ่งที่ส่งมา {BACK}ส่งอีกครั้ง",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        "มีการส่งข้อมูลพร้อมกันมากเกินไป",
        f"มีผู้ส่งข้อมูลจากเครือข่ายเดียวกันหลายรายการพร้อมกัน {BACK}ส่งอีกครั้งในอีกสักครู่",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "ระบบรับข้อมูลเพิ่มไม่ได้ชั่วคราว",
        f"มีผู้ส่งข้อมูลเข้ามาพร้อมกันจำนวนมาก {BACK}ส่งอีกครั้งในอีกสักครู่",
    ),
}


def refused_page(environ: dict[str, Any], status: HTTPStatus) -> bytes:
    """The page for a request that never reached Django, which is written down as every other is."""
    note(WSGIRequest(environ), status)
    return _page(status)


@lru_cache
def _page(status: HTTPStatus) -> bytes:
    """The page that tells why a request was refused, and that nothing typed is lost."""
    heading, text = REFUSALS[status]
    return render_to_string("500.html", {"heading": heading, "text": text}).encode()


application = WholeRequests(
    wsgi_application,
    threads=THREADS,
    largest=largest_body,
    refusal=refused_page,
    behind_proxy=bool(settings.ALLAUTH_TRUSTED_PROXY_COUNT),
)
