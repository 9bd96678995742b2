"""The house stays a house: what loads what, and how big the rooms are."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = [
    path for floor in ("console", "data", "screens") for path in (ROOT / floor).rglob("*.py")
]


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("data.store", "textual rich polars watchfiles tinydb"),
        ("console.table", "textual rich polars watchfiles platformdirs"),
        ("console.intake", "textual rich polars watchfiles"),
        ("screens.start", "screens.line.main data console pathlib typing msgspec zlib termios"),
        ("screens.line.main", "textual polars watchfiles tinydb"),
        ("screens.app", "polars textual.widgets._text_area textual.widgets._markdown openpyxl"),
    ],
)
def test_a_start_loads_only_what_it_needs(module: str, never: str) -> None:
    program = f"import sys, {module}; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not set(never.split()) & set(loaded)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_and_functions_stay_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 50, f"{node.name} has {length} lines"
