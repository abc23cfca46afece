"""Sets everything up and runs one thing: `python3 start.py demo`, `python3 start.py test`.

Needs nothing but Python 3.11 and the checkout. What it makes stays in `.venv`; system packages are
installed only as root on Debian or Ubuntu, and named otherwise. Indexes, proxies and certificates
are yours: pip's and uv's own configuration is left alone. Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor import system_packages

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
LOG = ROOT / "var" / "start.log"
OLDEST = (3, 11)
MAIL_SERVERS = {
    "/usr/sbin/dovecot": ("dovecot-imapd", "dovecot-lmtpd", "dovecot-sieve"),
    "/usr/sbin/postfix": ("postfix",),
}


class CannotStart(Exception):
    """Set-up cannot go on; the message is one sentence for the person at the keyboard."""


def main(arguments: Sequence[str]) -> int:
    """Exit codes: what the command said, or 2 when set-up could not be finished."""
    parser = argparse.ArgumentParser(prog="start.py", description="Set Mystery Shopper up and run one thing.")
    parser.add_argument("what", choices=ERRANDS, help=" · ".join(f"{name}: {e.__doc__}" for name, e in ERRANDS.items()))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed on to the command (`test -k form`)")
    asked = parser.parse_args(arguments)
    os.chdir(ROOT)
    try:
        newer_python()
        return ERRANDS[asked.what](asked.rest)
    except CannotStart as reason:
        say(f"start.py: {reason}")
    except PermissionError as reason:
        say(f"start.py: {reason.filename} may not be written: clone the project to a folder of your own.")
    return 2


def demo(rest: Sequence[str]) -> int:
    """a whole round on the practice town"""
    set_up(RUNTIME)
    browser()
    return subprocess.call([VENV / "bin" / "shopper", "demo", *rest])


def test(rest: Sequence[str]) -> int:
    """the tests, on a real browser and real mail servers"""
    set_up(DEVELOPMENT)
    browser()
    mail_servers()
    workers = min(2, os.cpu_count() or 1)
    return subprocess.call([PYTHON, "-m", "pytest", "-n", str(workers), "--dist", "loadgroup", *rest])


def lint(_: Sequence[str]) -> int:
    """style, types and import contracts"""
    set_up(DEVELOPMENT)
    tools = VENV / "bin"
    checks: tuple[tuple[object, ...], ...] = (
        (tools / "ruff", "check", "."),
        (tools / "ruff", "format", "--check", "."),
        (tools / "mypy",),
        (tools / "lint-imports",),
    )
    results = []
    for check in checks:
        say(f"→ {Path(str(check[0])).name} {' '.join(map(str, check[1:]))}")
        results.append(subprocess.call([str(part) for part in check]))
    return max(results)


def everything(rest: Sequence[str]) -> int:
    """lint, then test, then demo"""
    return lint(()) or test(rest) or demo(())


def setup(_: Sequence[str]) -> int:
    """set up for development, run nothing"""
    set_up(DEVELOPMENT)
    browser()
    return 0


ERRANDS = {"demo": demo, "test": test, "lint": lint, "all": everything, "setup": setup}


def newer_python() -> None:
    """Go on under a newer Python from PATH when this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        # a version manager puts names on PATH that do not run
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, str(ROOT / "start.py"), *sys.argv[1:]])
    have = ".".join(map(str, sys.version_info[:3]))
    how = (
        "brew install python"
        if sys.platform == "darwin"
        else "install a newer one (Debian 12 and Ubuntu 24.04 have it)"
    )
    raise CannotStart(f"Python 3.11 or newer is needed and this is {have}: {how}, then run this again.")


