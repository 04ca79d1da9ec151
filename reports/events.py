"""The steps of reports and what else was done with them, as rows: written once, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from reports.states import VERBS, State, verb_said

if TYPE_CHECKING:
    from reports.models import Report


class EventQuerySet(models.QuerySet["Event"]):
    """Many events: written, never changed or deleted."""

    def record(self, report: Report, verb: str, user: User, note: str = "", *, came_from: str = "") -> Event:
        """Write what somebody did with a report; without `came_from` its state stayed as it is.

        ValueError for a verb that the history has no words for.
        """
        if verb not in VERBS:
            raise ValueError(f"no words for {verb}")
        return self.create(
            report=report,
            actor=user,
            actor_name=str(user),
            actor_role=user.get_role_display(),
            verb=verb,
            reviewed=report.plan.municipality.province.reviews,
            from_state=came_from or report.state,
            to_state=report.state,
            note=note,
        )

    def update(self, **_kwargs: object) -> NoReturn:
        """Events stay as they are."""
        raise TypeError("an event is never changed")

    def delete(self) -> NoReturn:
        """Events stay."""
        raise TypeError("an event is never deleted")


class Event(models.Model):
    """One step of a report. Append-only; the actor's name and role stay as they were when it happened.

    So does `reviewed`, whether the province then reviewed before publication: its words are those of the day.
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="events", verbose_name="รายงาน")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="events", verbose_name="บัญชีผู้ดำเนินการ"
    )
    actor_name = models.CharField("ชื่อผู้ดำเนินการ", max_length=300)
    actor_role = models.CharField("บทบาทผู้ดำเนินการ", max_length=60)
    verb = models.CharField("การดำเนินการ", max_length=20)
    from_state = models.CharField("สถานะเดิม", max_length=9, choices=State.choices())
    to_state = models.CharField("สถานะใหม่", max_length=9, choices=State.choices())
    reviewed = models.BooleanField("จังหวัดตรวจทานก่อนเผยแพร่ในขณะนั้น", default=True)
    note = models.TextField("หมายเหตุ", max_length=5000, blank=True)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "เหตุการณ์"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_state__in=State.values(), to_state__in=State.values()), name="event_states"
            )
        ]

    def __str__(self) -> str:
        states = [State(state).said(reviews=self.reviewed) for state in (self.from_state, self.to_state)]
        return f"{verb_said(self.verb, reviewed=self.reviewed)}: {' → '.join(states)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once; what is written stays."""
        if self.pk is not None:
            raise TypeError("an event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """An event stays."""
        raise TypeError("an event is never deleted")
