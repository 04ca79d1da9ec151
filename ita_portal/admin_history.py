"""The history of a row on the admin's side: who changed what and when, in Thai, to be read only."""

from datetime import date, datetime
from typing import Any, NoReturn

from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localtime
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper, ObjDiffDisplay

from ita_portal.thai import thai_date

UNKNOWN = "–"


class HistoryAdmin(SimpleHistoryAdmin):
    """A list of rows, each with its history."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The changes of a row, also of one deleted since. Raises Http404 for what is no key of a row."""
        try:
            self.opts.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error
        return super().history_view(request, object_id, extra_context)

    def get_history_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        """With `user_then`, who made each change, as they were called then."""
        person_then = get_user_model().then  # of accounts.models.User
        changes: QuerySet[Any] = super().get_history_queryset(*args, **kwargs)
        return changes.annotate(user_then=person_then("history_user", "history_date"))

    def history_form_view(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Always Http404: no page leads to a former state, and a POST there edits what is only to be read."""
        raise Http404

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> HistoricalRecordContextHelper:
        """What turns the changes into words."""
        return ChangesInWords(self.model, historical_record)


class ChangesInWords(HistoricalRecordContextHelper):
    """The changes of a row as a person reads them."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """A former or new value in words."""
        return in_words(self.model._meta.get_field(change.field), value)  # noqa: SLF001 - Django's documented API

    def get_obj_diff_display(self) -> ObjDiffDisplay:
        """What cuts long texts short."""
        return _Shortened(max_length=self.max_displayed_delta_change_chars)


class _Shortened(ObjDiffDisplay):
    def shortened_str(self, prefix: str, num_skipped_chars: int, suffix: str) -> str:
        return f"{prefix}…{suffix}"


def in_words(field: "Field[Any, Any]", value: Any) -> Any:
    """A stored value as the portal writes it: a choice by its label, a day in the Buddhist era."""
    match value:
        case None | "" | [] | DeletedObject(pk=None):
            return UNKNOWN
        case bool():
            return "ใช่" if value else "ไม่ใช่"
        case datetime():
            return thai_date(localtime(value).date())
        case date():
            return thai_date(value)
        case list():
            return " · ".join(map(str, value))
    return dict(field.flatchoices).get(value, value)