def set_up(lock: str) -> None:
    """`.venv` with exactly what `lock` says and this project in it; nothing is done twice."""
    libraries()
    if stamp(RUNTIME) == stamped(RUNTIME) and (lock == RUNTIME or stamp(lock) == stamped(lock)) and healthy():
        return
    virtual_environment()
    with step(f"installing what {lock} says"):
        install("--require-hashes", "-r", lock)
    with step("installing the project itself"):
        install("--no-deps", "--no-build-isolation", "--editable", ".")
    for name in {lock, RUNTIME}:
        (VENV / f"{name}.stamp").write_text(stamp(name))


def libraries() -> None:
    """What Python and Playwright's driver need from the system and a bare Debian lacks."""
    needed = []
    if not uv() and not healthy() and importlib.util.find_spec("ensurepip") is None:
        needed.append(f"python3.{sys.version_info.minor}-venv")
    if system_packages.library_missing("libatomic.so.1"):
        needed.append("libatomic1")
    provide(needed, "this system lacks what a Python environment and the browser's driver need")


def mail_servers() -> None:
    """The tests talk to a real Dovecot and Postfix; without them those tests say that they were left out."""
    needed = [name for program, names in MAIL_SERVERS.items() if not Path(program).exists() for name in names]
    if not needed:
        return
    if system_packages.may_install():
        provide(needed, "the tests need real mail servers")
    else:
        say(f"! tests on real mail servers will be left out; to have them: {system_packages.remedy(needed)}")


def provide(needed: Sequence[str], why: str) -> None:
    if not needed:
        return
    told = step(f"installing system packages: {' '.join(needed)}")
    try:
        with told if system_packages.may_install() else contextlib.nullcontext():
            system_packages.ensure(needed, why, run=run)
    except system_packages.SystemPackagesMissing as reason:
        raise CannotStart(str(reason)) from None


def browser() -> None:
    """Any browser that really opens a page will do; else one is installed, or the way to get one is told."""
    if subprocess.call([VENV / "bin" / "shopper", "doctor", "--only", "browser", "--fix"], stdout=sys.stderr):
        raise CannotStart("no browser works yet; the line above says how to get one.")


def virtual_environment() -> None:
    if healthy():
        return
    with step("making the virtual environment .venv"):
        if uv() and run([str(uv()), "venv", "--clear", "--seed", "--python", sys.executable, str(VENV)]) == 0:
            return
        check(run([sys.executable, "-m", "venv", "--clear", str(VENV)]), "the virtual environment could not be made")


def healthy() -> bool:
    """The environment starts and is ours, not moved here from elsewhere."""
    question = "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix != sys.argv[1])"
    with contextlib.suppress(OSError):
        asked = subprocess.run([PYTHON, "-c", question, str(VENV)], capture_output=True, check=False)
        return asked.returncode == 0
    return False


def install(*arguments: str) -> None:
    """By uv where it is on PATH, else (or when its configuration knows no index that pip's does) by pip."""
    if uv() and run([str(uv()), "pip", "install", "--python", str(PYTHON), *arguments]) == 0:
        return
    pip = (str(PYTHON), "-m", "pip")
    if run([*pip, "--version"]):
        check(run([str(PYTHON), "-m", "ensurepip"]), "the virtual environment has no pip")
    check(run([*pip, "install", *arguments]), "the packages could not be installed")


def uv() -> str | None:
    return shutil.which("uv")


def stamp(lock: str) -> str:
    """What an environment is made of: the lock, the project's own table, the interpreter."""
    parts = ((ROOT / lock).read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamped(lock: str) -> str:
    file = VENV / f"{lock}.stamp"
    return file.read_text() if file.exists() else ""


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> int:
    """Run with its talk kept in var/start.log and a sign of life every ten seconds."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        while True:
            try:
                return process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                say(f"  … {time.monotonic() - begun:.0f} s")


def check(code: int, what: str) -> None:
    if code:
        lines = LOG.read_text(errors="replace").splitlines()
        raise CannotStart("\n  ".join([f"{what}; the end of var/start.log says:", *lines[-15:]]))


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    begun = time.monotonic()
    say(f"→ {what}")
    yield
    say(f"  done in {time.monotonic() - begun:.0f} s")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
