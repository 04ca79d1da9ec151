"""In how many places the data of today differ from what a publication says, in words. Pure.

Both are bundles of one document. A place is a field of a thing that both know, or a thing (a year, a score, a
remark, a measure …) that only one of them knows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from assessments import framework
from assessments.framework import Framework
from assessments.models import Analysis, Assessment, Finding, Score
from documents.sections.section import about_title
from ita_portal.admin_history import UNKNOWN
from ita_portal.own_addresses import own_path
from ita_portal.thai import fiscal_year_text, thai_digits
from measures.models import Evidence, Measure, MeasureTarget, Plan, Result
from municipalities.models import District, Municipality
from reports.history.words import FieldChange, HistoryItem, field_words
from reports.reading import UNPRINTED

_SIGNATORY = {"name": "signatory_name", "position": "signatory_position", "signed_on": "signed_on"}
_OF_A_FILE = {"url", "file_name", "sha256", "size"}
_ADDRESS, _FILE = "ที่อยู่เว็บ (URL)", "ไฟล์"

_Facts = dict[str, str]  # what is known of a thing: its fields in words, by their labels
_Things = dict[str, _Facts]  # by their titles
_Groups = dict[str, _Things]  # the things of a year or a measure; the first of each is that itself, ""


@dataclass(frozen=True)
class Differences:
    """Where today's data differ, thing by thing; `count` is the number of places. Falsy where nowhere."""

    items: tuple[HistoryItem, ...] = ()

    @property
    def count(self) -> int:
        """How many places differ."""
        return sum(len(item.changes) or 1 for item in self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


def differences(published: bytes, today: bytes, kind: str) -> Differences:
    """What changed from one bundle of the "plan" or "results" document to the other, in their order.

    Left out is what the document does not print and only its data hold.
    """
    if published == today:
        return Differences()
    before, after = (_groups(json.loads(bundle), kind) for bundle in (published, today))
    return Differences(tuple(_compared(before, after)))


def _compared(before: _Groups, after: _Groups) -> Iterator[HistoryItem]:
    for group in _all(before, after):
        if group not in before or group not in after:
            yield HistoryItem("ลบ" if group in before else "เพิ่ม", group)
            continue
        old, new = before[group], after[group]
        for title in _all(old, new):
            name = f"{title} {group}".strip()
            if title not in old or title not in new:
                yield _alone(name, old.get(title), new.get(title))
            elif changes := tuple(_changes(old[title], new[title])):
                yield HistoryItem("แก้ไข", name, changes)


def _alone(name: str, old: _Facts | None, new: _Facts | None) -> HistoryItem:
    """A thing that only one of the two has; of a single value, the value."""
    facts = old or new or {}
    single = [
        FieldChange(label, words if old else "", words if new else "") for label, words in facts.items()
    ]
    return HistoryItem("ลบ" if old else "เพิ่ม", name, tuple(single) if len(single) == 1 else ())


def _changes(old: _Facts, new: _Facts) -> Iterator[FieldChange]:
    for label in _all(old, new):
        change = FieldChange(label, old.get(label, UNKNOWN), new.get(label, UNKNOWN))
        if change.old != change.new:
            yield change


def _all(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[str]:
    return dict.fromkeys([*before, *after])


def _groups(bundle: Mapping[str, Any], kind: str) -> _Groups:
    plan = bundle["plan"]
    rules = framework.load(plan["assessed_year"])
    groups = {"ข้อมูลเทศบาล": {"": _facts(Municipality, bundle["municipality"], rules)}}
    for year in bundle["assessments"]:
        groups[f"ผลการประเมิน {fiscal_year_text(year['fiscal_year'])}"] = _year(year, kind)
    signed = {_SIGNATORY[key]: value for key, value in bundle.get("signatory", {}).items()}
    groups[f"แผนมาตรการ {fiscal_year_text(plan['fiscal_year'])}"] = {"": _facts(Plan, plan | signed, rules)}
    for measure in plan["measures"]:
        groups[f"มาตรการที่ {thai_digits(str(measure['number']))}"] = _measure(measure, rules)
    return groups


def _year(year: Mapping[str, Any], kind: str) -> _Things:
    rules = framework.load(year["fiscal_year"])
    announced = {f"announced_{code}": value for code, value in year.get("announced_instruments", {}).items()}
    things = {"": _facts(Assessment, {**year, **announced}, rules)}
    year = {key: value for key, value in year.items() if key not in UNPRINTED[kind]}
    for code, value in year["scores"].items():
        things[f"คะแนน{about_title(code, rules)}"] = _facts(Score, {"value": value}, rules)
    for finding in year.get("findings", ()):
        things[f"ข้อสังเกตข้อ {finding['question']}"] = _facts(Finding, finding, rules)
    for analysis in year.get("analyses", ()):
        things[f"การวิเคราะห์{about_title(analysis['about'], rules)}"] = _facts(Analysis, analysis, rules)
    return things


def _measure(measure: Mapping[str, Any], rules: Framework) -> _Things:
    things = {"": _facts(Measure, measure, rules)}
    if "result" in measure:
        things["ผลของ"] = _facts(Result, measure["result"], rules)
    for place, evidence in enumerate(measure.get("evidence", ()), 1):
        things[f"หลักฐานที่ {thai_digits(str(place))} ของ"] = _evidence(evidence, rules)
    return things


def _evidence(evidence: Mapping[str, Any], rules: Framework) -> _Facts:
    """A file is told by its contents: its address names the portal's host and the revision."""
    facts = _facts(Evidence, {name: evidence[name] for name in evidence.keys() - _OF_A_FILE}, rules)
    if digest := evidence.get("sha256"):
        return facts | {_FILE: f"{evidence['file_name']} ({digest[:8]})"}
    # Before files were public, the portal's address of the upload was printed.
    return facts | ({} if own_path(evidence["url"]) else {_ADDRESS: evidence["url"] or UNKNOWN})


def _facts(model: type[Model], values: Mapping[str, Any], rules: Framework) -> _Facts:
    """The values that a place, a year, a measure … itself has, in words; not those of its parts."""
    found = {}
    for name, value in values.items():
        field = _field(model, name)
        if field is not None:
            codes = field.model is MeasureTarget  # a list of them, in the bundle
            words = "\n".join(about_title(code, rules) for code in value) if codes else ""
            found[thai_digits(str(field.verbose_name))] = words or field_words(field, value, rules)
    return found


def _field(model: type[Model], name: str) -> Any:
    """The column in which a key of a bundle is stored; None for a key whose value is made of parts."""
    if (model, name) in ((Municipality, "province"), (Measure, "about")):
        model = District if name == "province" else MeasureTarget
    try:
        field = model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
    except FieldDoesNotExist:
        return None
    return None if field.one_to_many or (field.one_to_one and field.auto_created) else field
