"""What `check --deploy` says of a machine that can't print."""

import pytest

from printing.pdf import INSTALL, rendering
from printing.system_checks import can_print


def test_machine_that_can_print_passes() -> None:
    assert can_print() == []


def test_machine_without_pango_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise OSError("libpango")

    monkeypatch.setattr(rendering, "import_module", missing)
    (warning,) = can_print()
    assert (warning.id, INSTALL in warning.msg) == ("reports.W001", True)
