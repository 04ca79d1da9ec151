"""A measure that was copied: whether its words are still those of its source."""

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from measures.models import Measure, Plan
from measures.planning import COPIED_FIELDS

CHECK = "T11"  # the check of the plan's document that asks about an analysis which nobody changed


def same_text(measure: Measure, source: Measure) -> bool:
    """Whether the texts of a copy are still those of its source."""
    return all(getattr(measure, name) == getattr(source, name) for name in COPIED_FIELDS)


def copied_year(measure: Measure) -> int | None:
    """The fiscal year (B.E.) of the earlier plan whose analysis still stands in this copy; None for another.

    An analysis tells why the measure answers *this* year's assessment, so another title does not renew it.
    Where the source has none, the texts as a whole are compared. Needs `copied_from` and its plan.
    """
    source = measure.copied_from
    if source is None or source.plan_id == measure.plan_id:
        return None
    written = source.analysis.split()
    unchanged = measure.analysis.split() == written if written else same_text(measure, source)
    return source.plan.fiscal_year if unchanged else None


def is_confirmed() -> Exists:
    """An annotation of measures: the officer has confirmed that the copied analysis is still true."""
    path = Concat(Value("measures."), Cast(OuterRef("number"), CharField()), Value(".analysis"))
    plans = Plan.objects.filter(pk=OuterRef("plan"))
    return Exists(plans.filter(confirmations__check_code=CHECK, confirmations__path=path))
