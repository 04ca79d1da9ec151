"""kill -9 while officers write."""

import random
import time

from trials.place import Lost, sound
from trials.portal import portal
from trials.writers import Writers, lost, save_website


def trial(*, quick: bool) -> str:
    """kill -9 of one process after the other while eight officers write."""
    number, least = (3, 200) if quick else (20, 10_000)
    with portal() as running, Writers(save_website) as writers:
        back = []
        while len(back) < number or len(writers.stored) < least:
            time.sleep(random.uniform(0.5, 3))
            if len(back) < number:
                back.append(running.kill_one())
    if missing := lost(writers.stored):
        raise Lost(f"{len(missing)} of {len(writers.stored)} acknowledged writes")
    sound()
    return (
        f"{number} kills, {len(writers.stored)} writes, 0 lost; back after {max(back):.1f} s at most; "
        f"answers {dict(writers.said)}"
    )
