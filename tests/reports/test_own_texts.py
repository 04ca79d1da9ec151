"""What a municipality says in its own words in a document: around its sections, or instead of its opening."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.checks.catalogue import run
from documents.compose import compose
from exchange.writing import excerpt
from measures.models import Plan
from measures.own_texts import OwnText, own_texts_words
from printing.word.writing import written
from reports.fingerprint import dossier_fingerprint
from reports.models import Report
from tests import factories
from tests.documents.dossiers import dossier, full
from tests.documents.papers import section, shown, squeezed


@pytest.fixture
def somsri(page_client: Client) -> Client:
    """Signed in as the officer of เขลางค์นคร."""
    page_client.force_login(factories.officer())
    return page_client


def address(report: Report) -> str:
    return reverse("own_texts", args=[report.plan.municipality_id, report.plan.fiscal_year, report.kind])


def send(client: Client, report: Report, **texts: str) -> Any:
    seen = client.get(address(report)).context["guard"].token
    return client.post(address(report), {"seen": seen, **texts})


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "column"), [("plan", "own_texts"), ("results", "results_own_texts")])
def test_own_texts_are_stored_for_their_document(somsri: Client, kind: str, column: str) -> None:
    report = factories.report(kind=kind)
    sent = {"opening-instead": "ย่อหน้าแรก\r\nย่อหน้าที่สอง", "opening-after": " "}
    assert send(somsri, report, **sent).headers["Location"].endswith(f"/documents/{kind}/")

    plan = Plan.objects.get()
    stored = [{"section": "opening", "place": "instead", "paragraphs": ["ย่อหน้าแรก", "ย่อหน้าที่สอง"]}]
    other = {"own_texts": "results_own_texts", "results_own_texts": "own_texts"}[column]
    assert (getattr(plan, column), getattr(plan, other)) == (stored, [])
    assert "ย่อหน้าที่สอง" in somsri.get(address(report)).content.decode()


@pytest.mark.django_db
def test_page_shows_the_proposal_of_the_opening_and_folds_what_is_empty(somsri: Client) -> None:
    report = factories.report()
    page = somsri.get(address(report)).content.decode()

    assert "ดังรายละเอียดต่อไปนี้" in page
    assert "<details open" not in page
    assert "opening-instead" in page
    assert "measures-instead" not in page


@pytest.mark.django_db
def test_locked_document_only_shows_its_own_texts(somsri: Client) -> None:
    report = factories.report(state="submitted")

    assert "disabled" in somsri.get(address(report)).content.decode()
    assert somsri.post(address(report), {"opening-instead": "แก้"}).status_code == 403
    assert Plan.objects.get().own_texts == []


OWN = (
    OwnText("opening", "instead", ("เทศบาลเริ่มงานนี้จากเสียงของประชาชน",)),
    OwnText("measures", "before", ("คณะทำงานประชุมสามครั้ง",)),
    OwnText("measures", "after", ("ทุกกองรับทราบแล้ว", "และจะรายงานทุกไตรมาส")),
)


def test_document_says_them_in_their_places() -> None:
    document = compose(replace(full(), own_texts=OWN), "plan")
    said = squeezed(shown(document))
    order = [*OWN[0].paragraphs, *OWN[1].paragraphs, "ขั้นตอนแรกของ1", *OWN[2].paragraphs]

    assert section(document, "opening").paragraphs == OWN[0].paragraphs
    assert [said.count(squeezed(words)) for words in order] == [1] * len(order)
    assert sorted(order, key=lambda words: said.index(squeezed(words))) == order
    assert "คณะทำงานประชุม" not in shown(compose(replace(full(), own_texts=OWN), "results"))


def test_word_says_them_too() -> None:
    assert written(compose(replace(full(), own_texts=OWN), "plan")) != written(compose(full(), "plan"))


def test_document_without_own_texts_is_as_before() -> None:
    assert section(compose(full(), "plan"), "measures").said_before == ()


def test_checks_read_them() -> None:
    wrong = OwnText("measures", "after", ("ตามมติของเทศบาลตำบลบ้านสา",))
    found = [each for each in run(dossier(own_texts=(wrong,)), "plan") if each.check == "T05"]

    assert [(each.place.page, each.place.kind) for each in found] == [("own_texts", "plan")]
    assert found[0].message.startswith("ย่อหน้าหลัง ตารางมาตรการ")
    assert [each for each in run(dossier(own_texts=(wrong,)), "results") if each.check == "T05"] == []


def test_each_document_has_a_fingerprint_of_its_own_words_alone() -> None:
    bare, told = full(), replace(full(), own_texts=OWN)

    assert dossier_fingerprint(bare, "plan") != dossier_fingerprint(told, "plan")
    assert dossier_fingerprint(bare, "results") == dossier_fingerprint(told, "results")
    told = replace(full(), results_own_texts=OWN)
    assert dossier_fingerprint(bare, "plan") == dossier_fingerprint(told, "plan")
    assert excerpt(told, ("plan",)).results_own_texts == ()


def test_they_are_read_in_words() -> None:
    assert own_texts_words([OWN[2].stored]) == "ย่อหน้าหลัง ตารางมาตรการ:\nทุกกองรับทราบแล้ว\nและจะรายงานทุกไตรมาส"
