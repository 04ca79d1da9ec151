"""`./test --all`: every check of the project one after the other; none stops the next; a table at the end."""

import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
PYTEST = [*PYTHON, "-m", "pytest"]
PARALLEL = ["-n", "2"]  # each worker has a database of its own
TEST_ON_POSTGRES = [*PYTHON, "scripts/throwaway_postgres.py", *PYTEST, *PARALLEL]
MANAGE = [*PYTHON, "manage.py"]
NO_DATABASE = {"DATABASE_URL": "sqlite://:memory:"}
# What a real installation sets, so that check --deploy judges that and not the defaults of a trial.
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "PORTAL_URL": "https://ita.example.go.th",
    "TRUSTED_PROXIES": "1",
}


@dataclass(frozen=True)
class Check:
    """One line of the table: what is checked, by which command, with which environment on top of ours."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a check ended: exit status, seconds, and the last line that it printed."""

    check: Check
    status: int
    seconds: float
    last_line: str

    def row(self) -> str:
        """The line of the table."""
        verdict = "passed" if self.status == 0 else "FAILED"
        return f"{verdict}  {self.seconds:6.1f} s  {self.check.name:<22}  {self.last_line}"


CHECKS = [
    Check("ruff check", [*PYTHON, "-m", "ruff", "check", "."]),
    Check("ruff format", [*PYTHON, "-m", "ruff", "format", "--check", "."]),
    Check("mypy", [*PYTHON, "-m", "mypy"]),
    Check("djlint lint", [*PYTHON, "-m", "djlint", "templates", "--lint"]),
    Check("djlint format", [*PYTHON, "-m", "djlint", "templates", "--check"]),
    Check("CSS and JS format", [*PYTHON, "scripts/format_static.py", "--check"]),
    Check("migrations complete", [*MANAGE, "makemigrations", "--check", "--dry-run"], NO_DATABASE),
    Check("check --deploy", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Check("tests on SQLite", [*PYTEST, *PARALLEL, "-m", "not browser and not postgres"]),
    Check("tests on PostgreSQL", [*TEST_ON_POSTGRES, "-m", "not browser"]),
    Check("tests in the browser", [*PYTEST, *PARALLEL, "-m", "browser"]),
]


def perform(check: Check) -> Outcome:
    """Run one check with its output shown as it comes."""
    print(f"\n===== {check.name}", flush=True)
    begun = time.monotonic()
    last_line = ""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **check.environment}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    with subprocess.Popen(check.command, cwd=ROOT, env=environment, **streams) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last_line = line.strip(" =\n") or last_line
    return Outcome(check, process.returncode, time.monotonic() - begun, last_line)


def main() -> int:
    """Run all checks and print the table; 1 where any of them failed."""
    outcomes = [perform(check) for check in CHECKS]
    print("\n===== all checks")
    for outcome in outcomes:
        print(outcome.row())
    return int(any(outcome.status for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
