"""kill -9 while officers attach files."""

import random
import time
from hashlib import sha256
from pathlib import Path

from measures.models import Evidence
from trials.place import OWN, Lost
from trials.portal import portal
from trials.writers import Writers, attach


def trial(*, quick: bool) -> str:
    """The same while they attach files: each row has its file, whole."""
    number = 3 if quick else 20
    with portal() as running, Writers(attach) as writers:
        for _ in range(number):
            time.sleep(random.uniform(0.5, 3))
            running.kill_one()
    rows = {row.title: row for row in Evidence.objects.exclude(file="")}
    media = Path(OWN["MEDIA_ROOT"])
    for row in rows.values():
        if sha256((media / str(row.file)).read_bytes()).hexdigest() != row.file_sha256:
            raise Lost(f"the file of {row.title}")
    if missing := [text for text in writers.stored if text not in rows]:
        raise Lost(f"{len(missing)} of {len(writers.stored)} acknowledged files")
    without = len(list((media / "evidence").iterdir())) - len(rows)
    return f"{number} kills, {len(rows)} files of 2 MB, each whole; {without} files without a row"
