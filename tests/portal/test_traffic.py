"""Ninety days of who asked for what, and not a word of what was typed."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import Handover, User
from accounts.people import password_key
from ita_portal.daily_files import DailyFiles
from ita_portal.keyless import KeylessFormatter, without_keys
from tests import factories
from tests.accounts.signing_in import app_code, sign_in, with_second_factor

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


@pytest.mark.django_db
def test_sign_ins_and_failed_ones_have_their_account_and_nothing_that_was_typed(written: Path):
    person = with_second_factor(factories.officer())
    client = Client()
    for name in ("somsri", "SOMSRI@example.go.th", "my secret by mistake"):
        sign_in(client, name, "hunter2")
    sign_in(client, "somsri")
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    client.post(reverse("account_logout"))
    for _ in range(6):
        sign_in(Client(), "somsri", "hunter2")
    told = [line.split(" ", 2)[2] for line in lines(written)]
    assert told == [
        f"{person.pk} POST /accounts/login/ 200 wrong-password",
        f"{person.pk} POST /accounts/login/ 200 wrong-password",
        "- POST /accounts/login/ 200 wrong-password",
        "- POST /accounts/login/ 302",
        f"{person.pk} POST /accounts/2fa/authenticate/ 200 wrong-code",
        f"{person.pk} POST /accounts/2fa/authenticate/ 302 signed-in",
        f"{person.pk} POST /accounts/logout/ 302 signed-out",
        *[f"{person.pk} POST /accounts/login/ 200 wrong-password"] * 4,
        *[f"{person.pk} POST /accounts/login/ 200 too-many"] * 2,
    ]


@pytest.mark.django_db
def test_no_one_time_key_is_in_the_log(written: Path, caplog: pytest.LogCaptureFixture):
    person = factories.officer()
    keys = [key_of(address) for address in keyed_addresses(person)]
    for address in keyed_addresses(person):
        Client().get(address)
        Client().post(f"{address}wrong/", {"password1": "x"})
        Client().get("/%2e" + address)
    log = "\n".join(lines(written))
    printed = "\n".join(KeylessFormatter().format(record) for record in caplog.records)
    assert "/accounts/password/reset/key/***/" in log
    assert [key for key in keys if key in log + printed] == []


def test_every_address_that_takes_a_key_is_known():
    taking = {name for name, keywords in named_routes() if "key" in keywords}
    assert taking == {"account_reset_password_from_key", "handover_accept"}
    for name, keywords in named_routes():
        values = {keyword: "3" if keyword == "uidb36" else f"Aa-{keyword}:x" for keyword in keywords}
        if name in taking:
            values["key"] = "d2h2-0f9a8b7c6d5e"
            assert "0f9a8b7c6d5e" not in without_keys(f"GET {reverse(name, kwargs=values)} HTTP/1.1")


def test_answer_of_an_outside_provider_is_not_logged():
    line = f'"GET {reverse("provider_callback")}?code=0f9a8b7c6d5e&state=6d5e HTTP/1.1" 400'
    assert without_keys(line) == f'"GET {reverse("provider_callback")}?*** HTTP/1.1" 400'


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/password/reset/key/done/",
        "/accounts/handover/",
        "/accounts/handover/7/cancel/",
        "/accounts/",
    ],
)
def test_what_holds_no_key_is_logged_as_it_is(path: str):
    assert without_keys(path) == path


def named_routes(patterns: Iterable[Any] | None = None) -> Iterator[tuple[str, set[str]]]:
    """Name and keywords of every address of the portal's own and of allauth."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from named_routes(entry.url_patterns)
        elif entry.name:
            yield entry.name, set(entry.pattern.regex.groupindex)


def keyed_addresses(person: User) -> list[str]:
    """A link of a mail that sets a password, and one of a handover."""
    handover = Handover(pk=7, person=person)
    return [
        f"/accounts/password/reset/key/{password_key(person)}/",
        reverse("handover_accept", args=[handover.key]),
    ]


def key_of(address: str) -> str:
    """The part of it that nobody may learn."""
    return address.rstrip("/").rsplit("/", 1)[-1]


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
