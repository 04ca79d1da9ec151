"""Run the portal: the web server and the workers beside it, each begun again when it dies, ended together.

Environment: HOST, PORT, WORKERS (ita_portal/environment.py). Each program has a process group of its own, so
that nothing of it is left behind; where this supervisor itself is killed, Linux ends both. A program that
dies right after each of its first starts ends the supervisor: beginning it again would mend nothing.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ita_portal import environment  # noqa: E402 - after the path
from ita_portal.given import WrongSetting  # noqa: E402 - after the path

LOOK = 0.1  # seconds between two looks at the programs
STEADY = 10.0  # seconds after which a program counts as well begun
LONGEST_PAUSE = 30.0
TRIES = 5  # starts, none of which went well, after which the supervisor gives up
GRACE = 10.0  # seconds for an end in good order
SET_PDEATHSIG = 1  # of prctl(2)


class Program:
    """A program that is kept running; one that dies soon after its start waits longer each time.

    `hopeless`: it has died soon after each of its first starts. Once it has been steady it never is: what
    ends it then, a database that is away, may come back.
    """

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.pause, self.failures, self.was_steady = LOOK, 0, False
        self.start()

    @property
    def hopeless(self) -> bool:
        """Whether another start is in vain."""
        return self.failures >= TRIES and not self.was_steady

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
        if not self.hopeless and time.monotonic() - self.died >= self.pause:
            print(f"==> {self.name} หยุดทำงาน จึงเริ่มใหม่ (has died; started again)", file=sys.stderr, flush=True)
            self.start()

    def mourn(self) -> None:
        """Note when it died, choose the pause and remove what it has left behind."""
        self.died = time.monotonic()
        steady = self.died - self.begun >= STEADY
        self.was_steady |= steady
        self.failures += not steady
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


def place(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    """The address to listen on: of a name the IPv4 one, if there is one. Raises WrongSetting if none is."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise WrongSetting(f"HOST={host}", "ไม่พบเครื่องชื่อนี้", "no machine of this name is known") from None
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return family, str(address[0])


def web_server(choices: environment.Environment) -> list[str]:
    """The command of the web server. Threads are spent behind it (ita_portal/whole_requests.py)."""
    _, address = place(choices.host, choices.port)
    # By the interpreter, not by the script beside it: a script names the folder in which it was installed.
    server = [sys.executable, "-m", "granian", "--interface", "asginl", "--http", "1"]
    server += ["--host", address, "--port", str(choices.port), "--workers", str(choices.workers)]
    server += ["--backlog", "4096", "--no-ws", "--log-level", "error"]
    server += ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    return [*server, "ita_portal.asgi:application"]


def programs(choices: environment.Environment) -> list[Program]:
    """The server, the worker for files and the one for mails, running."""
    worker = [sys.executable, "manage.py", "worker", "--queue"]
    return [
        Program("granian", web_server(choices)),
        Program("worker", [*worker, "default"]),
        Program("mail", [*worker, "mail"]),
    ]


@contextmanager
def counting(choices: environment.Environment) -> Iterator[None]:
    """Have the programs count for /metrics in a new folder, where it is asked for. Raises WrongSetting.

    The folder lies in memory: a program that counts in a file of a full disk is killed by SIGBUS.
    """
    if not choices.metrics_token:
        yield
        return
    memory = Path("/dev/shm")  # mkdir below takes no folder that another account has made
    name = f"ita-portal-{os.getuid()}-{choices.host}-{choices.port}"
    folder = (memory if memory.is_dir() else Path(tempfile.gettempdir())) / name
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise WrongSetting(
            "METRICS_TOKEN",
            f"สร้างโฟลเดอร์ {folder} ไม่ได้",
            f"the folder {folder} can't be made: {error.strerror}",
        ) from None
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def end(running: list[Program]) -> None:
    """End all in good order, and by force what takes too long."""
    deadline = time.monotonic() + GRACE
    for program in running:
        program.signal(signal.SIGTERM)
    for program in running:
        program.ends_within(deadline - time.monotonic())
        program.signal(signal.SIGKILL)
        program.process.wait()


def main(choices: environment.Environment) -> int:
    """Serve until SIGTERM or Ctrl-C (0), or until a program has proved hopeless (1)."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: told.append(number))
    running = programs(choices)
    while not told and not any(program.hopeless for program in running):
        for program in running:
            program.keep()
        time.sleep(LOOK)
    end(running)
    hopeless = [program.name for program in running if program.hopeless]
    for name in hopeless:
        print(
            f"{name}: หยุดทันทีหลังเริ่มทั้ง {TRIES} ครั้ง จึงปิดระบบ สาเหตุอยู่ในข้อความก่อนหน้านี้ "
            f"(died right after each of {TRIES} starts, so the portal ends; the cause stands above)",
            file=sys.stderr,
        )
    return int(bool(hopeless))


if __name__ == "__main__":
    try:
        chosen = environment.read_environment(os.environ, ROOT)
        with counting(chosen):
            sys.exit(main(chosen))
    except WrongSetting as fault:
        sys.exit(str(fault))
