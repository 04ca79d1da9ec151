"""Documents as pages and papers, and what of a dossier is lost on the way there."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.template.loader import render_to_string
from pdfminer.high_level import extract_text
from pypdf import PdfReader

from documents.choices import Choices
from documents.compose import DEFAULT, Document, compose
from documents.dossier import Dossier
from documents.sections.section import written_date
from ita_portal.thai import baht_text, decimal_text, thai_date, thai_digits
from measures.quarters import said_period
from printing import pdf
from reports.reading import paper
from tests.documents.dossiers import texts

KINDS = ("plan", "results")
Reader = Callable[[bytes], str]


def section(document: Document, anchor: str) -> Any:
    """The section of a document at an anchor."""
    return next(part for part in document.sections if part.anchor == anchor)


def shown(document: Document) -> str:
    """The document as HTML."""
    return render_to_string(document.template, {"document": document})


def printed(
    dossier: Dossier, kind: str, *, draft: bool = True, choices: Choices = DEFAULT, garuda: str = ""
) -> bytes:
    """The document as PDF."""
    document = compose(dossier, kind, choices=choices, draft=draft)
    return pdf.render(paper(replace(document, garuda=garuda)))


def pages_of(content: bytes) -> list[str]:
    """The text of each page."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def by_poppler(content: bytes) -> str:
    """What pdftotext reads."""
    return subprocess.check_output(["pdftotext", "-", "-"], input=content).decode()


def by_pypdf(content: bytes) -> str:
    """What pypdf reads."""
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def by_pdfminer(content: bytes) -> str:
    """What pdfminer reads."""
    return extract_text(BytesIO(content))


READERS = (by_pypdf, by_pdfminer, pytest.param(by_poppler, marks=pytest.mark.needs("pdftotext")))


def squeezed(text: str) -> str:
    """The text without white space: lines break where they like."""
    return re.sub(r"[\s\u200b]", "", text)


def figures(found: Dossier) -> Iterator[str]:
    """Every figure and date of a dossier as the documents print it (see `thai.numerals`)."""
    for year in found.years:
        yield from map(decimal_text, [*year.scores.values(), *year.announced_instruments.values()])
        yield decimal_text(year.announced_total or Decimal(0))
        yield year.announced_level
    for each in found.measures:
        days = [day for day in (each.starts_on, each.ends_on) if day]
        yield from [said_period(each.quarters, *days)] if each.quarters else map(thai_date, days)
        yield "" if each.budget is None else baht_text(each.budget)
        yield from (thai_date(date.fromisoformat(day)) for day in each.monitored_on)
        for one in each.result.progress if each.result else ():
            yield "/".join(
                "–" if value is None else thai_digits(str(value)) for value in (one.planned, one.actual)
            )
        yield from (thai_date(shown.dated_on) for shown in each.evidence if shown.dated_on)
        yield thai_date(each.result.reported_on) if each.result and each.result.reported_on else ""
    days = (found.decided_on, found.signatory.signed_on, found.results_signatory.signed_on)
    yield from (written_date(day) for day in days if day)


def everything(found: Dossier) -> list[str]:
    """All texts and figures of a dossier that its two documents have to show."""
    return [*texts(replace(found, place=replace(found.place, code="", kind=""))), *figures(found)]


def lost(found: Dossier, text: str) -> list[str]:
    """What of a dossier is not in the text of its two documents."""
    told = squeezed(text)
    return [part for part in everything(found) if squeezed(part) not in told]
