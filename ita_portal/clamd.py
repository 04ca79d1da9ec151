"""Asking a virus scanner of the operator's: ClamAV's daemon, over the line that it calls INSTREAM (pure).

Source of the protocol: clamd(8). It is a dozen lines, and the packages that speak it are unmaintained or
under a licence that this project can't take.
"""

import socket
from typing import IO

_PIECE = 256 * 1024
_PREFIX, _CLEAN, _FOUND = "stream: ", "OK", " FOUND"


class ScannerAway(OSError):  # noqa: N818 - a state of the machine
    """The scanner does not answer, or does not answer the question."""


def virus_in(stream: IO[bytes], scanner: str, *, seconds: float = 30.0) -> str:
    """The name of the virus that the scanner finds in the rest of a stream, or "".

    `scanner` is "host:port" or the path of a socket. Raises ScannerAway, also where the file has more bytes
    than the scanner takes.
    """
    try:
        with _line(scanner, seconds) as line:
            line.sendall(b"zINSTREAM\0")
            while piece := stream.read(_PIECE):
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            said = b"".join(iter(lambda: line.recv(4096), b"")).rstrip(b"\0\n").decode(errors="replace")
    except OSError as error:
        raise ScannerAway(str(error)) from error
    verdict = said.removeprefix(_PREFIX)
    if verdict != _CLEAN and not verdict.endswith(_FOUND):
        raise ScannerAway(said or "no answer")
    return "" if verdict == _CLEAN else verdict.removesuffix(_FOUND)


def _line(scanner: str, seconds: float) -> socket.socket:
    """A line to the scanner."""
    if not scanner.startswith("/"):
        host, _, port = scanner.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(seconds)
    try:
        line.connect(scanner)
    except OSError:
        line.close()
        raise
    return line
