"""Work for the tests of a limited process: it does to itself what its job says."""

import os
import time

from ita_portal.limited_process import serve


def work(job: tuple[str, float]) -> bytes:
    """The number of the process, after what was asked for: to sleep, to grow by megabytes, to die."""
    deed, amount = job
    if deed == "sleep":
        time.sleep(amount)
    if deed == "grow":
        bytearray(int(amount * 2**20))
    if deed == "die":
        os._exit(int(amount))
    return str(os.getpid()).encode()


if __name__ == "__main__":
    serve(work)
