"""What the portal keeps about one person with an account, for that person to read and to take along.

Models are walked, not listed, as in an erasure: a row that names the person tomorrow is told tomorrow.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from accounts.models import User
from oversight.erasing.columns import all_models, columns_of, untold_columns

Told = dict[str, Any]
# Of what many wrote together only what, when and by whom: its words are the municipality's.
_CHANGES = "history_user"
# Columns of a history, which django-simple-history names in English; its others tell nothing of a person.
_OF_HISTORY = {"history_date": "เปลี่ยนเมื่อ", "history_type": "การเปลี่ยนแปลง", "history_user": "โดยบัญชีเลขที่"}


def data_about(person: User) -> Told:
    """Everything about a person, by Thai titles, as JSON takes it; a query for each column that names people.

    Not the password, the secrets of the second step and the contents of documents. The traffic log, which has
    the number of the account, is kept apart (see the page on personal data).
    """
    account = User.objects.get(pk=person.pk)
    return {
        "จัดทำเมื่อ": timezone.localtime().isoformat(timespec="seconds"),
        "เลขที่บัญชี": account.pk,
        "บัญชี": _told(account),
        "บัญชีที่ผ่านมา": [_told(row) for row in User.history.filter(id=account.pk).order_by("history_date")],
        "รายการที่อ้างถึงบัญชีนี้": [section for section in _sections(account) if section["รายการ"]],
    }


def naming_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column that names an account, by its model."""
    for model in all_models():
        for column in columns_of(model):
            if column.related_model is User:
                yield model, column.name


def _sections(person: User) -> Iterator[Told]:
    for model, name in naming_columns():
        rows = model._base_manager.filter(**{name: person.pk}).order_by("pk")  # noqa: SLF001 - without what pages need
        tell = _told_change if name == _CHANGES else _told
        yield {
            "เรื่อง": _subject(model),
            "ในฐานะ": str(model._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # noqa: SLF001 - as above
            "รายการ": [tell(row) for row in rows.defer(*_large(model)).iterator()],
        }


def _subject(model: type[models.Model]) -> str:
    """What its rows are, in Thai."""
    present = getattr(model, "instance_type", None)
    named = str((present or model)._meta.verbose_name)  # noqa: SLF001 - Django's documented API
    return f"ประวัติของ{named}" if present else named


def _told(row: models.Model) -> Told:
    """A row by the labels of its columns, without what is secret or large."""
    columns = [column for column in columns_of(type(row)) if column.name not in _untold(type(row))]
    return {_OF_HISTORY.get(column.name, str(column.verbose_name)): _plain(row, column) for column in columns}


def _told_change(row: Any) -> Told:
    return {"เลขที่": row.id, "เมื่อ": _in_json(row.history_date)}


def _plain(row: models.Model, column: models.Field[Any, Any]) -> Any:
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    return _in_json(getattr(row, column.attname))


def _in_json(value: Any) -> Any:
    """A value as JSON has it; times are those of Bangkok."""
    if isinstance(value, bool | int | list | dict | None):
        return value
    if hasattr(value, "tzinfo") and value.tzinfo is not None:
        return timezone.localtime(value).isoformat(timespec="seconds")
    return str(value)


def _large(model: type[models.Model]) -> set[str]:
    """Columns with whole documents and files."""
    kinds = (models.BinaryField, models.FileField)
    return {column.name for column in columns_of(model) if isinstance(column, kinds)}


def _untold(model: type[models.Model]) -> set[str]:
    """Columns that are large or a key, hold a check value or a document, or tell of the history itself."""
    of_history = {column.name for column in columns_of(model) if column.name.startswith("history_")}
    sessions = {column.name for column in columns_of(model) if column.related_model is Session}
    return _large(model) | untold_columns(model) | sessions | (of_history - _OF_HISTORY.keys())
