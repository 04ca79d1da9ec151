"""Ninety days of who asked for what, and not a word of what was typed."""

import logging
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from ita_portal.daily_files import DailyFiles
from tests import factories

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A directory into which the log goes during a test."""
    log, handler = logging.getLogger("traffic"), DailyFiles(tmp_path, 90)
    before, log.handlers = log.handlers, [handler]
    yield tmp_path
    log.handlers = before


def lines(directory: Path) -> list[str]:
    return [line for path in sorted(directory.glob("*.log")) for line in path.read_text().splitlines()]


@pytest.mark.django_db
def test_line_says_when_from_where_who_and_what(written: Path):
    client, person = Client(), factories.officer()
    client.force_login(person)
    with time_machine.travel(NOON, tick=False):
        client.get("/frameworks/", {"secret": "ความลับ"}, REMOTE_ADDR="192.0.2.7")
        client.get("/municipalities/", REMOTE_ADDR="192.0.2.7")
    assert lines(written) == [
        f"2026-11-20T12:00:00.000+07:00 192.0.2.7 {person.pk} GET /frameworks/ 200",
        f"2026-11-20T12:00:00.000+07:00 192.0.2.7 {person.pk} GET /municipalities/ 200",
    ]


@pytest.mark.django_db
def test_visitor_has_no_account_and_a_strange_path_stays_on_its_line(written: Path):
    with time_machine.travel(NOON, tick=False):
        Client().get("/%0Aforged%20line", REMOTE_ADDR="192.0.2.7")
    assert lines(written) == ["2026-11-20T12:00:00.000+07:00 192.0.2.7 - GET /%0Aforged%20line 404"]


def test_files_older_than_ninety_days_are_removed(tmp_path: Path):
    for day in ("2026-08-21", "2026-08-22", "2026-11-19"):
        (tmp_path / f"traffic-{day}.log").write_text("x\n")
    with time_machine.travel(NOON, tick=False):
        DailyFiles(tmp_path, 90).handle(logging.makeLogRecord({"msg": "y"}))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "traffic-2026-08-22.log", "traffic-2026-11-19.log", "traffic-2026-11-20.log",
    ]  # fmt: skip


def test_place_that_cannot_be_written_is_said_and_stops_nothing(capsys: pytest.CaptureFixture[str]):
    DailyFiles("/proc/no-such-place", 90).handle(logging.makeLogRecord({"msg": "y"}))
    assert "/proc/no-such-place" in capsys.readouterr().err


def test_log_is_not_for_everybody_to_read(tmp_path: Path):
    DailyFiles(tmp_path, 90).handle(logging.makeLogRecord({"msg": "y"}))
    assert [path.stat().st_mode & 0o007 for path in tmp_path.iterdir()] == [0]
