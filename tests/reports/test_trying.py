"""Web addresses given as evidence: tried on demand and before submitting, told and never a block."""

import time
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ita_portal.fetching import Bounds
from measures.models import Evidence, Plan
from reports import trying
from reports.models import AddressTrial, Report
from reports.trying import addresses_before_submitting, tried_addresses, try_addresses
from tests import factories
from tests.steps import read
from tests.websites import Website, sends, sends_on

pytestmark = pytest.mark.django_db
OLD = timedelta(hours=2)


def plan(*addresses: str) -> Plan:
    """A plan that may be reported, with these web addresses as evidence."""
    made = factories.complete_plan()
    for position, address in enumerate(addresses):
        Evidence.objects.create(
            measure=made.measures.get(), title=f"หลักฐาน {position}", url=address, position=position
        )
    return made


def bounds(website: Website, **changes: Any) -> Bounds:
    return website.bounds(**{"redirects": 5, "plain": True, "seconds": 15} | changes)


def problems(row: Plan) -> list[str | None]:
    return [one.problem for one in tried_addresses(row).addresses]


def test_each_address_is_told_by_what_it_answered(website: Website) -> None:
    website.pages["/a"] = sends(b"a")
    website.pages["/moved"] = sends_on(website.address("/a"))
    website.pages["/closed"] = sends(b"", status=403)
    paths = ("/a", "/moved", "/closed", "/missing")
    row = plan(*(website.address(path) for path in paths), "https://inside.example.go.th/")

    assert problems(row) == [None] * 5
    assert try_addresses(row, bounds(website)) is True

    assert problems(row) == [
        "",
        "",
        "เว็บไซต์ตอบด้วยรหัส 403",
        "เว็บไซต์ตอบด้วยรหัส 404",
        "ตรวจได้เฉพาะที่อยู่ https:// หรือ http:// ที่ไม่ระบุพอร์ตและชื่อผู้ใช้",
    ]
    assert [one.title for one in tried_addresses(row).silent] == ["หลักฐาน 2", "หลักฐาน 3", "หลักฐาน 4"]


def test_address_inside_our_network_is_not_asked(website: Website) -> None:
    row = plan("https://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/")
    try_addresses(row)
    assert problems(row) == ["ชื่อเว็บไซต์ชี้ไปยังเครือข่ายภายใน จึงไม่ตรวจ"] * 3


def test_plain_http_is_asked_without_tls() -> None:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["Host"])
            sends(b"a")(self)

        def log_message(self, *_args: object) -> None:
            """Nobody reads it."""

    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    here = replace(
        trying.BOUNDS,
        ports=(server.server_port,),
        permitted=lambda address: address == ip_address("127.0.0.1"),
        look_up=lambda *_: ["127.0.0.1"],
    )
    row = plan(f"http://www.example.go.th:{server.server_port}/")
    try_addresses(row, here)
    server.shutdown()
    thread.join()
    server.server_close()

    assert problems(row) == [""]
    assert asked == [f"www.example.go.th:{server.server_port}"]


def test_contents_are_not_read(website: Website) -> None:
    """An answer that never ends is an answer."""

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            for _ in range(100):
                request.wfile.write(b"a" * 65536)
                time.sleep(0.05)
        except OSError:  # they have hung up
            return

    website.pages["/a"] = endless
    row = plan(website.address("/a"))
    started = time.monotonic()
    try_addresses(row, bounds(website))
    assert problems(row) == [""]
    assert time.monotonic() - started < 3


def test_thirty_silent_addresses_take_no_longer_than_the_time_for_all(website: Website) -> None:
    def silent(request: BaseHTTPRequestHandler) -> None:
        time.sleep(4)

    paths = [f"/{number}" for number in range(30)]
    website.pages |= dict.fromkeys(paths, silent)
    row = plan(*map(website.address, paths))

    started = time.monotonic()
    try_addresses(row, bounds(website, seconds=1))
    assert time.monotonic() - started < 3

    found = problems(row)
    assert set(found) <= {None, "เว็บไซต์ใช้เวลาตอบนานเกินไป"}
    assert found.count("เว็บไซต์ใช้เวลาตอบนานเกินไป") >= 8
    assert None in found  # there was no time to ask it, which is not its fault


def test_name_that_is_looked_up_for_ever_does_not_hold_the_page(website: Website) -> None:
    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    row = plan(website.address("/a"))
    started = time.monotonic()
    try_addresses(row, bounds(website, seconds=0.5, look_up=slow))
    assert time.monotonic() - started < 2
    assert problems(row) == ["เว็บไซต์ใช้เวลาตอบนานเกินไป"]


