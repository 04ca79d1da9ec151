"""Beginning processes that never outlive their test, and looking at processes from outside."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


@contextmanager
def running(command: list[str], **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A process in a group of its own, which is killed at the end: a test that fails must not wait for it."""
    with subprocess.Popen(command, start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent to notice does not (Linux)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
