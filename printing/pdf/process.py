"""Printing in a process of its own, so that no report can hang the portal or eat its memory.

Each process of the portal keeps one such printer. It starts with the first PDF, prints one report after
another and is stopped when one takes too long or too much; the next report gets a new one. It ends with its
owner.
"""

import atexit
import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock

from printing.pdf.rendering import STYLESHEET, Attachment, PdfFailed, PdfUnavailable, render

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0
ALONE = 90  # seconds for a report after which a printer ends by itself: its owner may have been killed
MEGABYTES = 1024
PRINTED, UNAVAILABLE, FAILED = b"P", b"U", b"F"

TOO_LONG = "สร้างไฟล์ PDF ไม่เสร็จภายในเวลาที่กำหนด กรุณาลดความยาวของข้อความในรายงาน แล้วลองอีกครั้ง"
TOO_MUCH = "สร้างไฟล์ PDF ไม่สำเร็จ เพราะใช้หน่วยความจำเกินกำหนด กรุณาลดขนาดภาพหรือข้อความในรายงาน แล้วลองอีกครั้ง"
BROKEN = "สร้างไฟล์ PDF ไม่สำเร็จ เพราะเกิดข้อผิดพลาดขณะจัดหน้า กรุณาแจ้งผู้ดูแลระบบ"
BUSY = "ขณะนี้มีผู้สั่งสร้างไฟล์ PDF จำนวนมาก กรุณาลองอีกครั้งในอีกสักครู่"

Job = tuple[str, Sequence[Attachment], Path]


def render_safely(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    stylesheet: Path = STYLESHEET,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> bytes:
    """The same as `pdf.render`, in another process, with limits.

    It waits up to `seconds` for its turn and then gives the report as long again; `megabytes` is the address
    space that the other process may have. Raises PdfFailed or PdfUnavailable with a Thai sentence to show.
    """
    if not _TURN.acquire(timeout=seconds):
        raise PdfFailed(BUSY)
    try:
        return _printer(megabytes).printed((html, attachments, stylesheet), seconds)
    finally:
        _TURN.release()


class Printer:
    """The other process, seen from the portal."""

    def __init__(self, megabytes: int) -> None:
        self.line, theirs = Pipe()
        end = theirs.fileno()
        command = [sys.executable, "-m", "printing.pdf.process", *map(str, (end, megabytes, ALONE))]
        self.process = subprocess.Popen(  # noqa: S603 - our own module, nothing typed by a user
            command, pass_fds=[end], cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()

    def printed(self, job: Job, seconds: float) -> bytes:
        """The PDF; the process is stopped when it doesn't answer in time, or not at all."""
        try:
            return _opened(self._answer(job, seconds))
        except (EOFError, OSError) as error:
            self.stop()
            raise PdfFailed(TOO_MUCH) from error

    def _answer(self, job: Job, seconds: float) -> bytes:
        self.line.send(job)
        if self.line.poll(seconds):
            return self.line.recv_bytes()
        self.stop()
        raise PdfFailed(TOO_LONG)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.line.close()


_TURN = Lock()
_PRINTERS: dict[
    tuple[int, int], Printer
] = {}  # by owner and limit: a forked owner has no claim on its parent's


def _printer(megabytes: int) -> Printer:
    key = os.getpid(), megabytes
    if key not in _PRINTERS or _PRINTERS[key].process.poll() is not None:
        _PRINTERS[key] = Printer(megabytes)
    return _PRINTERS[key]


@atexit.register
def _stop_printers() -> None:
    for (owner, _), printer in _PRINTERS.items():
        if owner == os.getpid():
            printer.stop()


def _opened(answer: bytes) -> bytes:
    kind, content = answer[:1], answer[1:]
    if kind == PRINTED:
        return content
    raise (PdfUnavailable if kind == UNAVAILABLE else PdfFailed)(content.decode())


def _answer(job: Job) -> bytes:
    """One report printed, as bytes for the line: a letter for the outcome, then the PDF or the sentence."""
    html, attachments, stylesheet = job
    try:
        return PRINTED + render(html, attachments=attachments, stylesheet=stylesheet)
    except PdfUnavailable as refusal:
        return UNAVAILABLE + str(refusal).encode()
    except MemoryError:
        return FAILED + TOO_MUCH.encode()
    except Exception:
        logging.getLogger(__name__).exception("a report could not be printed")
        return FAILED + BROKEN.encode()


def serve(line: Connection, megabytes: int, alone: int) -> None:
    """Print what comes down the line until its other end is closed; end when one takes `alone` seconds."""
    limit = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        try:
            job = line.recv()
            signal.alarm(alone)
            line.send_bytes(_answer(job))
            signal.alarm(0)
        except (EOFError, BrokenPipeError):
            return


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    serve(Connection(int(sys.argv[1])), *map(int, sys.argv[2:]))
