"""A province begins to review before publication, or no longer does: what becomes of the papers on their way.

Their states stay, and mean something else: what waited for the province waits for its officer, and the other
way round. So nothing is lost where reviewing is switched off and on again, and what was accepted stays so.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.vacancies import lacks_reviewer, tell_admins
from municipalities.models import Municipality, Province
from reports.models import Event, Report, ReportQuerySet
from reports.states import ReviewSwitch, State

# On its way between its officer and the public: what the switch concerns.
ON_ITS_WAY = (State.SUBMITTED, State.ACCEPTED, State.RETURNED)


@dataclass(frozen=True)
class SwitchEffect:
    """What a switch means in one province, which comes with its new value: how many papers are in each state.

    `lacks_reviewer` says that it is to review and has nobody who does.
    """

    province: Province
    submitted: int
    accepted: int
    returned: int
    lacks_reviewer: bool

    @property
    def is_asked(self) -> bool:
        """Whether the admin is shown what it means before it is stored."""
        return bool(self.submitted or self.accepted or self.returned) or self.lacks_reviewer

    @property
    def mark(self) -> str:
        """What the page has said of it; another one where it is no longer so."""
        counts = (self.submitted, self.accepted, self.returned, int(self.lacks_reviewer))
        return f"{self.province.pk}:{int(self.province.reviews)}:{':'.join(map(str, counts))}"


def effects(changed: Sequence[Province]) -> list[SwitchEffect]:
    """What the new values of these provinces mean, in their order; nothing is stored.

    Inside a transaction, until whose end nobody takes a step in these provinces. Two queries, and one
    for each province that is to review.
    """
    _hold(changed)
    states = _on_their_way(changed).values_list("plan__municipality__district__province", "state")
    counts = Counter(states)
    return [
        SwitchEffect(
            row,
            submitted=counts[row.pk, State.SUBMITTED],
            accepted=counts[row.pk, State.ACCEPTED],
            returned=counts[row.pk, State.RETURNED],
            lacks_reviewer=lacks_reviewer(row),
        )
        for row in changed
    ]


@transaction.atomic
def switch(changed: Sequence[Province], user: User) -> None:
    """Store the new values of these provinces.

    Side effects: one Event for each paper on its way; the admins are told of a province without a reviewer.
    """
    _hold(changed)
    for province in changed:
        province.save(update_fields=["reviews"])
    for report in _on_their_way(changed).with_place():
        reviews = report.plan.municipality.province.reviews
        Event.objects.record(report, ReviewSwitch.ON if reviews else ReviewSwitch.OFF, user)
    tell_admins()


def _hold(provinces: Collection[Province]) -> None:
    """As each step does it: whoever submits or publishes there waits, and then finds the new value."""
    held = Municipality.objects.select_for_update(of=("self",)).filter(district__province__in=provinces)
    list(held.order_by("pk"))


def _on_their_way(provinces: Collection[Province]) -> ReportQuerySet:
    found = Report.objects.filter(plan__municipality__district__province__in=provinces, state__in=ON_ITS_WAY)
    return found.order_by("pk")
