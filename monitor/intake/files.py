"""Room: letters that lie in files: one letter per file, folders of them, mbox files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

MAXIMUM_FILE = 2_000_000_000

_MBOX = re.compile(rb"\AFrom [^\r\n]+\r?\n")
_NEXT = re.compile(rb"(?:\A|\r?\n)From \S[^\r\n]*\d{4}[^\r\n]*\r?\n(?=[!-9;-~]+:)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def letters_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, raw bytes) of every letter in a file or folder, folders in order of name, recursively.

    A letter of an mbox is named "file#1", "file#2", …. OSError when a file cannot be read.
    """
    if path.is_dir():
        for inside in sorted(path.iterdir()):
            if not inside.name.startswith("."):
                yield from letters_in(inside)
        return
    data = path.read_bytes()
    letters = list(_mbox(data)) if _MBOX.match(data) else [data]
    if len(letters) == 1:
        yield str(path), letters[0]
    else:
        yield from ((f"{path}#{number}", letter) for number, letter in enumerate(letters, start=1))


def _mbox(data: bytes) -> Iterator[bytes]:
    """Letters between "From " lines that a header follows; ">From " is unquoted (the mboxrd way)."""
    starts = [(found.start(), found.end()) for found in _NEXT.finditer(data)]
    if len(starts) < 2:
        yield data
        return
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for (_, begin), end in zip(starts, ends, strict=True):
        yield _QUOTED_FROM.sub(rb"\1", data[begin:end])
