"""What every test has: a database file, a media folder, a printer without complaints, the browser last."""

import logging
import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.test import override_settings

# A busy machine is no fault of the code; a build server must give the same verdict twice.
hypothesis.settings.register_profile("portal", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("portal")
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs another database, and put the browser last."""
    for item in items:
        if item.get_closest_marker("postgres") and not POSTGRES:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: ./test --all"))
    # A browser leaves an event loop running, in which Django refuses the database to every later test.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
