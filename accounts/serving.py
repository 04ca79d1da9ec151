"""Which municipalities an officer serves, from when until when."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from ita_portal.periods import running
from municipalities.models import Municipality


class ServiceQuerySet(models.QuerySet["ServiceTerm"]):
    """Questions about many services."""

    def on(self, day: date) -> "ServiceQuerySet":
        """Those that run on a day."""
        return self.filter(running(day))

    def going_on(self, day: date) -> "ServiceQuerySet":
        """Those that run on a day or on a later one; none that was ended before its first day."""
        ends_later = models.Q(until=None) | models.Q(until__gt=day)
        return self.filter(ends_later).exclude(until=models.F("since"))


class ServiceTerm(models.Model):
    """An officer writes for a municipality from the day `since` on; `until` is the first day without.

    One officer may serve several municipalities at a time, and a municipality may have several officers.
    `taken_over_from` is whose work this one goes on with, where it was handed over.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="services", verbose_name="เจ้าหน้าที่"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="services", verbose_name="เทศบาล"
    )
    since = models.DateField("ดูแลตั้งแต่วันที่")
    until = models.DateField("สิ้นสุดก่อนวันที่", null=True, blank=True)
    taken_over_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="รับช่วงจาก",
    )
    history = HistoricalRecords()

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การดูแลเทศบาล"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "municipality"],
                condition=models.Q(until=None),
                name="service_open_once_a_municipality",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="service_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality.full_name} {self.person}"

    @property
    def last_day(self) -> date | None:
        """The last day of it, None where none is set; the day before `since` where it ended the same day."""
        return self.until and self.until - timedelta(days=1)
