"""Asking another website: what it answers is read whole, and nothing leads inside."""

import ssl
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import pytest

from ita_portal.fetching import Bounds, Fetched, Unreachable, fetch, public_address, target
from tests.websites import HOST, Website, sends, sends_on

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 2000
INSIDE = [
    "127.0.0.1", "127.8.9.10", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::", "2001::1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "203.150.1.1", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"]
HOSTILE = [
    "http://www.example.go.th/", "ftp://www.example.go.th/", "file:///etc/passwd",
    "gopher://a/", "//www.example.go.th/",
    "https://", "https:///x", "https://user@www.example.go.th/", "https://user:secret@www.example.go.th/",
    "https://www.example.go.th:22/", "https://www.example.go.th:8443/", "https://www.example.go.th:0x1bb/",
    "https://www.example.go.th:99999/", "https://[::1", "https://a..b/", "https://" + "a" * 70 + ".th/",
    "", "x",
]  # fmt: skip
NAMED_INSIDE = [
    "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f000001/",
    "https://0/", "https://127.1/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/", "https://169.254.169.254/latest/",
    "https://１２７.0.0.1/", "https://localhost./",
]  # fmt: skip


def refusal(address: str, bounds: Bounds | None = None) -> str:
    with pytest.raises(Unreachable) as refused:
        fetch(address, bounds)
    return str(refused.value)


@pytest.mark.parametrize("address", INSIDE)
def test_address_inside_is_not_public(address: str):
    assert public_address(ip_address(address)) is False


@pytest.mark.parametrize("address", OUTSIDE)
def test_address_of_the_internet_is_public(address: str):
    assert public_address(ip_address(address)) is True


@pytest.mark.parametrize("address", HOSTILE)
def test_odd_address_is_refused_before_anything_is_asked(address: str):
    with pytest.raises(Unreachable):
        target(address)


@pytest.mark.parametrize("address", NAMED_INSIDE)
def test_name_of_something_inside_is_not_asked(address: str):
    assert refusal(address) in ("ชื่อเว็บไซต์ชี้ไปยังเครือข่ายภายใน จึงไม่ตรวจ", "ไม่พบเว็บไซต์ตามชื่อนี้")


@pytest.mark.parametrize("inside", ["10.0.0.1", "::1", "169.254.169.254"])
def test_one_inside_address_among_several_is_enough(inside: str):
    bounds = Bounds(look_up=lambda _host, _port: ["8.8.8.8", inside])
    assert refusal("https://www.example.go.th/", bounds) == "ชื่อเว็บไซต์ชี้ไปยังเครือข่ายภายใน จึงไม่ตรวจ"


def test_file_is_read_whole(website: Website):
    website.pages["/a.pdf"] = sends(CONTENT)
    answer = fetch(website.address("/a.pdf"), website.bounds())
    assert answer == Fetched(sha256(CONTENT).hexdigest(), CONTENT)


def test_request_carries_nothing_of_ours(website: Website):
    website.pages["/a"] = sends(CONTENT)
    fetch(website.address("/a#part"), website.bounds())
    ((path, headers),) = website.asked
    assert path == "/a"
    assert headers == {
        "Host": f"{HOST}:{website.port}",
        "Accept-Encoding": "identity",
        "User-Agent": "ITA-Portal",
    }


def test_thai_path_is_encoded(website: Website):
    website.pages["/%E0%B8%81?a=%E0%B8%82"] = sends(CONTENT)
    assert fetch(website.address("/ก?a=ข"), website.bounds()).start == CONTENT


def test_name_is_looked_up_once_a_hop(website: Website):
    """Whoever answers a second question differently is not asked a second time."""
    website.pages["/a"] = sends(CONTENT)
    answers = iter([["127.0.0.1"]])
    assert fetch(website.address("/a"), website.bounds(look_up=lambda *_: next(answers))).start == CONTENT


def test_three_redirects_are_followed(website: Website):
    website.pages |= {
        "/1": sends_on("/2"),
        "/2": sends_on("/3", 301),
        "/3": sends_on(website.address("/4"), 308),
    }
    website.pages["/4"] = sends(CONTENT)
    assert fetch(website.address("/1"), website.bounds()).start == CONTENT


def test_fourth_redirect_is_too_many(website: Website):
    website.pages |= {f"/{number}": sends_on(f"/{number + 1}") for number in range(1, 6)}
    assert "หลายครั้งเกินไป" in refusal(website.address("/1"), website.bounds())
    assert [path for path, _ in website.asked] == ["/1", "/2", "/3", "/4"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://www.example.go.th/",
        "https://localhost/",
        "https://inside.example/",
        "file:///etc/passwd",
        "https://[::1]/",
    ],
)
def test_redirect_leads_nowhere_inside(website: Website, elsewhere: str):
    website.pages["/a"] = sends_on(elsewhere)
    refusal(website.address("/a"), website.bounds())
    assert len(website.asked) == 1


def test_redirect_to_an_inside_host_of_the_same_port_is_refused(website: Website):
    website.pages["/a"] = sends_on(f"https://inside.example:{website.port}/")
    assert "เครือข่ายภายใน" in refusal(website.address("/a"), website.bounds())


def test_certificate_must_be_known(website: Website):
    bounds = website.bounds(context=ssl.create_default_context())
    assert "ใบรับรอง" in refusal(website.address("/a"), bounds)
    assert website.asked == []


def test_certificate_must_be_of_that_name(website: Website):
    bounds = website.bounds(look_up=lambda *_: ["127.0.0.1"])
    assert "ใบรับรอง" in refusal(f"https://other.example.go.th:{website.port}/", bounds)
    assert website.asked == []


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_other_status_is_said(website: Website, status: int):
    website.pages["/a"] = sends(b"", status=status)
    assert refusal(website.address("/a"), website.bounds()) == f"เว็บไซต์ตอบด้วยรหัส {status}"


def test_too_large_answer_is_left(website: Website):
    website.pages["/a"] = sends(CONTENT)
    assert "ใหญ่เกิน" in refusal(website.address("/a"), website.bounds(max_bytes=len(CONTENT) - 1))


def test_endless_answer_is_left(website: Website):
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 65536)

    website.pages["/a"] = endless
    assert "ใหญ่เกิน" in refusal(website.address("/a"), website.bounds(max_bytes=1024 * 1024))


@pytest.mark.parametrize("start", [b"HTTP/1.0 200 OK\r\n", b"HTTP/1.0 200 OK\r\n\r\n", b""])
def test_slow_answer_is_left_in_time(website: Website, start: bytes):
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(start)
        for _ in range(100):
            request.wfile.write(b"a")
            time.sleep(0.05)

    website.pages["/a"] = drip
    began = time.monotonic()
    assert refusal(website.address("/a"), website.bounds(seconds=0.6)) == "เว็บไซต์ใช้เวลาตอบนานเกินไป"
    assert time.monotonic() - began < 2


def test_half_an_answer_is_no_answer(website: Website):
    website.pages["/a"] = sends(CONTENT, Content_Length=str(len(CONTENT) + 5))
    assert "ตอบไม่ครบ" in refusal(website.address("/a"), website.bounds())


def test_nobody_there_is_said(website: Website):
    bounds = website.bounds(ports=(1,))
    assert "ติดต่อเว็บไซต์ไม่ได้" in refusal(f"https://{HOST}:1/", bounds)
