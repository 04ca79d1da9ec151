"""Everything published as open data: CSV, JSON, and a datapackage.json that describes both."""

import json
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from defusedcsv import csv
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from ita_portal.build import build
from ita_portal.spreadsheets import defused
from public import metadata
from public.data_columns import DataColumn, DataValue
from public.erasures import ERASURES
from public.place_table import PLACES
from public.publications import MUNICIPALITY, absolute, live
from public.tables import TABLES, DataTable
from reports.erased import Erasure

ALL_TABLES: tuple[DataTable, ...] = (*TABLES, PLACES, ERASURES)
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.th",
    "title": "ครีเอทีฟคอมมอนส์ แสดงที่มา ๔.๐ สากล",
}
LINES_AT_ONCE = 200
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}  # of the forms in which a table is given
# What the tables say of a municipality, as it is called today and was before.
PLACE_FIELDS = (
    *("kind", "name", "code", "is_example", "district__name", "district__province__name"),
    *("former_states", "begins_on", "ended_on", "merged_into"),
)
TITLE = "ผลการประเมิน ITA มาตรการ และเอกสารที่เทศบาลเผยแพร่"


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is to take, what its columns mean, and on what terms."""
    canonical = absolute(reverse("open_data"))
    files = [
        {
            "@type": "DataDownload",
            "contentUrl": absolute(reverse(f"open_data_{form}", args=[table.name])),
            "encodingFormat": media_type,
        }
        for table in ALL_TABLES
        for form, media_type in MEDIA_TYPES.items()
    ]
    dataset = {
        "@type": "Dataset",
        "name": TITLE,
        "description": f"{TITLE} ผ่านระบบ ITA เทศบาล {_what_ita_measures()}",
        "url": canonical,
        "license": LICENCE["path"],
        "inLanguage": "th",
        "distribution": files,
    }
    context = {
        "section": "public",
        "tables": ALL_TABLES,
        "licence": LICENCE,
        "canonical": canonical,
        "structured": metadata.structured(dataset),
    }
    return render(request, "public/open_data.html", context)


@login_not_required
@require_safe
def datapackage(request: HttpRequest) -> HttpResponse:
    """The description of all tables for programs (Frictionless Data Package)."""
    package = {
        "profile": "tabular-data-package",
        "name": "ita-municipalities",
        "title": TITLE,
        "description": _what_ita_measures(),
        "homepage": absolute(reverse("open_data")),
        "licenses": [LICENCE],
        "resources": [_resource(table, form) for table in ALL_TABLES for form in MEDIA_TYPES],
    }
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _what_ita_measures() -> str:
    """The sentence that every page has, for those who take the data without reading one."""
    return render_to_string("includes/what_ita_measures.html").strip()


def _resource(table: DataTable, form: str) -> dict[str, Any]:
    """A table in one form, in the words of Frictionless Data."""
    fields = [
        {"name": column.name, "type": column.type, "title": column.title}
        | ({"constraints": dict(column.constraints)} if column.constraints else {})
        for column in table.columns
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name if form == "csv" else f"{table.name}-json",
        "title": table.title,
        "path": f"{table.name}.{form}",
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "encoding": "utf-8",
        "schema": {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": list(table.key),
        },
    }


def _tag(_request: HttpRequest, table: str) -> str:
    """Another one whenever a table would say something else: the program and the rules of the years, which
    name the columns and what stands in them, the portal's address, what is public, the places, corrections;
    of the erasures how many there are.
    """
    if table == ERASURES.name:
        return f'"{build()}-{Erasure.objects.count()}"'
    places = (f"{MUNICIPALITY}__{name}" for name in PLACE_FIELDS)
    rows = list(live().order_by("pk").values_list("pk", "corrected_year", *places))
    said = [build(), settings.PORTAL_URL, _table(table).name, rows]
    return f'"{sha256(repr(said).encode()).hexdigest()[:32]}"'


_kept = cache_control(public=True, no_cache=True)  # a copy is used again once we say that it still holds


@login_not_required
@require_safe
@_kept
@condition(_tag)
def open_data_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """A table as CSV: UTF-8, a line of column names, no cell that a spreadsheet would take for a formula."""
    found = _table(table)
    return _streamed(_csv(found), "text/csv; charset=utf-8", f"{found.name}.csv")


@login_not_required
@require_safe
@_kept
@condition(_tag)
def open_data_json(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """A table as a JSON list of objects; what is not known is null."""
    found = _table(table)
    return _streamed(_json(found), "application/json", f"{found.name}.json")


def _table(name: str) -> DataTable:
    for table in ALL_TABLES:
        if table.name == name:
            return table
    raise Http404


def _streamed(lines: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    # Some hundred lines at a time: each piece takes a way of its own to the reader.
    pieces = iter(lambda: "".join(islice(lines, LINES_AT_ONCE)), "")
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"  # open data: pages of others may read it too
    return response


class _Passed:
    """A file for the CSV writer that hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _csv(table: DataTable) -> Iterator[str]:
    writer = csv.writer(_Passed())
    yield writer.writerow([column.name for column in table.columns])
    for row in table.rows():
        yield writer.writerow(["" if value is None else defused(value) for value in row])


def _json(table: DataTable) -> Iterator[str]:
    before = "[\n"
    for row in table.rows():
        pairs = zip(table.columns, row, strict=True)
        found = {column.name: _json_value(column, value) for column, value in pairs}
        yield before + json.dumps(found, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _json_value(column: DataColumn, value: DataValue) -> Any:
    if column.type == "boolean":
        return value == "true"
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, str | int) else value.isoformat()
