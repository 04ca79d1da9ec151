"""Which columns can hold a text that somebody has written: all of every model, but for those named here.

Models are walked, not listed: a column that is added tomorrow is searched as well, and so is its history.
`tests/oversight/erasing/test_every_column.py` fails over a column of a kind that this module does not know.
"""

from collections.abc import Container, Iterator
from typing import Any

from django.apps import apps
from django.db import models

TEXTS = (models.CharField, models.TextField, models.JSONField)
# What holds no text whatever is typed. The name of a stored file is given by the portal.
TEXTLESS = (
    *(models.BooleanField, models.DateField, models.DecimalField, models.DurationField, models.FileField),
    *(models.FloatField, models.ForeignKey, models.IntegerField, models.TimeField, models.UUIDField),
)

_PLACE = "is what a place is called, which is everybody's to know"
_PROGRAM = "is a name of the program's own"
_SUM = "is a check value of other columns or of a file"
_CLOSED = "is a key or a password, of which nothing can be read"
_WHOLE = "is signed for as a whole, and erased as a whole"
# Model (its history goes with it), columns, why they are left alone.
LEFT_ALONE: tuple[tuple[str, str, str], ...] = (
    ("municipalities.Province", "code name sort_key", _PLACE),
    ("municipalities.District", "code name", _PLACE),
    ("municipalities.Municipality", "code name sort_key search_key former_key former_states", _PLACE),
    ("reports.Publication", "html bundle pdf docx sealed", _WHOLE),
    ("reports.Publication", "sha256 docx_sha256 bundle_sha256 sealed_sha256", _SUM),
    ("reports.PublishedEvidence", "name sha256", _SUM),
    ("measures.Evidence", "file_sha256", _SUM),
    ("reports.Confirmation", "check_code", _PROGRAM),
    ("reports.Confirmation", "digest", _SUM),
    ("reports.Event", "verb from_state to_state", _PROGRAM),
    ("reports.Report", "fingerprint", _SUM),
    ("reports.Erasure", "digest reason places files", "tells of an erasure, and never what was erased"),
    ("oversight.Export", "claimed_by", _PROGRAM),
    ("oversight.ExportItem", "sha256", _SUM),
    ("outbox.Mail", "claimed_by", _PROGRAM),
    ("accounts.User", "password", _CLOSED),
    ("accounts.OpenSession", "device", _PROGRAM),
    ("accounts.LinkedIdentity", "issuer", "is an address of the operator's settings"),
    ("accounts.LinkedIdentity", "subject", _CLOSED),
    ("account.EmailConfirmation", "key", _CLOSED),
    ("mfa.Authenticator", "data", _CLOSED),
    ("sessions.Session", "session_data", "is searched unpacked, and the session ends"),
    ("auth.Permission", "name codename", _PROGRAM),
    ("contenttypes.ContentType", "app_label model", _PROGRAM),
    ("django_tasks_database.DBTaskResult", "task_path queue_name backend_name worker_ids", _PROGRAM),
)
# Columns that are read together: neither holds a person's name, both do.
TOGETHER = ("first_name", "last_name")


def all_models() -> Iterator[type[models.Model]]:
    """Every model with a table of its own, the past ones of each too."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:  # noqa: SLF001 - Django's documented API
            yield model


def searched_columns(model: type[models.Model]) -> list[str]:
    """The names of its columns that are searched for a text, and get a tombstone."""
    return [column.name for column in columns_of(model) if isinstance(column, TEXTS) and is_typed(column)]


def is_typed(column: models.Field[Any, Any]) -> bool:
    """Whether somebody may have written what stands there.

    That is no key, no choice, no name of a stored file (in past models a text), nothing that is left alone.
    """
    apart = column.name in _left_alone(column.model) or column.name in _file_columns_of(column.model)
    return not (column.primary_key or column.choices or apart)


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Its columns."""
    return list(model._meta.concrete_fields)  # noqa: SLF001 - Django's documented API


def file_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column that names a stored file, by its model."""
    for model in all_models():
        for name in _file_columns_of(model):
            yield model, name


def untold_columns(model: type[models.Model]) -> set[str]:
    """Columns that tell a person nothing about themselves: keys, check values, whole documents."""
    return _left_alone(model, {_SUM, _CLOSED, _WHOLE})


def _left_alone(model: type[models.Model], reasons: Container[str] | None = None) -> set[str]:
    """The names of its columns that are left alone, for whatever reason or for one of these."""
    label = _present(model)._meta.label  # noqa: SLF001 - Django's documented API
    named = (names for of, names, why in LEFT_ALONE if of == label and (reasons is None or why in reasons))
    return {name for names in named for name in names.split()}


def _file_columns_of(model: type[models.Model]) -> list[str]:
    return [column.name for column in columns_of(_present(model)) if isinstance(column, models.FileField)]


def _present(model: type[models.Model]) -> type[models.Model]:
    """Of a past model the one whose states it keeps."""
    present: type[models.Model] = getattr(model, "instance_type", model)
    return present
