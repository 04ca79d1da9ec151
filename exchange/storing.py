"""Storing a bundle. What it says replaces what is stored; what it leaves out is left alone.

Objects merge, lists are replaced: a year, a plan or a key that the bundle does not mention stays as it is;
the findings, analyses and measures that it lists become the list (docs/decisions/0006).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from assessments.models import Analysis, Assessment, Finding, Score
from exchange import format as written
from exchange.format import Bundle
from exchange.reading import BundleFault, BundleRefused
from exchange.rows import Changes, positions, with_ordinals
from measures import planning
from measures.models import REPORTED, Evidence, Measure, MeasureTarget, Plan, Result
from municipalities.models import District, Municipality, Province


def _unsaid(model: type[Model], kind: type[written.Entry], *apart: str) -> dict[str, Any]:
    """What the columns hold whose keys a bundle leaves out, but for those told `apart`."""
    left_out = (key for key, field in kind.model_fields.items() if not field.is_required())
    column = model._meta.get_field  # noqa: SLF001 - Django's documented API
    return {key: column(key).get_default() for key in left_out if key not in apart}  # type: ignore[union-attr]


_BESIDE = ("about", "result", "evidence")  # what is said of a measure in rows of their own
# A measure with another title is another measure: of the old one under the same number nothing stays.
_UNSAID = _unsaid(Measure, written.MeasureEntry, *_BESIDE) | {
    "copied_from": None,
    "result": None,
    "evidence": (),
}
_UNSAID_OF_EVIDENCE = _unsaid(Evidence, written.EvidenceEntry)


def store(bundle: Bundle, *, dry_run: bool = False) -> Changes:
    """Store a bundle in one transaction, which a dry run rolls back; returns what it changed.

    Raises Refused, with nothing stored, when the municipality is known otherwise or a report is locked.
    """
    try:
        return _attempt(bundle, dry_run=dry_run)
    except IntegrityError:  # another import made the same place at the same moment: by now it is known
        return _attempt(bundle, dry_run=dry_run)


def _attempt(bundle: Bundle, *, dry_run: bool) -> Changes:
    with transaction.atomic():
        changes = _stored(bundle.model_dump(exclude_unset=True))
        transaction.set_rollback(dry_run)
    return changes


def _stored(given: Mapping[str, Any]) -> Changes:
    changes, faults = Changes(), list[BundleFault]()
    municipality = _municipality(given["municipality"], changes)
    for index, year in enumerate(given["assessments"]):
        lock = Assessment(municipality=municipality, fiscal_year=year["fiscal_year"]).lock()
        with _unless_locked(lock, f"assessments.{index}", changes, faults):
            _assessment(municipality, year, changes)
    if "plan" in given:
        _plan(municipality, given["plan"] | {"signatory": given.get("signatory", {})}, changes, faults)
    if faults:
        raise BundleRefused(faults)
    changes.municipality = f"{municipality.full_name} {municipality.place}"
    changes.untouched = _untouched(municipality, given)
    return changes


@contextmanager
def _unless_locked(lock: str, path: str, changes: Changes, faults: list[BundleFault]) -> Iterator[None]:
    """Let what happens inside be a fault if it changes something that is locked."""
    before = changes.writes
    yield
    if lock and changes.writes != before:
        faults.append(BundleFault(path, lock))


def _untouched(municipality: Municipality, given: Mapping[str, Any]) -> list[str]:
    """What the municipality has that the bundle does not mention."""
    years = {year["fiscal_year"] for year in given["assessments"]}
    planned = {given["plan"]["fiscal_year"]} if "plan" in given else set()
    assessments = municipality.assessments.exclude(fiscal_year__in=years).order_by("fiscal_year")
    plans = municipality.plans.exclude(fiscal_year__in=planned).order_by("fiscal_year")
    return [
        *(f"ผลการประเมินปี {year}" for year in assessments.values_list("fiscal_year", flat=True)),
        *(f"แผนมาตรการปี {year}" for year in plans.values_list("fiscal_year", flat=True)),
    ]


def _without(given: Mapping[str, Any], *apart: str) -> dict[str, Any]:
    """What is given but for these keys, which are no columns of the row or say which row it is."""
    return {key: value for key, value in given.items() if key not in apart}


# The municipality


def _municipality(given: Mapping[str, Any], changes: Changes) -> Municipality:
    """The municipality of the bundle, made if it is new, and locked."""
    district = _district(given, changes)
    row = _known_municipality(given) or Municipality(
        kind=given["kind"], name=given["name"], district=district
    )
    told = _without(given, "kind", "name", "district", "province")
    changes.save(row, {"district": district} | told)
    return Municipality.objects.select_for_update().get(pk=row.pk)


def _known_municipality(given: Mapping[str, Any]) -> Municipality | None:
    """The municipality by its code or by its name and place; raises Refused where the two contradict.

    Under its code it may stand in a district written otherwise (เมือง, เมืองกาฬสินธุ์): the bundle's is taken.
    """
    code = given.get("code")
    alike = Municipality.objects.with_place().filter(
        kind=given["kind"], name=given["name"], district__province__name=given["province"]
    )
    named = alike.filter(district__name=given["district"]).first()
    coded = Municipality.objects.with_place().filter(code=code).first() if code else None
    if coded and (coded != named if named else coded not in alike):
        raise _contradiction(f"รหัส {code} เป็นของ{coded.full_name} {coded.place}")
    if named and named.code and code and named.code != code:
        raise _contradiction(f"{named.full_name} {named.place} มีรหัส {named.code} อยู่แล้ว")
    return named or coded


def _contradiction(reason: str) -> BundleRefused:
    return BundleRefused([BundleFault("municipality.code", reason)])


def _district(given: Mapping[str, Any], changes: Changes) -> District:
    province = Province.objects.get(name=given["province"])
    district = District.objects.filter(province=province, name=given["district"]).first()
    return district or changes.save(District(province=province, name=given["district"]), {})


# A result


def _assessment(municipality: Municipality, given: Mapping[str, Any], changes: Changes) -> None:
    year = given["fiscal_year"]
    row = municipality.assessments.filter(fiscal_year=year).first()
    instruments = given.get("announced_instruments", {})
    told = _without(given, "fiscal_year", "announced_instruments", "scores", "findings", "analyses")
    announced = told | {f"announced_{code}": score for code, score in instruments.items()}
    row = changes.save(row or Assessment(municipality=municipality, fiscal_year=year), announced)
    _scores(row, given["scores"], changes)
    if "findings" in given:
        _findings(row, given["findings"], changes)
    if "analyses" in given:
        _analyses(row, given["analyses"], changes)


def _scores(assessment: Assessment, given: Mapping[str, Any], changes: Changes) -> None:
    stored = {score.code: score for score in assessment.scores.all()}
    for code, value in given.items():
        changes.save(stored.get(code) or Score(assessment=assessment, code=code), {"value": value})


def _findings(assessment: Assessment, given: list[dict[str, Any]], changes: Changes) -> None:
    stored = {finding.question: finding for finding in assessment.findings.all()}
    found = positions(stored, [finding["question"] for finding in given])
    placed = [fields | {"position": at} for fields, at in zip(given, found, strict=True)]
    wanted = {fields["question"]: fields for fields in placed}
    changes.replace(stored, wanted, lambda _question: Finding(assessment=assessment))


def _analyses(assessment: Assessment, given: list[dict[str, Any]], changes: Changes) -> None:
    stored = {analysis.about: analysis for analysis in assessment.analyses.all()}
    wanted = {analysis["about"]: analysis for analysis in given}
    changes.replace(stored, wanted, lambda _about: Analysis(assessment=assessment))


# A plan


def _plan(
    municipality: Municipality, given: Mapping[str, Any], changes: Changes, faults: list[BundleFault]
) -> None:
    """The plan; what its two documents show is locked for each by itself."""
    year = given["fiscal_year"]
    row = municipality.plans.filter(fiscal_year=year).prefetch_related("reports").first()
    plan = row or Plan(municipality=municipality, fiscal_year=year)
    plan_lock, results_lock = (row.lock("plan"), row.lock("results")) if row else ("", "")
    outcome = _outcome(given)
    with _unless_locked(plan_lock, "plan", changes, faults):
        changes.save(plan, _decided(given) | ({} if row else outcome))
        with _unless_locked(results_lock, "plan", changes, faults):
            _remove_reported(plan, given["measures"], changes)
        measures = _measures(plan, given["measures"], changes)
    with _unless_locked(results_lock, "plan", changes, faults):
        changes.save(plan, outcome)
        for measure, fields in measures:
            _reported(measure, fields, changes)


def _remove_reported(plan: Plan, given: list[dict[str, Any]], changes: Changes) -> None:
    """Remove the measures that the bundle leaves out and the results report shows."""
    listed = {measure["number"] for measure in given}
    for measure in planning.reported(plan).exclude(number__in=listed):
        changes.remove(measure)


def _decided(given: Mapping[str, Any]) -> dict[str, Any]:
    decided = _without(given, "fiscal_year", "measures", "signatory", *REPORTED)
    return decided | _signed(given, ("signatory_name", "signatory_position", "signed_on"))


def _outcome(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the report of results adds; a bundle that reports results was signed for them."""
    outcome = {key: given[key] for key in REPORTED if key in given}
    if not outcome and not any("result" in measure for measure in given["measures"]):
        return {}
    columns = ("results_signatory_name", "results_signatory_position", "results_signed_on")
    return outcome | _signed(given, columns)


