"""Ground: packages of the operating system, installed where we may and named where we may not.

Only the standard library is used here: `start.py` needs this before anything is installed, and
`shopper doctor --fix` afterwards. Services that a package brings are never started.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

POLICY = Path("/usr/sbin/policy-rc.d")
"""Debian asks this script before a package starts its service; 101 means "do not"."""

if TYPE_CHECKING:  # an old Python reads this file before it is told to go
    Run = Callable[[Sequence[str], dict[str, str]], int]


class SystemPackagesMissing(Exception):
    """System packages are missing and we may not install them; the message names the command that does."""


def may_install() -> bool:
    """True as root on a system of the Debian family."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def ensure(packages: Sequence[str], why: str, run: Run | None = None) -> None:
    """Install `packages` (Debian names), or raise `SystemPackagesMissing` with one sentence that says what to do.

    `run(command, environment)` runs apt-get and returns its exit code; quietly by default.
    """
    if not packages:
        return
    if not may_install():
        raise SystemPackagesMissing(f"{why}: {remedy(packages)}")
    with services_asleep():
        if not (apt("update", run=run) and apt("install", "--no-install-recommends", *packages, run=run)):
            raise SystemPackagesMissing(f"{why}; apt-get did not bring it, see what it says to: {remedy(packages)}")


def apt(*arguments: str, run: Run | None = None) -> bool:
    """True when apt-get did what `arguments` say; it asks nothing and waits its turn."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return not (run or run_quietly)(("apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", *arguments), environment)


def remedy(packages: Sequence[str]) -> str:
    """The sentence for a person who has to install `packages` themselves."""
    names = " ".join(packages)
    if shutil.which("apt-get"):
        return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
    return f"install the system package that your distribution offers for: {names} (Debian's names)"


def library_missing(name: str) -> bool:
    """True on Linux when the shared library `name` ("libatomic.so.1") cannot be loaded."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        ctypes.CDLL(name)
    except OSError:
        return True
    return False


def run_quietly(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run without a word, unless it fails: then what it said goes to standard error."""
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if told.returncode:
        print(told.stderr, file=sys.stderr)
    return told.returncode


@contextlib.contextmanager
def services_asleep() -> Iterator[None]:
    """Packages unpacked meanwhile do not start their services."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
