"""Letters of many servers, helpdesks and clients: each folder of `letters/` is the label of what lies in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from monitor.cli import _load
from monitor.cli.classify import command
from monitor.domain.errors import UserFault
from monitor.domain.response import Label, classify
from monitor.intake.letter import parse_letter

LETTERS = Path(__file__).with_name("letters")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("path", sorted(LETTERS.rglob("*.eml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_label(path: Path) -> None:
    told = classify(parse_letter(path.read_bytes(), door="test", at=AT))
    assert told.label == Label(path.parent.name), "\n".join(map(str, told.reasons))
    assert told.confidence >= 0.5


def run(*args: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, list(args))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_the_command_is_listed() -> None:
    assert _load("classify").name == "classify"


def test_json_of_a_folder() -> None:
    code, out = run(str(LETTERS / "human"), "--json")
    told = json.loads(out)
    assert code == 0
    assert len(told) == len(list((LETTERS / "human").iterdir()))
    assert {each["label"] for each in told} == {"human"}
    assert {
        "file",
        "label",
        "confidence",
        "reasons",
        "answers",
        "next_step",
        "by_name",
        "signed",
        "templated",
        "unfilled",
        "promise",
    } <= set(told[0])
    assert {"signal", "label", "weight", "words"} == set(told[0]["reasons"][0])


def test_mbox(tmp_path: Path) -> None:
    letters = [LETTERS / "bounce" / "qmail.eml", LETTERS / "human" / "iphone.eml", LETTERS / "other" / "mdn.eml"]
    box = b"".join(
        b"From MAILER-DAEMON Fri Nov 20 09:30:00 2026\n" + path.read_bytes().rstrip() + b"\n>From here on\n\n"
        for path in letters
    )
    (tmp_path / "box.mbox").write_bytes(box)
    told = json.loads(run(str(tmp_path / "box.mbox"), "--json")[1])
    assert [each["label"] for each in told] == ["bounce", "human", "other"]
    assert told[1]["file"].endswith("box.mbox#2")


def test_with_a_visit(tmp_path: Path) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_bytes(
        b"Received: from a by b; Fri, 20 Nov 2026 09:30:08 +0000\r\nFrom: Shop <hello@shop.test>\r\nSubject: Hello\r\n\r\nThank you Olga! We'll be in touch shortly.\r\n"
    )
    visit = tmp_path / "visit.json"
    visit.write_text(
        json.dumps({"submitted_at": "2026-11-20T12:30:00+03:00", "first_name": "Olga", "answer_words": ["price"]})
    )
    (told,) = json.loads(run(str(letter), "--json", "--visit", str(visit))[1])
    assert told["label"] == "auto_ack"
    assert any(reason["signal"] == "came at once" for reason in told["reasons"])


def test_anything_is_a_letter(tmp_path: Path) -> None:
    for number, junk in enumerate((b"", b"\x00\xff" * 500, b"From ", b"PK\x03\x04zip")):
        (tmp_path / f"{number}.eml").write_bytes(junk)
    assert len(json.loads(run(str(tmp_path), "--json")[1])) == 4


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(UserFault) as fault:
        run(str(tmp_path / "a.eml"), str(tmp_path / "b.eml"))
    assert len(fault.value.faults) == 2
