"""What a person was called, and was, at the moment of a deed: accounts are renamed, what was done is not.

It is read from the history of the account, in the query of the deeds themselves.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Expression, F, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject

_TOLD = ("first_name", "last_name", "username", "role", "position")


@dataclass(frozen=True)
class PersonThen:
    """A person as the account told it at one moment; `role` as it is stored."""

    first_name: str
    last_name: str
    username: str
    role: str
    position: str

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username

    @property
    def role_label(self) -> str:
        """The role in words."""
        labels = dict(get_user_model()._meta.get_field("role").flatchoices)  # noqa: SLF001 - Django's documented API
        return str(labels[self.role])


class _PersonField(TextField):
    """A person as JSON; None where nobody is named."""

    def from_db_value(self, stored: str | None, *_: object) -> PersonThen | None:
        return PersonThen(**json.loads(stored)) if stored else None


def person_then(person: str, at: str) -> Coalesce:
    """An annotation: who the person of the field `person` was at the moment in the field `at` (PersonThen).

    A moment before the account was made counts as its first; an account without a history is as it is now.
    """
    told = Cast(JSONObject(**{name: F(name) for name in _TOLD}), TextField())
    return _known_then(person, at, told, _PersonField())


def role_then(person: str, at: str) -> Coalesce:
    """An annotation: the role of that person at that moment, as it is stored (see `person_then`)."""
    return _known_then(person, at, F("role"), TextField())


def _known_then(person: str, at: str, wanted: Expression | F, output: TextField[Any, Any]) -> Coalesce:
    people: Any = get_user_model()
    states = people.history.filter(id=OuterRef(person))
    until_then = states.filter(history_date__lte=OuterRef(at)).order_by("-history_date", "-history_id")
    ever = states.order_by("history_date", "history_id")
    now = people._base_manager.filter(pk=OuterRef(person)).order_by()  # noqa: SLF001 - without what pages need
    found = (Subquery(rows.values(told=wanted)[:1]) for rows in (until_then, ever, now))
    return Coalesce(*found, output_field=output)
