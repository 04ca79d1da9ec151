"""Files chosen on a form that is shown again: whose they are, for how long, and how many."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from accounts.models import User
from ita_portal import chosen_files
from ita_portal.chosen_files import ChosenFiles, clear_old, keep_chosen
from municipalities.importing import keep_file
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 1, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


class Letter(forms.Form):
    """A form with a file and something that can be wrong."""

    name = forms.CharField()
    file = forms.FileField()


def sent(user: User, form: str = "letter 1", **data: object) -> ChosenFiles:
    """The files of a request, and those kept for it."""
    request = RequestFactory().post("/", data)
    request.user = user
    return ChosenFiles(request, form)


def kept_token(user: User, name: str = "ก.pdf") -> str:
    """Choose a file on a form that then is shown again: the token on its page."""
    files = sent(user, file=SimpleUploadedFile(name, b"content"))
    keep_chosen([Letter({}, files)])
    return files.kept["file"].token


def on_disk() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT, "pending").iterdir())


def test_kept_file_comes_with_the_next_request() -> None:
    user = factories.officer()
    files = sent(user, **{"kept-file": kept_token(user)})
    form = Letter({"name": "x"}, files)

    assert form.is_valid()
    assert (form.cleaned_data["file"].name, form.cleaned_data["file"].read()) == ("ก.pdf", b"content")
    keep_chosen([form])
    assert len(on_disk()) == 1  # it is not kept twice


def test_kept_file_is_for_its_account_and_its_form_alone() -> None:
    user, token = factories.officer(), kept_token(factories.officer())

    assert not sent(factories.reviewer(), **{"kept-file": token})
    assert not sent(user, "letter 2", **{"kept-file": token})
    assert not sent(user, **{"kept-file": f"{token}x"})
    assert sent(user, **{"kept-file": token})


def test_file_that_is_dropped_or_wrong_is_not_kept() -> None:
    user = factories.officer()
    dropped = sent(user, **{"kept-file": kept_token(user), "drop-file": "on"})
    empty = sent(user, file=SimpleUploadedFile("ก.pdf", b""))
    keep_chosen([Letter({}, empty), Letter()])

    assert (dict(dropped), dropped.kept, empty.kept, on_disk()) == ({}, {}, {}, [])


def test_files_are_for_the_portals_own_account() -> None:
    kept_token(factories.officer())
    assert [path.stat().st_mode & 0o777 for path in on_disk()] == [0o600]


def test_files_leave_after_a_day() -> None:
    user = factories.officer()
    with time_machine.travel(NOW):
        old = kept_token(user)
        imported = keep_file(b"x", "x.csv", user.pk)
        for path in Path(settings.MEDIA_ROOT).glob("*/*"):
            os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    with time_machine.travel(NOW + timedelta(hours=25)):
        assert not sent(user, **{"kept-file": old})
        clear_old()
        keep_file(b"y", "y.csv", user.pk)
    assert on_disk() == []
    with pytest.raises(FileNotFoundError):
        imported.content  # noqa: B018 - reading it is what is tried


def test_oldest_files_of_an_account_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_files, "AT_MOST", 2)
    somsri, wichai = factories.officer(), factories.reviewer()
    kept_token(wichai)
    tokens = [kept_token(somsri, f"{number}.pdf") for number in range(4)]

    assert [bool(sent(somsri, **{"kept-file": token})) for token in tokens] == [False, False, True, True]
    assert len(on_disk()) == 3
