"""The pages that say why something can't be shown: in Thai, with the right status, nothing of the machine."""

import errno

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from psycopg.errors import DiskFull
from pytest_django.asserts import assertInHTML

from ita_portal import urls
from tests import factories

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def _raises(error: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def _of_postgresql(cause: Exception) -> OperationalError:
    """As Django hands on what psycopg raises."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


urlpatterns = [
    path("refused/", _raises(PermissionDenied("เฉพาะเจ้าหน้าที่เท่านั้น"))),
    path("refused-silently/", _raises(PermissionDenied())),
    path("strange/", _raises(SuspiciousOperation("secret detail"))),
    path("missing/", _raises(Http404("secret detail"))),
    path("broken/", _raises(RuntimeError("secret detail"))),
    path("disk-full/", _raises(OSError(errno.ENOSPC, "secret detail"))),
    path("database-full/", _raises(OperationalError("database or disk is full"))),
    path("tables-full/", _raises(_of_postgresql(DiskFull("could not extend file: No space left on device")))),
    path("database-down/", _raises(OperationalError("secret detail"))),
    *urls.urlpatterns,
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def officers(client: Client) -> Client:
    client.raise_request_exception = False
    client.force_login(factories.officer())
    return client


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/refused/", 403, "ไม่มีสิทธิ์ทำรายการนี้"),
        ("/refused-silently/", 403, "ไม่มีสิทธิ์ทำรายการนี้"),
        ("/strange/", 400, "คำขอไม่ถูกต้อง"),
        ("/missing/", 404, "ไม่พบหน้าที่ต้องการ"),
        ("/no-such-page/", 404, "ไม่พบหน้าที่ต้องการ"),
        ("/broken/", 500, "ระบบขัดข้อง"),
        ("/disk-full/", 507, "พื้นที่เก็บข้อมูลของระบบเต็ม"),
        ("/database-full/", 507, "พื้นที่เก็บข้อมูลของระบบเต็ม"),
        ("/tables-full/", 507, "พื้นที่เก็บข้อมูลของระบบเต็ม"),
        ("/database-down/", 503, "ระบบยังไม่พร้อมให้บริการชั่วคราว"),
    ],
)
def test_error_is_said_in_thai(officers: Client, english, address: str, status: int, heading: str):
    answer = officers.get(address)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.content.decode()
    assert english(answer) == []


def test_refusal_carries_its_sentence(officers: Client):
    page = officers.get("/refused/").content.decode()
    assertInHTML("<p>เฉพาะเจ้าหน้าที่เท่านั้น</p>", page, count=1)


def test_missing_page_of_a_visitor_is_404_too(client: Client):
    assert client.get("/no-such-page/").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "testserver@evil.example", "a b"])
def test_unknown_host_is_refused(client: Client, host: str):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "<h1>คำขอไม่ถูกต้อง</h1>" in answer.content.decode()


def test_form_without_its_token_is_refused_in_thai(english):
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.officer())
    for name in ("account_logout", "account_login", "account_change_password"):
        answer = client.post(reverse(name), {"login": "somsri"})
        assert answer.status_code == 403
        assert "<h1>ตรวจสอบที่มาของคำขอไม่สำเร็จ</h1>" in answer.content.decode()
        assert english(answer) == []


def test_form_sent_from_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    token = client.get(reverse("account_login")).cookies[settings.CSRF_COOKIE_NAME].value
    data = {"login": "somsri", "password": "x", "csrfmiddlewaretoken": token}
    answers = [
        client.post(reverse("account_login"), data, headers={"origin": origin}).status_code
        for origin in ("https://evil.example", "null", "http://testserver")
    ]
    assert answers == [403, 403, 200]


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_too_large_a_form_is_refused_in_thai(officers: Client, english):
    answer = officers.post(reverse("account_change_password"), {"oldpassword": "x" * 2000})
    assert answer.status_code == 400
    assert english(answer) == []


@pytest.mark.parametrize("address", ["/broken/", "/database-down/", "/disk-full/", "/refused/", "/missing/"])
def test_typed_text_is_shown_again_when_it_could_not_be_saved(officers: Client, address: str):
    typed = {"done": "ประชุมเจ้าหน้าที่ <b>ทุกเดือน</b>", "password": "not-to-be-shown-again"}
    own = officers.post(address, typed, headers={"origin": "http://testserver"}).content.decode()
    strange = officers.post(address, typed, headers={"origin": "https://evil.example"}).content.decode()
    assert own.count("ประชุมเจ้าหน้าที่ &lt;b&gt;ทุกเดือน&lt;/b&gt;") == 1
    assert "not-to-be-shown-again" not in own
    assert "ประชุมเจ้าหน้าที่" not in strange


@pytest.mark.django_db
@pytest.mark.parametrize("made_up", ["[" * 100_000, "9" * 5000, "null", '["login", "\\ud800", 1]'])
def test_button_of_a_note_that_no_page_has_made_changes_nothing(client: Client, made_up: str):
    sent = {"login": "somsri", "password": "x", "instead": made_up}
    assert client.post(reverse("account_login"), sent).status_code == 200
