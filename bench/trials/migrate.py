"""`migrate` is killed on its way."""

import os
import random
import subprocess
import sys
import time
from contextlib import suppress

from trials.place import ROOT, Lost, fresh_database


def trial(*, quick: bool) -> str:
    """`migrate` of an empty database is killed somewhere on its way, begun again, and comes to its end."""
    number, middle = (2, 0) if quick else (20, 0)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    longest = 0.0
    for attempt in range(number + 1):  # the first one is timed, and not killed
        with fresh_database(f"trial_{attempt}") as url:
            environment = {**os.environ, "DATABASE_URL": url}
            begun = time.monotonic()
            process = subprocess.Popen(command, cwd=ROOT, env=environment)
            if attempt:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(random.uniform(0.3, 1) * longest)
                middle += process.poll() is None
                process.kill()
            process.wait()
            longest = longest or time.monotonic() - begun
            for then in ([], ["--check"]):
                if subprocess.run([*command, *then], cwd=ROOT, env=environment, check=False).returncode:
                    raise Lost(f"migrate {then} after kill {attempt}")
    return f"killed {middle} times on the way, each time it came to its end when begun again"
