"""The open data: what datapackage.json promises is what the files hold."""

import csv
import io
import json
import re
import shutil
import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ita_portal import build
from measures.models import Evidence
from municipalities.changing import change_place, end_place
from municipalities.models import District, Municipality, Province
from public import tables
from public.place_table import PLACES
from reports.models import Publication
from tests import factories

pytestmark = pytest.mark.django_db
TYPES = {
    "integer": lambda text: int(text) if re.fullmatch("-?[0-9]+", text) else None,
    "number": Decimal,
    "string": str,
    "date": date.fromisoformat,
    "boolean": lambda text: {"true": True, "false": False}[text],
}


def published(place: Municipality | None = None, title: str = "ทะเบียนกลาง") -> Municipality:
    factories.assessment(place)
    factories.assessment(place, 2566, scores={"1": "88.00"}, total=None, level="")
    plan = factories.plan(place)
    measure = factories.measure(plan, title=title, issue=3, about=["4", "iit"], responsible=["ก", "ข"])
    factories.result(measure)
    Evidence.objects.create(measure=measure, title=title, url="https://example.go.th/news")
    for kind in ("plan", "results"):
        factories.publication(factories.report(plan, kind, state="published"))
    return plan.municipality


def package(client: Client) -> dict[str, Any]:
    return json.loads(client.get(reverse("datapackage")).content)


def rows(client: Client, name: str) -> list[dict[str, str]]:
    text = client.get(reverse("open_data_csv", args=[name])).getvalue().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def objects(client: Client, name: str) -> list[dict[str, Any]]:
    return json.loads(client.get(reverse("open_data_json", args=[name])).getvalue())


def faults(field: dict[str, Any], text: str) -> str:
    """What Table Schema has against a cell; "" when it is as promised."""
    rules = field.get("constraints", {})
    if text == "":
        return "required" if rules.get("required") else ""
    value = TYPES[field["type"]](text)
    wrong = value is None
    wrong |= "minimum" in rules and value < rules["minimum"]
    wrong |= "maximum" in rules and value > rules["maximum"]
    wrong |= "enum" in rules and value not in rules["enum"]
    wrong |= "pattern" in rules and not re.fullmatch(rules["pattern"], text)
    return f"{text} against {rules}" if wrong else ""


@pytest.mark.parametrize("name", ["publications", "results", "scores", "measures", "evidence"])
def test_csv_is_as_the_schema_says(client: Client, name: str):
    published()
    published(factories.elsewhere())
    resource = next(one for one in package(client)["resources"] if one["name"] == name)
    found, schema = rows(client, name), resource["schema"]
    assert found
    for row in found:
        assert list(row) == [field["name"] for field in schema["fields"]]
        assert [faults(field, row[field["name"]]) for field in schema["fields"]] == [""] * len(row)
    keys = [tuple(row[key] for key in schema["primaryKey"]) for row in found]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", ["publications", "results", "scores", "measures", "evidence"])
def test_json_says_the_same_as_csv(client: Client, name: str):
    published()
    said = [{key: as_text(value) for key, value in row.items()} for row in objects(client, name)]
    assert said == rows(client, name)


def as_text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_package_names_every_file_beside_it(client: Client):
    published()
    base = reverse("datapackage").removesuffix("datapackage.json")
    for resource in package(client)["resources"]:
        answer = client.get(base + resource["path"])
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(resource["mediatype"])
    assert [licence["name"] for licence in package(client)["licenses"]] == ["CC-BY-4.0"]


def test_scores_of_every_published_year_are_told_once(client: Client):
    published()
    told = {(row["fiscal_year"], row["indicator"]): row["score"] for row in rows(client, "scores")}
    assert told == {("2567", code): score for code, score in factories.SCORES_2567.items()} | {
        ("2566", "1"): "88.00"
    }


def test_what_was_published_last_counts(client: Client):
    place = published()
    plan = place.plans.get()
    place.assessments.filter(fiscal_year=2567).update(announced_total="91.00")
    Publication.objects.update(published_at="2025-01-01T00:00Z")
    factories.publication(plan.reports.get(kind="plan"), revision=2)
    (row,) = [row for row in rows(client, "results") if row["fiscal_year"] == "2567"]
    assert row["total"] == "91.00"
    assert row["source"].endswith("/plan/2/")


def test_measure_tells_its_issue_and_its_state(client: Client):
    published()
    (row,) = objects(client, "measures")
    assert (row["fiscal_year"], row["assessed_year"], row["number"], row["issue"]) == (2568, 2567, 1, 3)
    assert (row["about"], row["responsible"], row["status"]) == ("4 iit", "ก | ข", "done")


def test_former_names_and_codes_are_told(client: Client):
    place = published()
    change_place(place, date(2025, 3, 1), {"kind": "nakhon", "code": "3520199"}, date(2026, 1, 1))
    end_place(place, date(2026, 10, 1), factories.elsewhere())
    rows = json.loads(client.get(reverse("open_data_json", args=["municipalities"])).getvalue())
    told = ("name", "code", "valid_from", "valid_until", "merged_into")
    assert [tuple(row[name] for name in told) for row in rows] == [
        ("เทศบาลเมืองเขลางค์นคร", None, None, "2025-03-01", None),
        ("เทศบาลนครเขลางค์นคร", "3520199", "2025-03-01", "2026-10-01", factories.elsewhere().pk),
    ]


