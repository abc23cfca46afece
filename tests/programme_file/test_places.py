"""The line of every setting, in TOML as people really write it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from monitor.programme_file.places import Loc, Places, dotted

TRICKY = '''# a comment with [brackets] and = signs
title = "a # that is no comment"
'quoted key' = 1
dotted.inner."very inner" = 2

many = [
  1,     # one
  [2, 3],
  { a = "]", b = ["}", 4] },
]
text = """
[not.a.table]
key = "neither"
quote: \\"""  \\\\""""
raw = \'\'\'
[[nor.this]] ends in a quote \'\'\'\'
[table.sub]
x = 1
[[list]]
x = 1
  [list.inner]
  x = 2
  [[list.deeper]]
  x = 3
  [[list.deeper]]
  x = 4
[[list]]
x = 5
[list.inner] # again, of the second
x = 6
'''


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        (("title",), 2),
        (("quoted key",), 3),
        (("dotted", "inner", "very inner"), 4),
        (("many",), 6),
        (("many", 0), 7),
        (("many", 1, 1), 8),
        (("many", 2, "a"), 9),
        (("many", 2, "b", 1), 9),
        (("text",), 11),
        (("raw",), 15),
        (("table",), 17),
        (("table", "sub", "x"), 18),
        (("list",), 19),
        (("list", 0, "x"), 20),
        (("list", 0, "inner", "x"), 22),
        (("list", 0, "deeper", 1, "x"), 26),
        (("list", 1), 27),
        (("list", 1, "inner", "x"), 30),
        (("list", 1, "missing"), 27),
        (("missing",), 1),
    ],
)
def test_the_line_of(loc: Loc, line: int) -> None:
    tomllib.loads(TRICKY)
    assert Places(TRICKY, "p.toml").line(loc) == line


def test_windows_line_ends_and_a_place_told() -> None:
    places = Places("[programme]\r\nname = 'x'\r\n\r\nseed = 1\r\n", "p.toml")
    assert places.show(("programme", "seed")) == "p.toml:4 programme.seed"
    assert dotted(("sites", 2, "exceptions", "2026-12-31", "two words")) == 'sites[2].exceptions.2026-12-31."two words"'


_KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6)
_SCALARS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12),
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.dates(),
    st.times(),
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=12
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_every_path_of_any_file_has_its_own_line(data: dict[str, Any]) -> None:
    """A key's line, cut out of the text, holds that key; nothing valid is missed or breaks the scan."""
    text = tomlkit.dumps(data)
    read = tomllib.loads(text)
    places = Places(text, "p.toml")
    for loc in _paths(read):
        assert loc in places._lines
    assert set(places._lines) <= set(_paths(read))


def _paths(value: Any, loc: Loc = ()) -> list[Loc]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, item in inner for path in ((*loc, key), *_paths(item, (*loc, key)))]
