"""How fast both documents of a municipality become PDFs, beside plain WeasyPrint on the same HTML.

    python bench/pdf.py [--quick] [--only NAME] [--bundle demo/khelang-2568.json]

Needs no database. All sides print the same HTML with the same style and variant (PDF/A-3a), each in a
process of its own, warm, on the same core, by turns; seconds are those of the processor, so that a busy
machine slows them alike. Plain is `weasyprint.HTML(string=html).write_pdf(stylesheets=[...],
pdf_variant="pdf/a-3a")`, once with nothing shared and once with shared fonts and a parsed style. Prints one
line a measurement; what counts are the ratios.
"""

import argparse
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import django
import weasyprint
from pypdf import PdfReader
from weasyprint.text.fonts import FontConfiguration

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DATABASE_URL"] = "sqlite://:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import override_settings  # noqa: E402

from documents.compose import compose  # noqa: E402
from documents.dossier import Dossier  # noqa: E402
from documents.loading import load_dossier  # noqa: E402
from exchange.reading import read_bundle  # noqa: E402
from exchange.storing import store  # noqa: E402
from measures.models import Plan  # noqa: E402
from printing import pdf  # noqa: E402
from printing.pdf.cache import pdf_of  # noqa: E402
from reports.reading import paper  # noqa: E402

STYLE = pdf.STYLESHEET
KINDS = ("plan", "results")
COLD = {
    "plain": "import sys, weasyprint\nfor html in sys.stdin.read().split(chr(0)):\n"
    "    weasyprint.HTML(string=html).write_pdf(stylesheets=[sys.argv[1]], pdf_variant='pdf/a-3a')",
    "ours": "import sys\nfrom printing import pdf\nfor html in sys.stdin.read().split(chr(0)):\n"
    "    pdf.render(html)",
}
SPAWN = multiprocessing.get_context("spawn")


def dossier_of(bundle: Path) -> Dossier:
    """What a portal knows that has read one bundle and nothing else."""
    call_command("migrate", verbosity=0)
    store(read_bundle(bundle.read_bytes()))
    return load_dossier(Plan.objects.select_related("municipality__district__province").get())


def papers(dossier: Dossier) -> list[str]:
    """Both documents as HTML."""
    return [paper(compose(dossier, kind)) for kind in KINDS]


def with_measures(dossier: Dossier, number: int) -> str:
    """The plan with so many measures."""
    found = islice(cycle(dossier.measures), number)
    measures = tuple(replace(each, number=place) for place, each in enumerate(found, 1))
    return paper(compose(replace(dossier, measures=measures), "plan"))


def pages(content: bytes) -> int:
    """Pages of a PDF."""
    return len(PdfReader(BytesIO(content)).pages)


def plain(html: str) -> bytes:
    """WeasyPrint as its manual shows it."""
    must_be_untouched()
    return weasyprint.HTML(string=html).write_pdf(stylesheets=[str(STYLE)], pdf_variant="pdf/a-3a")


def shared(html: str) -> bytes:
    """The same with what its manual advises for many documents: fonts and style made once."""
    must_be_untouched()
    fonts, style = fonts_and_style()
    return weasyprint.HTML(string=html).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a"
    )


def must_be_untouched() -> None:
    """End where the portal's press has put its own parts into WeasyPrint."""
    if "printing.pdf.press" in sys.modules:
        sys.exit("the portal's press has changed WeasyPrint in this process")


@lru_cache(maxsize=1)
def fonts_and_style() -> tuple[FontConfiguration, weasyprint.CSS]:
    """What the documents of one process share."""
    fonts = FontConfiguration()
    return fonts, weasyprint.CSS(filename=STYLE, font_config=fonts)


def ours(html: str) -> bytes:
    """The portal's press."""
    return pdf.render(html)


def serve(line: Connection, print_one: Callable[[str], bytes], core: int) -> None:
    """Print what comes down the line; answer with seconds, bytes and the most memory used so far (MB)."""
    os.sched_setaffinity(0, {core})
    while job := line.recv():
        begun = time.process_time()
        sizes = [len(print_one(html)) for html in job]
        seconds = time.process_time() - begun
        line.send((seconds, sum(sizes), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


class Printer:
    """The other end of `serve`."""

    def __init__(self, print_one: Callable[[str], bytes], core: int) -> None:
        self.line, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=serve, args=(theirs, print_one, core), daemon=True)
        self.process.start()

    def printed(self, job: list[str]) -> tuple[float, int, float]:
        """Seconds, bytes, megabytes."""
        self.line.send(job)
        return self.line.recv()

    def stop(self) -> None:
        """End the process."""
        self.line.send([])
        self.process.join()


def cores() -> list[int]:
    """The processor's cores that this process may use."""
    return sorted(os.sched_getaffinity(0))


def duel(job: list[str], rounds: int) -> None:
    """Ours beside plain, fresh and shared, by turns."""
    sides = [Printer(print_one, cores()[0]) for print_one in (plain, shared, ours)]
    times = []
    for turn in range(rounds + 2):
        answers = [side.printed(job) for side in sides]
        if turn > 1:  # the first two are the warming up
            times.append([seconds for seconds, *_ in answers])
    count = sum(pages(ours(html)) for html in job)
    print(f"warm     {against(times, 0)} x plain WeasyPrint, {count} pages")
    print(f"shared   {against(times, 1)} x plain WeasyPrint with shared fonts and style")
    theirs, _, own = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"speed    {count / own:5.1f} pages/s, plain {count / theirs:.1f}")
    print(f"size     {answers[2][1] / count / 1024:5.1f} KB/page, plain {answers[0][1] / count / 1024:.1f}")
    for side in sides:
        side.stop()


