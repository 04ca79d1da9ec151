"""What a reviewer is shown before a report is accepted, whether alone or with others.

Nothing of it hinders accepting; none of it should happen unseen.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from documents import checks
from documents.checks.complaints import Complaint, Severity
from documents.dossier import Dossier, Year
from documents.loading import load_dossiers
from reports.confirmations import confirmations_of, digest_of
from reports.confirmed import Confirmation
from reports.models import Comment, Report, ReportKind


@dataclass(frozen=True)
class TotalChange:
    """The total (0-100) of a fiscal year (B.E.) against that of the year before; None where not known."""

    fiscal_year: int
    before: Decimal | None
    after: Decimal | None

    @property
    def points(self) -> Decimal | None:
        """How many points it rose or (below 0) fell."""
        return scoring.change(self.before, self.after)


@dataclass(frozen=True)
class GateFacts:
    """One report at the gate: its comments that nobody closed, what the checks find, its score.

    `complaints` are errors and warnings, each with its officer's confirmation where there is one.

    `total` is of the assessed year for the plan's document; for the report of results it is of the year in
    which the measures were carried out, against the year that they answer.
    """

    report: Report
    open_comments: tuple[Comment, ...]
    complaints: tuple[tuple[Complaint, Confirmation | None], ...]
    total: TotalChange

    @property
    def is_clear(self) -> bool:
        """Whether no comment is left open: only then is a report ticked without being asked for."""
        return not self.open_comments


def at_the_gate(reports: Sequence[Report]) -> list[GateFacts]:
    """The facts of each report, which come `with_place`, in the same order. Four queries."""
    comments = defaultdict(list)
    for comment in Comment.objects.filter(report__in=reports, answer_to=None, resolved_at=None):
        comments[comment.report_id].append(comment)
    confirmed = confirmations_of([report.plan_id for report in reports])
    dossiers = load_dossiers([report.plan for report in reports])
    return [
        GateFacts(
            report,
            tuple(comments[report.pk]),
            _complaints(dossier, report.kind, confirmed[report.plan_id]),
            _total_change(dossier, report.kind),
        )
        for report, dossier in zip(reports, dossiers, strict=True)
    ]


def _complaints(
    dossier: Dossier, kind: str, confirmed: Mapping[str, Confirmation]
) -> tuple[tuple[Complaint, Confirmation | None], ...]:
    found = (one for one in checks.run(dossier, kind) if one.severity is not Severity.NOTE)
    return tuple((one, confirmed.get(digest_of(one))) for one in found)


def _total_change(dossier: Dossier, kind: str) -> TotalChange:
    year = dossier.fiscal_year if kind == ReportKind.RESULTS else dossier.assessed_year
    before = dossier.assessed_year if kind == ReportKind.RESULTS else year - 1
    now, then = (dossier.year(known) or Year(known, {}) for known in (year, before))
    return TotalChange(year, then.total, now.total)
