"""manage.py report_pdf MUNICIPALITY YEAR plan|results -o FILE: one document of a plan as PDF."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from printing.pdf.rendering import PdfUnavailable, render
from reports.lookup import add_report_arguments, find_report
from reports.reading import paper_of


class Command(BaseCommand):
    """Prints a draft in this process, without limits: whoever can run it can also stop it."""

    help = "สร้างเอกสารมาตรการหรือรายงานผลของเทศบาลเป็นไฟล์ PDF"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """MUNICIPALITY YEAR KIND -o FILE."""
        add_report_arguments(parser)
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="ไฟล์ปลายทาง")

    def handle(
        self, *_args: Any, municipality: str, year: str, kind: str, output: Path, **_options: Any
    ) -> None:
        """Write the PDF; CommandError with the reason where there is no such plan or no way to print."""
        try:
            report = find_report(municipality, year, kind)
            if stored := report.standing("pdf"):
                title, content = stored.title, bytes(stored.pdf)
            else:
                paper = paper_of(report)
                title = paper.document.full_title
                content = render(paper.html, attachments=paper.attachments)
            output.write_bytes(content)
        except (LookupError, ValueError, PdfUnavailable) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{output}: เขียนไฟล์ไม่ได้") from error
        self.stdout.write(f"{output}: {title}")
