"""What every test of the reports watches: the printer never complains."""

import logging
from collections.abc import Iterator

import pytest


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
