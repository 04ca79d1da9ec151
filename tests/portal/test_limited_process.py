"""A process with limits: killed when it takes too long, ended by too much memory, then replaced."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from threading import Thread

import pytest
from django.conf import settings

from ita_portal.limited_process import Busy, LimitedProcess, LimitReached, TooLong, TooMuch
from tests.processes import running, runs

MODULE = "tests.portal.limited_work"
Ask = Callable[..., int]


def asking(process: LimitedProcess) -> Ask:
    """Give the process a job; the answer is its number."""

    def ask(deed: str = "", amount: float = 0, *, seconds: float = 30, megabytes: int = 200) -> int:
        return int(process.answer((deed, amount), seconds=seconds, megabytes=megabytes))

    return ask


@pytest.fixture
def kept() -> Iterator[Ask]:
    process = LimitedProcess(MODULE, alone=60, kept=True)
    yield asking(process)
    process._stop()


@pytest.fixture
def fresh() -> Ask:
    return asking(LimitedProcess(MODULE, alone=60, kept=False))


def test_kept_process_does_job_after_job(kept: Ask):
    assert kept() == kept() != os.getpid()


def test_fresh_process_ends_with_its_job(fresh: Ask):
    first, second = fresh(), fresh()
    assert (first != second, runs(first), runs(second)) == (True, False, False)


@pytest.mark.parametrize(
    ("deed", "amount", "reached"), [("sleep", 60, TooLong), ("grow", 300, TooMuch), ("die", 1, TooMuch)]
)
def test_job_that_reaches_a_limit_is_given_up_and_the_next_is_done(
    kept: Ask, deed: str, amount: float, reached: type[LimitReached]
):
    before = kept()
    with pytest.raises(reached):
        kept(deed, amount, seconds=3)
    assert (runs(before), kept() != before) == (False, True)


def test_memory_within_the_limit_is_given(kept: Ask):
    assert kept("grow", 100) == kept("grow", 100)


def test_jobs_take_turns_and_do_not_wait_for_ever(kept: Ask):
    kept()
    first = Thread(target=kept, args=("sleep", 3))
    first.start()
    time.sleep(0.5)
    with pytest.raises(Busy):
        kept(seconds=0.5)
    first.join()
    assert kept()


def test_owner_that_is_interrupted_leaves_no_answer_for_the_next_job(kept: Ask):
    """Else the next to ask would get what was made for another."""
    before = kept()

    def interrupt(*_args: object) -> None:
        raise KeyboardInterrupt

    usual = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    with pytest.raises(KeyboardInterrupt):
        kept("sleep", 2)
    signal.signal(signal.SIGALRM, usual)
    assert (runs(before), kept() != before) == (False, True)


def test_process_ends_with_its_owner():
    """Even where the owner is killed and can stop nothing."""
    script = (
        "import os; from ita_portal.limited_process import LimitedProcess as L; "
        f"process = L({MODULE!r}, alone=60, kept=True); "
        "print(process.answer(('', 0), seconds=30, megabytes=200).decode(), flush=True); "
        "os.kill(os.getpid(), 9)"
    )
    owner = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    process, until = int(owner.stdout), time.monotonic() + 30
    while runs(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert (owner.returncode, runs(process)) == (-signal.SIGKILL, False)


def test_process_at_a_job_without_end_ends_by_itself():
    line, theirs = Pipe()
    command = [sys.executable, "-m", MODULE, str(theirs.fileno()), "200", "1"]
    with running(command, pass_fds=[theirs.fileno()], cwd=settings.BASE_DIR) as orphan:
        theirs.close()
        line.send(("sleep", 60))
        assert orphan.wait(timeout=60) == -signal.SIGALRM
    line.close()
