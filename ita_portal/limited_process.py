"""A process with limits for work on what others wrote: it can't hang the portal nor eat its memory (pure).

A module that does such work ends with `serve(work)`; `LimitedProcess("its.name", …)` starts it by `python -m`
and hands it one job after another. It is killed when a job takes too long, ends by itself when one takes too
much memory, and ends with its owner; the next job gets a new one.
"""

import atexit
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class LimitReached(RuntimeError):  # noqa: N818 - a state of the work, not of the program
    """Why a job has no answer."""


class Busy(LimitReached):
    """Other jobs took all the time in which this one waited for its turn."""


class TooLong(LimitReached):
    """The job was not done in its time."""


class TooMuch(LimitReached):
    """The process ended over the job, which is what happens at the limit of its memory."""


class LimitedProcess:
    """The other process, seen from its owner; jobs of one owner take turns.

    `alone` is after how many seconds at one job the process ends by itself: its owner may have been killed.
    With `kept` it waits for the next job, otherwise it ends after each and holds no memory between them.
    """

    def __init__(self, module: str, *, alone: int, kept: bool) -> None:
        self._module, self._alone, self._kept = module, alone, kept
        self._turn = Lock()
        # By owner and limit: a forked owner has no claim on its parent's process.
        self._running: dict[tuple[int, int], _Running] = {}
        atexit.register(self._stop)

    def answer(self, job: object, *, seconds: float, megabytes: int) -> bytes:
        """What the module's work makes of the job, which travels pickled.

        It waits up to `seconds` for its turn and then gives the job as long again; `megabytes` is the address
        space that the process may have. Raises Busy, TooLong or TooMuch.
        """
        return b"".join(self.pieces(job, seconds=seconds, megabytes=megabytes))

    def pieces(self, job: object, *, seconds: float, megabytes: int) -> Generator[bytes]:
        """The same answer piece by piece, each as soon as the work has made it.

        Whoever stops asking before the last piece closes this, which ends the process and the turn.
        """
        if not self._turn.acquire(timeout=seconds):
            raise Busy
        try:
            key = os.getpid(), megabytes
            if key not in self._running or self._running[key].process.poll() is not None:
                self._running[key] = _Running(self._module, megabytes, self._alone)
            yield from self._running[key].pieces(job, seconds)
        finally:
            if not self._kept:
                self._stop()
            self._turn.release()

    def _stop(self) -> None:
        for owner, megabytes in list(self._running):
            if owner == os.getpid():
                self._running.pop((owner, megabytes)).stop()


class _Running:
    """A started process and the line to it."""

    def __init__(self, module: str, megabytes: int, alone: int) -> None:
        self.line, theirs = Pipe()
        end = theirs.fileno()
        self.process = subprocess.Popen(  # noqa: S603 - a module of ours, nothing typed by a user
            [sys.executable, "-m", module, *map(str, (end, megabytes, alone))],
            pass_fds=[end],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()

    def pieces(self, job: object, seconds: float) -> Iterator[bytes]:
        """The answer to one job. Whatever breaks in between, no later job may find this one's answer."""
        until = monotonic() + seconds
        try:
            self.line.send(job)
            while self.line.poll(max(0.0, until - monotonic())):
                if not (piece := self.line.recv_bytes()):
                    return
                yield piece
        except (EOFError, OSError) as error:
            self.stop()
            raise TooMuch from error
        except BaseException:
            self.stop()
            raise
        self.stop()
        raise TooLong

    def stop(self) -> None:
        """Kill it, unless it is dead already."""
        self.process.kill()
        self.process.wait()
        self.line.close()


def serve(work: Callable[[Any], bytes | Iterable[bytes]]) -> None:
    """Be the other process: answer the jobs of the owner until it closes the line or one takes too much.

    `work` gives the whole answer, or its pieces, none of them empty.

    Line, megabytes and seconds alone stand in the arguments of the program. A MemoryError of `work` ends the
    process; it should raise nothing else.
    """
    line, megabytes, alone = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
    owner = Connection(line)
    while True:
        try:
            job = owner.recv()
            signal.alarm(alone)
            answer = work(job)
            for piece in [answer] if isinstance(answer, bytes) else answer:
                owner.send_bytes(piece)
            owner.send_bytes(b"")
            signal.alarm(0)
        except (EOFError, BrokenPipeError, ConnectionResetError, MemoryError):
            return
