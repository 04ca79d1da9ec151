"""What is shipped for the machine: units, proxies, image. No engine for containers is asked here."""

import re
import runpy
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("ita-portal*.*"))
NOT_HERE = re.compile(r"is not executable: No such file|^$")  # the portal is not in /srv on this machine


@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize("name", UNITS)
def test_unit_is_sound(name: str):
    done = subprocess.run(
        ["systemd-analyze", "verify", DEPLOY / name], capture_output=True, encoding="utf-8", check=False
    )
    assert [line for line in done.stderr.splitlines() if not NOT_HERE.search(line)] == []


def test_units_run_commands_that_there_are():
    text = "".join((DEPLOY / name).read_text() for name in UNITS)
    commands = re.findall(r"^ExecStart=/srv/ita-portal/(.+)$", text, flags=re.MULTILINE)
    assert sorted(commands) == [
        ".venv/bin/python manage.py backup /var/backups/ita-portal --keep 14",
        "run",
    ]
    assert text.count("User=portal") == text.count("ProtectSystem=strict") == 2


@pytest.mark.needs("nginx", "openssl")
def test_server_block_is_sound(tmp_path: Path):
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    files = ["-keyout", key, "-out", certificate]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=x",
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True)
    block = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/ita-portal", str(tmp_path))
    block = re.sub(r"(listen (?:\[::\]:)?)(80|443)", r"\g<1>18\2", block)  # which any account may open
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {block} }}"
    )
    command = ["nginx", "-t", "-q", "-e", "stderr", "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert [line for line in done.stderr.splitlines() if "[emerg]" in line or "[warn]" in line] == []


@pytest.mark.needs("caddy")
def test_caddyfile_is_sound(tmp_path: Path):
    done = subprocess.run(
        ["caddy", "adapt", "--config", DEPLOY / "Caddyfile"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"HOME": str(tmp_path), "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    assert (done.returncode, '"warn"' in done.stderr) == (0, False)


def test_image_has_what_the_bootstrap_installs():
    image = (ROOT / "Dockerfile").read_text()
    (pango,) = re.findall(r'^PDF_PACKAGES="(.+)"$', (ROOT / "scripts/bootstrap.sh").read_text(), re.MULTILINE)
    assert pango in image
    assert "--require-hashes" in image
    assert image.index("USER portal") < image.index('CMD ["sh"')
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".venv", "var", ".env"} <= set(ignored)


def test_containers_run_without_root_and_without_writing_their_image():
    text = (ROOT / "compose.yaml").read_text()
    assert "cap_drop: [ALL]" in text
    assert text.count("read_only: true") == 2
    assert "127.0.0.1:8000:8000" in text  # only a proxy on the machine reaches it
    assert text.count("/readyz") == 1


def test_command_for_operators_takes_the_environment_of_the_service_line_by_line(tmp_path: Path):
    text = (DEPLOY / "ita-portal").read_text().replace("/etc/ita-portal/environment", str(tmp_path / "env"))
    text = text.replace("cd /srv/ita-portal", "cd /").replace("exec setpriv", "exec env #")
    (tmp_path / "env").write_text(
        "# no value\n\nDEFAULT_FROM_EMAIL=ระบบ ITA <ita@example.go.th>\nSECRET_KEY=a=b'c$d=\n"
    )
    done = subprocess.run(
        ["sh", "-c", text], capture_output=True, encoding="utf-8", check=True, env={"PATH": "/usr/bin:/bin"}
    )
    lines = done.stdout.splitlines()
    assert "DEFAULT_FROM_EMAIL=ระบบ ITA <ita@example.go.th>" in lines
    assert "SECRET_KEY=a=b'c$d=" in lines


def test_trials_on_bare_machines_find_their_commands_in_the_manual():
    blocks = runpy.run_path(str(ROOT / "scripts/bare/machine.py"))["blocks"]
    placing, starting, *proxies = blocks("๑")
    assert "\nsudo useradd" in placing
    assert "\nsudo install -d -m 755" in placing
    assert starting.startswith("sudo systemctl daemon-reload\nsudo systemctl enable --now ita-portal")
    for name in ("nginx", "caddy"):
        assert [name in block for block in proxies].count(True) == 1
    assert [len(blocks(number)) for number in "๒๓๕"] == [2, 3, 4]
    assert all("restore /var/backups/ita-portal/backup-DATE-TIME" in blocks(number)[1] for number in "๒๓๕")
    going, _, going_by_copy, _ = blocks("๕")
    for block in (going, going_by_copy):
        assert block.index("rev-parse") < block.index("pull --ff-only") < block.index("until")
