"""The floors of the house: apps import leftwards, pure modules nothing of Django, and names say something."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = (
    "municipalities",
    "outbox",
    "accounts",
    "assessments",
    "measures",
    "documents",
    "printing",
    "exchange",
    "reports",
    "oit",
    "home",
    "oversight",
    "public",
    "operations",
    "demo",
)
SHARED = {
    f"ita_portal.{leaf}"
    for leaf in (
        "signs",
        "thai",
        "typed",
        "pasted",
        "labels",
        "body_sizes",
        "build",
        "chosen_files",
        "fields",
        "lines_field",
        "field_notes",
        "noted_forms",
        "judging",
        "editing",
        "merging",
        "merged_forms",
        "keyed_forms",
        "saving",
        "admin_history",
        "admin_lists",
        "admin_reading",
        "downloads",
        "fetching",
        "spreadsheets",
        "limited_process",
        "gathering",
        "periods",
        "own_addresses",
        "keyless",
        "traffic",
        "private_files",
        "whole_files",
        "clamd",
        "sign_in_provider",
    )
}
PURE = (
    "ita_portal/signs.py",
    "ita_portal/clamd.py",
    "ita_portal/thai.py",
    "ita_portal/typed.py",
    "ita_portal/pasted/*.py",
    "ita_portal/labels.py",
    "ita_portal/whole_requests.py",
    "ita_portal/fetching.py",
    "ita_portal/merging.py",
    "ita_portal/limited_process.py",
    "municipalities/codes.py",
    "municipalities/dated.py",
    "municipalities/naming.py",
    "municipalities/nearness.py",
    "municipalities/places.py",
    "municipalities/xlsx_reading.py",
    "municipalities/xlsx_process.py",
    "assessments/enums.py",
    "assessments/framework.py",
    "assessments/framework_[!v]*.py",
    "assessments/scoring.py",
    "assessments/subjects.py",
    "assessments/pasted/*.py",
    "assessments/pdf_*.py",
    "measures/completeness.py",
    "measures/details.py",
    "measures/enums.py",
    "measures/own_texts.py",
    "measures/progress.py",
    "measures/quarters.py",
    "documents/*.py",
    "documents/checks/*.py",
    "documents/checks/*/*.py",
    "documents/sections/*.py",
    "printing/pdf/press.py",
    "reports/states.py",
    "reports/deadlines.py",
    "reports/duties.py",
    "reports/cycle_steps.py",
    "home/overview.py",
    "oversight/statistics.py",
    "oversight/spread_chart.py",
    "oversight/changes.py",
)
ASKS_THE_DATABASE = ("documents/loading.py",)
# What runs in the child process that makes a PDF.
PRESS = {"printing/pdf/press.py", "printing/pdf/speed.py", "printing/pdf/svg_text.py"}
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


def own_files(name: str) -> list[Path]:
    """What Python runs to import that name of ours: the packages above it, then the module itself."""
    parts = name.split(".")
    folders = [ROOT.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    candidates = [path for folder in folders for path in (folder / "__init__.py", folder.with_suffix(".py"))]
    return [path for path in candidates if path.exists()]


def reached(path: Path, known: dict[Path, str]) -> dict[Path, str]:
    """Every file of ours that runs when this one is imported, with the way that leads there."""
    for name in imports(path):
        for found in own_files(name) if name.split(".")[0] in (*FLOORS, "ita_portal") else ():
            if found not in known:
                known[found] = f"{known[path]} > {found.relative_to(ROOT)}"
                reached(found, known)
    return known


def test_pure_modules_reach_no_framework():
    """Neither by themselves nor by anything that they import."""
    paths = {path for pattern in PURE for path in ROOT.glob(pattern)}
    paths -= {ROOT / name for name in ASKS_THE_DATABASE}
    found = {
        f"{way}: {name}"
        for path in paths
        for file, way in reached(path, {path: str(path.relative_to(ROOT))}).items()
        for name in imports(file)
        if name.split(".")[0] in FRAMEWORKS
    }
    assert found == set()
    assert all(any(ROOT.glob(pattern)) for pattern in PURE)


def test_pdf_engine_stays_in_the_press():
    found = {
        str(path.relative_to(ROOT))
        for app in (*FLOORS, "ita_portal")
        for path in sources(app)
        if any(name.split(".")[0] == "weasyprint" for name in imports(path))
    }
    assert found == PRESS


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


# Pages, sections and tags are called by what they show; commands and addresses as Django asks.
MAY_BE_SHARED = ("_views.py", "/sections/", "/templatetags/", "/commands/", "urls.py", "apps.py")


def test_a_public_name_means_one_thing():
    """Whoever searches for a class or function finds one."""
    found = defaultdict(list)
    for app in (*FLOORS, "ita_portal"):
        for path in sources(app):
            name = f"{path.relative_to(ROOT)}"
            if any(part in name for part in MAY_BE_SHARED):
                continue
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                    found[node.name].append(name)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
