"""Every step the judge may write down can be said in Russian."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from monitor.domain.verdict import InconclusiveReason, Step, rulings
from reports.dossier.explained import explain
from reports.dossier.words import WORDS
from reports.labels import labels

VERDICT = Path(__file__).resolve().parents[2] / "monitor" / "domain" / "verdict"


def sentences() -> set[str]:
    """All texts the rules give as a reason, with their variables left out."""
    found = set()
    for name in ("rulings.py", "pages.py"):
        for node in ast.walk(ast.parse((VERDICT / name).read_text(encoding="utf8"))):
            if isinstance(node, ast.keyword) and node.arg == "why":
                found |= set(texts(node.value))
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "why" for t in node.targets):
                found |= set(texts(node.value))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "inconclusive":
                found |= set(texts(node.args[1])) if len(node.args) > 1 else set()
    return found


def texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Name) and node.id.isupper():
        return [getattr(rulings, node.id)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(texts(part)[0] if isinstance(part, ast.Constant) else spelled(part) for part in node.values)]
    return []


def spelled(part: ast.expr) -> str:
    """What stands for a variable; a constant of the module is said as it is."""
    inside = texts(part.value) if isinstance(part, ast.FormattedValue) else []
    return inside[0] if inside else "1"


def test_no_english_is_left_in_russian() -> None:
    said = sentences()
    assert len(said) > 20
    left = {}
    for text in said:
        line = explain(Step(rule="verdict", looked_at=text, result="met"), "Europe/Moscow", "ru", str)
        if re.search(r"[A-Za-z]{2,}", line.looked_at):
            left[text] = line.looked_at
    assert left == {}


def test_instants_and_durations() -> None:
    step = Step(
        rule="wall clock",
        looked_at="2026-03-03 10:00:00.5+00:00 → 2026-03-03 12:03:04+00:00",
        result="1 day, 2:03:04.5 to the event",
    )
    english = explain(step, "Europe/Moscow", "en", str)
    assert english.looked_at == "3 Mar 13:00:00 → 3 Mar 15:03:04"
    assert english.result == "26\u00a0h 3\u00a0min 4\u00a0s to the event"
    russian = explain(step, "Europe/Moscow", "ru", str)
    assert russian.result == "26\u00a0ч 3\u00a0мин 4\u00a0с до события"


def test_both_languages_say_the_same_things() -> None:
    assert WORDS["en"].keys() == WORDS["ru"].keys()
    holes = {name: set(re.findall(r"{(\w+)}", WORDS["en"][name])) for name in WORDS["en"]}
    assert {n for n in holes if set(re.findall(r"{(\w+)}", WORDS["ru"][n])) != holes[n]} == set()
    assert all(f"reason.{one}" in labels("ru") for one in InconclusiveReason)
