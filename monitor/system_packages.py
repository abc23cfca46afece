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

POLICY = Path("/usr/sbin/policy-rc.d")
"""Debian asks this script before a package starts its service; 101 means "do not"."""


class SystemPackagesMissing(Exception):
    """System packages are missing and we may not install them; the message names the command that does."""


def may_install() -> bool:
    """True as root on a system of the Debian family."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def ensure(
    packages: Sequence[str], why: str, run: Callable[[Sequence[str], dict[str, str]], int] | None = None
) -> None:
    """Install `packages` (Debian names), or raise `SystemPackagesMissing` with one sentence that says what to do.

    `run(command, environment)` runs apt-get and returns its exit code; quietly by default.
    """
    if not packages:
        return
    if not may_install():
        raise SystemPackagesMissing(f"{why}: {remedy(packages)}")
    run = run or run_quietly
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ("apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300")
    with services_asleep():
        if run((*apt, "update"), environment) or run(
            (*apt, "install", "--no-install-recommends", *packages), environment
        ):
            raise SystemPackagesMissing(
                f"{why}, and apt-get could not bring it: run `{remedy(packages)}` and read what it says"
            )


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
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode  # noqa: S603


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
