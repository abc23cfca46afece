"""`start.py`: what it says when it cannot go on, and that nothing is done twice. The whole way on an empty
Debian is tools/bare-debian.sh."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import start
from monitor import system_packages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """start.py with its environment and log in an empty folder."""
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(start, "LOG", tmp_path / "start.log")
    return tmp_path


def test_an_errand_nobody_knows_is_refused_with_the_list():
    said = subprocess.run([sys.executable, "start.py", "dmeo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "demo" in said.stderr and "test" in said.stderr


def test_an_old_python_is_sent_away_in_one_sentence(monkeypatch):
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 6))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(start.CannotStart, match=r"Python 3\.11 or newer is needed and this is 3\.9\.6"):
        start.newer_python()


@pytest.mark.parametrize("file", ["start.py", "monitor/__init__.py", "monitor/system_packages.py"])
def test_an_old_python_can_read_it_and_say_so(file):
    ast.parse((ROOT / file).read_text(encoding="utf8"), feature_version=(3, 8))


def test_an_environment_moved_here_is_not_ours(elsewhere):
    assert not start.healthy()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", start.VENV], check=True)
    assert start.healthy()
    shutil.move(start.VENV, elsewhere / "moved")
    start.VENV, start.PYTHON = elsewhere / "moved", elsewhere / "moved" / "bin" / "python"
    (elsewhere / "moved" / "pyvenv.cfg").unlink()
    assert not start.healthy()


def test_a_stamp_changes_with_the_lock_and_the_project(elsewhere, monkeypatch):
    monkeypatch.setattr(start, "ROOT", elsewhere)
    (elsewhere / "a.lock").write_text("x==1")
    (elsewhere / "pyproject.toml").write_text("[project]")
    first = start.stamp("a.lock")
    assert first == start.stamp("a.lock") != start.stamped("a.lock")
    (elsewhere / "a.lock").write_text("x==2")
    second = start.stamp("a.lock")
    (elsewhere / "pyproject.toml").write_text("[project]\nname = 'x'")
    assert len({first, second, start.stamp("a.lock")}) == 3


def test_a_failed_command_shows_the_end_of_its_log(elsewhere):
    code = start.run([sys.executable, "-c", "import sys; print('no such wheel', file=sys.stderr); sys.exit(3)"])
    with pytest.raises(start.CannotStart, match=r"could not be installed(.|\n)*no such wheel"):
        start.check(code, "the packages could not be installed")


def test_missing_packages_are_named_where_we_may_not_install(monkeypatch):
    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    with pytest.raises(start.CannotStart, match=r"^Python's environments are missing: .*python3\.12-venv libatomic1"):
        start.provide(["python3.12-venv", "libatomic1"], "Python's environments are missing")


def test_packages_are_installed_with_services_asleep(monkeypatch, tmp_path):
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(system_packages, "POLICY", policy)
    monkeypatch.setattr(system_packages, "may_install", lambda: True)
    asked = []

    def run(command, environment):
        code = subprocess.run([policy, "postfix", "start"], check=False).returncode
        asked.append((command[0], command[5], code, environment["DEBIAN_FRONTEND"]))
        return 0

    system_packages.ensure(["postfix"], "a test", run)
    assert asked == [("apt-get", "update", 101, "noninteractive"), ("apt-get", "install", 101, "noninteractive")]
    assert not policy.exists()


def test_a_policy_that_was_there_stays(monkeypatch, tmp_path):
    policy = tmp_path / "policy-rc.d"
    policy.write_text("theirs")
    monkeypatch.setattr(system_packages, "POLICY", policy)
    with system_packages.services_asleep():
        assert policy.read_text() == "theirs"
    assert policy.read_text() == "theirs"


def test_a_library_nobody_has_is_missing():
    assert system_packages.library_missing("libnobodyhasthis.so.7") == sys.platform.startswith("linux")
    assert not system_packages.library_missing("libc.so.6")
