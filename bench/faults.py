"""The portal under faults that operators meet: what was acknowledged stays, and it comes back by itself.

    python bench/faults.py [--quick] [TRIAL …]
    scripts/throwaway_postgres.py python bench/faults.py [--quick] [TRIAL …]

Trials: kills (of server, workers and supervisor, with kill -9 while eight officers write), uploads (the same
while they attach files), migrate (killed on the way), backup (made under load, restored elsewhere), full (the
disk of the database; needs root, for a small disk of its own), hole (a PostgreSQL that says nothing any more;
needs root, to stop the throwaway one). Without a name: all that the database allows. One line for each with
what was seen; the exit status is 1 where one of them lost something.
"""

import argparse
import sys

from trials.place import POSTGRES, Lost

# isort: split
from django.core.management import call_command
from trials import backup, full, hole, kills, migrate, uploads
from trials.writers import officers

TRIALS = {
    module.__name__.rpartition(".")[2]: module.trial
    for module in (kills, uploads, migrate, backup, full, hole)
}


def main() -> int:
    """Run the trials that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("trials", nargs="*", choices=[[], *TRIALS])
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    officers()
    left_out = set() if POSTGRES else {"hole"}
    failed = 0
    for name in asked.trials or [name for name in TRIALS if name not in left_out]:
        try:
            print(f"{name}: {TRIALS[name](quick=asked.quick)}", flush=True)
        except Lost as found:
            failed = 1
            print(f"{name}: LOST {found}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
