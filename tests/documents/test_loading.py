from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from assessments.models import INDICATOR_CODES
from documents.dossier import EvidenceFacts as DossierEvidence
from documents.dossier import FindingFacts, ResultFacts
from documents.loading import load_dossier, load_dossiers
from measures.models import Evidence, Plan
from tests import factories

pytestmark = pytest.mark.django_db


def full_plan(name: str) -> None:
    """A plan with two of everything that a dossier holds."""
    place = factories.municipality(name)
    for year in (2566, 2567):
        assessed = factories.assessment(place, year)
        for about in ("oit", "4"):
            factories.analysis(assessed, about)
        factories.finding(assessed, "i10", "4")
        factories.finding(assessed, "e4", "7")
    plan = factories.plan(place)
    for number in (2, 1):
        measure = factories.measure(plan, number, about=["4", "iit"], issue=number, follow_up="ติดตาม")
        factories.result(measure)
        Evidence.objects.create(measure=measure, position=1, title="ภาพ", url="https://example.go.th/1")
        Evidence.objects.create(measure=measure, title="ไฟล์", file="proof.pdf", dated_on=date(2025, 1, 31))


def plans() -> list[Plan]:
    return list(Plan.objects.select_related("municipality__district__province").order_by("pk"))


def test_many_dossiers_are_the_same_as_each_by_itself() -> None:
    full_plan("ก")
    full_plan("ข")
    factories.plan(factories.elsewhere())

    assert load_dossiers(plans()) == [load_dossier(plan) for plan in plans()]


def test_dossier_holds_all_that_is_known_in_its_order() -> None:
    full_plan("ก")
    found = load_dossier(plans()[0])
    proof = Evidence.objects.filter(url="").order_by("pk").values_list("pk", flat=True)

    assert [(year.fiscal_year, list(year.scores)) for year in found.years] == [
        (2566, list(INDICATOR_CODES)),
        (2567, list(INDICATOR_CODES)),
    ]
    assert found.years[0].findings == (
        FindingFacts("i10", "4", "ยืมทรัพย์สินไม่ถูกวิธี"),
        FindingFacts("e4", "7", "ยืมทรัพย์สินไม่ถูกวิธี"),
    )
    assert [(one.about, one.guidelines) for one in found.years[0].analyses] == [
        ("4", ("ทำให้ดีขึ้น",)),
        ("oit", ("ทำให้ดีขึ้น",)),
    ]
    assert [(one.number, one.about, one.issue, one.result) for one in found.measures] == [
        (1, ("4", "iit"), 1, ResultFacts("done", ("ทำแล้ว",), ("ดีขึ้น",))),
        (2, ("4", "iit"), 2, ResultFacts("done", ("ทำแล้ว",), ("ดีขึ้น",))),
    ]
    assert [one.evidence for one in reversed(found.measures)] == [
        (
            DossierEvidence("ไฟล์", f"{settings.PORTAL_URL}/evidence/{pk}/", date(2025, 1, 31)),
            DossierEvidence("ภาพ", "https://example.go.th/1"),
        )
        for pk in proof
    ]


def test_scores_keep_their_two_places() -> None:
    factories.assessment(scores={"1": "100", "2": "90.5", "3": "0.07"})
    factories.plan()
    [year] = load_dossiers(plans())[0].years

    assert {code: str(score) for code, score in year.scores.items()} == {
        "1": "100.00",
        "2": "90.50",
        "3": "0.07",
    }
    assert isinstance(year.scores["1"], Decimal)


def test_no_plans_have_no_dossiers() -> None:
    assert load_dossiers([]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_dossiers_takes_two_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        full_plan(f"ทดสอบ{number}")
    found = plans()

    with django_assert_num_queries(2):
        assert len(load_dossiers(found)) == count
