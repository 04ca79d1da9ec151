"""Whether every reader of PDFs finds every text and figure of the demo's documents.

    python bench/text_layer.py [BUNDLE…]

Needs no database. Reads with pypdf, pdfminer.six, pdftotext and, where it is installed (`pip install
pymupdf`; it is no dependency of the project), PyMuPDF. Prints, for each bundle, how many of its texts and
figures each of them finds in its two papers; what is not found is named.
"""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DATABASE_URL"] = "sqlite://:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from documents.dossier import Dossier  # noqa: E402
from tests.documents.papers import KINDS, READERS, everything, lost, printed  # noqa: E402
from tests.documents.test_document_demo import dossier_of  # noqa: E402


def by_pymupdf(content: bytes) -> str:
    """What PyMuPDF reads."""
    with import_module("pymupdf").open(stream=content, filetype="pdf") as pages:
        return "".join(page.get_text() for page in pages)


def readers() -> list[Callable[[bytes], str]]:
    """Those that are installed."""
    return [*READERS, by_pymupdf] if find_spec("pymupdf") else list(READERS)


def found(dossier: Dossier, read: Callable[[bytes], str], papers: list[bytes]) -> str:
    """How much of the dossier a reader finds, as one piece of a line."""
    missing = lost(dossier, "".join(map(read, papers)))
    total = len(everything(dossier))
    for text in missing:
        print(f"    {read.__name__} does not find: {text[:80]}")
    return f"{read.__name__.removeprefix('by_')} {total - len(missing)}/{total}"


def main() -> None:
    """Read all papers with all readers."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("bundles", nargs="*", type=Path)
    bundles = parser.parse_args().bundles or sorted((ROOT / "reports" / "demo").glob("*.json"))
    call_command("migrate", verbosity=0)
    for bundle in bundles:
        dossier = dossier_of(bundle)
        papers = [printed(dossier, kind) for kind in KINDS]
        print(f"{bundle.stem:<22}", "  ".join(found(dossier, read, papers) for read in readers()))


if __name__ == "__main__":
    main()
