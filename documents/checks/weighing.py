"""What the checks find in many documents, by weight: for lists that count. Pure, but for what it remembers.

Reading the texts of a document takes milliseconds, and a list counts a hundred of them. What was found in the
same dossier before is found again, so it is remembered: by a checksum, not by the documents themselves.
"""

from hashlib import sha256
from threading import Lock

from documents.checks.catalogue import run
from documents.checks.complaints import Severity
from documents.dossier import Dossier

_REMEMBERED = 20_000  # documents; each takes some hundred bytes
_found: dict[bytes, tuple[Severity, ...]] = {}
_turn = Lock()


def weights(dossier: Dossier, kind: str) -> tuple[Severity, ...]:
    """The severity of each complaint about the "plan" or the "results" document, errors first."""
    rules = (id(dossier.assessed_rules), id(dossier.framework))  # loaded once a process
    key = sha256(repr((kind, rules, dossier)).encode()).digest()
    known = _found.get(key)
    if known is None:
        known = tuple(complaint.severity for complaint in run(dossier, kind))
        with _turn:
            if len(_found) >= _REMEMBERED:
                _found.clear()
            _found[key] = known
    return known
