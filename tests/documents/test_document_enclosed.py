"""The bundle inside the PDF: what the document shows, and no word more."""

import json
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from documents.compose import compose
from exchange.reading import read_bundle
from printing import pdf
from reports.models import Report
from reports.reading import enclosed, paper, paper_of
from tests.documents.dossiers import full
from tests.documents.papers import KINDS
from tests.factories import measure, plan


def data(kind: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(enclosed(full(), kind).content)
    return content


def test_plan_encloses_its_measures_without_what_came_of_them() -> None:
    measures = data("plan")["plan"]["measures"]

    assert [year["fiscal_year"] for year in data("plan")["assessments"]] == [2566]
    assert [(row["title"], row.keys() & {"result", "evidence"}) for row in measures] == [
        (f"มาตรการทดสอบ {number}", set()) for number in range(1, 5)
    ]
    assert data("plan")["plan"].keys() & {"overall_outcome", "obstacles", "suggestions"} == set()


def test_results_enclose_what_was_done_and_both_years() -> None:
    measures = data("results")["plan"]["measures"]

    assert [year["fiscal_year"] for year in data("results")["assessments"]] == [2566, 2567]
    assert ["result" in row and "evidence" in row for row in measures] == [True] * 4


@pytest.mark.parametrize("kind", KINDS)
def test_enclosed_bundle_can_be_imported(kind: str) -> None:
    read_bundle(enclosed(full(), kind).content)


@pytest.mark.parametrize("kind", KINDS)
def test_paper_carries_its_data_and_stays_archival(kind: str) -> None:
    attached = enclosed(full(), kind)
    content = pdf.render(paper(compose(full(), kind)), attachments=(attached,))
    reader = PdfReader(BytesIO(content))
    file = reader.root_object["/AF"][0].get_object()  # type: ignore[index]

    assert dict(reader.attachments) == {f"ita-2567-{kind}.json": [attached.content]}
    assert (file["/AFRelationship"], file["/Desc"]) == ("/Source", attached.description)
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_3A):
        assert list(validator.validate_pdf_bytes(content, profile=profile).failures) == []


@pytest.mark.parametrize("kind", KINDS)
def test_file_says_whose_it_is_and_what_about(kind: str) -> None:
    document = compose(full(), kind)
    reader = PdfReader(BytesIO(pdf.render(paper(document))))
    told = reader.metadata
    assert told is not None

    assert (told.title, told.author) == (document.full_title, "เทศบาลเมืองเขลางค์นคร")
    assert told.subject == f"{document.title} ประจำปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗"
    assert reader.root_object["/Lang"] == "th-TH"


@pytest.mark.django_db
def test_paper_of_a_report_brings_its_bundle() -> None:
    measure(plan())
    report = Report.objects.select_related("plan__municipality__district__province").get(kind="results")
    sheet = paper_of(report)

    assert [attached.name for attached in sheet.attachments] == ["ita-2568-results.json"]
    assert sheet.html == paper(sheet.document)
