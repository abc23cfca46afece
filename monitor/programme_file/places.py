"""The programme file's room: where in the user's text a setting stands.

The standard library's TOML reader gives values without positions, so this walks the same text once more
and notes the line of every key, table and list item. It relies on the text being valid TOML already.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping

Loc = tuple[str | int, ...]
"""A path into the file: `("sites", 2, "touchpoints", 0, "kind")`."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|' + r"'''.*?'{3,5}(?!')|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]*")


class Places:
    """Line numbers (from 1) of everything in one TOML text, and how a place is told to a person."""

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        self._lines: Mapping[Loc, int] = _Scanner(text).scan()

    def line(self, loc: Loc) -> int:
        """The line of the setting at `loc`, of the nearest table around it when it is not there."""
        known = next((loc[:size] for size in range(len(loc), 0, -1) if loc[:size] in self._lines), ())
        return self._lines.get(known, 1)

    def show(self, loc: Loc) -> str:
        """`programme.toml:41 sites[2].touchpoints[0].kind`"""
        return f"{self.source}:{self.line(loc)} {dotted(loc)}".rstrip()


def dotted(loc: Loc) -> str:
    """`sites[2].touchpoints[0].kind`: lists count from 0, as programs do."""
    shown = "".join(f"[{part}]" if isinstance(part, int) else f".{toml_key(part)}" for part in loc)
    return shown.removeprefix(".")


def toml_key(name: str) -> str:
    """Quoted when a bare key may not hold it."""
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else f'"{name}"'


class _Scanner:
    """One pass over valid TOML text; collects `lines`: path → line of its key, header or first character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Loc, int] = {}
        self.newlines = [found.start() for found in re.finditer("\n", text)]
        self.latest: dict[Loc, int] = {}

    def scan(self) -> Mapping[Loc, int]:
        table: Loc = ()
        while not self._finished():
            if self._ahead("["):
                table = self._header()
            else:
                self._setting(table)
        return self.lines

    def _finished(self) -> bool:
        self._skip(_BLANK)
        return self.at >= len(self.text)

    def _ahead(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _note(self, loc: Loc, start: int) -> None:
        self.lines.setdefault(loc, bisect_right(self.newlines, start - 1) + 1)

    def _header(self) -> Loc:
        start, many = self.at, self._ahead("[[")
        self.at += 2 if many else 1
        keys = self._keys()
        self.at += 2 if many else 1
        loc = (*self._resolve(keys[:-1], start), keys[-1])
        if many:
            self._note(loc, start)
            self.latest[loc] = self.latest.get(loc, -1) + 1
        if loc in self.latest:
            loc += (self.latest[loc],)
        self._note(loc, start)
        return loc

    def _resolve(self, keys: list[str], start: int) -> Loc:
        """The path a header's outer keys mean: `sites` is the newest item of `[[sites]]`."""
        loc: Loc = ()
        for key in keys:
            loc += (key,)
            self._note(loc, start)
            if loc in self.latest:
                loc += (self.latest[loc],)
        return loc

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            word = self._skip(_STRING)
            keys.append(_unquoted(word) if word else self._skip(_BARE_KEY))
            self._skip(_SPACE)
            if not self._ahead("."):
                return keys
            self.at += 1

    def _setting(self, table: Loc) -> None:
        start = self.at
        loc = table
        for key in self._keys():
            loc += (key,)
            self._note(loc, start)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(loc)

    def _value(self, loc: Loc) -> None:
        if self._ahead("["):
            self._list(loc)
        elif self._ahead("{"):
            self._inline_table(loc)
        else:
            self._skip(_STRING) or self._skip(_SCALAR)

    def _list(self, loc: Loc) -> None:
        index = 0
        while self._another("]"):
            self._note((*loc, index), self.at)
            self._value((*loc, index))
            index += 1

    def _inline_table(self, loc: Loc) -> None:
        while self._another("}"):
            self._setting(loc)

    def _another(self, end: str) -> bool:
        """Past the opening bracket or comma: True when an item follows, else past the closing one."""
        self._skip(_BLANK)
        if not self._ahead(end):
            self.at += 1
            self._skip(_BLANK)
        if self._ahead(end) or self.at >= len(self.text):
            self.at += 1
            return False
        return True


def _unquoted(word: str) -> str:
    return word[1:-1] if word.startswith("'") else str(json.loads(word, strict=False))
