"""The export holds everything the figures are made of: a script that knows nothing of us recomputes each of them."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.store.call_tables import CallEventRow, CallState
from monitor.store.statements import table
from monitor.store.tables import ObservationRow

SCRIPTS = Path(__file__).resolve().parents[1] / "independent"
LETTER = """From: Hall <{sender}@{site}.example>
To: {to}
Subject: Re: your question
Message-ID: <{key}@{site}.example>
Content-Type: text/plain; charset=utf-8
{head}
{text}
"""
PERSON = "Добрый день! Абонемент стоит 9 900 рублей, приходите посмотреть зал.\nПётр"
ROBOT = "Ваше обращение зарегистрировано. Мы ответим в течение 30 минут. Не отвечайте на это письмо."
STUDY = """company,segment,submitted_at,responded_at,receipt_at,next_step,did:named a price,until_at,obstacle,excluded
A,banks,2026-02-02T09:00Z,2026-02-02T09:05Z,,yes,yes,,,
B,banks,2026-02-02T09:00Z,2026-02-02T12:05Z,2026-02-02T09:01Z,no,no,,,
C,banks,2026-02-02T09:00Z,,,,,2026-02-02T10:00Z,,
D,shops,2026-02-02T09:00Z,,,,,,unreachable,
E,shops,2026-02-02T09:00Z,,,,,,captcha,
F,shops,2026-02-02T09:00Z,,,,,,,left by request
"""


@pytest.fixture
def lived(desk: Any, tmp_path: Path) -> Any:
    """Four weeks of two sites: people, robots, silence, an answer by hand; and an imported study."""
    for week in range(4):
        north, south = desk.send()
        key, site = f"k{week}", "north"
        words = {"key": key, "site": site, "to": north.shopper.email}
        if week != 2:
            robot = LETTER.format(sender="noreply", head="Auto-Submitted: auto-replied\n", text=ROBOT, **words)
            desk.letter(robot.encode(), desk.hands.at + timedelta(minutes=1))
        desk.later(timedelta(hours=3))
        if week < 2:
            person = LETTER.format(sender="petr", head="", text=PERSON, **{**words, "key": f"p{week}"})
            desk.letter(person.encode(), desk.hands.at - timedelta(minutes=100 if week else 175))
        if week == 1:
            desk.run("answer", south.token, "--channel", "phone", "--at", f"{desk.hands.at.isoformat()}", "--answers")
        looked_at(desk, south)
        desk.later(timedelta(hours=165))
    desk.run("tasks")
    study = tmp_path / "banks.csv"
    study.write_text(STUDY, encoding="utf8")
    assert desk.run("import", str(study)).exit_code == 0
    return desk


def looked_at(desk: Any, visit: Any) -> None:
    """What a look at the phone number saw, and calls nobody asked for."""
    page = {"loaded": True, "numbers": ["+74951112233"], "right": True, "clickable": {"phone": True}}
    pages = [
        page | {"page": "https://south.example/", "shown": {"desktop": True, "phone": True}},
        page | {"page": "https://south.example/?a=1", "shown": {"desktop": True, "phone": False}},
        page | {"page": "https://south.example/c", "shown": {"desktop": False, "phone": False}},
        page | {"page": "https://south.example/d", "loaded": False, "shown": {}},
    ]
    calls = [
        ("a", "ringing", "spam", 1),
        ("a", "ended", "spam", 2),
        ("b", "ringing", "proof", 3),
        ("c", "sms", "spam", 4),
    ]
    with desk.open() as house, house.store.writing() as connection:
        for name, value in (("phone.pages", pages), ("phone.numbers", [])):
            fact = {"visit_id": visit.id, "name": name, "value": value, "probe_version": 1}
            connection.execute(table(ObservationRow).insert().values(**fact))
        for key, kind, state, minute in calls:
            event = {
                "door": "d",
                "provider": "generic",
                "endpoint": "e",
                "replay_key": f"{visit.id}{key}{kind}",
                "raw": b"",
            }
            at = visit.slot_at + timedelta(minutes=minute)
            event |= {
                "call_key": f"{visit.id}{key}",
                "kind": kind,
                "state": CallState(state),
                "at": at,
                "opened_at": at,
            }
            connection.execute(table(CallEventRow).insert().values(**event))


def exported(desk: Any, *words: str) -> Path:
    told = desk.run("export", "--json", *words)
    assert told.exit_code == 0, told.exception or told.output
    return Path(desk.programme.parent / json.loads(told.stdout)["folder"])


def recompute(folder: Path) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, str(SCRIPTS / "recompute.py"), str(folder)]
    return subprocess.run(script, capture_output=True, text=True, check=False, cwd=folder)


def test_every_figure_is_recomputed(lived: Any) -> None:
    folder = exported(lived)
    with (folder / "figures.csv").open(encoding="utf8") as file:
        figures = list(csv.DictReader(file))
    reports = {row["report"] for row in figures}
    assert {report.split()[0] for report in reports} == {"weekly", "study", "imported"}
    assert sum(row["id"].startswith("waits/") for row in figures) > 9
    told = {row["id"]: row["value"] for row in figures}
    assert [told[name] for name in ("pages/n", "pages/bad", "health/calls/spam", "health/calls/proof")] == list("3221")
    assert (told["ways/dead"], int(told["tasks/total"]) > 0) == ("1", True)
    told = recompute(folder)
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"{len(figures)} figures compared, 0 differ" in told.stdout


CHANGES = (
    ("verdicts", ",met,", ",late,"),
    ("responses", ",human,", ",bulk,"),
    ("visits", ",sent,", ",unknown,"),
    ("imported_verdicts", ",met,", ",not_answered,"),
    ("figures", "canaries/sent,", "canaries/sent,9"),
    ("calls", ",spam,", ",proof,"),
    ("observations", '""shown"": {""desktop"": true', '""shown"": {""desktop"": false'),
)


def test_the_script_notices_any_change(lived: Any, tmp_path: Path) -> None:
    folder = exported(lived, "--week", "2026-03-10")
    assert recompute(folder).returncode == 0
    for name, old, new in CHANGES:
        copy = tmp_path / name
        shutil.copytree(folder, copy)
        text = (copy / f"{name}.csv").read_text(encoding="utf8")
        assert old in text
        (copy / f"{name}.csv").write_text(text.replace(old, new), encoding="utf8")
        assert recompute(copy).returncode == 1, name


def test_the_script_knows_nothing_of_us() -> None:
    for path in SCRIPTS.glob("*.py"):
        words = path.read_text(encoding="utf8")
        assert not any(
            f"{verb} {room}" in words for verb in ("import", "from") for room in ("monitor", "reports", "probes")
        )


def test_nobody_s_words_and_no_formulas_leave(lived: Any, tmp_path: Path) -> None:
    evil = tmp_path / "evil.csv"
    evil.write_text('company,submitted_at,note\n"=HYPERLINK(1)",2026-02-02,@cmd\n', encoding="utf8")
    assert lived.run("import", str(evil)).exit_code == 0
    folder = exported(lived)
    everything = "".join(path.read_text(encoding="utf8") for path in folder.glob("*.csv"))
    assert "9 900" not in everything
    assert "@shopper.test" not in everything
    with (folder / "imported.csv").open(encoding="utf8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["study"] == "evil"]
    assert (row["company"], row["note"]) == ("'=HYPERLINK(1)", "'@cmd")


def test_json_says_the_same(lived: Any, tmp_path: Path) -> None:
    folder = exported(lived, "--format", "json", "--out", str(tmp_path / "json"))
    visits = json.loads((folder / "visits.json").read_text(encoding="utf8"))
    assert len(visits) == 8
    assert visits[0]["asks"] in (True, 1)
    assert visits[0]["submitted_at"] == "2026-03-03T10:00:00+00:00"
    assert json.loads((folder / "published.json").read_text(encoding="utf8")) == []
