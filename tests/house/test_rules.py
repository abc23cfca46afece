"""The house rules that a machine can check (docs/design/house.md §3)."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("monitor", "probes", "schedules", "reports")
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 300, 40, 12
BLIND_EXCEPTS = {
    "monitor/steps/collect/letters.py": 1,
    "monitor/steps/judge.py": 1,
    "monitor/steps/visit/look.py": 1,
    "schedules/clockwork.py": 1,
}
"""around one visit (looked at, judged), one letter, one tick"""
LOADERS = {"probes/__init__.py"}
"""the only files with an import inside a function"""
CLOCK = {"now", "utcnow", "today", "time"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))] + [ROOT / "start.py"]
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf8")) for path in paths if written(path)
    }


def written(path: Path) -> bool:
    """By hand: a migration is drawn up once by a generator and never read as prose."""
    return "migrations/versions" not in path.as_posix()


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield name, node


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def test_files_stay_short():
    sizes = {name: len((ROOT / name).read_text(encoding="utf8").splitlines()) for name in modules()}
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short():
    sizes = {f"{name}:{node.name}": length(node) for name, node in nodes(ast.FunctionDef, ast.AsyncFunctionDef)}
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FUNCTION} == {}
    assert statistics.median(sizes.values()) <= MEDIAN_FUNCTION


def test_every_module_says_what_it_is():
    silent = [name for name, tree in modules().items() if not ast.get_docstring(tree)]
    assert [name for name in silent if (ROOT / name).read_text(encoding="utf8").strip()] == []


def test_no_imports_inside_functions():
    inside = [
        f"{name}:{inner.lineno}"
        for name, node in nodes(ast.FunctionDef, ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom) and name not in LOADERS
    ]
    assert inside == []


def test_blind_excepts_only_around_a_visit_and_a_tick():
    blind: dict[str, int] = {}
    for name, node in nodes(ast.ExceptHandler):
        if any(kind in ("Exception", "BaseException", None) for kind in caught(node)):
            blind[name] = blind.get(name, 0) + 1
    assert {name: count for name, count in blind.items() if count > BLIND_EXCEPTS.get(name, 0)} == {}


def caught(handler: ast.ExceptHandler) -> list[str | None]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [kind.id if isinstance(kind, ast.Name) else None if kind is None else "" for kind in kinds]


def test_only_the_threshold_reads_the_clock():
    readers = [
        f"{name}:{node.lineno}"
        for name, node in nodes(ast.Call)
        if reads_the_clock(node.func)
        and name not in ("monitor/wiring.py", "start.py")
        and "monitor/wiring/" not in name
    ]
    assert readers == []


def reads_the_clock(function: ast.expr) -> bool:
    if not isinstance(function, ast.Attribute) or function.attr not in CLOCK:
        return False
    owner = function.value.attr if isinstance(function.value, ast.Attribute) else getattr(function.value, "id", "")
    return (owner, function.attr) == ("time", "time") or (owner in ("datetime", "date") and function.attr != "time")


def test_rooms_are_nouns():
    forbidden = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [name for name in modules() if forbidden & set(Path(name).with_suffix("").parts)] == []


def test_top_level_names_do_not_hide_the_standard_library():
    assert [name for name in PACKAGES if name in sys.stdlib_module_names] == []


@pytest.mark.parametrize("name", sorted(name for name in modules() if name.startswith("monitor/domain/")))
def test_domain_values_are_frozen_slotted_and_keyword_only(name):
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for decorator in node.decorator_list:
                if "dataclass" in ast.unparse(decorator):
                    kept = {
                        word.arg for word in getattr(decorator, "keywords", ()) if ast.unparse(word.value) == "True"
                    }
                    assert {"frozen", "slots", "kw_only"} <= kept, f"{name}:{node.lineno} {node.name}"


def test_nothing_is_left_open():
    words = r"\b(TO" + r"DO|FIX" + r"ME|HA" + r"CK)\b|raise NotImplemented" + "Error"
    left = subprocess.run(["git", "grep", "-nIE", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert left.stdout == ""
