"""Erasing what was found: all rows in one transaction, the files after it.

Killed before the commit nothing has changed. Killed after it, the record of the erasure still names the
files, and the worker or the next `manage.py erase` removes them.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from ita_portal.chosen_files import clear_old
from measures.models import Evidence
from municipalities.models import Municipality
from oversight.erasing import stored_files
from oversight.erasing.columns import file_columns
from oversight.erasing.finding import Found, Target, exports_to_drop
from oversight.erasing.removed_years import forget_in_removed
from oversight.erasing.texts import TextPlace, replace_text
from oversight.exports import files as export_files
from reports.erased import ErasedKind, Erasure, tombstones
from reports.models import PrintedYear, Publication, PublishedEvidence, RemovedYear, Report
from reports.taking_down import reason_refusal, withdraw
from reports.withdrawing import repeated_words
from reports.workflow import Refused

# A PDF whose printing began before the commit lies in the cache by then.
PRINTED_BY = timedelta(minutes=15)
_WITHOUT_A_FILE: dict[str, Any] = {"file": "", "file_name": "", "named_only": True}
IMPORTS = "imports"  # where files wait for their import to be confirmed (municipalities/importing.py)


def erase(target: Target, what: Found, user: User, reason: str) -> Erasure:
    """Erase what was found, and give the record of it; publications that hold a text go whole.

    Each place is looked at again under the lock of its municipality: what no longer holds the text stays as
    it is. Side effects: an Erasure, and one more for each publication; withdrawals with their events and
    mails; exports, sessions and caches end. Raises Refused with a Thai sentence where the reason repeats what
    it hides, or an account that holds the text is in use; then nothing has changed.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # what is overwritten is overwritten in the file as well
            cursor.execute("PRAGMA secure_delete = ON")
    with transaction.atomic():
        list(Municipality.objects.select_for_update().filter(pk__in=what.municipalities).order_by("pk"))
        if sentence := _refusal(what, reason):
            raise Refused(sentence)
        record = _record(target.kind, target.digest, user, reason)
        keys = list(exports_to_drop(what, target).values_list("key", flat=True))
        record.files = [*what.files]
        texts = list(what.texts)
        for pk in what.publications:
            record.files += _bury(pk, record)
            texts.append(TextPlace(Publication, "title", pk))
        if target.kind == ErasedKind.TEXT:
            record.places = _replace_texts(texts, target, record)
        record.places |= _forget_file(what, record)
        record.save(update_fields=["files", "places"])
        exports_to_drop(what, target).delete()
        _end_sessions(what)
        changed = Report.objects.filter(plan__municipality__in=what.municipalities)
        changed.update(version=F("version") + 1)  # who is about to decide looks at it again
    for key in keys:
        export_files.drop(key)
    finish_erasure(record)
    return record


def _refusal(what: Found, reason: str) -> str:
    """Why this can't be erased yet or not for this reason, in Thai; empty when it can."""
    named = {(place.model, place.pk) for place in what.texts}
    people = {pk for model, pk in named if model is User}
    people |= {_person(place) for place in what.texts if place.name == "account.EmailAddress.email"}
    if used := User.objects.filter(pk__in=people, is_active=True).order_by("pk").values_list("pk", flat=True):
        numbers = ", ".join(map(str, used))
        return f"บัญชีเลขที่ {numbers} ยังเปิดใช้งานและมีข้อความนี้ โปรดแก้ไขหรือปิดบัญชีก่อน"
    keys = [place.pk for place in what.naming if place.model is Evidence]
    names = Evidence.objects.filter(pk__in=keys).values_list("file_name", flat=True)
    words = repeated_words(reason, (), names)
    return words and f"เหตุผลมีชื่อของไฟล์ที่จะลบ คือ “{words}” โปรดเขียนเหตุผลโดยไม่กล่าวซ้ำสิ่งที่ต้องการลบ"


def _person(place: TextPlace) -> Any:
    return place.rows().values_list("user", flat=True).first()


