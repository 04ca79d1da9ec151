"""Run the portal: the web server and the worker beside it, each begun again when it dies, ended together.

`serve.py HOST PORT`; environment: WORKERS, how many server processes. Each program has a process group of its
own, so that nothing of it is left behind; where this supervisor itself is killed, Linux ends both.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOK = 0.1  # seconds between two looks at the programs
STEADY = 10.0  # seconds after which a program counts as well begun
LONGEST_PAUSE = 30.0
GRACE = 10.0  # seconds for an end in good order
SET_PDEATHSIG = 1  # of prctl(2)


class Program:
    """A program that is kept running; one that dies soon after its start waits longer each time."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.pause = LOOK
        self.start()

    def start(self) -> None:
        """Begin it, in a process group of its own."""
        self.begun, self.died = time.monotonic(), 0.0
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - there are no threads here
        )

    def keep(self) -> None:
        """Begin it again where it has died and its pause is over."""
        if self.process.poll() is None:
            return
        if not self.died:
            self.mourn()
        if time.monotonic() - self.died >= self.pause:
            print(f"==> {self.name} หยุดทำงาน จึงเริ่มใหม่ (has died; started again)", file=sys.stderr, flush=True)
            self.start()

    def mourn(self) -> None:
        """Note when it died, choose the pause and remove what it has left behind."""
        self.died = time.monotonic()
        steady = self.died - self.begun >= STEADY
        self.pause = LOOK if steady else min(self.pause * 2, LONGEST_PAUSE)
        self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Tell the whole group."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return

    def ends_within(self, seconds: float) -> bool:
        """Whether it ends in that time."""
        try:
            self.process.wait(max(0, seconds))
        except subprocess.TimeoutExpired:
            return False
        return True


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone, however that came about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGTERM)


def programs(host: str, port: str) -> list[Program]:
    """The server and the worker, running."""
    server = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    server += ["--host", host, "--port", port, "--workers", os.environ.get("WORKERS", "2")]
    server += ["--blocking-threads", "32", "--no-ws", "--log-level", "error"]
    server += ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    return [
        Program("granian", [*server, "ita_portal.wsgi:application"]),
        Program("worker", [sys.executable, "manage.py", "worker"]),
    ]


def end(running: list[Program]) -> None:
    """End all in good order, and by force what takes too long."""
    deadline = time.monotonic() + GRACE
    for program in running:
        program.signal(signal.SIGTERM)
    for program in running:
        program.ends_within(deadline - time.monotonic())
        program.signal(signal.SIGKILL)
        program.process.wait()


def main(host: str, port: str) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    told = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: told.append(number))
    running = programs(host, port)
    while not told:
        for program in running:
            program.keep()
        time.sleep(LOOK)
    end(running)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
