"""What every test has: a database file, a media folder, a printer without complaints, the browser last.

At the end one line names what this run has not tried.
"""

import ctypes
import logging
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.test import override_settings

from printing.pdf import PdfUnavailable
from tests.pages import PageClient
from tests.websites import certificate, website  # noqa: F401 - fixtures

# A busy machine is no fault of the code; a build server must give the same verdict twice.
hypothesis.settings.register_profile("portal", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("portal")
UNTRIED = {
    "browser": "the browser (./test --all)",
    "postgres": "PostgreSQL (./test --all)",
    "slow": "slow tests",
}
PANGO = "Pango"  # not a program: the library without which nothing is printed


def _noted(kind: type[PdfUnavailable], *args: object) -> PdfUnavailable:
    refusal = RuntimeError.__new__(kind, *args)
    REFUSALS.append(refusal)
    return refusal


def can_print() -> bool:
    """Whether Pango is there; asked of the machine: no fault of ours counts as a machine without it."""
    try:
        ctypes.CDLL("libpango-1.0.so.0" if sys.platform == "linux" else "libpango-1.0.0.dylib")
    except OSError:
        return False
    return True


PRINTS = can_print()
REFUSALS: list[PdfUnavailable] = []  # those of the test at hand, also where a page has made an answer of one
if not PRINTS:
    PdfUnavailable.__new__ = _noted
collect_ignore = [] if PRINTS else ["printing/test_pdf_speed.py"]  # it imports the printer itself
POSTGRES = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production: in memory all threads would share one connection."""
    if not POSTGRES:
        path = tmp_path_factory.mktemp("database") / "portal.sqlite3"
        settings.DATABASES["default"]["TEST"]["NAME"] = str(path)


@pytest.fixture(scope="session", autouse=True)
def _media_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploads go to a directory of the test run."""
    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield


@pytest.fixture(autouse=True)
def faults() -> Iterator[list[str]]:
    """What WeasyPrint complained of; a test that expects complaints empties the list."""
    complaints: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    yield complaints
    logger.removeHandler(handler)
    logger.setLevel(level)
    assert complaints == []


@pytest.fixture
def page_client() -> PageClient:
    """A browser that opens a page before it sends the page's form."""
    return PageClient()


# Half the time of all tests is that of these: matrices of every address, wide random tests, whole processes.
SLOW_FILES = {
    *("test_access", "test_every_field", "test_new_year", "test_prepare", "test_serve", "test_setup"),
    *("accounts/test_admin", "accounts/test_sign_in"),
    "documents/test_document_contents",
    "measures/test_evidence_views",
    "outbox/test_sending",
    *("oversight/test_leaks", "oversight/test_worker"),
    *("portal/test_formulas", "portal/test_fuzz", "portal/test_limited_process", "portal/test_two_windows"),
    *("printing/test_pdf_process", "printing/test_pdf_speed", "printing/test_word"),
    "public/test_open_data",
    *("reports/test_action_views", "reports/test_cycle_nav", "reports/test_history_views"),
    *("reports/test_publishing", "reports/test_views"),
}
# Of these, those that look at how pages and files are written: they say the same on either database.
ON_ONE_DATABASE = {
    "accounts/test_admin",
    "documents/test_document_contents",
    "measures/test_evidence_views",
    *("portal/test_formulas", "portal/test_two_windows"),
    "public/test_open_data",
    *("reports/test_cycle_nav", "reports/test_history_views", "reports/test_views"),
}


def file_of(item: pytest.Item) -> str:
    """The file of a test as the sets above name it."""
    return str(item.path.relative_to(Path(__file__).parent).with_suffix(""))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests of slow files."""
    if file_of(item) in SLOW_FILES:
        item.add_marker(pytest.mark.slow)


def differs_by_database(item: pytest.Item) -> bool:
    """Whether PostgreSQL might answer otherwise; a test that doesn't say so may not ask a database at all."""
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
    return bool(asks) and file_of(item) not in ON_ONE_DATABASE


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs another database or a program that is missing, and put the browser last.

    A need is declared, not found out on the way: a test that skips itself half way leaves its fixtures to
    judge what it had not finished. On PostgreSQL the tests that can't differ are left out: SQLite has shown
    what they can.
    """
    if POSTGRES:
        config.hook.pytest_deselected(items=[item for item in items if not differs_by_database(item)])
        items[:] = filter(differs_by_database, items)
    for item in items:
        for program in (name for mark in item.iter_markers("needs") for name in mark.args):
            if not (PRINTS if program == PANGO else shutil.which(program)):
                item.add_marker(pytest.mark.skip(reason=f"needs {program}"))
        if item.get_closest_marker("postgres") and not POSTGRES:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))
    # A browser leaves an event loop running, in which Django refuses the database to every later test.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup() -> None:
    """Each test meets the missing printer for itself."""
    REFUSALS.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that met a machine that can't print has not failed: it could not be tried."""
    report = yield
    if call.excinfo and not PRINTS and (REFUSALS or call.excinfo.errisinstance(PdfUnavailable)):
        report.outcome = "skipped"
        report.longrepr = (str(item.path), item.location[1] or 0, f"Skipped: needs {PANGO}")
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name in one line what was not tried: programs that are missing, and kinds that were not chosen."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    needed = (re.search(r"needs (.+)|could not import '(\w+)'", reason) for reason in reasons)
    missing = Counter(found[1] or found[2] for found in needed if found)
    untried = [f"{name} ({number} tests)" for name, number in sorted(missing.items())]
    untried += [UNTRIED[kind] for kind in re.findall(r"not (\w+)", config.option.markexpr) if kind in UNTRIED]
    if untried:
        terminalreporter.write_line(f"not tried: {', '.join(untried)}")
