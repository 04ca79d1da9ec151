"""/metrics: for whoever shows the token, read here as a Prometheus reads it; summed over all processes."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families

from ita_portal.asgi import refused_page
from operations.metrics import states
from operations.metrics.counts import OWN, RequestCounts
from operations.probes import PatientAnswer
from outbox.models import Mail
from outbox.sending import put, send_queued
from tests import factories
from tests.oversight.test_worker import environment
from tests.portal.test_traffic import key_of, keyed_addresses
from tests.processes import running

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "a-token-of-thirty-two-signs-or-more"
Series = dict[tuple[str, ...], float]


@pytest.fixture
def portal(settings: Any, tmp_path: Path) -> Iterator[Client]:
    """A portal that has a token, with folders of its own; who asks shows it."""
    settings.METRICS_TOKEN, settings.MEDIA_ROOT, settings.TRAFFIC_LOG = TOKEN, tmp_path, tmp_path
    settings.MIDDLEWARE = ["operations.metrics.answering.MetricsMiddleware", *settings.MIDDLEWARE]
    log, handler = logging.getLogger("traffic"), RequestCounts()
    log.addHandler(handler)
    yield Client(headers={"authorization": f"Bearer {TOKEN}"})
    log.removeHandler(handler)


def read(text: str) -> Series:
    """Every sample as (name, values of its labels in the order of their names) -> value."""
    families = text_string_to_metric_families(text)
    return {
        (
            sample.name.removeprefix("ita_portal_"),
            *(value for _, value in sorted(sample.labels.items())),
        ): sample.value
        for family in families
        for sample in family.samples
    }


def asked(portal: Client) -> Series:
    answer = portal.get("/metrics")
    assert answer.status_code == HTTPStatus.OK
    return read(answer.content.decode())


def grown(before: Series, now: Series, name: str) -> Series:
    """By how much each series of this name has grown."""
    return {
        key[1:]: value - before.get(key, 0)
        for key, value in now.items()
        if key[0] == name and value != before.get(key, 0)
    }


@pytest.mark.django_db
def test_without_a_token_there_is_no_such_page(client: Client):
    assert client.get("/metrics").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("shown", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", "Bearer ก"])
def test_nobody_is_told_anything_without_the_token(portal: Client, shown: str):
    stranger = Client(
        headers={"x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1"}, REMOTE_ADDR="127.0.0.1"
    )
    answer = stranger.get("/metrics", headers={"authorization": shown} if shown else {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (HTTPStatus.UNAUTHORIZED, "Bearer")
    assert b"ita_portal" not in answer.content


@pytest.mark.django_db(transaction=True)
def test_answer_is_read_by_a_prometheus_in_either_format(portal: Client, settings: Any):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["ita.example.go.th"]
    answer = portal.get("/metrics", headers={"host": "10.0.0.7:8000"})
    assert answer["Content-Type"].startswith("text/plain; version=")
    assert answer["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer
    found = read(answer.content.decode())
    open_metrics = portal.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    names = {family.name for family in read_openmetrics(open_metrics.content.decode())}
    assert {"ita_portal_requests", "ita_portal_documents", "ita_portal_build_info"} <= names
    assert found["database_up",] == 1
    assert found["disk_free_bytes", "media"] > 0


@pytest.mark.django_db(transaction=True)
def test_requests_are_counted_by_view_and_status_and_made_up_addresses_make_no_series(portal: Client):
    before = asked(portal)
    keys = keyed_addresses(factories.officer())
    for path in ("/accounts/login/", "/accounts/login/", "/home/", "/static/none.css", "/a", "/b/c", *keys):
        portal.get(path)
    portal.generic("BREW", "/accounts/login/")
    now = asked(portal)
    assert grown(before, now, "requests_total") == {
        ("2xx", "account_login"): 2,
        ("4xx", "account_login"): 1,
        ("3xx", "account_reset_password_from_key"): 1,
        ("4xx", "handover_accept"): 1,
        ("4xx", "none"): 3,
        ("4xx", "static"): 1,
    }
    assert grown(before, now, "request_duration_seconds_count")["account_login",] == 3
    text = portal.get("/metrics").content.decode()
    assert [key for key in keys if key_of(key) in text] == []


def test_request_that_never_reached_django_is_counted(portal: Client):
    before = read_counts()
    environ = {"PATH_INFO": "/accounts/login/", "REQUEST_METHOD": "POST", "wsgi.input": BytesIO()}
    refused_page(environ, HTTPStatus.REQUEST_TIMEOUT)
    assert grown(before, read_counts(), "requests_total") == {("4xx", "refused"): 1}
    assert grown(before, read_counts(), "request_duration_seconds_count") == {}


def read_counts() -> Series:
    return read(generate_latest(OWN).decode())


@pytest.mark.django_db(transaction=True)
def test_states_are_those_of_the_database(portal: Client, django_assert_max_num_queries: Any):
    report = factories.report(factories.complete_plan(), "plan")
    report.state = "returned"
    report.save()
    put(EmailMessage("เรื่อง", "ข้อความ", "a@example.go.th", ["b@example.go.th"]))
    Mail.objects.update(written_at=timezone.now() - timedelta(hours=1))
    send_queued.using(run_after=timezone.now() + timedelta(hours=2)).enqueue(0)
    with django_assert_max_num_queries(10):
        families = states._stored_states()
    registry = CollectorRegistry()
    registry.register(type("Stored", (), {"collect": lambda _self: families})())
    found = read(generate_latest(registry).decode())
    assert (found["documents", "plan", "returned"], found["documents", "results", "published"]) == (1, 0)
    assert (found["jobs", "mail", "waiting"], found["jobs", "default", "failed"]) == (1, 0)
    assert found["oldest_job_seconds", "mail"] < 60
    assert (found["mails", "waiting"], found["mails", "given_up"]) == (1, 0)
    assert 3600 <= found["oldest_mail_seconds",] < 3700
    assert found["migrations_missing",] == 0


def test_database_that_says_nothing_is_told_in_time(portal: Client, monkeypatch: pytest.MonkeyPatch):
    silent = PatientAnswer(lambda: time.sleep(1) or [], otherwise=[], patience=0.1)
    collector = states.StateCollector()
    monkeypatch.setattr(collector, "_stored", silent)
    begun = time.monotonic()
    names = {family.name: family for family in collector.collect()}
    assert time.monotonic() - begun < 0.9
    assert names["ita_portal_database_up"].samples[0].value == 0
    assert "ita_portal_disk_free_bytes" in names
    assert "ita_portal_documents" not in names


def test_rules_and_configuration_name_series_that_there_are(portal: Client, transactional_db: None):
    rules = (ROOT / "deploy/prometheus-rules.yml").read_text()
    portal.get("/")
    text = portal.get("/metrics").content.decode()
    named = set(re.findall(r"\bita_portal_\w+", rules))
    offered = set(re.findall(r"^(ita_portal_\w+)", text, re.MULTILINE))
    assert named <= offered | {"ita_portal_last_backup_timestamp_seconds"}
    assert rules.count("- alert:") >= 3


@pytest.mark.needs("promtool")
@pytest.mark.parametrize("what", [["rules", "prometheus-rules.yml"], ["config", "prometheus.yml"]])
def test_files_for_a_prometheus_are_sound(what: list[str], tmp_path: Path):
    for name in ("prometheus-rules.yml", "prometheus.yml"):
        text = (ROOT / "deploy" / name).read_text().replace("/etc/prometheus", str(tmp_path))
        (tmp_path / name).write_text(text)
    (tmp_path / "ita-portal.token").write_text(TOKEN)
    command = ["promtool", "check", what[0], tmp_path / what[1]]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr + done.stdout


@pytest.mark.slow
def test_two_web_workers_and_those_of_the_queues_are_summed(tmp_path: Path, transactional_db: None):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    own = environment(tmp_path) | {"PORT": port, "WORKERS": "2", "METRICS_TOKEN": TOKEN, "HOST": "127.0.0.1"}
    own |= {"TRAFFIC_LOG": str(tmp_path / "log"), "SECRET_KEY": "x" * 40}
    folder = Path(f"/dev/shm/ita-portal-{os.getuid()}-127.0.0.1-{port}")  # noqa: S108 - made by the portal
    command = [sys.executable, "scripts/serve.py"]

    def now() -> Series:
        return read(fetched("/metrics", port) or "")

    def answered() -> float:
        return sum(value for key, value in now().items() if key[0] == "requests_total")

    with (
        (tmp_path / "out").open("w") as out,
        running(command, cwd=ROOT, env=own, stdout=out, stderr=out) as portal,
    ):
        # Whether its pages are well is no matter here: each answer counts.
        wait_for(lambda: fetched("/none", port) and len(list(folder.glob("histogram_*.db"))) == 2)
        put(EmailMessage("เรื่อง", "ข้อความ", "a@example.go.th", ["b@example.go.th"]))
        wait_for(lambda: now().get(("tasks_total", "successful", "mail")) == 1)
        before = answered()
        for _ in range(30):
            fetched("/none", port)
        assert {answered() for _ in range(20)} == {before + 30}
        one = next(folder.glob("histogram_*.db")).stem.removeprefix("histogram_")
        os.kill(int(one), signal.SIGKILL)
        wait_for(lambda: fetched("/none", port) is not None)
        assert answered() > before + 30
        assert folder.stat().st_mode & 0o777 == 0o700
        portal.send_signal(signal.SIGTERM)
        assert portal.wait(20) == 0
        assert not folder.exists()


def fetched(path: str, port: str) -> str | None:
    """What a new connection is answered; None where nobody answers."""
    connection = HTTPConnection("127.0.0.1", int(port), timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
        return connection.getresponse().read().decode()
    except OSError:
        return None
    finally:
        connection.close()


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)
