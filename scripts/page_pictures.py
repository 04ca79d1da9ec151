"""Draws all pages of a demo municipality's two documents on one picture, for the README and for looking at.

    scripts/page_pictures.py                                        # docs/pages.png
    scripts/page_pictures.py -o var/pages.png --grey demo/kalasin-2565.json

Needs pdftoppm (apt-get install poppler-utils). It works on a database in memory that it forgets again.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from PIL import Image, ImageOps

# ruff: noqa: E402 - Django must know its settings before the portal's modules are imported
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DATABASE_URL"] = "sqlite://:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
django.setup()

from django.core.management import call_command

from documents.compose import compose
from documents.loading import load_dossier
from exchange.reading import read_bundle
from exchange.storing import store
from measures.models import Plan
from printing import pdf
from reports.reading import enclosed, paper

KINDS = ("plan", "results")
DPI, WIDTH, GAP, GROUND = 32, 1650, 8, "#8c96a1"  # WIDTH: six upright pages
COLOURS = 96  # the picture stays below 400 KB


def papers(bundle: Path) -> Iterator[bytes]:
    """Both documents of a bundle as PDF, marked as examples."""
    call_command("migrate", verbosity=0)
    store(read_bundle(bundle.read_bytes()))
    dossier = load_dossier(Plan.objects.select_related("municipality__district__province").get())
    dossier = replace(dossier, place=replace(dossier.place, is_example=True))
    for kind in KINDS:
        document = compose(dossier, kind, draft=False)
        yield pdf.render(paper(document), attachments=(enclosed(dossier, kind),))


def pages(content: bytes) -> Iterator[Image.Image]:
    """Each page as a small picture."""
    with TemporaryDirectory() as folder:
        tool = ["pdftoppm", "-r", str(DPI), "-png", "-", f"{folder}/page"]
        subprocess.run(tool, input=content, check=True)
        for path in sorted(Path(folder).iterdir()):
            with Image.open(path) as image:
                yield image.convert("RGB")


def sheet(documents: Sequence[Sequence[Image.Image]]) -> Image.Image:
    """The pages side by side; each document begins a row."""
    rows = [row for document in documents for row in _rows(document)]
    heights = [max(page.height for page in row) + GAP for row in rows]
    ground = Image.new("RGB", (WIDTH, sum(heights) + GAP), GROUND)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for page in row:
            ground.paste(page, (left, top))
            left += page.width + GAP
        top += height
    return ground


def _rows(document: Sequence[Image.Image]) -> Iterator[list[Image.Image]]:
    row: list[Image.Image] = []
    for page in document:
        if row and sum(each.width + GAP for each in [*row, page]) + GAP > WIDTH:
            yield row
            row = []
        row.append(page)
    yield row


def _indexed(picture: Image.Image) -> Image.Image:
    """In few colours, the rare ones too: most of a page is white and blue."""
    return picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def main() -> None:
    """Draw the sheet."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("bundle", nargs="?", type=Path, default=ROOT / "demo/wangthong-2569.json")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs/pages.png")
    parser.add_argument("--grey", action="store_true", help="as a printer without colours shows it")
    options = parser.parse_args()
    documents = [list(pages(content)) for content in papers(options.bundle)]
    picture = sheet(documents)
    picture = ImageOps.grayscale(picture) if options.grey else _indexed(picture)
    picture.save(options.output, optimize=True)
    print(f"{options.output}: {picture.width} x {picture.height}, {options.output.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
