"""Who did what when, for the admin: read from where each deed is kept anyway, newest first.

Steps of documents, changes of accounts, orders of files, erasures by law and the settings of provinces are
rows; sign-ins stand in the log of requests (`signing.py`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User
from ita_portal.thai import thai_digits
from oversight.models import Export
from reports.erased import Erasure
from reports.models import Event
from reports.states import verb_said

COLUMNS = ("moment", "deed_kind", "deed_key")
# The fields of an account whose change is a deed; the history has more rows than these.
TOLD = ("role", "is_active", "municipality_id", "province_id", "username", "email", "first_name", "last_name")


@dataclass(frozen=True)
class Deed:
    """One line of the page: `by` as the one is called today, `about` what it was done to, `more` in small."""

    at: datetime
    by: str
    what: str
    about: str
    more: str = ""


@dataclass(frozen=True)
class _Kind:
    """Where deeds of one kind are kept: their rows, the fields of moment and person, and their lines."""

    rows: Callable[[], QuerySet[Any]]
    at: str
    person: str
    told: Callable[[Iterable[int]], Mapping[int, Deed]]


def deeds_of(kind: str = "", people: Iterable[int] | None = None) -> QuerySet[Any, Any]:
    """Deeds as (moment, kind, key), newest first; of one kind and of some accounts, where these are given."""
    chosen = [kind] if kind else list(KINDS)
    asked = [_keys(name, people) for name in chosen]
    whole = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    return whole.order_by("-moment", "-deed_key")


def _keys(name: str, people: Iterable[int] | None) -> QuerySet[Any, Any]:
    kind = KINDS[name]
    rows = kind.rows().order_by()
    if people is not None:
        rows = rows.filter(**{f"{kind.person}__in": people})
    deed_kind = Value(name, CharField(max_length=8))
    deed_key = Cast(F("pk" if name != "account" else "history_id"), BigIntegerField())
    return rows.annotate(moment=F(kind.at), deed_kind=deed_kind, deed_key=deed_key).values_list(*COLUMNS)


def told_deeds(page: Iterable[tuple[datetime, str, int]]) -> list[Deed]:
    """The lines of a page of deeds, in its order; asks once for each kind on it."""
    wanted: dict[str, list[int]] = {}
    rows = list(page)
    for _moment, name, key in rows:
        wanted.setdefault(name, []).append(key)
    found = {name: KINDS[name].told(keys) for name, keys in wanted.items()}
    return [found[name][key] for _moment, name, key in rows]


def _events(keys: Iterable[int]) -> dict[int, Deed]:
    rows = Event.objects.filter(pk__in=keys).select_related("report__plan__municipality")
    return {row.pk: _step(row) for row in rows}


def _step(row: Event) -> Deed:
    plan, by = row.report.plan, f"{row.actor_name} ({row.actor_role})"
    about = f"{row.report.get_kind_display()} {thai_digits(str(plan.fiscal_year))} {plan.municipality}"
    return Deed(row.at, by, verb_said(row.verb, reviewed=row.reviewed), about, row.note)


def _accounts(keys: Iterable[int]) -> dict[int, Deed]:
    history = User.history.filter(history_id__in=keys)
    rows = User.history.filter(id__in=history.values("id")).select_related("history_user")
    found, before = {}, dict[int, Any]()
    for row in rows.order_by("id", "history_date", "history_id"):
        what, more = _account_change(before.get(row.id), row)
        by, name = str(row.history_user or "ระบบ"), f"{row.first_name} {row.last_name}".strip()
        found[row.history_id] = Deed(row.history_date, by, what, name or row.username, more)
        before[row.id] = row
    return found


def _account_change(before: Any, row: Any) -> tuple[str, str]:
    """What was done to an account, and with which of its fields."""
    if before is None:
        return "สร้างบัญชี", row.get_role_display()
    if row.history_type == "-":
        return "ลบบัญชี", ""
    changed = [name for name in TOLD if getattr(before, name) != getattr(row, name)]
    if not changed:  # the history keeps neither password nor last sign-in, but the row of either
        return "เข้าสู่ระบบหรือตั้งรหัสผ่าน", ""
    if changed == ["is_active"]:
        return "เปิดใช้บัญชี" if row.is_active else "ปิดบัญชี", ""
    if "role" in changed:
        return "เปลี่ยนบทบาท", f"{before.get_role_display()} → {row.get_role_display()}"
    columns = {column.attname: str(column.verbose_name) for column in User._meta.concrete_fields}  # noqa: SLF001 - Django's documented API
    return "แก้ไขบัญชี", ", ".join(columns[name] for name in changed)


def _exports(keys: Iterable[int]) -> dict[int, Deed]:
    rows = Export.objects.filter(pk__in=keys).select_related("owner")
    told = ((row, row.get_kind_display(), row.get_stage_display()) for row in rows)
    return {row.pk: Deed(row.asked_at, str(row.owner), "สั่งไฟล์รวม", kind, stage) for row, kind, stage in told}


def _erasures(keys: Iterable[int]) -> dict[int, Deed]:
    rows = Erasure.objects.filter(pk__in=keys).select_related("erased_by")
    return {
        row.pk: Deed(row.erased_at, str(row.erased_by), "ลบตามกฎหมาย", row.get_kind_display(), row.reason)
        for row in rows
    }


def _settings(keys: Iterable[int]) -> dict[int, Deed]:
    rows = LogEntry.objects.filter(pk__in=keys).select_related("user")
    return {
        row.pk: Deed(row.action_time, str(row.user), "แก้ไขการตั้งค่า", row.object_repr, row.get_change_message())
        for row in rows
    }


KINDS = {
    "event": _Kind(Event.objects.all, "at", "actor", _events),
    "account": _Kind(User.history.all, "history_date", "history_user", _accounts),
    "export": _Kind(Export.objects.all, "asked_at", "owner", _exports),
    "erasure": _Kind(Erasure.objects.all, "erased_at", "erased_by", _erasures),
    "setting": _Kind(LogEntry.objects.all, "action_time", "user", _settings),
}
