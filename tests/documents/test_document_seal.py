"""The municipality's seal on the cover of its documents."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader

from documents.compose import Document, compose
from printing import pdf
from reports.models import Report
from reports.reading import document_of, paper
from reports.seals import data_address
from tests.documents.dossiers import full
from tests.documents.papers import shown
from tests.factories import municipality, plan

EMBLEM = "สัญลักษณ์กลางแทนตราเทศบาล"


def picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (40, 60), "navy").save(content, "PNG")
    return content.getvalue()


def sealed() -> Document:
    address = f"data:image/png;base64,{b64encode(picture()).decode()}"
    return replace(compose(full(), "plan"), seal=address)


def test_seal_stands_on_the_cover_with_its_description() -> None:
    cover = PdfReader(BytesIO(pdf.render(paper(sealed())))).pages[0]

    assert [image.image.size for image in cover.images if image.image] == [(40, 60)]
    assert ('alt="ตราเทศบาลเมืองเขลางค์นคร"' in shown(sealed()), EMBLEM in shown(sealed())) == (True, False)


def test_without_a_seal_the_emblem_is_drawn() -> None:
    page = shown(compose(full(), "plan"))

    assert (EMBLEM in page, "<img" in page) == (True, False)


def test_paper_with_a_seal_is_archival_and_accessible() -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    content = pdf.render(paper(sealed()))

    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_3A):
        assert list(validator.validate_pdf_bytes(content, profile=profile).failures) == []


@pytest.mark.django_db
def test_document_of_a_report_has_the_uploaded_seal() -> None:
    place = municipality()
    place.seal = ContentFile(picture(), name="seal.png")
    place.save()
    plan(place)
    report = Report.objects.select_related("plan__municipality__district__province").get(kind="plan")

    assert document_of(report).seal == data_address(place.seal.name)
    assert document_of(report).seal.startswith("data:image/png;base64,")


def test_seal_whose_file_is_gone_leaves_the_emblem() -> None:
    assert (data_address(""), data_address("seals/gone.png")) == ("", "")