def _signed(given: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    signatory = given["signatory"]
    named = zip(columns, ("name", "position", "signed_on"), strict=True)
    return {column: signatory[key] for column, key in named if key in signatory}


def _measures(
    plan: Plan, given: list[dict[str, Any]], changes: Changes
) -> list[tuple[Measure, Mapping[str, Any]]]:
    """The measures as rows, each with what the bundle says of it."""
    stored = {measure.number: measure for measure in plan.measures.order_by("number")}
    said = {fields["number"]: _of_one_measure(stored.get(fields["number"]), fields) for fields in given}
    columns = {number: _without(fields, *_BESIDE) for number, fields in said.items()}
    rows = changes.replace(stored, columns, lambda _number: Measure(plan=plan))
    for number, row in rows.items():
        _targets(row, said[number]["about"], changes)
    return [(rows[number], fields) for number, fields in said.items()]


def _of_one_measure(stored: Measure | None, given: dict[str, Any]) -> dict[str, Any]:
    """What is said of a measure: the ends of its period go together, another title is another measure."""
    if stored and stored.title != given["title"]:
        return _UNSAID | given
    period = {"starts_on": None, "ends_on": None} if given.keys() & {"starts_on", "ends_on"} else {}
    return period | given


def _targets(measure: Measure, given: list[str], changes: Changes) -> None:
    stored = {target.about: target for target in measure.targets.all()}
    wanted = {code: {"position": at} for code, at in zip(given, positions(stored, given), strict=True)}
    changes.replace(stored, wanted, lambda code: MeasureTarget(measure=measure, about=code))


def _reported(measure: Measure, given: Mapping[str, Any], changes: Changes) -> None:
    stored = Result.objects.filter(measure=measure).first()
    if result := given.get("result"):
        changes.save(stored or Result(measure=measure), result)
    elif stored and "result" in given:
        changes.remove(stored)
    if "evidence" in given:
        _evidence(measure, given["evidence"], changes)


def _evidence(measure: Measure, given: tuple[dict[str, Any], ...], changes: Changes) -> None:
    """Evidence is known by its address; that of an uploaded file is the portal's own, so the file stays."""
    rows = list(measure.evidence.all())
    stored = dict(zip(with_ordinals(row.address for row in rows), rows, strict=True))
    keys = with_ordinals(evidence["url"] for evidence in given)
    wanted = {
        key: _UNSAID_OF_EVIDENCE | _without(evidence, "url") | {"position": at}
        for key, evidence, at in zip(keys, given, positions(stored, keys), strict=True)
    }
    changes.replace(stored, wanted, lambda key: Evidence(measure=measure, url=key[0]))
