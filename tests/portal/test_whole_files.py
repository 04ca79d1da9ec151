"""Uploads are there whole or not at all, and go again where the rows that name them are not stored."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError

from ita_portal.whole_files import files_go_with_rows, written_whole


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty MEDIA_ROOT."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def little_disk() -> Iterator[None]:
    """No file may have more than 100 KB, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_upload_that_the_disk_refuses_leaves_nothing(media: Path, little_disk: None):
    with pytest.raises(OSError, match="File too large"):
        default_storage.save("evidence/a.pdf", ContentFile(b"0" * 200 * 1024))
    assert everything(media) == []


def test_upload_is_whole_and_its_owners_alone(media: Path):
    name = default_storage.save("evidence/a.pdf", ContentFile(b"%PDF-"))
    assert (name, everything(media)) == ("evidence/a.pdf", ["evidence/a.pdf"])
    assert (media / name).read_bytes() == b"%PDF-"
    assert [oct((media / place).stat().st_mode)[-3:] for place in (name, "evidence")] == ["600", "700"]


def test_file_that_stands_there_is_not_written_over(media: Path):
    names = [
        default_storage.save("evidence/a.pdf", ContentFile(content)) for content in (b"first", b"second")
    ]
    assert [(media / name).read_bytes() for name in names] == [b"first", b"second"]


def test_reader_never_sees_half_a_file(media: Path):
    with written_whole(media / "list.json") as file:
        file.write(b"[")
        file.flush()
        assert not (media / "list.json").exists()
    assert everything(media) == ["list.json"]


def store() -> None:
    default_storage.save("evidence/a.pdf", ContentFile(b"%PDF-"))


@pytest.mark.parametrize(
    ("fault", "left"), [(None, 1), (ValueError, 0), (IntegrityError, 0), (OperationalError, 1)]
)
def test_upload_goes_with_the_rows_that_are_undone(media: Path, fault: type[Exception] | None, left: int):
    try:
        with files_go_with_rows():
            store()
            if fault:
                raise fault
    except (ValueError, IntegrityError, OperationalError):
        pass
    assert len(everything(media)) == left
