"""The set-up: the shell scripts, the lock files, and what they say where something is missing."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHELL_SCRIPTS = ("run", "test", "scripts/bootstrap.sh", "scripts/lock.sh")
COMMANDS = ("run", "test", ".ci/run", "scripts/lock.sh")
LOCKS = ("requirements/run.txt", "requirements/test.txt", "requirements/dev.txt")
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PINNED = r"\S+==.+ \\\n    --hash=sha256:[0-9a-f]{64}"
FOREIGN = r"https?://[a-z]\S+|--\S*index-url|--find-links [^\"]\S+|/(?:root|home|work|opt)/\S+"


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """What a command printed and how it ended."""
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)


def pins(stem: str) -> dict[str, str]:
    """Package name -> version and marker of a lock file."""
    text = (ROOT / f"requirements/{stem}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?(==[^\\\n]+?) *\\$", text, flags=re.MULTILINE))


def bootstrap(tmp_path: Path, call: str, **commands: str) -> subprocess.CompletedProcess[str]:
    """Call a function of bootstrap.sh where no commands exist but the given ones, each a line of shell."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    for name, script in commands.items():
        path = binaries / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    line = f". {ROOT}/scripts/bootstrap.sh; set -eu; {call}"
    environment = {"PATH": str(binaries), "LC_ALL": "C.UTF-8"}
    return run(["/bin/sh", "-c", line], cwd=tmp_path, env=environment)


@pytest.mark.parametrize("name", SHELL_SCRIPTS)
def test_shell_script_is_valid_posix_syntax(name: str) -> None:
    subprocess.run(["sh", "-n", ROOT / name], check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_executable(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


@pytest.mark.parametrize("name", [*SHELL_SCRIPTS, ".ci/run", *LOCKS])
def test_setup_file_names_no_registry_and_no_place_of_one_machine(name: str) -> None:
    text = (ROOT / name).read_text().replace("--no-emit-index-url", "")
    assert re.findall(FOREIGN, text) == []


@pytest.mark.parametrize("stem", ["run", "test", "dev"])
def test_lock_file_pins_every_package_with_a_hash(stem: str) -> None:
    text = (ROOT / f"requirements/{stem}.txt").read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if not re.match(PINNED, entry)] == []
    assert len(pins(stem)) == len(entries)


def test_lock_files_contain_one_another() -> None:
    run, test, dev = pins("run"), pins("test"), pins("dev")
    assert run == {name: pin for name, pin in dev.items() if name in run}
    assert test == {name: pin for name, pin in dev.items() if name in test}
    assert set(run) < set(test) < set(dev)


def test_bootstrap_without_python_says_what_to_type(tmp_path: Path) -> None:
    result = bootstrap(tmp_path, "bootstrap run warn", id="echo 1000", python3="exit 127")
    assert result.stderr == (
        "error: needs Python 3.11 to 3.14 with venv. Type:  sudo apt-get update && sudo apt-get install -y "
        f"--no-install-recommends python3 python3-venv ca-certificates {PANGO}\n"
    )
    assert result.returncode == 1


def test_bootstrap_installs_by_apt_where_sudo_asks_no_password(tmp_path: Path) -> None:
    commands = {"id": "echo 1000", "sudo": 'printf "%s\\n" "$*" >>log', "apt-get": ""}
    result = bootstrap(tmp_path, "apt_install qpdf", **commands)
    assert result.returncode == 0
    assert (tmp_path / "log").read_text().splitlines() == [
        "-n true",
        "-n apt-get update -q",
        "-n env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends qpdf",
    ]


def test_bootstrap_without_pango_warns_or_stops(tmp_path: Path) -> None:
    line = f"apt-get update && apt-get install -y --no-install-recommends {PANGO}"
    call = "need_pango no-python warn; echo goes on; need_pango no-python stop; echo not reached"
    result = bootstrap(tmp_path, call, id="echo 0")
    assert result.stdout == "goes on\n"
    assert result.stderr.splitlines() == [
        f"==> ยังสร้าง PDF ไม่ได้ (no PDF yet, Pango is missing). Type:  {line}",
        f"error: PDF needs Pango. Type:  {line}",
    ]


def test_run_refuses_a_taken_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        result = run([sys.executable, str(ROOT / "scripts/prepare.py"), "127.0.0.1", str(port)])
    assert result.stderr == (
        f"พอร์ต {port} ใช้ไม่ได้ โปรดเลือกพอร์ตอื่น  PORT={port + 1} ./run\n"
        f"cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    )
    assert result.returncode == 1


def test_licence_of_every_package_of_an_installation_is_named() -> None:
    text = (ROOT / "docs/licences.md").read_text()
    named = set(re.findall(r"[a-z0-9][a-z0-9-]+", text))
    assert [package for package in pins("run") if package not in named] == []
