"""What ./run does before it serves: it ends with one sentence that names the variable, or all is well."""

import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import override_settings

from ita_portal import private_files
from ita_portal.environment import read_environment
from ita_portal.given import WrongSetting
from tests import factories
from tests.accounts.signing_in import with_second_factor

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import prepare  # noqa: E402 - a script, found by its folder

VARIABLES = ("PATH", "LANG", "LC_ALL", "HOME")


def prepared(**variables: str) -> subprocess.CompletedProcess[str]:
    """How scripts/prepare.py ends with these variables and no other ones of the portal."""
    kept = {name: os.environ[name] for name in VARIABLES if name in os.environ}
    command = [sys.executable, "scripts/prepare.py"]
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **variables}, capture_output=True, encoding="utf-8", check=False
    )


def refusal(**variables: str) -> str:
    """The one sentence, in Thai and English, with which it ends."""
    result = prepared(**variables)
    assert result.returncode == 1
    assert re.fullmatch(r"[A-Z_]+\b[^\n]*[ก-๙][^\n]*\([^\n]*[a-z][^\n]*\)\n", result.stderr)
    return result.stderr


@pytest.fixture
def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def test_log_that_cannot_be_added_to_ends_the_start(tmp_path: Path, free_port: str) -> None:
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    (tmp_path / f"traffic-{today}.log").mkdir()  # the file of today is no file, whoever runs the test
    said = refusal(TRAFFIC_LOG=str(tmp_path), PORT=free_port, MEDIA_ROOT=str(tmp_path / "media"))
    assert said.startswith(f"TRAFFIC_LOG={tmp_path}/traffic-{today}.log: ")


@pytest.mark.django_db
def test_start_says_that_second_factors_are_of_another_key(capsys: pytest.CaptureFixture[str]) -> None:
    with_second_factor(factories.officer())
    prepare.warn_of_unreadable_factors()
    assert capsys.readouterr().out == ""
    with override_settings(SECRET_KEY="of another machine"):
        prepare.warn_of_unreadable_factors()
    assert "SECRET_KEY_FALLBACKS" in capsys.readouterr().out


def test_wrong_value_ends_every_program_with_its_sentence() -> None:
    assert refusal(PORT="99999").startswith("PORT=99999: ")
    for program in (["manage.py", "check"], ["scripts/serve.py"]):
        result = subprocess.run(
            [sys.executable, *program],
            cwd=ROOT,
            env={**os.environ, "WORKERS": "abc"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (result.returncode, result.stderr.count("\n")) == (1, 1)
        assert result.stderr.startswith("WORKERS=abc: ")


def test_taken_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        said = refusal(PORT=port)
    assert said.startswith(f"PORT={port}: ")
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in said


@pytest.mark.parametrize("host", ["192.0.2.7", "no-such-machine.invalid"])
def test_host_that_is_not_this_machine_is_refused(host: str, free_port: str) -> None:
    assert refusal(HOST=host, PORT=free_port).startswith(f"HOST={host}: ")


def test_https_without_a_proxy_that_does_it_is_refused() -> None:
    assert refusal(PORTAL_URL="https://ita.example.go.th").startswith("TRUSTED_PROXIES: ")


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "PDF_CACHE", "TRAFFIC_LOG"])
def test_folder_that_cannot_be_written_is_refused(name: str, free_port: str, tmp_path: Path) -> None:
    blocked = tmp_path / "a file" / "folder"
    blocked.parent.touch()
    assert refusal(**{name: str(blocked), "PORT": free_port}).startswith(f"{name}={blocked}: ")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///{folder}/missing/portal.sqlite3",
        "sqlite:///{folder}/text",
        "sqlite://:memory:",
        "postgres://portal:hunter2@127.0.0.1:1/portal",
    ],
)
def test_database_that_cannot_be_used_is_refused(url: str, free_port: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database " * 100)
    said = refusal(DATABASE_URL=url.format(folder=tmp_path), PORT=free_port)
    assert said.startswith("DATABASE_URL: ")
    assert "hunter2" not in said


@pytest.fixture
def read_only() -> Iterator[None]:
    """The database refuses to write, in its own way."""
    switch = {"sqlite": "PRAGMA query_only = {}", "postgresql": "SET default_transaction_read_only = {}"}
    statement = switch[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement.format("ON"))
    yield
    with connection.cursor() as cursor:
        cursor.execute(statement.format("OFF"))


@pytest.mark.django_db(transaction=True)
def test_database_that_is_read_only_is_refused(read_only: None) -> None:
    with (
        pytest.raises(WrongSetting, match=r"^DATABASE_URL: .*(read-only|readonly)"),
        prepare.refusals_named(),
    ):
        prepare.refuse_read_only_database()


@pytest.mark.django_db(transaction=True)
def test_looking_whether_rows_can_be_written_leaves_none() -> None:
    prepare.refuse_read_only_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_session")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("variables", "made"),
    [
        ({}, True),
        ({"DEMO": "no"}, False),
        ({"HOST": "0.0.0.0"}, False),
        ({"PORTAL_URL": "https://ita.example.go.th"}, False),
        ({"HOST": "0.0.0.0", "DEMO": "yes"}, True),
    ],
)
def test_accounts_with_known_passwords_are_made_only_where_nobody_else_comes(
    variables: dict[str, str],
    *,
    made: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: asked.append(name))
    prepare.offer_demo(read_environment(variables, ROOT))
    assert asked == ["demo"] * made
    assert ("createsuperuser" in capsys.readouterr().out) is not made