@pytest.mark.parametrize(
    "title", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\n=1", "%0A", "|x"]
)
def test_no_cell_is_a_formula(client: Client, title: str):
    published(title=title)
    for name in ("publications", "results", "scores", "measures", "evidence"):
        for row in rows(client, name):
            assert [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")] == []


def test_unknown_table_is_not_found(client: Client):
    assert client.get(reverse("open_data_csv", args=["secrets"])).status_code == 404
    assert client.get(reverse("open_data_json", args=["secrets"])).status_code == 404


def test_empty_portal_gives_empty_files(client: Client):
    assert rows(client, "scores") == []
    assert objects(client, "scores") == []


@pytest.mark.parametrize("count", [1, 3])
def test_table_is_read_in_a_fixed_number_of_queries_a_batch(
    client: Client, count: int, django_assert_num_queries
):
    for number in range(count):
        published(factories.municipality(f"แห่งที่{number}"))
    with django_assert_num_queries(3):  # the keys, the names, the bundles
        list(tables.TABLES[2].rows())


def test_memory_does_not_grow_with_the_number_of_municipalities(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    """Two at a time: twelve municipalities take no more than four."""
    monkeypatch.setattr(tables, "AT_ONCE", 2)
    peaks = []
    for count in (4, 12):
        for number in range(count):
            if not Municipality.objects.filter(name=f"แห่งที่{number}").exists():
                published(factories.municipality(f"แห่งที่{number}"))
        peaks.append(peak())
    assert peaks[1] < peaks[0] * 1.3


def peak() -> int:
    for _ in tables.TABLES[2].rows():
        pass
    tracemalloc.start()
    for _ in tables.TABLES[2].rows():
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_page_explains_every_column(client: Client):
    page = client.get(reverse("open_data")).content.decode()
    for table in (*tables.TABLES, PLACES):
        for column in table.columns:
            assert f"<code>{column.name}</code>" in page


def changes(place: Municipality) -> dict[str, Callable[[], object]]:
    """What makes a table say something else."""
    plan = place.plans.get()
    first = plan.reports.get(kind="plan").publications.filter(revision=1)
    row = Municipality.objects.filter(pk=place.pk)
    district, province = place.district, place.district.province
    return {
        "revision": lambda: factories.publication(plan.reports.get(kind="plan"), revision=2),
        "withdrawal": lambda: first.update(withdrawn_at=timezone.now(), reason="ผิด"),
        "name": lambda: row.update(name="ชื่อใหม่"),
        "kind": lambda: row.update(kind="tambon"),
        "code": lambda: row.update(code="5520101"),
        "is_example": lambda: row.update(is_example=True),
        "district": lambda: District.objects.filter(pk=district.pk).update(name="อำเภอใหม่"),
        "province": lambda: Province.objects.filter(pk=province.pk).update(name="จังหวัดใหม่"),
    }


CHANGES = ["revision", "withdrawal", "name", "kind", "code", "is_example", "district", "province"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_unchanged_table_is_not_sent_again(client: Client, form: str):
    published()
    address = reverse(f"open_data_{form}", args=["scores"])
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("change", CHANGES)
def test_changed_table_is_sent(client: Client, change: str):
    place = published()
    address = reverse("open_data_csv", args=["publications"])
    first = client.get(address)
    text = first.getvalue()
    deeds = changes(place)
    assert list(deeds) == CHANGES
    deeds[change]()
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again.getvalue() != text


def test_every_column_of_a_place_counts_for_the_tag():
    """A column of the place that is added to the tables is one more field to look at."""
    assert [column.name for column in tables.TABLES[0].columns[:6]] == [
        "municipality_id",
        "municipality_code",
        "municipality",
        "district",
        "province",
        "is_example",
    ]


@pytest.mark.parametrize("changed", ["tables.py", "2567.toml"])
def test_another_program_or_other_rules_are_sent(
    client: Client, changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The columns, the names of indicators and issues and the order of levels come from these files."""
    published()
    address = reverse("open_data_csv", args=["scores"])
    tag = client.get(address)["ETag"]
    for name in ("public", "assessments"):
        shutil.copytree(build.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(build, "ROOT", tmp_path)
    tags = [tag]
    for _ in range(2):
        build.build.cache_clear()
        tags.append(client.get(address)["ETag"])
        path = next(tmp_path.rglob(changed))
        path.write_text(path.read_text(encoding="utf-8") + "# changed", encoding="utf-8")
    build.build.cache_clear()
    assert len(set(tags)) == 3


def test_draft_leaves_the_tag_as_it_was(client: Client):
    place = published()
    address = reverse("open_data_csv", args=["scores"])
    tag = client.get(address)["ETag"]
    factories.measure(place.plans.get(), 2)
    place.plans.get().reports.update(state="draft")
    factories.assessment(factories.elsewhere())
    assert client.get(address)["ETag"] == tag
