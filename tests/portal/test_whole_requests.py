"""Bodies are gathered before a thread is spent on them, within limits; answers are handed over whole."""

import asyncio
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import pytest

from ita_portal.whole_requests import MEGABYTE, PIECE, Patience, WholeRequests

PATIENT = Patience(pause=5, grace=5)
LARGEST = 1000


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with what came in."""
    start_response(
        "200 OK", [("X-Length", environ["CONTENT_LENGTH"]), ("X-Said", environ.get("HTTP_X_SAID", ""))]
    )
    return [environ["wsgi.input"].read()]


def front(patience: Patience = PATIENT, application: Any = echo, **others: Any) -> WholeRequests:
    return WholeRequests(
        application,
        threads=2,
        largest=lambda _scope: LARGEST,
        refusal=lambda environ, status: f"{environ['PATH_INFO']} {int(status)}".encode(),
        patience=patience,
        **others,
    )


def scope(*headers: tuple[str, str], address: str = "198.51.100.7") -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": "/ส่ง/",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": (address, 1),
    }


CHUNKED = ("transfer-encoding", "chunked")
STALLED = None


async def asked(portal: WholeRequests, head: dict[str, Any], *pieces: bytes | None) -> list[dict[str, Any]]:
    """The messages with which a request is answered; at STALLED nothing more comes."""
    waiting, sent = list(pieces), []

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        if (piece := waiting.pop(0)) is STALLED:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await portal(head, receive, send)
    return sent


def status(portal: WholeRequests, head: dict[str, Any], *pieces: bytes | None) -> int:
    (start, *_content) = asyncio.run(asked(portal, head, *pieces))
    return int(start["status"])


def test_body_in_pieces_reaches_the_application_whole():
    start, content = asyncio.run(asked(front(), scope(CHUNKED), b"a=", b"1", b"&b=2"))
    assert (start["status"], dict(start["headers"])[b"x-length"]) == (200, b"7")
    assert content["body"] == b"a=1&b=2"


def test_request_without_a_body_is_not_waited_for():
    assert status(front(), scope(), STALLED) == HTTPStatus.OK


def test_name_with_an_underscore_does_not_pass_for_one_that_a_proxy_has_set():
    head = scope(("x_said", "forged"), ("x-said", "true"), CHUNKED)
    start, _content = asyncio.run(asked(front(), head, b"a"))
    assert dict(start["headers"])[b"x-said"] == b"true"


@pytest.mark.parametrize(
    ("head", "pieces", "expected"),
    [
        (scope(("content-length", str(LARGEST))), [b"a" * LARGEST], HTTPStatus.OK),
        (scope(("content-length", str(LARGEST + 1))), [STALLED], HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (scope(CHUNKED), [b"a" * LARGEST, b"a", STALLED], HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ],
)
def test_body_has_a_size(head: dict[str, Any], pieces: list[bytes | None], expected: HTTPStatus):
    assert status(front(Patience(pause=0.2)), head, *pieces) == expected


@pytest.mark.parametrize("pieces", [[STALLED], [b"a" * 10, STALLED]])
def test_body_that_stalls_is_given_up(pieces: list[bytes | None]):
    assert status(front(Patience(pause=0.05)), scope(CHUNKED), *pieces) == HTTPStatus.REQUEST_TIMEOUT


@pytest.mark.parametrize(
    ("waited", "size", "left"), [(0, 0, 15), (10, 0, 10), (25, 0, -5), (25, 20_480, 5), (25, 10**6, 15)]
)
def test_body_may_take_the_longer_the_more_has_come(waited: float, size: int, left: float):
    assert Patience(pause=15, grace=20, rate=2048).left(waited, size) == left


def test_body_that_trickles_is_given_up():
    portal = front(Patience(pause=1, grace=0.05, rate=10**6))

    async def trickle() -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0.02)
            return {"type": "http.request", "body": b"a", "more_body": True}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await portal(scope(CHUNKED), receive, send)
        return sent

    assert asyncio.run(trickle())[0]["status"] == HTTPStatus.REQUEST_TIMEOUT


def test_bodies_under_way_share_what_is_there_and_give_it_back():
    portal = front(Patience(pause=0.3, together=1500))

    async def both() -> list[int]:
        first = asyncio.create_task(asked(portal, scope(CHUNKED), b"a" * 1000, STALLED))
        await asyncio.sleep(0.05)
        (second, *_rest) = await asked(portal, scope(CHUNKED), b"a" * 1000)
        (start, *_rest) = await first
        return [second["status"], start["status"]]

    assert asyncio.run(both()) == [HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.REQUEST_TIMEOUT]
    assert portal.at_hand == 0
    assert status(portal, scope(CHUNKED), b"a" * 1000) == HTTPStatus.OK


@pytest.mark.parametrize(
    ("other", "proxy", "expected"),
    [
        ("198.51.100.7", False, HTTPStatus.TOO_MANY_REQUESTS),
        ("198.51.100.8", False, HTTPStatus.OK),
        ("198.51.100.7", True, HTTPStatus.OK),
    ],
)
def test_one_address_has_so_many_bodies_under_way(other: str, proxy: bool, expected: HTTPStatus):
    portal = front(Patience(pause=0.2, each=3), behind_proxy=proxy)

    async def after_three() -> int:
        stalled = [asyncio.create_task(asked(portal, scope(CHUNKED), STALLED)) for _ in range(3)]
        await asyncio.sleep(0.05)
        (start, *_rest) = await asked(portal, scope(CHUNKED, address=other), b"a")
        await asyncio.gather(*stalled)
        return int(start["status"])

    assert asyncio.run(after_three()) == expected
    assert not portal.under_way


def test_nobody_is_answered_who_has_gone():
    assert asyncio.run(asked(front(), scope(CHUNKED))) == []


def test_refusal_is_a_page_for_the_address_and_ends_the_connection():
    start, content = asyncio.run(asked(front(Patience(pause=0.05)), scope(CHUNKED), STALLED))
    headers = dict(start["headers"])
    assert headers[b"connection"] == b"close"
    assert headers[b"content-length"] == str(len(content["body"])).encode()
    assert content["body"].decode().endswith(" 408")


def test_long_answer_goes_out_in_pieces_and_is_closed():
    closed: list[bool] = []

    class Parts(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def long(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return Parts([b"a" * MEGABYTE, b"b" * 10])

    _start, *content = asyncio.run(asked(front(application=long), scope()))
    assert b"".join(message["body"] for message in content) == b"a" * MEGABYTE + b"b" * 10
    assert [message.get("more_body", False) for message in content] == [True] * (MEGABYTE // PIECE) + [False]
    assert closed == [True]


def test_reader_who_takes_nothing_holds_no_thread():
    """As many readers as there are threads take nothing; the next request is answered."""
    portal = front()

    async def slow_readers() -> int:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def never(_message: dict[str, Any]) -> None:
            await asyncio.Event().wait()

        readers = [asyncio.create_task(portal(scope(), receive, never)) for _ in range(4)]
        await asyncio.sleep(0.05)
        (start, *_rest) = await asyncio.wait_for(asked(portal, scope()), 2)
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
        return int(start["status"])

    assert asyncio.run(slow_readers()) == HTTPStatus.OK
