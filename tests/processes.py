"""Looking at processes from outside."""

from pathlib import Path


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent to notice does not (Linux)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
