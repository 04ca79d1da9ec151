"""A backup of the whole portal while it runs, and its restore, on SQLite and PostgreSQL alike.

A backup is a folder: the database as one SQLite file, whichever database the portal uses; uploads and
published files; the log of requests; the kept key; and a manifest, which is written last.
"""


class BackupRefused(Exception):  # noqa: N818 - a state of the folder or machine, not of the program
    """A backup or restore that can't be done; the message is a Thai sentence. Nothing is left half done."""
