"""Storing a bundle. What it states replaces what is stored; what it leaves out is left alone.

Objects merge, lists are replaced: a year, a plan or a key that the bundle does not mention stays as it is;
the findings, analyses and measures that it lists become the list (docs/decisions/0006).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from assessments.models import Analysis, Assessment, Finding, Score
from assessments.years import year_refusal
from exchange import plan_format
from exchange.entry import Entry
from exchange.format import Bundle
from exchange.reading import BundleFault, BundleRefused
from exchange.rows import Changes, positions, with_ordinals
from ita_portal.signs import meant
from measures import planning
from measures.models import REPORTED, Evidence, Measure, MeasureTarget, Plan, Result
from municipalities.dated import SUBDISTRICT_BODY, PlaceState
from municipalities.models import District, Municipality, MunicipalityQuerySet, Province
from municipalities.naming import fold, same_district


def _left_out(model: type[Model], kind: type[Entry], *apart: str) -> dict[str, Any]:
    """What the columns hold whose keys a bundle may leave out, but for the keys `apart`."""
    optional = (key for key, field in kind.model_fields.items() if not field.is_required())
    column = model._meta.get_field  # noqa: SLF001 - Django's documented API
    return {key: column(key).get_default() for key in optional if key not in apart}  # type: ignore[union-attr]


_ROWS_OF_THEIR_OWN = ("about", "result", "evidence")  # keys of a measure that are no columns of its row
# A measure with another title is another measure: of the old one under the same number nothing stays.
_NEW_MEASURE = _left_out(Measure, plan_format.MeasureEntry, *_ROWS_OF_THEIR_OWN) | {
    "copied_from": None,
    "result": None,
    "evidence": (),
}
_OF_A_FILE = ("file_name", "sha256", "size")  # an import brings no file, and changes none
_NEW_EVIDENCE = _left_out(Evidence, plan_format.EvidenceEntry, *_OF_A_FILE)


def store(bundle: Bundle, *, dry_run: bool = False) -> Changes:
    """Store a bundle in one transaction, which a dry run rolls back; returns what it changed.

    Raises BundleRefused, with nothing stored, when code and name of the municipality contradict what is
    stored or a report is locked.
    """
    try:
        return _store_once(bundle, dry_run=dry_run)
    except IntegrityError:  # another import made the same place at the same moment: by now it is known
        return _store_once(bundle, dry_run=dry_run)


@transaction.atomic
def _store_once(bundle: Bundle, *, dry_run: bool) -> Changes:
    given = bundle.model_dump(exclude_unset=True)
    changes, faults = Changes(), list[BundleFault]()
    municipality = _municipality(given["municipality"], changes)
    years, planned = {year["fiscal_year"] for year in given["assessments"]}, set[int]()
    for index, year in enumerate(given["assessments"]):
        _require_possible(municipality, year["fiscal_year"], f"assessments.{index}.fiscal_year")
        lock = Assessment(municipality=municipality, fiscal_year=year["fiscal_year"]).lock()
        with _unless_locked(lock, f"assessments.{index}", changes, faults):
            _assessment(municipality, year, changes)
    if "plan" in given:
        planned = {given["plan"]["fiscal_year"]}
        _require_possible(municipality, given["plan"]["assessed_year"], "plan.assessed_year")
        _plan(municipality, given["plan"] | {"signatory": given.get("signatory", {})}, changes, faults)
    if faults:
        raise BundleRefused(faults)
    changes.municipality = f"{municipality.full_name} {municipality.place}"
    assessments = municipality.assessments.exclude(fiscal_year__in=years).order_by("fiscal_year")
    plans = municipality.plans.exclude(fiscal_year__in=planned).order_by("fiscal_year")
    changes.untouched = [
        *(f"ผลการประเมินปี {year}" for year in assessments.values_list("fiscal_year", flat=True)),
        *(f"แผนมาตรการปี {year}" for year in plans.values_list("fiscal_year", flat=True)),
    ]
    transaction.set_rollback(dry_run)
    return changes


def _require_possible(municipality: Municipality, year: int, path: str) -> None:
    """Raises BundleRefused for a year whose result cannot exist yet, unless it is stored all the same."""
    refusal = year_refusal(year, timezone.localdate())
    if refusal and not municipality.assessments.filter(fiscal_year=year).exists():
        raise BundleRefused.at(path, refusal)


@contextmanager
def _unless_locked(lock: str, path: str, changes: Changes, faults: list[BundleFault]) -> Iterator[None]:
    """Let what happens inside be a fault if it changes something that is locked."""
    before = changes.writes
    yield
    if lock and changes.writes != before:
        faults.append(BundleFault(path, lock))


def _without(given: Mapping[str, Any], *apart: str) -> dict[str, Any]:
    """What is given but for these keys, which are no columns of the row or say which row it is."""
    return {key: value for key, value in given.items() if key not in apart}


def _municipality(given: Mapping[str, Any], changes: Changes) -> Municipality:
    """The municipality of the bundle by its code or by its name and place, made if it is new, and locked.

    Names are compared folded (see `naming.fold`). Raises BundleRefused where the two contradict. Under its
    code it may stand in another district: the bundle's is taken. A paper of former days finds the
    municipality by what it was called then, and changes nothing of what it is now.
    """
    code, kind, name = given.get("code"), given["kind"], given["name"]
    known = Municipality.objects.with_place()
    neighbours = known.filter(kind=kind, district__province__name=given["province"])
    alike = [row for row in neighbours if fold(meant(row.name)) == fold(name)]
    alike.sort(key=lambda row: (row.district.name != given["district"], meant(row.name) != name))
    named = next((row for row in alike if _is_district(row.district, given)), None)
    coded = known.filter(code=code).first() if code else None
    is_another = bool(named and code and named.code not in (None, code))
    past = _called_so_once(known, given) if named is None or is_another else None
    if past:
        return Municipality.objects.select_for_update().get(pk=past.pk)
    if kind == SUBDISTRICT_BODY:
        raise BundleRefused.at("municipality.kind", f"ไม่พบเทศบาลที่ยกฐานะจากองค์การบริหารส่วนตำบล{name}")
    if coded and (coded != named if named else coded not in alike):
        raise BundleRefused.at("municipality.code", f"รหัส {code} เป็นของ{coded.full_name} {coded.place}")
    if named and named.code and code and named.code != code:
        raise BundleRefused.at(
            "municipality.code", f"{named.full_name} {named.place} มีรหัส {named.code} อยู่แล้ว"
        )
    district = _district(given, changes)
    row = named or coded or Municipality(kind=kind, name=name, district=district)
    columns = _without(given, "kind", "name", "district", "province")
    changes.save(row, {"district": district} | columns)
    return Municipality.objects.select_for_update().get(pk=row.pk)


def _is_district(district: District, given: Mapping[str, Any]) -> bool:
    return same_district(given["district"], district.name, given["province"])


def _district(given: Mapping[str, Any], changes: Changes) -> District:
    """The district that the bundle names, by the very name before another spelling (เมือง); new if it is."""
    province = Province.objects.get(name=given["province"])
    meant_ones = [district for district in province.districts.all() if _is_district(district, given)]
    named = min(meant_ones, key=lambda district: district.name != given["district"], default=None)
    return named or changes.save(District(province=province, name=given["district"]), {})


def _called_so_once(known: MunicipalityQuerySet, given: Mapping[str, Any]) -> Municipality | None:
    """The municipality that was once what the bundle says; a code has to be one that it has or had."""
    told = PlaceState(*(given.get(key) or "" for key in ("kind", "name", "code", "district", "province")))
    for row in known.formerly_called(told.full_name):
        codes = {state.code for state in row.all_states} - {""}
        was = {(one.state.full_name, one.state.place) for one in row.formerly}
        if (told.full_name, told.place) in was and (not told.code or not codes or told.code in codes):
            return row
    return None


def _assessment(municipality: Municipality, given: Mapping[str, Any], changes: Changes) -> None:
    year = given["fiscal_year"]
    row = municipality.assessments.filter(fiscal_year=year).first()
    apart = ("announced_instruments", "scores", "findings", "analyses", "assessed_as")
    columns = _without(given, "fiscal_year", *apart)
    instruments = given.get("announced_instruments", {})
    columns |= {f"announced_{code}": score for code, score in instruments.items()}
    assessment = changes.save(row or Assessment(municipality=municipality, fiscal_year=year), columns)
    scores = {score.code: score for score in assessment.scores.all()}
    for code, value in given["scores"].items():
        changes.save(scores.get(code) or Score(assessment=assessment, code=code), {"value": value})
    if "findings" in given:
        findings = {finding.question: finding for finding in assessment.findings.all()}
        places = positions(findings, [finding["question"] for finding in given["findings"]])
        placed = zip(given["findings"], places, strict=True)
        wanted = {fields["question"]: fields | {"position": at} for fields, at in placed}
        changes.replace(findings, wanted, lambda _question: Finding(assessment=assessment))
    if "analyses" in given:
        analyses = {analysis.about: analysis for analysis in assessment.analyses.all()}
        wanted = {analysis["about"]: analysis for analysis in given["analyses"]}
        changes.replace(analyses, wanted, lambda _about: Analysis(assessment=assessment))


def _plan(
    municipality: Municipality, given: Mapping[str, Any], changes: Changes, faults: list[BundleFault]
) -> None:
    """The plan; what its two documents show is locked for each by itself."""
    year, measures = given["fiscal_year"], given["measures"]
    row = municipality.plans.filter(fiscal_year=year).prefetch_related("reports").first()
    plan = row or Plan(municipality=municipality, fiscal_year=year)
    plan_lock, results_lock = (row.lock("plan"), row.lock("results")) if row else ("", "")
    decided = _without(given, "fiscal_year", "measures", "signatory", "planned_as", *REPORTED)
    decided |= _signed(given, ("signatory_name", "signatory_position", "signed_on"))
    reported = {key: given[key] for key in REPORTED if key in given}
    if reported or any("result" in measure for measure in measures):
        # A bundle that reports results was signed for them.
        columns = ("results_signatory_name", "results_signatory_position", "results_signed_on")
        reported |= _signed(given, columns)
    with _unless_locked(plan_lock, "plan", changes, faults):
        changes.save(plan, decided | ({} if row else reported))
        # A measure that the results report shows is removed only where that report may change too.
        with _unless_locked(results_lock, "plan", changes, faults):
            listed = {measure["number"] for measure in measures}
            for measure in planning.reported(plan).exclude(number__in=listed):
                changes.remove(measure)
        rows = _measures(plan, measures, changes)
    with _unless_locked(results_lock, "plan", changes, faults):
        changes.save(plan, reported)
        for measure, fields in rows:
            _result(measure, fields, changes)


def _signed(given: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    signatory = given["signatory"]
    named = zip(columns, ("name", "position", "signed_on"), strict=True)
    return {column: signatory[key] for column, key in named if key in signatory}


def _measures(
    plan: Plan, given: list[dict[str, Any]], changes: Changes
) -> list[tuple[Measure, Mapping[str, Any]]]:
    """The measures as rows, each with what the bundle states of it."""
    stored = {measure.number: measure for measure in plan.measures.order_by("number")}
    wanted: dict[int, dict[str, Any]] = {}
    for fields in given:
        row, before = stored.get(fields["number"]), dict[str, Any]()
        if row and meant(row.title) != fields["title"]:
            before = _NEW_MEASURE
        elif fields.keys() & {"starts_on", "ends_on"}:  # the ends of a period go together
            before = {"starts_on": None, "ends_on": None}
        wanted[fields["number"]] = before | fields
    columns = {number: _without(fields, *_ROWS_OF_THEIR_OWN) for number, fields in wanted.items()}
    rows = changes.replace(stored, columns, lambda _number: Measure(plan=plan))
    for number, measure in rows.items():
        _targets(measure, wanted[number]["about"], changes)
    return [(rows[number], fields) for number, fields in wanted.items()]


def _targets(measure: Measure, given: list[str], changes: Changes) -> None:
    stored = {target.about: target for target in measure.targets.all()}
    wanted = {code: {"position": at} for code, at in zip(given, positions(stored, given), strict=True)}
    changes.replace(stored, wanted, lambda code: MeasureTarget(measure=measure, about=code))


def _result(measure: Measure, given: Mapping[str, Any], changes: Changes) -> None:
    """What came of a measure, and what shows it.

    Evidence is known by its address; that of an uploaded file is the portal's own, so the file stays. A
    published bundle knows it otherwise (see `_known_address`).
    """
    stored = Result.objects.filter(measure=measure).first()
    if result := given.get("result"):
        changes.save(stored or Result(measure=measure), result)
    elif stored and "result" in given:
        changes.remove(stored)
    if "evidence" in given:
        rows = list(measure.evidence.all())
        known = dict(zip(with_ordinals(row.address for row in rows), rows, strict=True))
        keys = with_ordinals(_known_address(evidence, rows) for evidence in given["evidence"])
        wanted = {
            key: _NEW_EVIDENCE | _without(evidence, "url", *_OF_A_FILE) | {"position": at}
            for key, evidence, at in zip(keys, given["evidence"], positions(known, keys), strict=True)
        }
        changes.replace(known, wanted, lambda key: Evidence(measure=measure, url=key[0]))


def _known_address(given: Mapping[str, Any], rows: Sequence[Evidence]) -> str:
    """The address of the stored evidence that is meant, else the given one.

    An uploaded file is known by the path of its address: the bundle may have been written when the portal had
    another name. A published bundle has the public address of a file beside its sha256, and of what is only
    named no address at all.
    """
    path = urlsplit(given["url"]).path
    for row in rows:
        if row.own_path and row.own_path == path:
            return row.address
    for row in rows:
        same_file = row.file_sha256 and row.file_sha256 == given.get("sha256")
        same_name = not given["url"] and row.named_only and row.title == given["title"]
        if same_file or same_name:
            return row.address
    return str(given["url"])
