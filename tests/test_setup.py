"""The set-up: the shell scripts, the lock files, and what they say where something is missing."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHELL_SCRIPTS = ("run", "test", "scripts/bare.sh", "scripts/bootstrap.sh", "scripts/lock.sh")
COMMANDS = ("run", "test", ".ci/run", "scripts/bare.sh", "scripts/lock.sh")
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
    line = f". {shlex.quote(str(ROOT))}/scripts/bootstrap.sh; set -eu; {call}"
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


def test_folder_that_cannot_be_written_is_told_before_any_venv_is_made(tmp_path: Path) -> None:
    result = bootstrap(tmp_path, "make_venv; echo not reached", python3="exit 0", rm="exit 1")
    assert (result.returncode, result.stdout) == (1, "")
    assert re.fullmatch(
        r"error: [^\n]*[ก-๙][^\n]*\(this account can't write this folder[^\n]*\)\n", result.stderr
    )


def test_licence_of_every_package_of_an_installation_is_named() -> None:
    text = (ROOT / "docs/licences.md").read_text()
    named = set(re.findall(r"[a-z0-9][a-z0-9-]+", text))
    assert [package for package in pins("run") if package not in named] == []


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a .venv as the bootstrap makes it; the name has a blank, Thai letters and brackets."""
    folder = tmp_path_factory.mktemp("a") / "x y [ก]"
    folder.mkdir()
    assert judged(folder, "make_venv").returncode == 0
    return folder


def judged(folder: Path, call: str = "whole_venv", **environment: str) -> subprocess.CompletedProcess[str]:
    """Call a function of bootstrap.sh in that folder, with all of this machine's commands."""
    line = f". {shlex.quote(str(ROOT))}/scripts/bootstrap.sh; set -u; {call}"
    kept = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "LC_ALL": "C.UTF-8"}
    return run(["/bin/sh", "-c", line], cwd=folder, env={**kept, **environment})


def changed(project: Path, folder: Path) -> Path:
    """A copy of its .venv, without pip, for a test to break; its stamp tells the new place."""
    shutil.copytree(project / ".venv", folder / ".venv", symlinks=True, ignore=shutil.ignore_patterns("pip*"))
    judged(folder, "this_venv .venv/bin/python >.venv/.made")
    assert judged(folder).returncode == 0
    return folder


def test_whole_venv_is_kept(project: Path) -> None:
    assert judged(project).returncode == 0
    assert judged(project, PYTHON="").returncode == 0


def test_venv_that_was_moved_is_made_anew(project: Path, tmp_path: Path) -> None:
    folder = changed(project, tmp_path)
    moved = folder / "moved"
    moved.mkdir()
    (folder / ".venv").rename(moved / ".venv")
    assert judged(moved).returncode == 1


@pytest.mark.parametrize("stamp", ["", "elsewhere cpython-39-x86_64-linux-gnu 3 9\n"])
def test_venv_of_another_python_or_half_made_is_made_anew(project: Path, tmp_path: Path, stamp: str) -> None:
    folder = changed(project, tmp_path)
    (folder / ".venv/.made").write_text(stamp)
    assert judged(folder).returncode == 1


def test_venv_whose_installation_was_broken_off_is_made_anew(project: Path, tmp_path: Path) -> None:
    folder = changed(project, tmp_path)
    (folder / "requirements").mkdir()
    (folder / "requirements/run.txt").write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    result = judged(folder, "install_requirements run", WHEELHOUSE=str(tmp_path / "no-wheels"))
    assert "error: could not install requirements/run.txt" in result.stderr
    assert judged(folder).returncode == 1


def test_venv_without_its_python_is_made_anew(project: Path, tmp_path: Path) -> None:
    folder = changed(project, tmp_path)
    (folder / ".venv/bin/python").unlink()
    assert judged(folder).returncode == 1
