"""A copy of a bare root that is started as a machine of its own, and the commands of docs/operate.md on it.

systemd-nspawn starts it: with its own systemd, and a network of its own in which nothing but the machine
itself is reached. Needs root, and systemd-container of Debian.
"""

import ctypes
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INSTALLED = "systemd systemd-sysv dbus sudo openssl"  # what debootstrap leaves out of an installed system
CLONE_NEWNET = 0x40000000
LOG = "journalctl -u ita-portal --no-pager -n 15 -o cat"


class Stumbled(Exception):  # noqa: N818 - what a trial is there to find
    """A step of the manual that did not go as it says."""


def blocks(number: str) -> list[str]:
    """The shell commands of a section of docs/operate.md, by its Thai number, in their order."""
    section = re.split(r"^## ", (ROOT / "docs/operate.md").read_text(), flags=re.MULTILINE)
    (text,) = [part for part in section if part.startswith(f"{number}.")]
    return re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def copy(root: Path, to: Path) -> None:
    """A copy of a root in place of what is there."""
    shutil.rmtree(to, ignore_errors=True)
    subprocess.run(["cp", "-a", root, to], check=True)


def complete(root: Path) -> None:
    """Install what an installed system has, and fetch the manual's packages: later there is no network."""
    manual = "".join(block for number in "๑๓" for block in blocks(number))
    fetch = "DEBIAN_FRONTEND=noninteractive apt-get install -y -q"
    script = f"apt-get update -q; {fetch} --no-install-recommends {INSTALLED}; apt-get clean"
    for names in re.findall(r"apt-get install -y ([^\n#]+)", manual):
        script += f"; {fetch} --download-only {names}"
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    (root / "etc/hostname").write_text("machine\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost machine\n::1 localhost\n")
    with root.with_suffix(".log").open("w") as log:
        command = ["chroot", root, "env", "-i", PATH, "sh", "-ec", script]
        subprocess.run(command, check=True, stdout=log, stderr=log)


class Machine:
    """A started copy of a bare root."""

    def __init__(self, bare: Path, wheels: Path) -> None:
        self.root = bare.with_name(f"machine-{bare.name}")
        installed = bare.with_name(f"installed-{bare.name}")
        if not (installed / ".whole").exists():
            copy(bare, installed)
            (installed / ".whole").unlink(missing_ok=True)
            complete(installed)
            (installed / ".whole").touch()
        copy(installed, self.root)
        shutil.copytree(wheels, self.root / "srv/wheels")
        shutil.copytree(ROOT / "deploy", self.root / "srv/deploy")
        program = self.root / "srv/program.git"
        subprocess.run(["git", "clone", "--quiet", "--bare", ROOT, program], check=True)
        subprocess.run(["git", "-C", program, "tag", "newest", "HEAD"], check=True)
        (self.root / "etc/gitconfig").write_text("[safe]\n\tdirectory = /srv/program.git\n")

    def release(self, commit: str) -> None:
        """Make that commit what `git clone` and `git pull` get; HEAD is the newest one."""
        program = self.root / "srv/program.git"
        named = commit.replace("HEAD", "newest")
        subprocess.run(["git", "-C", program, "update-ref", "refs/heads/main", named], check=True)
        subprocess.run(["git", "-C", program, "symbolic-ref", "HEAD", "refs/heads/main"], check=True)

    @contextmanager
    def started(self) -> Iterator[None]:
        """Start it, and join its network; at the end it is off."""
        # Its systemd wants the one hierarchy of control groups, of which this machine may have two kinds, and
        # in it a group of its own: two machines in the same one take each other's away.
        groups = "mount --make-rprivate /; umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup; "
        groups += f"group=/sys/fs/cgroup/{self.root.name}; mkdir -p $group; echo $$ >$group/cgroup.procs;"
        boot = f"{groups} exec systemd-nspawn --quiet --directory='{self.root}' --boot --register=no"
        boot += " --keep-unit --private-network --hostname=machine --link-journal=no"
        command = ["unshare", "--mount", "sh", "-c", boot]
        environment = {**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}
        with self.root.with_suffix(".boot.log").open("w") as log:
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            self.first = self.find_first(process.pid)
            with Path(f"/proc/{self.first}/ns/net").open() as network:
                if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), CLONE_NEWNET):
                    raise OSError(ctypes.get_errno(), "setns")
            self.until("systemctl is-active --quiet multi-user.target", 60)
            yield
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()

    def find_first(self, supervisor: int) -> int:
        """The first process of the started machine, by its number out here."""
        for _ in range(100):
            time.sleep(0.2)
            children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
            for child in children:
                numbers = re.findall(r"^NSpid:(.*)$", Path(f"/proc/{child}/status").read_text(), re.MULTILINE)
                if numbers[0].split()[1:] == ["1"]:
                    return int(child)
        raise Stumbled("the machine does not start")

    def run(self, script: str, typed: str = "") -> str:
        """Run a script as root on the machine; what it printed. Raises Stumbled."""
        enter = ["nsenter", "--target", str(self.first), "--all", "env", "-i", PATH, "HOME=/root"]
        noninteractive = ["LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        done = subprocess.run(
            [*enter, *noninteractive, "bash", "-ec", script],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd="/",
        )
        if done.returncode:
            raise Stumbled(f"{script}\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
        return done.stdout

    def until(self, script: str, seconds: float) -> None:
        """Wait until a script succeeds. Raises Stumbled."""
        end = time.monotonic() + seconds
        while True:
            try:
                self.run(script)
            except Stumbled:
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)
            else:
                return

    def manual(self, block: str, **words: str) -> str:
        """Run commands of the manual, with its words in capitals replaced."""
        for word, meant in words.items():
            block = block.replace(word.replace("_", "-"), meant)
        if not (self.root / "srv/ita-portal/deploy").exists():  # a version from before the manual
            block = block.replace("/srv/ita-portal/deploy", "/srv/deploy")
        return self.run(block)

    def answers(self, seconds: float = 900) -> None:
        """Wait for the first page; the log where it does not come."""
        page = (
            "curl -fs -o /dev/null -H 'X-Forwarded-Proto: https' -H 'Host: ita.example.go.th' 127.0.0.1:8000/"
        )
        try:
            self.until(page, seconds)
        except Stumbled:
            raise Stumbled(self.run(LOG)) from None
