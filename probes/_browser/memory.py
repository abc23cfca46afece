"""Browser: how much memory its processes take, and which page takes most."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

import psutil


def tree(process: psutil.Process | None) -> list[psutil.Process]:
    """A browser's processes, the first one last; empty when it is gone."""
    with contextlib.suppress(psutil.Error):
        return [*process.children(recursive=True), process] if process else []
    return []


def weight(process: psutil.Process | None) -> int:
    """Bytes of memory that a browser's processes share with nobody."""
    return sum(_weights(tree(process)).values())


def end_hungriest(browsers: Iterable[psutil.Process | None], budget: int) -> int:
    """When the browsers together take more than `budget` bytes, end the page that takes most; the bytes it took, 0
    when nothing was ended."""
    weights = _weights(process for browser in browsers for process in tree(browser))
    if sum(weights.values()) <= budget:
        return 0
    pages = {process: weights[process] for process in _pages(weights)}
    hungriest = max(pages, key=pages.__getitem__, default=None)
    if hungriest is None:
        return 0
    with contextlib.suppress(psutil.NoSuchProcess):
        hungriest.kill()
    return pages[hungriest]


def _weights(processes: Iterable[psutil.Process]) -> dict[psutil.Process, int]:
    found = {}
    for process in processes:
        with contextlib.suppress(psutil.Error):  # it ended meanwhile
            memory = process.memory_info()
            found[process] = memory.rss - getattr(memory, "shared", 0)
    return found


def _pages(processes: Iterable[psutil.Process]) -> Iterator[psutil.Process]:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            if "--type=renderer" in process.cmdline():
                yield process
