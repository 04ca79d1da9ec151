"""The system check of the framework files: silent on ours, one error for each fault of a broken one."""

from pathlib import Path

from django.core.checks import registry

from assessments.framework import FOLDER
from assessments.system_checks import folder_faults, frameworks_are_sound


def copied(tmp_path: Path, old: str, new: str) -> Path:
    text = (FOLDER / "2568.toml").read_text(encoding="utf-8")
    (tmp_path / "2568.toml").write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path


def test_our_frameworks_are_sound() -> None:
    assert frameworks_are_sound(None) == []


def test_check_is_registered() -> None:
    assert frameworks_are_sound in registry.registry.get_checks()


def test_every_fault_of_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path, "weight = 0.30", "weight = 0.20")
    (folder / "notes.toml").write_text("")
    assert list(folder_faults(folder)) == [
        "2568.toml: instruments: the weights sum to 0.80, not to 1",
        "notes.toml: the name is not a fiscal year",
    ]


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path, 'code = "oit"', 'code = "zit"')
    assert list(folder_faults(folder)) == [
        "2568.toml: instruments.2.code: Input should be 'iit', 'eit' or 'oit'"
    ]
