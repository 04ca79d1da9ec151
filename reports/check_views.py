"""What is missing in the two documents of a plan, with the way to each place where it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import edit_refusal, require, signed_in
from accounts.models import User
from documents.checks.catalogue import CheckedRule, Severity, check_report
from documents.dossier import Dossier
from documents.loading import load_dossier
from measures.models import Plan
from measures.planning import start_refusal
from municipalities.models import Municipality
from reports.confirmations import Confirmation, confirmations, digest_of
from reports.mending import mend_address
from reports.models import ReportKind
from reports.reading import read_refusal
from reports.trying import tried_addresses


@dataclass(frozen=True)
class CheckLine:
    """One check on the page: its complaints as (message, address to mend it or "", confirmation or None)."""

    rule: CheckedRule
    complaints: tuple[tuple[str, str, Confirmation | None], ...]


@dataclass(frozen=True)
class CheckedDocument:
    """One document and its checks: those that found something, errors first, and those that passed."""

    kind: str
    title: str
    open: tuple[CheckLine, ...]
    passed: tuple[CheckedRule, ...]

    def count(self, severity: Severity) -> int:
        """How many complaints of this severity there are."""
        return sum(len(line.complaints) for line in self.open if line.rule.severity is severity)

    @property
    def errors(self) -> int:
        """Complaints that keep the document from being submitted."""
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """Complaints that do not."""
        return self.count(Severity.WARNING)


@require_safe
def checks(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """The checks of both documents of a plan; before there is a plan, where to begin."""
    user = signed_in(request)
    plan = visible_plan(user, pk, fiscal_year)
    if plan is None:
        municipality = get_object_or_404(Municipality.objects.visible_to(user).with_place(), pk=pk)
        require(start_refusal(municipality, fiscal_year))
        return _page(request, municipality, fiscal_year - 1, fiscal_year, ())
    kinds, dossier = visible_kinds(user, plan), load_dossier(plan)
    mending = None if edit_refusal(user, plan.municipality) else plan
    confirmed = confirmations(plan)
    documents = [_checked(dossier, kind, mending, confirmed) for kind in kinds]
    shown = settings.OUTGOING_CHECKS and ReportKind.RESULTS in kinds
    more = {"plan": plan, "dossier": dossier}
    more |= {"tried": tried_addresses(plan) if shown else None, "may_try": mending is not None}
    return _page(request, plan.municipality, plan.assessed_year, fiscal_year, documents, **more)


def visible_plan(user: User, pk: int, fiscal_year: int) -> Plan | None:
    """The plan of a municipality that this person may see, with its place; None where there is none."""
    plans = Plan.objects.visible_to(user).select_related("municipality__district__province")
    return plans.filter(municipality__pk=pk, fiscal_year=fiscal_year).first()


def visible_kinds(user: User, plan: Plan) -> tuple[str, ...]:
    """The documents of a plan whose contents this person may read; PermissionDenied when there is none.

    A reviewer reads one from its first submission on, an officer and an admin both.
    """
    if not user.is_reviewer:
        return tuple(ReportKind.values)
    refusals = {report.kind: read_refusal(user, report) for report in plan.reports.all()}
    if all(refusals.values()):
        raise PermissionDenied(next(iter(refusals.values())))
    return tuple(kind for kind in ReportKind.values if not refusals[kind])


def _checked(
    dossier: Dossier, kind: str, mending: Plan | None, confirmed: Mapping[str, Confirmation]
) -> CheckedDocument:
    """The document's checks; complaints lead to where they are mended if the reader may mend anything."""
    rules = check_report(dossier, kind)
    passed = tuple(rule for rule in rules if rule.passed)
    failed = [rule for rule in rules if not rule.passed]
    failed.sort(key=lambda rule: rule.severity is not Severity.ERROR)
    lines = []
    for rule in failed:
        found = tuple(
            (complaint.message, mend_address(complaint.place, mending), confirmed.get(digest_of(complaint)))
            for complaint in rule.complaints
        )
        lines.append(CheckLine(rule, found))
    return CheckedDocument(kind, ReportKind(kind).label, tuple(lines), passed)


def _page(
    request: HttpRequest,
    municipality: Municipality,
    assessed_year: int,
    plan_year: int,
    documents: Iterable[CheckedDocument],
    **more: object,
) -> HttpResponse:
    context = {
        "section": "home",
        "municipality": municipality,
        "assessed_year": assessed_year,
        "plan_year": plan_year,
        "documents": documents,
    }
    return render(request, "reports/checks.html", context | more)
