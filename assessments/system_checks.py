"""The system check that refuses a framework file which can't be read or contradicts itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessments.framework import FOLDER, MalformedFramework, read
from assessments.framework_faults import faults


@register()
def frameworks_are_sound(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error (assessments.E001) for each fault of each framework file."""
    return [Error(fault, id="assessments.E001") for fault in folder_faults(FOLDER)]


def folder_faults(folder: Path) -> Iterator[str]:
    """Every fault of the framework files in this folder, the file's name first."""
    for path in sorted(folder.glob("*.toml")):
        yield from (f"{path.name}: {fault}" for fault in _file_faults(path))


def _file_faults(path: Path) -> list[str]:
    if not path.stem.isdecimal():
        return ["the name is not a fiscal year"]
    try:
        return faults(read(path, int(path.stem)))
    except MalformedFramework as error:
        return [str(error).removeprefix(f"{path.name}: ")]