def test_double_click_asks_once(website: Website) -> None:
    website.pages["/a"] = sends(b"a")
    row = plan(website.address("/a"))
    assert [try_addresses(row, bounds(website)) for _ in range(2)] == [True, False]
    AddressTrial.objects.update(tried_at=timezone.now() - timedelta(minutes=2))
    assert try_addresses(row, bounds(website)) is True
    assert [path for path, _ in website.asked] == ["/a", "/a"]


def test_what_is_not_printed_is_not_asked(website: Website) -> None:
    website.pages["/a"] = sends(b"a")
    row = plan(website.address("/a"), website.address("/names"))
    Evidence.objects.filter(position=1).update(named_only=True)
    try_addresses(row, bounds(website))
    assert [path for path, _ in website.asked] == ["/a"]


def test_changed_address_counts_as_not_tried(website: Website) -> None:
    website.pages["/a"] = sends(b"a")
    row = plan(website.address("/a"))
    try_addresses(row, bounds(website))
    assert tried_addresses(row).is_fresh
    Evidence.objects.update(url=website.address("/b"))
    assert problems(row) == [None]
    assert not tried_addresses(row).is_fresh


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_known_is_read_in_two_queries(count: int, django_assert_num_queries: Any) -> None:
    row = plan(*(f"https://example.go.th/{number}" for number in range(count)))
    with django_assert_num_queries(2):
        assert len(tried_addresses(row).addresses) == count


# On the pages


@pytest.fixture
def asking(settings: Any, website: Website, monkeypatch: pytest.MonkeyPatch) -> Website:
    """A portal that may ask others, and a website beside it."""
    settings.OUTGOING_CHECKS = True
    monkeypatch.setattr(trying, "BOUNDS", bounds(website))
    website.pages["/a"] = sends(b"a")
    return website


def at(name: str, row: Plan, *more: str) -> str:
    return reverse(name, args=[row.municipality_id, row.fiscal_year, *more])


def test_button_says_which_address_answered(somsri: Client, asking: Website) -> None:
    row = plan(asking.address("/a"), asking.address("/missing"))
    assert "ระบบยังไม่ได้ตรวจว่าเปิดได้หรือไม่" in somsri.get(at("checks", row)).text

    answer = somsri.post(at("addresses_try", row), follow=True)

    assert answer.redirect_chain == [(f"{at('checks', row)}#addresses", 302)]
    assert answer.text.count("เว็บไซต์ตอบแล้ว") == 1
    assert "ไม่ได้รับคำตอบ: เว็บไซต์ตอบด้วยรหัส 404" in answer.text
    assert "เพิ่งตรวจสอบไป" in somsri.post(at("addresses_try", row), follow=True).text


def test_reviewer_reads_the_outcome_and_asks_nobody(client: Client, asking: Website) -> None:
    row = plan(asking.address("/a"))
    row.reports.update(state="submitted")
    client.force_login(factories.reviewer())
    text = client.get(at("checks", row)).text
    assert asking.address("/a") in text
    assert "ตรวจสอบที่อยู่เว็บ" not in text
    assert client.post(at("addresses_try", row)).status_code == 403
    assert asking.asked == []


def test_portal_that_may_ask_nobody_says_nothing_of_it(somsri: Client, settings: Any) -> None:
    settings.OUTGOING_CHECKS = False
    row = plan("https://example.go.th/a")
    assert "ที่อยู่เว็บของหลักฐาน" not in somsri.get(at("checks", row)).text
    answer = somsri.post(at("addresses_try", row))
    assert answer.status_code == 403
    assert "ปิดการติดต่อเว็บไซต์ภายนอกไว้" in answer.text


def test_silent_addresses_are_told_before_submitting_and_do_not_block(
    somsri: Client, asking: Website
) -> None:
    row = plan(asking.address("/a"), asking.address("/missing"))
    page = at("report_action", row, "results", "submit")

    text = somsri.get(page).text

    assert "ที่อยู่เว็บของหลักฐานที่ไม่ตอบ ๑ แห่ง" in text
    assert asking.address("/missing") in text
    report = row.reports.get(kind="results")
    somsri.post(page, {"seen": read(report)})
    assert Report.objects.get(pk=report.pk).state == "submitted"


def test_page_of_submitting_asks_again_only_what_is_not_fresh(somsri: Client, asking: Website) -> None:
    row = plan(asking.address("/a"))
    page = at("report_action", row, "results", "submit")
    for _ in range(2):
        somsri.get(page)
    assert len(asking.asked) == 1
    AddressTrial.objects.update(tried_at=timezone.now() - OLD)
    somsri.get(page)
    assert len(asking.asked) == 2
    somsri.get(at("report_action", row, "plan", "submit"))
    assert len(asking.asked) == 2


def test_submitting_asks_nobody_where_that_is_off(settings: Any, website: Website) -> None:
    settings.OUTGOING_CHECKS = False
    row = plan(website.address("/a"))
    assert addresses_before_submitting(row).at is None
    assert website.asked == []
