"""Between the web server and Django: a thread is spent only on a request whose body is whole.

The web server hands over a request once its head is there. Were a thread to wait for the body, as many
stalled bodies as there are threads would stop the portal. So bodies are gathered here, by one loop for all of
them, with a size by address, a deadline, a rate and a share of the disk; answers are handed over whole too:
a reader who takes nothing holds no thread. Nothing here asks the database.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, Any

from asgiref.wsgi import WsgiToAsgiInstance

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
IN_MEMORY = MEGABYTE  # bytes of a body or an answer; what is more lies on the disk
PIECE = 256 * KILOBYTE  # of an answer, at a time
PAGE_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; font-src 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"connection", b"close"),
]


@dataclass(frozen=True)
class Patience:
    """How long a body may take to come, and how much of all bodies there may be at a time.

    `pause`: seconds without a byte; `rate`: bytes a second, and `grace`: seconds by which a body may be late
    by it, however quickly it began; `together`: bytes of all bodies at hand, of which one address has
    `share`; `small`: bytes of each body for which there is room always; `each`: bodies under way from one
    address.
    """

    pause: float = 15.0
    grace: float = 20.0
    rate: float = 2 * KILOBYTE
    together: int = 256 * MEGABYTE
    share: float = 0.5
    small: int = 64 * KILOBYTE
    each: int = 64

    def due(self, before: float, now: float, piece: int) -> float:
        """When the next piece is due, which was due at `before`, after one of this size that came `now`."""
        return min(before + piece / self.rate, now + self.grace)


class RequestRefused(Exception):  # noqa: N818 - it is no error of ours
    """A request that is answered without Django, with this status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Gone(Exception):  # noqa: N818 - as above
    """Who asked has closed the connection: nobody is left to answer."""


class WholeRequests:
    """An ASGI application that has a WSGI one answer the requests that have come in whole.

    `largest` gives the bytes that a body may have, from the request's scope. `refusal` gives the page (HTML
    in UTF-8) for a request, as WSGI has it without its body, that is refused with a status.
    `behind_proxy`: all requests come from one address, so that none is limited by it.
    """

    def __init__(
        self,
        application: Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]],
        *,
        threads: int,
        largest: Callable[[Scope], int],
        refusal: Callable[[dict[str, Any], HTTPStatus], bytes],
        behind_proxy: bool = False,
        patience: Patience = Patience(),
    ) -> None:
        self.application, self.largest, self.refusal = application, largest, refusal
        self.behind_proxy, self.patience = behind_proxy, patience
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.at_hand: Counter[str] = Counter()  # bytes of bodies, by address
        self.under_way: Counter[str] = Counter()  # bodies that are coming in, by address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        address = "" if self.behind_proxy else (scope.get("client") or ("",))[0]
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                with self.counted(body, address):
                    await self.gather(scope, receive, body, address)
                    loop = asyncio.get_running_loop()
                    answer = await loop.run_in_executor(self.executor, self.answer, scope, body)
            except RequestRefused as refused:
                await self.refuse(scope, refused.status, send)
                await self.let_it_end(receive)
                return
            except Gone:
                return
        with answer.content:
            await answer.send(send)

    @contextmanager
    def counted(self, body: IO[bytes], address: str) -> Iterator[None]:
        """Afterwards the bytes of the body are no longer at hand."""
        try:
            yield
        finally:
            self.at_hand[address] -= body.seek(0, 2)
            if not self.at_hand[address]:
                del self.at_hand[address]

    async def gather(self, scope: Scope, receive: Receive, body: IO[bytes], address: str) -> None:
        """Write the whole body of a request; raises RequestRefused and Gone."""
        headers = dict(scope["headers"])
        if b"content-length" not in headers and b"transfer-encoding" not in headers:
            return
        largest = self.largest(scope)
        if int(headers.get(b"content-length", b"0")) > largest:
            raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self.under_way[address] >= self.patience.each and not self.behind_proxy:
            raise RequestRefused(HTTPStatus.TOO_MANY_REQUESTS)
        self.under_way[address] += 1
        try:
            await self.write(receive, body, largest, address)
        finally:
            self.under_way[address] -= 1
            if not self.under_way[address]:
                del self.under_way[address]

    async def write(self, receive: Receive, body: IO[bytes], largest: int, address: str) -> None:
        """Write what comes in until it is whole, too slow or too much."""
        now = asyncio.get_running_loop().time
        due, size, more = now() + self.patience.grace, 0, True
        while more:
            try:
                async with asyncio.timeout(min(self.patience.pause, due - now())):
                    message = await receive()
            except TimeoutError:
                raise RequestRefused(HTTPStatus.REQUEST_TIMEOUT) from None
            if message["type"] == "http.disconnect":
                raise Gone
            piece = message.get("body", b"")
            size, more = size + len(piece), message.get("more_body", False)
            if size > largest:
                raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            if size > self.patience.small and not self.has_room(len(piece), address):
                raise RequestRefused(HTTPStatus.SERVICE_UNAVAILABLE)
            self.at_hand[address] += body.write(piece)
            due = self.patience.due(due, now(), len(piece))

    def has_room(self, piece: int, address: str) -> bool:
        """Whether so many bytes more may be at hand, and be from this address."""
        share = 1 if self.behind_proxy else self.patience.share
        of_all, of_one = self.at_hand.total() + piece, self.at_hand[address] + piece
        return of_all <= self.patience.together and of_one <= share * self.patience.together

    def answer(self, scope: Scope, body: IO[bytes]) -> "WholeAnswer":
        """Have the WSGI application answer, in a thread."""
        answer = WholeAnswer()
        parts = self.application(_environ(scope, body), answer.start_response)
        try:
            for part in parts:
                answer.content.write(part)
        finally:
            getattr(parts, "close", lambda: None)()
        return answer

    async def refuse(self, scope: Scope, status: HTTPStatus, send: Send) -> None:
        """Answer with the page of the status; the connection ends, for the rest of the body is not read."""
        page = self.refusal(_environ(scope, BytesIO()), status)
        headers = [*PAGE_HEADERS, (b"content-length", str(len(page)).encode())]
        await send({"type": "http.response.start", "status": int(status), "headers": headers})
        await send({"type": "http.response.body", "body": page})

    async def let_it_end(self, receive: Receive) -> None:
        """Read on for a moment and keep nothing: a browser that still sends would not see the answer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.patience.pause / 5):
                while (await receive()).get("more_body"):
                    pass


class WholeAnswer:
    """What the application has answered: status, headers and the whole content."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.content = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed once it is sent

    def start_response(
        self,
        status: str,
        headers: list[tuple[str, str]],
        fault: tuple[type[BaseException], BaseException, TracebackType] | None = None,
    ) -> Callable[[bytes], int]:
        """Note status and headers, as WSGI has it."""
        self.status = int(status.partition(" ")[0])
        self.headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
        return self.content.write

    async def send(self, send: Send) -> None:
        """Hand everything over to the web server."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        self.content.seek(0)
        piece = self.content.read(PIECE)
        while following := self.content.read(PIECE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = following
        await send({"type": "http.response.body", "body": piece})


def _environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI has it. A name with "_" would read as one with "-", which a proxy may have set."""
    size = body.seek(0, 2)
    body.seek(0)
    request = WsgiToAsgiInstance(None)
    request.scope = scope | {"headers": [pair for pair in scope["headers"] if b"_" not in pair[0]]}
    return request.build_environ(request.scope, body) | {"CONTENT_LENGTH": str(size) if size else ""}
