"""Two versions of the format: the second is written, the first is read, and written where it is asked for."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from exchange.export import export
from exchange.reading import BundleRefused, read_bundle
from exchange.schema import schema_text
from exchange.storing import store
from exchange.writing import in_first_version
from measures.models import Measure
from municipalities.models import Municipality
from tests import factories
from tests.exchange.bundles import as_file, at, full

OF_THE_SECOND = {
    "plan": ("own_texts", "results_own_texts"),
    "plan.measures.0": ("kind", "goals", "budget", "quarters", "monitored_on"),
    "plan.measures.0.result": ("obstacles", "suggestions", "progress"),
}


def first() -> dict[str, Any]:
    """The bundle with every key, as the first version knows it."""
    data = full() | {"format": "ita-report-bundle/1"}
    for path, keys in OF_THE_SECOND.items():
        for key in keys:
            del _held(data, path)[key]
    return data


def _held(data: dict[str, Any], path: str) -> Any:
    """The object at a path like "plan.measures.0"."""
    found: Any = data
    for step in path.split("."):
        found = found[int(step) if step.isdigit() else step]
    return found


def test_first_version_is_the_second_without_its_keys() -> None:
    assert in_first_version(as_file(full())) == as_file(first())
    assert in_first_version(as_file(first())) == as_file(first())
    assert read_bundle(as_file(first())).plan is not None


@pytest.mark.parametrize(
    ("path", "key"), [(path, key) for path, keys in OF_THE_SECOND.items() for key in keys]
)
def test_first_version_has_no_key_of_the_second(path: str, key: str) -> None:
    value = _held(full(), path)[key]
    with pytest.raises(BundleRefused) as refused:
        read_bundle(as_file(at(first(), f"{path}.{key}", value)))
    assert [str(fault) for fault in refused.value.faults] == [
        f"{path}.{key}: คีย์นี้มีในรูปแบบ ita-report-bundle/2 แต่ไฟล์ระบุว่าเป็น ita-report-bundle/1"
    ]


@pytest.mark.django_db
def test_import_of_the_first_version_leaves_alone_what_it_does_not_know() -> None:
    store(read_bundle(as_file(full())))
    assert store(read_bundle(as_file(first()))).writes == 0

    assert Measure.objects.get(number=1).goals == ["ลงทะเบียนครบทุกชิ้น"]


@pytest.mark.django_db
def test_days_that_change_alone_leave_the_quarters_behind() -> None:
    store(read_bundle(as_file(full())))
    store(read_bundle(as_file(at(first(), "plan.measures.0.ends_on", "2025-08-15"))))

    measure = json.loads(export(Municipality.objects.get(), 2568))["plan"]["measures"][0]
    assert ("quarters" in measure, measure["ends_on"]) == (False, "2025-08-15")


@pytest.mark.django_db
def test_downloads_are_in_either_version(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    store(read_bundle(as_file(full())))
    place = Municipality.objects.get()
    client.force_login(factories.officer(place))
    address = reverse("bundle", args=[place.pk, 2568])

    assert client.get(address).content == as_file(full())
    assert client.get(address, {"format": "1"}).content == as_file(first())
    call_command("export_bundle", "5520603", "2568", "--format", "1")
    assert capsys.readouterr().out == as_file(first()).decode()


@pytest.mark.django_db
def test_publication_gives_its_data_in_either_version(client: Client) -> None:
    store(read_bundle(as_file(full())))
    report = factories.report(Municipality.objects.get().plans.get(), "results", state="published")
    published = factories.publication(report)
    address = reverse("publication_json", args=[report.plan.municipality_id, 2568, "results"])
    newest, older = client.get(address), client.get(address, {"format": "1"})

    assert newest.content.decode() == published.bundle
    assert older.content == in_first_version(newest.content) != newest.content
    assert newest["ETag"] != older["ETag"]


def test_schema_in_the_docs_is_that_of_the_models() -> None:
    written = Path(settings.BASE_DIR, "docs", "report-bundle.schema.json").read_text(encoding="utf-8")
    assert written == schema_text(), "manage.py bundle_schema"


SCHEMA = Draft202012Validator(json.loads(schema_text()))
EXAMPLES = sorted(Path(settings.BASE_DIR, "demo").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_schema_takes_what_is_read(path: Path) -> None:
    assert list(SCHEMA.iter_errors(json.loads(path.read_bytes()))) == []


@pytest.mark.django_db
def test_schema_takes_what_is_written() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    store(read_bundle(as_file(full())))
    content = export(Municipality.objects.get(), 2568)
    assert list(SCHEMA.iter_errors(json.loads(content))) == []
    assert list(SCHEMA.iter_errors(json.loads(in_first_version(content)))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("plan.measures.0.budget", "15,000"),
        ("plan.measures.0.goals", None),
        ("plan.measures.0.result.done", "ทำแล้ว"),
        ("plan.measures.0.quarters", [5]),
        ("assessments.1.scores.4", 74.54),
        ("municipality.unknown", 1),
        ("format", "ita-report-bundle/3"),
    ],
)
def test_schema_refuses_what_is_refused(path: str, value: Any) -> None:
    assert list(SCHEMA.iter_errors(at(full(), path, value)))
