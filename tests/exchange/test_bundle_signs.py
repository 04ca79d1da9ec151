"""What a bundle says is read as it was meant; what nobody sees in it is refused as empty."""

from typing import Any

import pytest

from exchange.export import export
from exchange.reading import BundleRefused, read_bundle
from exchange.rows import CHANGED, CREATED, KEPT, REMOVED
from exchange.storing import store
from measures.models import Measure, Result
from municipalities.models import Municipality
from tests.exchange.bundles import as_file, at, full

pytestmark = pytest.mark.django_db
TYPED, MEANT = "ผ\u0e49\u0e39ท\u0e4d\u0e32\u200b\u0e40\u0e40ผน \uf0b7", "ผู้ทำแผน •"
REQUIRED = [
    "assessments.1.findings.0.issue",
    "assessments.1.analyses.0.text",
    "assessments.1.analyses.0.guidelines.0",
    "plan.measures.0.title",
    "plan.measures.0.steps.0",
    "plan.measures.0.responsible.0",
    "plan.measures.0.result.done.0",
    "plan.measures.0.result.outcome.0",
    "plan.measures.0.evidence.0.title",
    "plan.overall_outcome.0",
    "plan.obstacles.0",
    "plan.suggestions.0",
]
OPTIONAL = [
    "assessments.1.findings.0.advice",
    "plan.measures.0.analysis",
    "plan.measures.0.follow_up",
    "signatory.name",
    "signatory.position",
]


def take(data: Any) -> None:
    store(read_bundle(as_file(data)))


@pytest.mark.parametrize("path", ["municipality.name", "municipality.district", *REQUIRED, *OPTIONAL])
def test_text_is_stored_as_it_was_meant(path: str) -> None:
    take(at(full(), path, TYPED))
    assert export(Municipality.objects.get(), 2568) == as_file(at(full(), path, MEANT))


@pytest.mark.parametrize("unseen", ["\u200b\ufeff", "\u00a0", "\u0e48\u0e35"])
@pytest.mark.parametrize("path", ["municipality.name", *REQUIRED])
def test_text_that_nobody_sees_is_refused(path: str, unseen: str) -> None:
    with pytest.raises(BundleRefused) as refused:
        read_bundle(as_file(at(full(), path, unseen)))
    assert [str(fault) for fault in refused.value.faults] == [f"{path}: ต้องไม่ว่างเปล่า"]


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("municipality.province", "ล\u0e4d\u0e32ปาง"),
        ("assessments.1.announced_level", "ผ\u0e48\u0e48าน\u200b"),
        ("municipality.website", "https://example.go.th\ufeff"),
    ],
)
def test_name_that_is_looked_up_is_found_as_it_was_meant(path: str, typed: str) -> None:
    take(at(full(), path, typed))
    assert export(Municipality.objects.get(), 2568) == as_file(full())


def test_address_keeps_its_marks() -> None:
    address = "https://example.go.th/เเผน"
    take(at(full(), "plan.measures.0.evidence.0.url", address))
    assert export(Municipality.objects.get(), 2568) == as_file(
        at(full(), "plan.measures.0.evidence.0.url", address)
    )


def test_what_was_stored_in_other_signs_is_the_same() -> None:
    """Rows of the time before: no second municipality, no measure that loses its result."""
    take(at(at(full(), "plan.measures.0.title", MEANT), "municipality.name", MEANT))
    Measure.objects.filter(number=1).update(title=TYPED, steps=[TYPED])
    Municipality.objects.update(name=TYPED)
    bundle = at(at(full(), "plan.measures.0.title", TYPED), "municipality.name", TYPED)
    at(bundle, "plan.measures.0.steps", [TYPED])
    del bundle["plan"]["measures"][0]["result"]

    changes = store(read_bundle(as_file(bundle)))

    assert [changes.rows(change).total() for change in (CREATED, CHANGED, REMOVED)] == [0, 0, 0]
    assert changes.rows(KEPT)["เทศบาล"] == 1
    assert Result.objects.count() == 1
