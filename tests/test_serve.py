"""The supervisor of ./run: programs that die are begun again, and nothing is left when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import running, runs

ROOT = Path(__file__).resolve().parent.parent
STAND_INS = """
import sys
sys.path.insert(0, "scripts")
import serve
note = 'echo $$ >>"$1/$0"; sleep 60 & echo $! >>"$1/child"; wait'
command = lambda name: ["sh", "-c", note, name, sys.argv[1]]
serve.programs = lambda *_: [serve.Program(name, command(name)) for name in ("server", "worker")]
sys.exit(serve.main(None))
"""
DYING = """
import sys
sys.path.insert(0, "scripts")
import serve
serve.STEADY, steady = float(sys.argv[1]), sys.argv[2]
server = lambda: serve.Program("server", ["sleep", "60"])
worker = lambda: serve.Program("worker", ["sh", "-c", "echo $$ >>" + steady + "; sleep 0.3"])
serve.programs = lambda *_: [server(), worker()]
sys.exit(serve.main(None))
"""


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def pids(path: Path, number: int) -> list[int]:
    """The processes that have noted themselves there, once there are so many."""
    wait_until(lambda: path.exists() and len(path.read_text().split()) >= number)
    return [int(pid) for pid in path.read_text().split()]


def living(numbers: list[int]) -> list[int]:
    """Those of the processes that run."""
    return [pid for pid in numbers if runs(pid)]


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One that keeps two stand-ins running, each with a child."""
    command = [sys.executable, "-c", STAND_INS, str(tmp_path)]
    with running(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        pids(tmp_path / "child", 2)
        yield process


def everyone(tmp_path: Path, number: int = 2) -> list[int]:
    return [*pids(tmp_path / "child", number), *pids(tmp_path / "server", 1), *pids(tmp_path / "worker", 1)]


@pytest.mark.parametrize("name", ["server", "worker"])
def test_program_that_is_killed_is_begun_again_and_the_other_stays(
    supervisor: subprocess.Popen[bytes], tmp_path: Path, name: str
):
    other = {"server": "worker", "worker": "server"}[name]
    (killed,) = pids(tmp_path / name, 1)
    os.kill(killed, signal.SIGKILL)
    again = pids(tmp_path / name, 2)[1]
    assert living([killed, again, *pids(tmp_path / other, 1)]) == [again, *pids(tmp_path / other, 1)]
    assert len(living(pids(tmp_path / "child", 3))) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_everything(supervisor: subprocess.Popen[bytes], tmp_path: Path, number: signal.Signals):
    running = everyone(tmp_path)
    supervisor.send_signal(number)
    assert supervisor.wait(20) == 0
    wait_until(lambda: living(running) == [])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_supervisor_that_is_killed_leaves_no_program_behind(
    supervisor: subprocess.Popen[bytes], tmp_path: Path
):
    programs = [*pids(tmp_path / "server", 1), *pids(tmp_path / "worker", 1)]
    supervisor.kill()
    wait_until(lambda: living(programs) == [])


def test_program_that_dies_right_after_each_start_ends_the_portal(tmp_path: Path) -> None:
    note = tmp_path / "started"
    command = [sys.executable, "-c", DYING, "10", str(note)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert result.returncode == 1
    assert len(note.read_text().split()) == 5
    assert result.stderr.splitlines()[-1].startswith("worker: หยุดทันทีหลังเริ่มทั้ง 5 ครั้ง")
    assert "Traceback" not in result.stderr


def test_program_that_was_steady_is_begun_again_as_often_as_it_dies(tmp_path: Path) -> None:
    note = tmp_path / "started"
    with running([sys.executable, "-c", DYING, "0.1", str(note)], cwd=ROOT, stderr=subprocess.PIPE) as one:
        pids(note, 8)
        one.terminate()
        assert one.wait(20) == 0


def test_folder_for_counts_that_cannot_be_made_ends_the_start(tmp_path: Path) -> None:
    port = str(60000 + os.getpid() % 5000)
    place = Path(f"/dev/shm/ita-portal-{os.getuid()}-127.0.0.1-{port}")  # noqa: S108 - as the portal names it
    place.write_text("of somebody else")
    try:
        result = subprocess.run(
            [sys.executable, "scripts/serve.py"],
            cwd=ROOT,
            env={**os.environ, "METRICS_TOKEN": "x" * 32, "PORT": port},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    finally:
        place.unlink()
    assert result.returncode == 1
    assert result.stderr.startswith("METRICS_TOKEN: ")
