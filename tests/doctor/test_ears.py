"""`shopper doctor --ears`: the last proof of each door, and what to do where there is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.doctor.ears import ears
from monitor.doctor.tick import Health

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUSE = """
[house]
[[house.smtp_doors]]
port = 0
[[house.maildir_doors]]
name = "spool"
path = "spool"
[house.web]
[[house.call_doors]]
name = "pbx"
endpoint = "genericdoor00001"
secret_env = "PBX_SECRET"
numbers = ["+74951112230"]
"""


def shopper(*command: str | Path) -> str:
    done = CliRunner().invoke(app, [str(word) for word in command])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("mail", "phone", "health"),
    [
        (timedelta(hours=1), timedelta(hours=20), [Health.well, Health.well]),
        (timedelta(hours=3), timedelta(hours=31), [Health.so_so, Health.so_so]),
    ],
)
def test_a_proof_lasts_so_long(mail: timedelta, phone: timedelta, health: list[Health]) -> None:
    known = {"door": (NOW - mail, NOW), "phone/pbx": (NOW - phone, None)}
    told = list(ears(["door"], ["phone/pbx"], known, NOW))
    assert [tick.health for tick in told] == health
    assert all("last proof 2026-11-" in tick.found for tick in told)
    assert "listened to until 2026-11-20 12:00 UTC" in told[0].found


def test_never_proven_is_said_with_a_remedy() -> None:
    (mail, phone) = ears(["door"], ["phone/pbx"], {}, NOW)
    assert (mail.health, phone.health) == (Health.so_so, Health.so_so)
    assert "never proven" in mail.found
    assert "doctor" in mail.remedy
    assert "test_callers" in phone.remedy


def test_a_canary_shows_by_which_door_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "programme.toml"
    answers = ("--yes", "--offline", "--language", "en", "--country", "GB", "--zone", "Europe/London")
    shopper("init", "https://own.example", "--mail-domain", "ask.own.example", "-o", file, *answers)
    head = file.read_text(encoding="utf8").split("\n[house]", 1)[0]
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "spool" / folder).mkdir(parents=True)
    file.write_text(f"{head}\n{HOUSE}", encoding="utf8")

    def told() -> dict[str, tuple[str, str]]:
        ticks = json.loads(shopper("doctor", "-p", file, "--ears", "--json"))
        return {tick["name"]: (tick["health"], tick["found"]) for tick in ticks}

    before = told()
    assert set(before) == {"door", "spool", "phone/pbx"}
    assert all("never proven" in found for _, found in before.values())
    shopper("doctor", "-p", file, "--only", "mailbox")
    after = told()
    assert after["door"][0] == "well"
    assert "last proof" in after["door"][1]
    assert after["spool"][1].startswith("never proven")  # the canary came by the other door
    assert after["phone/pbx"][1] == before["phone/pbx"][1]
