"""The floors of the house: apps import leftwards, pure modules nothing of Django, and names say something."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = ("municipalities", "accounts", "assessments", "measures", "reports", "oversight", "public")
SHARED = {
    f"ita_portal.{leaf}"
    for leaf in ("thai", "fields", "editing", "admin_history", "downloads", "spreadsheets")
}
PURE = (
    "ita_portal/thai.py",
    "municipalities/places.py",
    "municipalities/xlsx_reading.py",
    "assessments/framework.py",
    "assessments/framework_[!v]*.py",
    "assessments/scoring.py",
    "reports/checks/*.py",
    "reports/dossier.py",
    "reports/charts.py",
    "reports/deadlines.py",
    "reports/choices.py",
    "reports/document/*.py",
    "oversight/statistics.py",
    "oversight/spread_chart.py",
    "oversight/changes.py",
)
# What runs in the child process that makes a PDF.
PRESS = {"reports/pdf/press.py", "reports/pdf/speed.py", "reports/pdf/svg_text.py"}
FRAMEWORKS = {"django", "allauth", "crispy_forms", "simple_history"}
EMPTY_WORDS = ("manager", "service", "helper", "util", "common", "misc")


def sources(app: str) -> list[Path]:
    return [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports when it runs; what only the type checker reads does not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by the full name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def crossings(path: Path, allowed: set[str]) -> list[str]:
    """Imports of the portal's own modules that are not allowed there."""
    own = [name for name in imports(path) if name.split(".")[0] in (*FLOORS, "ita_portal")]
    return [name for name in own if not any(name == good or name.startswith(f"{good}.") for good in allowed)]


@pytest.mark.parametrize("app", FLOORS)
def test_app_imports_only_to_its_left(app: str):
    allowed = SHARED | set(FLOORS[: FLOORS.index(app) + 1])
    found = {str(path.relative_to(ROOT)): crossings(path, allowed) for path in sources(app)}
    assert {path: names for path, names in found.items() if names} == {}


def test_portal_imports_no_app_but_for_its_addresses():
    allowed = {"ita_portal"}
    found = {path.name: crossings(path, allowed) for path in sources("ita_portal") if path.name != "urls.py"}
    assert {path: names for path, names in found.items() if names} == {}


def test_pure_modules_import_no_framework():
    paths = [path for pattern in PURE for path in sorted(ROOT.glob(pattern))]
    found = {str(path.relative_to(ROOT)): sorted(set(imports(path))) for path in paths}
    assert {
        path: name for path, names in found.items() for name in names if name.split(".")[0] in FRAMEWORKS
    } == {}


def test_pdf_engine_stays_in_the_press():
    found = {
        str(path.relative_to(ROOT))
        for app in (*FLOORS, "ita_portal")
        for path in sources(app)
        if any(name.split(".")[0] == "weasyprint" for name in imports(path))
    }
    assert found <= PRESS


def test_no_module_has_a_name_that_says_nothing():
    names = [str(path.relative_to(ROOT)) for app in (*FLOORS, "ita_portal") for path in sources(app)]
    assert [name for name in names if any(word in Path(name).stem for word in EMPTY_WORDS)] == []


def test_no_class_has_a_name_that_says_nothing():
    """Django's own managers, of tables, are called so by Django."""
    classes = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for app in (*FLOORS, "ita_portal")
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not any("Manager" in ast.unparse(base) for base in node.bases)
    ]
    assert [name for name in classes if name.endswith(("Manager", "Service", "Helper", "Utils"))] == []


def test_modules_stay_short():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for app in (*FLOORS, "ita_portal")
        for path in sources(app)
    }
    assert {path: length for path, length in lengths.items() if length > 300} == {}