@pytest.mark.django_db
def test_demo_accounts_that_others_can_open_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    person = factories.admin()
    person.username = "admin"
    person.set_password("ita-demo-2569")
    person.save()
    prepare.offer_demo(read_environment({"HOST": "0.0.0.0"}, ROOT))
    assert "คำเตือน" in capsys.readouterr().out


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made(path: Path, permissions: int = 0o644) -> Path:
    """A file that others may read, in folders that they may enter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    path.chmod(permissions)
    for folder in path.parents:
        if folder.name.startswith("test_"):
            break
        folder.chmod(0o755)
    return path


def test_what_lay_open_from_before_is_shut(tmp_path: Path) -> None:
    var, media = tmp_path / "var", tmp_path / "media"
    files = [
        made(var / "portal.sqlite3"), made(var / "portal.sqlite3-wal"), made(var / "secret_key"),
        made(var / "static/a/b.css"), made(media / "evidence/a.pdf", 0o664),
        made(media / "exports/ab/export.zip"), made(media / "pending/1-ab"), made(media / "imports/ab"),
        made(tmp_path / "log/traffic-2026-11-01.log"), made(tmp_path / f"pdf/{'a' * 64}"),
        made(tmp_path / "data/x.sqlite3"), made(tmp_path / "data/x.sqlite3-shm"),
    ]  # fmt: skip
    variables = {
        "MEDIA_ROOT": str(media), "TRAFFIC_LOG": str(tmp_path / "log"), "PDF_CACHE": str(tmp_path / "pdf"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/data/x.sqlite3",
    }  # fmt: skip
    private_files.shut_all(read_environment(variables, tmp_path), var)
    assert {mode(path) for path in files} == {0o600}
    assert {mode(path.parent) for path in files} == {0o700}
    assert mode(media) == 0o700


def test_what_is_not_the_portals_stays_as_it_is(tmp_path: Path) -> None:
    ours, other = made(tmp_path / "log/traffic-2026-11-01.log"), made(tmp_path / "log/syslog")
    target = made(tmp_path / "elsewhere/file")
    made(tmp_path / "media/evidence/a.pdf")
    (tmp_path / "media/evidence/link").symlink_to(target)
    variables = {"TRAFFIC_LOG": str(tmp_path / "log"), "MEDIA_ROOT": str(tmp_path / "media")}
    private_files.shut_all(read_environment(variables, tmp_path), tmp_path / "var")
    assert [mode(path) for path in (ours, other, ours.parent, target)] == [0o600, 0o644, 0o755, 0o644]


def test_what_the_programs_of_the_portal_write_is_for_their_owner_only(tmp_path: Path) -> None:
    """By any of their doors, whatever the umask of who starts them."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}
    environment["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings"
    command = [sys.executable, "manage.py", "createcachetable"]
    subprocess.run(command, cwd=ROOT, env=environment, umask=0o022, check=True)
    assert mode(tmp_path / "x.sqlite3") == 0o600


def test_key_is_made_once_whole_and_shut(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    key = private_files.kept_key(folder)
    assert len(key) > 50
    assert private_files.kept_key(folder) == key
    assert [mode(folder), mode(folder / "secret_key")] == [0o700, 0o600]
    (folder / "secret_key").write_text("")  # a start that was broken off, by an earlier version
    assert len(private_files.kept_key(folder)) > 50


def test_key_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WrongSetting, match=r"^SECRET_KEY: "):
        private_files.kept_key(tmp_path / "file" / "var")


def test_two_starts_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    with prepare.alone():
        code = "import prepare\nwith prepare.alone(): print('second')"
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
        second = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
        )
        with pytest.raises(subprocess.TimeoutExpired):
            second.communicate(timeout=3)
    assert second.communicate(timeout=60)[0] == "second\n"
