"""Bodies are gathered before a thread is spent on them, within limits; answers are handed over whole."""

import asyncio
from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import monotonic
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


@pytest.mark.parametrize(("piece", "due"), [(0, 10), (2048, 11), (20_480, 20), (100 * 2048, 25)])
def test_piece_puts_off_the_next_one_by_the_rate_and_never_by_more_than_the_grace(piece: int, due: float):
    assert Patience(grace=20, rate=2048).due(before=10, now=5, piece=piece) == due


@pytest.mark.parametrize("quick", [b"", b"a" * 900])
def test_body_that_trickles_is_given_up_however_quickly_it_began(quick: bytes):
    portal = front(Patience(pause=1, grace=0.05, rate=200))

    async def trickle() -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []
        first = [quick] if quick else []

        async def receive() -> dict[str, Any]:
            if first:
                return {"type": "http.request", "body": first.pop(), "more_body": True}
            await asyncio.sleep(0.02)
            return {"type": "http.request", "body": b"a", "more_body": True}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await portal(scope(CHUNKED), receive, send)
        return sent

    begun = monotonic()
    assert asyncio.run(trickle())[0]["status"] == HTTPStatus.REQUEST_TIMEOUT
    assert monotonic() - begun < 2  # an average would have given it 4.5 seconds


def after_a_stalled_one(portal: WholeRequests, size: int, address: str) -> list[int]:
    """The status of a body of this size while one of 1000 bytes stalls elsewhere, and that of the other."""

    async def both() -> list[int]:
        first = asyncio.create_task(asked(portal, scope(CHUNKED), b"a" * 1000, STALLED))
        await asyncio.sleep(0.05)
        (second, *_rest) = await asked(portal, scope(CHUNKED, address=address), b"a" * size)
        (start, *_rest) = await first
        return [second["status"], start["status"]]

    return asyncio.run(both())


@pytest.mark.parametrize(
    ("size", "address", "proxy", "expected"),
    [
        (1000, "198.51.100.8", False, HTTPStatus.SERVICE_UNAVAILABLE),
        (400, "198.51.100.8", False, HTTPStatus.OK),
        (400, "198.51.100.7", False, HTTPStatus.SERVICE_UNAVAILABLE),
        (400, "198.51.100.7", True, HTTPStatus.OK),
        (100, "198.51.100.7", False, HTTPStatus.OK),
    ],
    ids=["no room", "room", "no room for one address", "behind a proxy", "small: always room"],
)
def test_bodies_under_way_share_what_is_there_and_give_it_back(
    size: int, address: str, proxy: bool, expected: HTTPStatus
):
    portal = front(Patience(pause=0.3, together=1500, share=0.8, small=100), behind_proxy=proxy)
    assert after_a_stalled_one(portal, size, address) == [expected, HTTPStatus.REQUEST_TIMEOUT]
    assert not portal.at_hand
    assert status(portal, scope(CHUNKED), b"a" * 1000) == HTTPStatus.OK


def test_form_gets_in_where_stalled_files_hold_all_the_room():
    portal = front(Patience(pause=0.3, together=1000, share=1, small=100))
    assert after_a_stalled_one(portal, 100, "198.51.100.7")[0] == HTTPStatus.OK


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
