"""The doctor notices what is really wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from monitor.doctor import ground
from monitor.doctor.tick import Health

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_another_distribution_that_owns_reports_is_noticed(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "__init__.py").write_text("")
    program = "from monitor.doctor import ground; tick = ground.packages(); print(tick.health, tick.found, tick.remedy)"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {program}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert said.startswith("ill ")
    assert f"reports from {tmp_path}" in said
    assert "environment of its own" in said


def test_a_missing_package_is_named():
    tick = ground.packages(("monitor", "nobody_has_this"))
    assert (tick.health, tick.found) == (Health.ill, "not importable: nobody_has_this")


def test_an_old_python():
    assert ground.python((3, 10, 4)).health is Health.ill
    assert ground.python().health is Health.well


def test_a_missing_library_is_named_with_its_package():
    if not sys.platform.startswith("linux"):
        assert ground.libraries("libnobody.so.1").health is Health.well
        return
    tick = ground.libraries("libnobody.so.1", "libnobody1")
    assert tick.health is Health.ill
    assert "libnobody1" in tick.remedy


def test_a_full_disk_and_a_fine_one(tmp_path):
    assert ground.disk(tmp_path / "var" / "not" / "yet", least=1).health is Health.well
    assert ground.disk(tmp_path, least=10**18).health is Health.ill


@pytest.mark.parametrize(
    "wrong",
    [NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=3))), datetime(1970, 1, 1, tzinfo=UTC)],
    ids=["naive", "local", "no battery"],
)
def test_a_wrong_clock(wrong):
    assert ground.clock(wrong).health is Health.ill


def test_a_clock_that_may_be_believed():
    assert ground.clock(NOON).health in (Health.well, Health.so_so)
    assert ground.clock(NOON, zones=("Mars/Olympus",)).health is Health.ill


def test_the_command_prints_ticks_as_json_and_ends_well():
    shopper = Path(sys.executable).with_name("shopper")
    said = subprocess.run(
        [shopper, "doctor", "--json", "--only", "packages"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert [tick["name"] for tick in json.loads(said.stdout)] == ["packages"]