def against(times: list[list[float]], side: int) -> str:
    """Ours by one of the others: the median of the rounds' ratios, the least and the greatest."""
    ratios = [each[-1] / each[side] for each in times]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds"
    return f"{statistics.median(ratios):5.2f} ({spread})"


def memory(job: list[str], renders: int) -> None:
    """The most memory used after some renders and after many."""
    printer = Printer(ours, cores()[0])
    peaks = [printer.printed(job)[2] for _ in range(renders // len(job))]
    early = peaks[len(peaks) // 10]
    growth = f"{peaks[-1] / early:5.2f} x after {renders} documents"
    print(f"memory   {growth} what it was after {renders // 10} ({early:.0f} MB)")
    printer.stop()


def rows(dossier: Dossier, numbers: list[int]) -> None:
    """The time of a row, in long tables beside short ones."""
    printer = Printer(ours, cores()[0])
    printer.printed(papers(dossier))
    base = printer.printed([with_measures(dossier, 1)])[0]
    seconds = {number: printer.printed([with_measures(dossier, number)])[0] for number in numbers}
    each = {number: (seconds[number] - base) / (number - 1) for number in numbers}
    unit = each[numbers[len(numbers) // 2]]
    shown = ", ".join(f"{number}: {one / unit:.2f}" for number, one in each.items())
    print(f"rows     time of a measure by their number (1 = {unit * 1000:.0f} ms): {shown}")
    printer.stop()


def processes(job: list[str], rounds: int) -> None:
    """What a second process on a second core adds."""
    if len(cores()) < 2:
        print("workers  only one core here")
        return
    printers = [Printer(ours, core) for core in cores()[:2]]
    for printer in printers:
        printer.printed(job)
    ratios = []
    for _ in range(rounds):
        alone, both = side_by_side(printers[:1], job), side_by_side(printers, job)
        ratios.append([2 * one / two for one, two in zip(alone, both, strict=True)])
    clock, spent = map(statistics.median, zip(*ratios, strict=True))
    print(f"workers  {clock:5.2f} x as many documents with two processes as with one, by the clock")
    print(f"workers  {spent:5.2f} x by processor time, which other programs on the machine disturb less")
    for printer in printers:
        printer.stop()


def side_by_side(printers: list[Printer], job: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor for the slowest, while all print the job three times."""
    begun = time.perf_counter()
    for printer in printers:
        printer.line.send(job * 3)
    spent = max(printer.line.recv()[0] for printer in printers)
    return time.perf_counter() - begun, spent


def cold(job: list[str], rounds: int) -> None:
    """A new process that prints the pair, beside one that has printed it before."""
    seconds: dict[str, list[float]] = {name: [] for name in COLD}
    for name in list(COLD) * rounds:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-X", "utf8", "-c", COLD[name], str(STYLE)]
        subprocess.run(command, input="\0".join(job).encode(), cwd=ROOT, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        seconds[name].append(spent)
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    ratio = middle["ours"] / middle["plain"]
    print(f"cold     {ratio:5.2f} x plain WeasyPrint, both with the start of Python")


def again(job: list[str]) -> None:
    """A PDF that was printed before, beside printing it."""
    with TemporaryDirectory() as directory, override_settings(PDF_CACHE=directory):
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            for html in job:
                pdf_of(html)
            times.append(time.perf_counter() - begun)
    print(f"again    {times[2] / times[0]:6.4f} x the first time, for both documents unchanged")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds, shorter tables")
    parser.add_argument("--only", choices=["warm", "memory", "rows", "workers", "cold", "again"])
    parser.add_argument("--bundle", type=Path, default=ROOT / "demo" / "khelang-2568.json")
    chosen = parser.parse_args()
    dossier = dossier_of(chosen.bundle)
    job, quick = papers(dossier), chosen.quick
    measurements: dict[str, Callable[[], None]] = {
        "warm": lambda: duel(job, 5 if quick else 15),
        "memory": lambda: memory(job, 40 if quick else 200),
        "rows": lambda: rows(dossier, [10, 50, 200] if quick else [10, 50, 200, 500, 1000]),
        "workers": lambda: processes(job, 3 if quick else 9),
        "cold": lambda: cold(job, 3 if quick else 7),
        "again": lambda: again(job),
    }
    for name, measure in measurements.items():
        if chosen.only in (None, name):
            measure()


if __name__ == "__main__":
    main()
