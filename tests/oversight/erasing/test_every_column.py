"""No column is forgotten by an erasure: each is searched, holds no text, or is left alone by name."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as portal
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from oversight.erasing.columns import (
    LEFT_ALONE,
    TEXTLESS,
    TEXTS,
    TOGETHER,
    all_models,
    columns_of,
    is_typed,
    searched_columns,
)
from tests import factories

SECRET = "สมปองหาไม่พบ"
KEY = 987_654  # of no row that the migrations make
# What has a table and no model: keys of the cache, which are thrown away, and names of migrations.
WITHOUT_A_MODEL = {"portal_cache", "django_migrations"}


def named_alone() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for label, names, _ in LEFT_ALONE:
        found.setdefault(label, set()).update(names.split())
    return found


def test_every_column_is_searched_or_holds_no_text():
    alone = named_alone()
    unknown = [
        str(column)
        for model in all_models()
        for column in columns_of(model)
        if not isinstance(column, (*TEXTS, *TEXTLESS))
        and column.name not in alone.get(model._meta.label, set())
    ]
    assert unknown == []


def test_what_is_left_alone_is_there_and_says_why():
    known = {model._meta.label: {column.name for column in columns_of(model)} for model in all_models()}
    for label, names, reason in LEFT_ALONE:
        assert reason
        assert set(names.split()) <= known[label]


def test_names_of_people_stand_in_columns_that_are_read_together():
    together = [model for model in all_models() if set(TOGETHER) & {each.name for each in columns_of(model)}]
    assert all(set(TOGETHER) <= set(searched_columns(model)) for model in together)
    assert together


@pytest.mark.django_db
def test_every_table_has_a_model():
    known = {model._meta.db_table for model in all_models()}
    assert set(connection.introspection.table_names()) - known == WITHOUT_A_MODEL


# A database in which every column that may hold a text holds this one


def value_of(column: Any) -> Any:
    if column.primary_key:
        return uuid4() if isinstance(column, models.UUIDField) else KEY
    if column.null:
        return None
    if isinstance(column, TEXTS):
        text = SECRET if is_typed(column) else column.choices[0][0] if column.choices else ""
        return [text, {SECRET: text}] if isinstance(column, models.JSONField) and text else text
    return next(made for kind, made in VALUES if isinstance(column, kind))


VALUES: tuple[tuple[Any, Any], ...] = (
    (models.ForeignKey, KEY),
    (models.BooleanField, False),
    (models.DateTimeField, timezone.now()),
    (models.DateField, date(2025, 1, 1)),
    (models.DurationField, timedelta()),
    (models.DecimalField, Decimal(1)),
    (models.IntegerField, 1),
    (models.UUIDField, uuid4()),
    (models.BinaryField, b""),
    (models.FileField, ""),
)


def fill(model: type[models.Model]) -> None:
    """A row of the model, past all of its rules."""
    row = model()
    for column in columns_of(model):
        setattr(row, column.attname, value_of(column))
    models.QuerySet[Any](model).bulk_create([row])


@pytest.fixture
def lawless(settings: Any, tmp_path: Path, transactional_db: None) -> Iterator[None]:
    """A database that takes rows whose keys lead nowhere and whose values no rule allows."""
    settings.MEDIA_ROOT, settings.PDF_CACHE = tmp_path / "media", tmp_path / "pdf"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
        cursor.execute("PRAGMA foreign_keys = ON")


def bytes_of_the_database() -> bytes:
    name = str(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in map(Path, (name, f"{name}-wal")) if path.exists())


@pytest.mark.slow
@pytest.mark.skipif(portal.DATABASES["default"]["ENGINE"][-7:] != "sqlite3", reason="breaks SQLite's rules")
def test_nothing_is_left_of_a_text_that_stood_in_every_column(lawless: None):
    admin = factories.admin().username
    every = [model for model in all_models() if model._meta.label != "sessions.Session"]
    for model in every:
        fill(model)
    session = SessionStore()
    session["unsent"] = {"1": SECRET}
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    written = (SECRET.encode(), SECRET.encode("unicode_escape"))
    assert all(form in bytes_of_the_database() for form in written)
    assert sum(bool(searched_columns(model)) for model in every) > 30

    options = {"publications": "erase", "apply": True, "reason": "เจ้าของข้อมูลขอให้ลบ", "user": admin}
    call_command("erase", "--text", SECRET, **options)

    assert [form for form in written if form in bytes_of_the_database()] == []
    assert not SessionStore().exists(session.session_key)
