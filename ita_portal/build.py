"""Which build of the portal runs: for what must be made anew once the program is another."""

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_THE_PORTAL = {"tests", "bench", "scripts", "docs", "findings", "var"}


@cache
def build() -> str:
    """A digest of every Python file and every year's rules, read once a process; 64 hexadecimal digits."""
    digest = sha256()
    for path in sorted(path for pattern in ("*/**/*.py", "*/**/*.toml") for path in ROOT.glob(pattern)):
        first = path.relative_to(ROOT).parts[0]
        if first not in NOT_THE_PORTAL and not first.startswith("."):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
