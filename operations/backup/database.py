"""The database of a backup: one moment of the portal's database as a SQLite file, and back into an empty one.

SQLite copies itself (its online backup); PostgreSQL is read in one REPEATABLE READ transaction and filled by
COPY. Keys stay, and so does the next key of each table: the key of a deleted row is given to no other one.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from operations.backup import BackupRefused
from operations.backup.tables import (
    COPY,
    LEFT_OUT,
    column_names,
    counted_models,
    kept_models,
    kept_tables,
    make_tables,
    opened,
    prepared_rows,
)


def snapshot(file: Path) -> None:
    """Write the database as it is at one moment into a new SQLite file; others go on reading and writing.

    Without sessions and cache. Raises OSError or DatabaseError where the disk or the database refuses.
    """
    if connection.vendor == "sqlite":
        _copy_of_sqlite(file)
    else:
        with opened(file):
            make_tables()
            _fill_from_postgres()
    file.chmod(0o600)
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _copy_of_sqlite(file: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        connection.connection.backup(copy)  # in one step, which in WAL mode holds nobody up
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA secure_delete = ON")
        for table in LEFT_OUT:
            copy.execute(f'DELETE FROM "{table}"')


def _fill_from_postgres() -> None:
    copy = connections[COPY]
    with _one_moment() as cursor, transaction.atomic(using=COPY):
        for model in kept_models():
            table = model._meta.db_table
            marks = ", ".join("?" * len(model._meta.local_concrete_fields))
            sql = f'INSERT INTO "{table}" ({column_names(model, copy)}) VALUES ({marks})'
            copy.connection.executemany(sql, prepared_rows(model, DEFAULT_DB_ALIAS, copy))
        for table, column in counted_models():
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")
            last, is_called = cursor.fetchone()
            copy.connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table])
            counted = [table, last if is_called else 0]
            copy.connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", counted)


@contextmanager
def _one_moment() -> Iterator[Any]:
    """A cursor of PostgreSQL for which nothing changes any more, however long it reads."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield cursor


def read_snapshot(file: Path, tables: Iterable[str]) -> tuple[dict[str, int], set[str]]:
    """Rows by table, and the names of all uploads that a row of a SQLite file names.

    Raises BackupRefused where the file contradicts itself, DatabaseError where it is no database.
    """
    with opened(file, for_reading=True) as copy, copy.cursor() as cursor:
        faults = [*cursor.execute("PRAGMA quick_check"), *cursor.execute("PRAGMA foreign_key_check")]
        if faults != [("ok",)]:
            raise BackupRefused(f"ฐานข้อมูลขัดแย้งกันเอง ({faults[-1]})")
        names = {name for question in _file_columns(tables) for (name,) in cursor.execute(question)}
        return table_counts(cursor, tables), names


def table_counts(cursor: Any, tables: Iterable[str]) -> dict[str, int]:
    """The number of rows of each table."""
    question = 'SELECT COUNT(*) FROM "{}"'
    return {table: cursor.execute(question.format(table)).fetchone()[0] for table in tables}


def _file_columns(tables: Iterable[str]) -> list[str]:
    """The questions, in SQL, for the names of files under MEDIA_ROOT."""
    return [
        f'SELECT "{field.column}" FROM "{model._meta.db_table}" WHERE "{field.column}" <> \'\''
        for model in kept_models()
        if model._meta.db_table in tables
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]


def put_back(file: Path) -> dict[str, int]:
    """Fill the empty database with a file whose migrations are this program's; gives the rows by table.

    All or nothing, also where the command is killed. Raises BackupRefused where a row does not fit.
    """
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as source:
            source.backup(connection.connection)
    else:
        _fill_postgres(file)
    with connection.cursor() as cursor:
        return table_counts(cursor, kept_tables())


def _fill_postgres(file: Path) -> None:
    with opened(file) as copy, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in (*kept_tables(), *LEFT_OUT)))
        for model in kept_models():
            sql = f'COPY "{model._meta.db_table}" ({column_names(model, connection)}) FROM STDIN'
            try:
                with cursor.copy(sql) as rows:
                    for row in prepared_rows(model, COPY, connection):
                        rows.write_row(row)
            except Exception as error:
                raise BackupRefused(
                    f"PostgreSQL ไม่รับแถวหนึ่งของตาราง {model._meta.db_table} จึงยังไม่ได้กู้คืนสิ่งใด ({error})"
                ) from error
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _count_on(cursor, copy)


def _count_on(cursor: Any, copy: Any) -> None:
    """Let each table go on counting its keys where the backup's did."""
    counted = dict(copy.connection.execute("SELECT name, seq FROM sqlite_sequence"))
    for table, column in counted_models():
        last = counted.get(table, 0)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
            [f'"{table}"', column, max(last, 1), last > 0],
        )
