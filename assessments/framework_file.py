"""How a framework file is written: what it leaves out is filled in here. Pure.

[facts] gives each list its mark and source, and the `lag` of the results; a row that differs has its own.
[plan] and [results] are the two documents. A title of an OIT item may hold {year} and {last_year}.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

LISTS = (
    "indicators",
    "sub_indicators",
    "questions",
    "item_groups",
    "issues",
    "levels",
    "background",
    "remarks",
)


def fields(path: Path, fiscal_year: int) -> dict[str, Any]:
    """The fields of the Framework in this file, as it holds in this fiscal year (B.E.).

    A file used for another year than its own is carried over: incomplete, and every fact is an expectation.
    Raises LookupError or ValueError (TOMLDecodeError is one) for what the file lacks or contradicts.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if str(table["fiscal_year"]) != path.stem:
        raise ValueError(f"fiscal_year is {table['fiscal_year']}")
    carried_from = table["fiscal_year"] if table["fiscal_year"] != fiscal_year else None
    framework = table | _lists(table, _Facts(table.pop("facts"), carried_from), fiscal_year)
    if carried_from is None:
        return framework
    note = (
        f"ยังไม่พบหลักเกณฑ์ของปีงบประมาณ พ.ศ. {fiscal_year} "
        f"ระบบจึงใช้หลักเกณฑ์ของปีงบประมาณ พ.ศ. {carried_from} ไปพลางก่อน "
        "ทุกข้อเป็นข้อสันนิษฐานของระบบ"
    )
    own = {"fiscal_year": fiscal_year, "carried_from": carried_from, "note": note, "complete": False}
    return framework | own | {"remarks": []}  # they concern the file's own year


@dataclass(frozen=True)
class _Facts:
    """The marks and sources that hold for the rows of a list."""

    defaults: Mapping[str, Mapping[str, str]]
    carried_from: int | None

    def fact(self, name: str, row: Mapping[str, Any]) -> dict[str, str | None]:
        if self.carried_from:
            return {"mark": "B", "source": f"ใช้หลักเกณฑ์ของปีงบประมาณ พ.ศ. {self.carried_from} ไปพลางก่อน"}
        return {key: row.get(key, self.defaults.get(name, {}).get(key)) for key in ("mark", "source")}

    def row(self, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
        others = {key: value for key, value in row.items() if key not in ("mark", "source")}
        return others | {"fact": self.fact(name, row)}

    def rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [self.row(name, row) for row in rows]


def _lists(table: dict[str, Any], facts: _Facts, fiscal_year: int) -> dict[str, Any]:
    """Every list of the framework with the facts of its rows; takes the two documents out of the table."""
    instruments = [
        facts.row("instruments", row) | {"parts": facts.rows("instrument_parts", row.get("parts", ()))}
        for row in table["instruments"]
    ]
    documents = []
    for kind in ("plan", "results"):
        rule = table.pop(kind)
        lists = {name: facts.rows(f"{kind}_{name}", rule[name]) for name in ("parts", "columns")}
        lag_fact = facts.fact("results_lag", {} if kind == "results" else rule)
        documents.append(facts.row(kind, rule) | lists | {"kind": kind, "lag_fact": lag_fact})
    return {
        **{name: facts.rows(name, table.get(name, ())) for name in LISTS},
        "instruments": instruments,
        "oit_items": [_oit_item(row, facts, fiscal_year) for row in table.get("oit_items", ())],
        "documents": documents,
        "question_rule": facts.fact("question_rule", {}),
        "level_rule": facts.fact("level_rule", {}),
    }


def _oit_item(row: Mapping[str, Any], facts: _Facts, fiscal_year: int) -> dict[str, Any]:
    """Code and indicator follow from the number and the sub-indicator ("O42" in "10.2": "o42" of "10")."""
    sub_indicator = row.get("sub_indicator", "")
    derived = {
        "code": row["number"].lower(),
        "title": row["title"].format(year=fiscal_year, last_year=fiscal_year - 1),
        "indicator": row.get("indicator") or sub_indicator.partition(".")[0],
    }
    return facts.row("oit_items", row) | derived
