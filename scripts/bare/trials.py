"""docs/operate.md on a machine that has just been installed: its commands, word for word, each step timed.

    python scripts/bare/trials.py ROOT WHEELS operate|upgrade [--from COMMIT]

scripts/bare.sh calls it. ROOT is a bare root by debootstrap, WHEELS a folder of wheels for its Python. A line
for each step: seconds, step, what was seen. Ends with status 1 where a step failed.

operate: install, TLS by nginx and by Caddy, people who write, backup, restore, and the move to PostgreSQL.
upgrade: the same people on the version COMMIT, the upgrade to HEAD, and the way back; nothing may be lost.
"""

import argparse
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine import Machine, Stumbled, blocks
from visitor import PAPER, Visitor, half
from witness import changes, known_to_verification, witness

SECRET = "RiceFieldsOfLampang47"
LOOK = "curl -s http://127.0.0.1:8000/readyz"


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Print the seconds of what is done meanwhile and what it saw."""
    seen: list[str] = []
    begun = time.monotonic()
    try:
        yield seen
    except BaseException:
        seen.append("failed")
        raise
    finally:
        print(f"{time.monotonic() - begun:7.1f} s  {name:34} {'; '.join(seen)}", flush=True)


def install(machine: Machine, seen: list[str], *, postgres: bool = False) -> None:
    """Section 1 up to the first page, with the answers that the installer types."""
    placing, starting, *_ = blocks("๑")
    packages, cloning, rest = re.split(r"(?<=\n)(?=sudo useradd|sudo install -d -m 755)", placing)
    machine.manual(packages + cloning, ADDRESS_OF_THE_PROGRAM="/srv/program.git")
    machine.manual(rest)
    # Older versions did not take the name from PORTAL_URL.
    for line in ("WHEELHOUSE=/srv/wheels", "ALLOWED_HOSTS=ita.example.go.th"):
        machine.run(f"echo {line} >>/etc/ita-portal/environment")
    if postgres:
        make_postgres(machine, seen)
        line = f"DATABASE_URL=postgres://portal:{SECRET}@localhost/portal"
        machine.run(f"echo {line} >>/etc/ita-portal/environment")
    machine.run("".join(starting.splitlines(keepends=True)[:2]))
    machine.answers()
    seen.append(machine.run("systemctl is-active ita-portal ita-portal-backup.timer").replace("\n", " "))


def first_admin(machine: Machine) -> str:
    """The admin that section 1 makes, typed at a terminal; what the command said last."""
    answers = ["somchai", "somchai@example.go.th", *["ลมหนาวพัดผ่านทุ่งนา 47"] * 2]
    (machine.root / "srv/typed").write_text("".join(f"{line}\n" for line in answers))
    keyboard = 'while read -r line; do sleep 4; echo "$line"; done </srv/typed'
    said = machine.run(f"({keyboard}) | script -qec 'sudo ita-portal createsuperuser' /dev/null")
    return said.strip().splitlines()[-1]


def doctor(machine: Machine) -> str:
    """What doctor finds wanting."""
    said = machine.run("sudo ita-portal doctor || true")
    bad = [line for line in said.splitlines() if line.startswith("[") and not line.startswith("[ดี]")]
    return f"{said.count('[ดี]')} × [ดี], " + (" | ".join(bad) or "nothing else")


def nginx(machine: Machine) -> None:
    """TLS by nginx, with a certificate of our own."""
    machine.run(
        "mkdir -p /etc/ssl/ita-portal; cd /etc/ssl/ita-portal; openssl req -x509 -newkey rsa:2048 -nodes "
        "-days 2 -subj /CN=ita.example.go.th -keyout privkey.pem -out fullchain.pem 2>&1"
    )
    (commands,) = [block for block in blocks("๑") if "nginx" in block]
    machine.manual(commands)


def caddy(machine: Machine) -> None:
    """TLS by Caddy in the place of nginx, with the same certificate, as its file says."""
    (commands,) = [block for block in blocks("๑") if "caddy" in block]
    given = "tls /etc/ssl/ita-portal/fullchain.pem /etc/ssl/ita-portal/privkey.pem"
    file = "/srv/ita-portal/deploy/Caddyfile"
    machine.run(
        "systemctl stop nginx; chown -R root:root /etc/ssl/ita-portal; chmod 644 /etc/ssl/ita-portal/*"
    )
    machine.run(f"sed -i 's|# Without a way to the internet: {given}|{given}|' {file}")
    machine.manual(commands)
    machine.run(f"caddy validate --config {file} 2>&1")
    machine.run("sudo -u portal git -C /srv/ita-portal checkout -q deploy")


def proxy_holds(machine: Machine) -> str:
    """Headers, the limit of a body and the door of the watchers, seen through the proxy."""
    anybody = Visitor()
    status, _ = anybody.ask("/")
    headers = ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options")
    missing = [name for name in headers if name not in anybody.headers]
    large, _ = anybody.ask("/verify/", b"x" * (65 * 1024 * 1024), "application/octet-stream")
    ready, _ = anybody.ask("/readyz")
    redirect = machine.run("curl -s -o /dev/null -w '%{http_code}' -H 'Host: ita.example.go.th' 127.0.0.1/")
    head, body = half("GET /"), half("POST /verify/", 100)
    said = f"/ {status}, headers missing {missing or 'none'}, 65 MB {large}, /readyz from itself {ready}"
    return f"{said}, http {redirect}, half a head {head:.0f} s, half a body {body:.0f} s"


def people_work(machine: Machine, number: int) -> str:
    """The demo, writes of an officer over HTTPS, a file, a publication; what was acknowledged."""
    machine.run("sudo ita-portal demo")
    places = (
        "from accounts.models import User; from municipalities.models import Municipality as M; "
        "print(*[M.objects.get(name=n).pk for n in ('ทุ่งผึ้ง', 'ตัวอย่างวังทอง')])"
    )
    mine, hers = machine.run(f'ita-portal shell -c "{places}"').split()[-2:]
    mana, wanna = Visitor("mana"), Visitor("wanna")
    profile = f"/municipalities/{mine}/profile/"
    kept = sum(
        mana.fill_in(profile, {"website": f"https://t{n}.example.go.th/"}) == 302 for n in range(number)
    )
    attached = mana.attach(f"/municipalities/{mine}/plans/2569/results/1/", "หลักฐานทดลอง", PAPER)
    published = wanna.fill_in(f"/municipalities/{hers}/plans/2569/documents/results/publish/", {})
    if (kept, attached, published) != (number, 302, 302):
        raise Stumbled(f"{kept} of {number} writes, attaching {attached}, publishing {published}")
    return f"{kept} writes, a file, a publication"


def still_good(machine: Machine) -> str:
    """People sign in with their passwords, the file opens, and verification knows the published PDF."""
    mana = Visitor("mana")
    Visitor("wichai")
    mine = "from measures.models import Evidence; print(Evidence.objects.get(title='หลักฐานทดลอง').pk)"
    pk = machine.run(f'ita-portal shell -c "{mine}"').split()[-1]
    if mana.ask(f"/evidence/{pk}/")[1] != PAPER:
        raise Stumbled("the attached file does not open")
    return "passwords, the file"


def backed_up(machine: Machine) -> str:
    """The name of the newest backup."""
    return machine.run("ls -1tc /var/backups/ita-portal | head -1").strip()


def back_up_and_restore(machine: Machine) -> None:
    """Section 2: now, its check, and restored on the same machine."""
    now, restoring = blocks("๒")
    with step("backup while it runs") as seen:
        machine.run(now.splitlines()[0])
        name = backed_up(machine)
        seen.append(machine.run(f"du -sh /var/backups/ita-portal/{name}").split()[0])
    with step("restore --check"):
        machine.manual(now.splitlines()[1], backup_DATE_TIME=name)
    before = witness(machine)
    with step("restore, until the first page") as seen:
        machine.manual(restoring, backup_DATE_TIME=name)
        machine.answers()
    with step("the same as before") as seen:
        seen += [changes(before, witness(machine)), still_good(machine)]


def make_postgres(machine: Machine, seen: list[str]) -> None:
    """Section 3: PostgreSQL with an empty database."""
    machine.manual(blocks("๓")[0], SECRET=SECRET)
    seen.append(machine.run("psql --version").strip())


def to_postgres(machine: Machine) -> None:
    """Section 3: the move by the two commands, and a restore on the same machine."""
    _making, moving, restoring = blocks("๓")
    before = witness(machine)
    with step("PostgreSQL installed, role, database") as seen:
        make_postgres(machine, seen)
    stop, back_up, rest = moving.split("\n", 2)
    with step("from SQLite to PostgreSQL"):
        machine.run(f"{stop}\n{back_up}")
        machine.manual(rest, SECRET=SECRET, backup_DATE_TIME=backed_up(machine))
        machine.answers()
    with step("the same as before") as seen:
        after = witness(machine)
        seen += [changes(before, after, same_engine=False), still_good(machine)]
    before = witness(machine)
    with step("backup and restore on PostgreSQL") as seen:
        machine.run(back_up)
        machine.manual(restoring, backup_DATE_TIME=backed_up(machine))
        machine.answers()
        seen += [changes(before, witness(machine)), still_good(machine)]


def operate(machine: Machine, _options: argparse.Namespace) -> None:
    """The manual from its first line, on the newest version."""
    machine.release("HEAD")
    with step("install, until the first page") as seen:
        install(machine, seen)
    with step("the first admin") as seen:
        seen.append(first_admin(machine))
    with step("doctor") as seen:
        seen.append(doctor(machine))
    with step("nginx") as seen:
        nginx(machine)
        seen.append(proxy_holds(machine))
    with step("Caddy") as seen:
        caddy(machine)
        seen.append(proxy_holds(machine))
        machine.run("systemctl stop caddy; systemctl start nginx")
    with step("demo, writes, a publication") as seen:
        seen.append(people_work(machine, 25))
    back_up_and_restore(machine)
    to_postgres(machine)
    with step("the nightly unit; how closed both are") as seen:
        machine.run("systemctl start ita-portal-backup")
        for unit in ("ita-portal", "ita-portal-backup"):
            seen.append(machine.run(f"systemd-analyze security {unit} | tail -1").strip())


def upgrade(machine: Machine, options: argparse.Namespace) -> None:
    """Section 5, from an older version with people's work in it, and back."""
    machine.release(options.commit)
    with step(f"install {options.commit}") as seen:
        install(machine, seen, postgres=options.postgres)
    nginx(machine)
    with step("demo, writes, a publication") as seen:
        seen.append(people_work(machine, 25))
    up_and_back(machine, postgres=options.postgres)


