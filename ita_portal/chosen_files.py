"""Files that somebody chose on a form: what is said of them beforehand, and how a good one outlives an error.

A page that is shown again can't choose a file again, so a good one is kept for a day under MEDIA_ROOT. The
page carries a signed token, which opens the file for the same account on the same form.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

KEPT = timedelta(days=1)
AT_MOST = 100  # files of one account; the oldest make room
FOLDER = "pending"


def file_input(max_bytes: int, endings: Sequence[str], kinds: str) -> forms.FileInput:
    """A field for one file: `endings` as ".pdf", `kinds` in words.

    Where there is JavaScript, a file of another kind or of more bytes is refused when it is chosen.
    """
    return forms.FileInput(
        attrs={"accept": ",".join(endings), "data-max-bytes": max_bytes, "data-kinds": kinds}
    )


@dataclass(frozen=True)
class KeptFile:
    """A file that waits for its form to be saved: its name as chosen, and the token for the page."""

    name: str
    token: str


class ChosenFiles(MultiValueDict):
    """The files of a request by field: those that came along, else those kept when the page was shown again.

    `form` names the form and its row. `kept` are the files to be named on the page, should it be shown again.
    """

    def __init__(self, request: HttpRequest, form: str) -> None:
        super().__init__(dict(request.FILES.lists()))
        self.kept: dict[str, KeptFile] = {}
        self._beginning = f"{FOLDER}/{request.user.pk}-"
        self._salt = f"chosen file {request.user.pk} {form}"
        self._sent = frozenset(self)
        for name in (name for name in request.POST if name.startswith("kept-")):
            field = name.removeprefix("kept-")
            self._take_up(field, request.POST[name], dropped=f"drop-{field}" in request.POST)

    def _take_up(self, field: str, token: str, *, dropped: bool) -> None:
        """Open the file of a token; one that is forged, another's, old or gone is none."""
        try:
            path, name = signing.loads(token, salt=self._salt, max_age=KEPT)
            if dropped:
                default_storage.delete(path)
                return
            with default_storage.open(path) as file:
                content = file.read()
        except (signing.BadSignature, FileNotFoundError):
            return
        self.kept[field] = KeptFile(name, token)
        if field not in self._sent:
            self[field] = SimpleUploadedFile(name, content)

    def keep(self, field: str) -> None:
        """Keep the file that came with this field; one that was kept already stays as it is."""
        if field not in self._sent:
            return
        clear_old()
        self._make_room()
        upload = cast("UploadedFile", self[field])
        upload.seek(0)
        name = f"{self._beginning}{uuid4().hex}"
        path = default_storage.save(name, ContentFile(upload.read()))
        chosen = upload.name or ""
        self.kept[field] = KeptFile(chosen, signing.dumps([path, chosen], salt=self._salt, compress=True))

    def __copy__(self) -> "ChosenFiles":
        twin = ChosenFiles.__new__(ChosenFiles)
        MultiValueDict.__init__(twin, dict(self.lists()))
        twin.__dict__.update(self.__dict__)
        twin.kept = dict(self.kept)
        return twin

    def let_go(self, field: str) -> None:
        """Take the file of this field out of what is to be saved."""
        self.pop(field, None)
        self.kept.pop(field, None)

    def renamed(self, fields: Mapping[str, str]) -> "ChosenFiles":
        """The same files under other fields, as of rows that are numbered anew; those not named stay out."""
        twin = self.copy()
        twin.clear()
        MultiValueDict.__init__(twin, {fields[name]: files for name, files in self.lists() if name in fields})
        twin.kept = {fields[name]: file for name, file in self.kept.items() if name in fields}
        twin._sent = frozenset(fields[name] for name in self._sent if name in fields)  # noqa: SLF001 - its own
        return twin

    def _make_room(self) -> None:
        own = [path for path in _files(FOLDER) if path.startswith(self._beginning)]
        with suppress(FileNotFoundError):  # another process has just cleared one
            own.sort(key=default_storage.get_modified_time)
            for path in own[: max(0, len(own) + 1 - AT_MOST)]:
                default_storage.delete(path)


def keep_chosen(shown: Iterable[forms.BaseForm]) -> None:
    """Keep the good files of forms that are shown again; their `files` are `ChosenFiles`."""
    for form in shown:
        if isinstance(form.files, ChosenFiles):
            good = [name for name in form.fields if name not in form.errors]
            files = [name for name in good if isinstance(form.fields[name], forms.FileField)]
            for name in files:
                form.files.keep(form.add_prefix(name))


def clear_old(folder: str = FOLDER, age: timedelta = KEPT) -> None:
    """Delete what has been kept in a folder of MEDIA_ROOT for longer than that."""
    for path in _files(folder):
        with suppress(FileNotFoundError):  # another process has just cleared it
            if timezone.now() - default_storage.get_modified_time(path) > age:
                default_storage.delete(path)


def _files(folder: str) -> list[str]:
    known = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    return [f"{folder}/{name}" for name in known]
