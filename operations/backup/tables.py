"""The portal's tables, and their rows copied from one database into another, whichever engines those have."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from accounts.open_sessions import OpenSession
from municipalities.models import District, Province

COPY = "backup"  # the alias of the database in a file, while one is open
ROWS, LARGE_ROWS = 1000, 8  # read at once: a publication holds its files
CACHE = str(settings.CACHES["default"]["LOCATION"])
MIGRATION = MigrationRecorder.Migration
# What a backup leaves out: after a restore everybody signs in again, and the cache fills itself.
LEFT_OUT = (OpenSession._meta.db_table, Session._meta.db_table, CACHE)


def portal_models() -> list[type[models.Model]]:
    """Every model that has a table, also those between two models and that of the applied migrations."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed] + [
        MIGRATION
    ]


def kept_models() -> list[type[models.Model]]:
    """Those whose rows are in a backup."""
    return [model for model in portal_models() if model._meta.db_table not in LEFT_OUT]


def kept_tables() -> list[str]:
    """The tables whose rows are in a backup, and counted."""
    return [model._meta.db_table for model in kept_models()]


def all_tables() -> set[str]:
    """Every table of a portal's database."""
    return {*kept_tables(), *LEFT_OUT}


def tables_in_use() -> list[str]:
    """The tables whose rows tell that a portal is in use: those that no migration fills."""
    filled = {Province, District, ContentType, apps.get_model("auth", "Permission"), MIGRATION}
    return [model._meta.db_table for model in kept_models() if model not in filled]


@contextmanager
def opened(file: Path, *, for_reading: bool = False) -> Iterator[Any]:
    """Django's connection to a SQLite file, by the alias COPY, without the rules for foreign keys.

    Not sqlite3's own: rules of our tables call functions that Django adds, also while SQLite checks a file.
    For reading only, nothing is written beside the file, wherever it lies.
    """
    name = f"{file.absolute().as_uri()}?immutable=1" if for_reading else str(file)
    chosen = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
    completed = connections.configure_settings({DEFAULT_DB_ALIAS: chosen})
    connections[COPY] = connection = DatabaseWrapper(completed[DEFAULT_DB_ALIAS], COPY)
    try:
        connection.ensure_connection()
        connection.cursor().execute("PRAGMA foreign_keys = OFF")
        yield connection
    finally:
        connection.close()
        del connections[COPY]


def make_tables() -> None:
    """The tables of this program in the file that is open, empty."""
    connection = connections[COPY]
    with connection.schema_editor() as editor:
        for model in portal_models():
            if not model._meta.auto_created:  # made with the model that has the relation
                editor.create_model(model)
    call_command("createcachetable", database=COPY, verbosity=0)


def prepared_rows(model: type[models.Model], source: str, target: Any) -> Iterator[list[Any]]:
    """The rows of a model, each value as the target's driver takes it; read bit by bit."""
    columns = model._meta.local_concrete_fields
    is_large = any(isinstance(column, models.BinaryField) for column in columns)
    rows = model._base_manager.using(source).order_by().values_list(*(column.attname for column in columns))
    for row in rows.iterator(LARGE_ROWS if is_large else ROWS):
        yield [column.get_db_prep_save(value, target) for column, value in zip(columns, row, strict=True)]


def column_names(model: type[models.Model], target: Any) -> str:
    """The columns of these rows, as SQL names them."""
    return ", ".join(target.ops.quote_name(column.column) for column in model._meta.local_concrete_fields)


def counted_models() -> Iterator[tuple[str, str]]:
    """Table and column of each key that the database counts itself."""
    for model in kept_models():
        key = model._meta.pk
        if isinstance(key, models.AutoField | models.BigAutoField):
            yield model._meta.db_table, str(key.column)
