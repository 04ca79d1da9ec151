"""What is missing in a dossier or contradicts itself: one rule a check, pure over a dossier."""

from documents.checks.catalogue import CHECKS, Mend, check_report, run
from documents.checks.complaints import Complaint, Severity

__all__ = ["CHECKS", "Complaint", "Mend", "Severity", "check_report", "run"]
