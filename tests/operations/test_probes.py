"""/healthz and /readyz: quick, by any name, whatever the database does."""

import fcntl
import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.test import Client

from operations import probes
from operations.probes import PatientAnswer
from oversight.exports.files import root_made, worker_file


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_health_asks_no_database_and_takes_any_name(settings: Any):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["ita.example.go.th"]
    answer = Client().get("/healthz", headers={"host": "10.0.0.7:8000"})  # no database in this test
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer


def test_ready_where_the_database_answers_and_a_worker_lives(transactional_db: None):
    assert Client().get("/readyz").content == b"not ready: worker\n"
    root_made()
    with worker_file("mail").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        answer = Client().get("/readyz")
        assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert Client().get("/readyz").status_code == 503


def test_full_disk_and_missing_migrations_are_named(transactional_db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(probes, "LEAST_FREE", 2**62)
    monkeypatch.setattr(probes, "_known", lambda: {("reports", "9999_to_come")})
    assert Client().get("/readyz").content == b"not ready: migrations, disk, worker\n"


def test_database_that_says_nothing_is_away_in_time_and_asked_by_one_thread_only():
    silence, asked = Event(), []

    def ask() -> list[str]:
        asked.append(1)
        silence.wait(30)
        return []

    readiness = PatientAnswer(ask, ["database"], patience=0.2)
    begun = time.monotonic()
    assert [readiness.get() for _ in range(20)] == [["database"]] * 20
    assert time.monotonic() - begun < 2
    assert len(asked) == 1
    silence.set()
    deadline = time.monotonic() + 10
    while readiness.get() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert readiness.get() == []


def test_answer_is_found_once_for_many_who_ask():
    asked = []
    readiness = PatientAnswer(lambda: asked.append(1) or ["disk"], ["database"])
    assert [readiness.get() for _ in range(5)] == [["disk"]] * 5
    assert len(asked) == 1


def test_other_methods_are_no_probe(db: None):
    assert Client().post("/healthz").status_code == 404
