"""An upgrade from the version of 20 November 2569: nothing is lost, and what later versions ask is told."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests import old_version

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow
Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> Query:
    """Ask the database of that version after `migrate`."""
    folder = tmp_path_factory.mktemp("รุ่น เก่า")
    file = folder / "portal.sqlite3"
    chosen = {"DATABASE_URL": f"sqlite:///{file}", "MEDIA_ROOT": str(folder / "media")}
    environment = {**os.environ, **chosen, "TRAFFIC_LOG": str(folder / "log"), "SECRET_KEY": "x" * 50}
    for command in (["tests/old_version.py"], ["manage.py", "migrate", "--verbosity", "0"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, timeout=300)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(file)) as connection:
            return connection.execute(sql).fetchall()

    return ask


def test_published_bytes_are_those_of_before_and_have_their_checksums(query: Query):
    ((pdf, docx, bundle, *told),) = query(
        "SELECT pdf, docx, bundle, docx_sha256, bundle_sha256 FROM reports_publication"
    )
    assert (pdf, docx, bundle) == (old_version.PDF, old_version.DOCX, old_version.BUNDLE)
    assert told == [sha256(docx).hexdigest(), sha256(bundle.encode()).hexdigest()]
    assert query("SELECT fiscal_year, printed_as, figures FROM reports_printedyear") == [
        (2568, "assessed", '{"announced_total": "91.20", "score_i1": "95.00"}')
    ]


def test_evidence_keeps_its_file_and_gets_its_checksum(query: Query):
    assert query("SELECT file, file_sha256, file_size, named_only FROM measures_evidence") == [
        ("evidence/one.pdf", sha256(old_version.EVIDENCE).hexdigest(), len(old_version.EVIDENCE), 0)
    ]


def test_officer_has_served_both_places_in_turn(query: Query):
    assert query("SELECT municipality_id, since, until FROM accounts_serviceterm ORDER BY since") == [
        (1, "2025-01-06", "2026-03-02"),
        (2, "2026-03-02", None),
    ]


def test_second_factors_are_unreadable_at_rest(query: Query):
    held = dict(query("SELECT type, data FROM mfa_authenticator"))
    assert set(held) == {"totp", "recovery_codes"}
    assert old_version.TOTP not in held["totp"]
    assert old_version.SEED not in held["recovery_codes"]


def test_places_are_found_and_provinces_are_all_there_once(query: Query):
    found = query("SELECT search_key, ended_on, former_key FROM municipalities_municipality ORDER BY id")
    assert found == [("เทศบาลตำบลเขลางค์นคร", None, ""), ("เทศบาลตำบลพิชัย", None, "")]
    assert query("SELECT COUNT(*), COUNT(DISTINCT code) FROM municipalities_province") == [(77, 77)]


def test_steps_of_a_province_that_never_reviewed_say_so(query: Query):
    assert query("SELECT verb, reviewed FROM reports_event ORDER BY id") == [("submit", 0), ("publish", 0)]
