"""The papers of the demo hold what their bundles hold, and are what their standards ask for."""

import subprocess
from pathlib import Path

import pdfua
import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from demo.making import BUNDLES
from demo.neighbours import neighbour_bundle, neighbour_places
from documents.dossier import Dossier
from documents.loading import load_dossier
from exchange.reading import read_bundle
from exchange.storing import store
from measures.models import Plan
from tests.documents.papers import KINDS, READERS, Reader, lost, printed

Demo = tuple[Dossier, list[bytes]]
# Without the database the fixture below would meet that of the portal.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# What papers of municipalities say beside the required parts, each way of it in one municipality.
VARIATIONS = {place["says"]: neighbour_bundle(place) for place in neighbour_places() if "says" in place}
CONTENTS = {path.stem: path.read_bytes() for path in BUNDLES} | VARIATIONS


def dossier_of(content: bytes) -> Dossier:
    """What the database says of a bundle that is all it knows; it forgets it again."""
    with transaction.atomic():
        store(read_bundle(content))
        found = load_dossier(Plan.objects.select_related("municipality__district__province").get())
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module", params=CONTENTS)
def demo(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Demo:
    """One municipality's dossier with its two papers."""
    with django_db_blocker.unblock():
        found = dossier_of(CONTENTS[request.param])
    return found, [printed(found, kind) for kind in KINDS]


@pytest.mark.parametrize("read", READERS)
def test_papers_hold_everything_of_a_bundle(demo: Demo, read: Reader) -> None:
    found, papers = demo

    assert lost(found, "".join(map(read, papers))) == []


@pytest.mark.needs("qpdf")
def test_papers_are_sound_files(demo: Demo, tmp_path: Path) -> None:
    for paper in demo[1]:
        path = tmp_path / "paper.pdf"
        path.write_bytes(paper)
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


def test_papers_are_archival_and_accessible(demo: Demo) -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    profiles = (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_3A)
    results = (validator.validate_pdf_bytes(paper, profile=rules) for paper in demo[1] for rules in profiles)

    assert [list(result.failures) for result in results] == [[]] * 4


def test_second_validator_finds_nothing_but_headers_without_a_scope(demo: Demo, tmp_path: Path) -> None:
    """Data cells name their headers by id, which PDF/UA-1 accepts; pdfua asks the headers for a scope too."""
    for number, paper in enumerate(demo[1]):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(paper)
        found = {(finding.rule_id, finding.severity) for finding in pdfua.validate(path).findings}
        assert found <= {("UA-15-003", pdfua.Severity.WARNING)}