def _record(kind: ErasedKind, digest: str, user: User, reason: str) -> Erasure:
    return Erasure.objects.create(
        kind=kind, digest=digest, reason=reason, erased_by=user, erased_at=timezone.now()
    )


def _replace_texts(texts: list[TextPlace], target: Target, record: Erasure) -> dict[str, int]:
    """The number of tombstones by the name of their place."""
    stones, sought = tombstones(record), target.sought
    done = Counter(place.name for place in texts if replace_text(place, sought, stones, record.pk))
    return dict(sorted(done.items()))


def _bury(pk: int, record: Erasure) -> list[str]:
    """Take a publication down and empty it: its checksums, its day and the reason stay. Gives its files."""
    one = Publication.objects.defer("html", "pdf", "docx", "sealed", "bundle").get(pk=pk)
    user, reason = record.erased_by, record.reason
    if one.erased_at is not None:  # by somebody else, since it was found
        return []
    if one.withdrawn_at is None:
        report = Report.objects.with_place().get(pk=one.report_id)
        withdraw(report, user, reason, seen=report.version, revisions=[one.revision])
    elif sentence := reason_refusal(reason, Publication.objects.filter(pk=pk)):
        raise Refused(sentence)
    if record.kind != ErasedKind.PUBLICATION:
        record = _record(ErasedKind.PUBLICATION, one.sha256, user, reason)
        Erasure.objects.filter(pk=record.pk).update(places={"reports.Publication": 1})
    empty: dict[str, Any] = {"html": "", "bundle": "", "pdf": b"", "docx": b"", "sealed": b""}
    Publication.objects.filter(pk=pk).update(erased_at=record.erased_at, reason=reason, **empty)
    PrintedYear.objects.filter(publication=pk).delete()
    evidence = PublishedEvidence.objects.filter(publication=pk)
    names = list(evidence.exclude(stored="").values_list("stored", flat=True))
    stone = tombstones(record)[0]
    evidence.update(stored="", title=stone, file_name=stone)
    return names


def _forget_file(what: Found, record: Erasure) -> dict[str, int]:
    """Rows of a file keep its checksum, and what was shown of it shows that it is gone."""
    for place in what.naming:
        empty = {place.column: ""}
        if place.model is RemovedYear:
            forget_in_removed(place, what.files, record.digest, _WITHOUT_A_FILE)
            continue
        if place.model is PublishedEvidence:
            empty["file_name"] = tombstones(record)[0]
        elif place.column == "file":  # of Evidence and its past: without a file its title alone is shown
            empty = _WITHOUT_A_FILE
        place.rows().update(**empty)
    return dict(Counter(place.name for place in what.naming))


def _end_sessions(what: Found) -> None:
    """Sessions that hold the text, and all that is kept for a while only."""
    Session.objects.filter(pk__in=what.sessions).delete()
    if what.texts or what.sessions:
        cache.clear()


def finish_erasure(record: Erasure) -> None:
    """Remove what lies outside the database. What the disk refuses waits for the next time."""
    named = _still_named(record.files)
    left = [name for name in record.files if name not in named and not stored_files.remove(name)]
    gone = True
    if record.kind != ErasedKind.FILE:
        gone = stored_files.empty_the_cache()
        clear_old(IMPORTS, timedelta(0))
    settled = timezone.now() - record.erased_at >= PRINTED_BY
    record.files, record.finished_at = left, timezone.now() if gone and settled and not left else None
    record.save(update_fields=["files", "finished_at"])


def finish_erasures() -> None:
    """Finish those that were cut off, or whose caches may have been filled again while they were going on."""
    settled = timezone.now() - PRINTED_BY
    for record in Erasure.objects.filter(finished_at=None):
        if record.files or record.erased_at <= settled:
            finish_erasure(record)


def _still_named(names: list[str]) -> set[str]:
    """Those of these files that rows name: an equal file was published again, or by another revision."""
    found: set[str] = set()
    for model, column in file_columns():
        rows = models.QuerySet[Any](model).filter(**{f"{column}__in": names})
        found |= set(rows.values_list(column, flat=True))
    return found
