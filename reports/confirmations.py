"""What a check found in an officer's words and the officer has looked at: right all the same, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from accounts.access import edit_refusal, require
from accounts.models import User
from accounts.names_then import person_then
from documents.checks.catalogue import ASKED
from documents.checks.complaints import Complaint
from ita_portal.signs import meant
from measures.models import Plan
from municipalities.models import Municipality
from reports.confirmed import Confirmation
from reports.models import Event, Report
from reports.states import CONFIRM


@dataclass(frozen=True)
class AskedComplaint:
    """A complaint that submitting asks about; `reason` says why the words are right, "" while nobody did."""

    complaint: Complaint
    reason: str = ""

    @property
    def key(self) -> str:
        """The digest of check and message."""
        return digest_of(self.complaint)


def digest_of(complaint: Complaint) -> str:
    """The same for the same words in the same place with the same knowledge."""
    return sha256(f"{complaint.check}\n{complaint.message}".encode()).hexdigest()


def confirmations(plan: Plan) -> dict[str, Confirmation]:
    """What was confirmed in a plan, by digest, with `confirmed_by_then`, who did it. One query."""
    return confirmations_of([plan.pk])[plan.pk]


def confirmations_of(plans: Collection[int]) -> dict[int, dict[str, Confirmation]]:
    """The same of many plans, by their keys. One query for all of them."""
    found: dict[int, dict[str, Confirmation]] = {plan: {} for plan in plans}
    rows = Confirmation.objects.filter(plan__in=plans)
    for row in rows.annotate(confirmed_by_then=person_then("confirmed_by", "confirmed_at")):
        found[row.plan_id][row.digest] = row
    return found


def questions_about(plan: Plan, complaints: Iterable[Complaint]) -> tuple[AskedComplaint, ...]:
    """Those of a plan's complaints that are about words, with what was confirmed. One query at most."""
    return questions_of([plan.pk], [complaints])[0]


def questions_of(
    plans: Sequence[int], complaints: Iterable[Iterable[Complaint]]
) -> list[tuple[AskedComplaint, ...]]:
    """The same of the complaints of several plans, by their keys, in the same order. One query at most."""
    doubted = [[one for one in found if one.check in ASKED] for found in complaints]
    known = confirmations_of(set(plans)) if any(doubted) else {}
    found = []
    for plan, asked in zip(plans, doubted, strict=True):
        reasons = {digest: row.reason for digest, row in known.get(plan, {}).items()}
        found.append(tuple(AskedComplaint(one, reasons.get(digest_of(one), "")) for one in asked))
    return found


def confirm(report: Report, user: User, reasons: Mapping[Complaint, str]) -> None:
    """Keep the officer's reasons, by complaint; a blank one is none, another one than before replaces it.

    Side effects: the rows, and an Event of the report for each. Raises PermissionDenied for anybody but the
    municipality's officer; where the report is locked meanwhile, nothing is asked and nothing is kept.
    """
    plan = report.plan
    require(edit_refusal(user, plan.municipality))
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=plan.municipality_id)
        if Report.objects.get(pk=report.pk).lock:
            return
        known = {row.complaint: row.reason for row in questions_about(plan, reasons)}
        for complaint, reason in reasons.items():
            if (said := meant(reason).strip()) and said != known.get(complaint):
                _keep(report, user, complaint, said)


def _keep(report: Report, user: User, complaint: Complaint, reason: str) -> None:
    Confirmation.objects.update_or_create(
        plan=report.plan,
        digest=digest_of(complaint),
        defaults={
            "check_code": complaint.check,
            "path": complaint.path or complaint.place.path,
            "message": complaint.message,
            "reason": reason,
            "confirmed_by": user,
        },
    )
    Event.objects.record(report, CONFIRM, user, f"{complaint.message}\n{reason}")