def up_and_back(machine: Machine, *, postgres: bool) -> None:
    """Section 5 on a machine with people's work in it."""
    before = witness(machine)
    going, back, going_by_copy, back_by_copy = blocks("๕")
    if not (machine.root / "srv/ita-portal/operations").exists():
        going, back = going_by_copy, back_by_copy
    elif postgres:
        stop, reset, *_ = back.splitlines(keepends=True)
        back = stop + reset + blocks("๓")[2]
    machine.release("HEAD")
    until_noted, pull, rest = going.partition("sudo -u portal git -C /srv/ita-portal pull")
    with step("backup and note of the version"):
        version = machine.run(until_noted).split()[-1]
        name = backed_up(machine)
    with step("upgrade, until the first page") as seen:
        machine.run(pull + rest.partition("until")[0])
        machine.answers()
        seen.append(f"/readyz {machine.run(LOOK).strip()}")
    with step("nothing lost") as seen:
        after = witness(machine)
        seen += [changes(before, after), still_good(machine)]
        seen.append(f"{known_to_verification(after)} of {len(after['public'])} known to /verify/")
    with step("going back, until the first page"):
        machine.manual(back, VERSION=version, backup_DATE_TIME=name, var_DATE_TIME=name)
        machine.answers()
    with step("the same as before") as seen:
        seen += [changes(before, witness(machine)), still_good(machine)]


def main() -> int:
    """Run one trial on a fresh machine; 1 where a step failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("wheels", type=Path)
    parser.add_argument("trial", choices=["operate", "upgrade"])
    parser.add_argument("--from", dest="commit", default="HEAD~50")
    parser.add_argument("--postgres", action="store_true", help="an older version on PostgreSQL")
    options = parser.parse_args()
    machine = Machine(options.root.resolve(), options.wheels.resolve())
    try:
        with machine.started():
            {"operate": operate, "upgrade": upgrade}[options.trial](machine, options)
    except Stumbled as stumbled:
        print(f"failed: {stumbled}", flush=True)
        return 1
    shutil.rmtree(machine.root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
