"""A letter to ourselves through our own SMTP door, or the reason why not."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.doctor.mailbox import mailbox
from monitor.doctor.tick import Health

ANSWERS = ("--language", "en", "--country", "GB", "--zone", "Europe/London", "--hours", "Mo-Fr 09:00-18:00")


def shopper(*command: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in command])


@pytest.fixture
def programme(tmp_path):
    """A programme file as `shopper init` makes it, with the house's table of one's own."""
    file = tmp_path / "programme.toml"
    told = ("--yes", "--offline", "--mail-domain", "ask.own.example", "-o", file)
    assert shopper("init", "https://own.example", *told, *ANSWERS).exit_code == 0
    head = file.read_text(encoding="utf8").split("\n[house]", 1)[0]

    def write(*house: str) -> Path:
        file.write_text("\n".join([head, "[house]", *house, ""]), encoding="utf8")
        return file

    return write


def examine(file: Path, *names: str) -> tuple[int, dict[str, dict[str, str]]]:
    said = shopper("doctor", "-p", file, "--json", *(word for name in names for word in ("--only", name)))
    return said.exit_code, {tick["name"]: tick for tick in json.loads(said.stdout)}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_letter_comes_home_through_our_own_door(programme):
    code, ticks = examine(programme("[[house.smtp_doors]]", "port = 0"), "programme", "database", "mailbox")
    assert (code, {tick["health"] for tick in ticks.values()}) == (0, {"well"}), ticks


def test_an_outgoing_server_that_is_not_there(programme):
    outgoing = ("[house.outgoing]", 'host = "127.0.0.1"', f"port = {free_port()}", 'security = "none"')
    code, ticks = examine(programme("[[house.smtp_doors]]", "port = 0", *outgoing), "mailbox")
    assert (code, ticks["mailbox"]["health"]) == (2, "ill")
    assert "outgoing" in ticks["mailbox"]["remedy"]


def test_no_way_in_is_told(programme):
    code, ticks = examine(programme('var = "var"'), "mailbox")
    assert (code, ticks["mailbox"]["health"]) == (0, "so_so")
    assert "smtp_doors" in ticks["mailbox"]["remedy"]


def test_a_database_that_is_none(programme, tmp_path):
    (tmp_path / "nonsense.db").write_text("this is no database, whatever its name says" * 30)
    code, ticks = examine(programme('database = "sqlite:///nonsense.db"'), "database", "mailbox")
    assert (code, ticks["database"]["health"], ticks["mailbox"]["health"]) == (2, "ill", "ill")


async def test_a_letter_that_never_comes():
    async def send() -> str:
        return "0" * 32

    async def came(token: str) -> bool:
        return False

    tick = await mailbox(["door"], send, came, patience=1)
    assert tick.health is Health.ill
    assert "within 1 s" in tick.found
