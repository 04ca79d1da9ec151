"""Addresses that hold a one-time key, as they may stand in a log: without it.

Who reads a log could set somebody's password by such an address, or take over work.
"""

import logging
import re

# The link of a password that is forgotten or new, the one of a handover: what follows is the key. The answer
# of an outside provider: the code stands behind the "?".
_KEYED = re.compile(
    r"(/accounts/(?:password/reset/key/(?!done/)|handover/(?!\d+/)))[^/?#\s'\"<>]+"
    r"|(/accounts/provider/callback/\?)[^\s'\"<>]+"
)
HIDDEN = "***"


def without_keys(text: str) -> str:
    """The text with *** for each one-time key that stands in an address of the portal's."""
    return _KEYED.sub(lambda found: f"{found[1] or found[2]}{HIDDEN}", text)


class KeylessFormatter(logging.Formatter):
    """Lines of a log, with their tracebacks, in which no one-time key stands."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_keys(super().format(record))
