"""The dossier of a visit: complete, escaped, self-contained, in both languages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
EVIL = '<script>alert("x")</script>'
HOSTILE = f"""From: =?utf-8?B?0JzQsNGA0LjQvdCwINCX0Y/QsdC70LjQutC+0LLQsA==?= <marina@north.example>
To: {{to}}
Subject: Re: {EVIL}
Message-ID: <b@north.example>
X-Mailer: Microsoft Outlook 16.0
Content-Type: text/plain; charset=utf-8

Ольга, здравствуйте! {EVIL} Три месяца стоят 14 400 рублей, звоните: +7 (495) 137-01-42.

С уважением, Марина Зябликова
marina@north.example
"""


@pytest.fixture
def pages(desk: Any) -> dict[str, str]:
    """A visit with hostile words everywhere, told in both languages."""
    north, _ = desk.send()
    desk.show(north, "filled", PIXEL, "image/png")
    desk.show(north, "outcome", json.dumps({"typed": {"#name": EVIL}}).encode(), "application/json")
    exchange = {"method": "POST", "url": f"https://north.example/{EVIL}", "status": 302, "posted": "name=%3Cb%3E&q=1"}
    desk.show(north, "wire", json.dumps([exchange]).encode(), "application/json")
    desk.letter(HOSTILE.format(to=north.shopper.email).encode(), desk.hands.at + timedelta(minutes=3))
    desk.later(timedelta(hours=80))
    told = json.loads(desk.run("evidence", north.token, "--json").stdout)
    assert {item["kind"] for item in told["evidence"]} == {"filled", "outcome", "wire"}
    assert all(Path(item["path"]).exists() for item in told["evidence"])
    return {path[-7:-5]: Path(path).read_text(encoding="utf8") for path in told["dossiers"]}


def test_nothing_runs_and_nothing_is_loaded(pages: dict[str, str]) -> None:
    assert set(pages) == {"en", "ru"}
    for page in pages.values():
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert re.findall(r"(?:src|href)=\"(?!data:)", page) == []
        assert "data:image/png;base64," in page


def test_it_tells_the_visit_without_naming_people(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert "14 400" in page
        assert not re.search(r"Марин|Зяблик|137-01-42|marina@", page)
        assert re.search(r"name</dt><dd>&lt;b&gt;", page)
    assert "The company’s server accepted the enquiry" in pages["en"]
    assert "10\u00a0min" in pages["en"]
    assert "Сервер компании принял обращение" in pages["ru"]


def test_the_arithmetic_is_told_in_russian_too(pages: dict[str, str]) -> None:
    verdicts = pages["ru"].split("Как вынесена оценка")[1].split("Баллы")[0]
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", verdicts)
    english = [cell for cell in cells if re.search(r"[A-Za-z]{3,}", cell)]
    assert [cell for cell in english if not re.match(r"календарь \w+, Europe/Moscow", cell)] == []


def test_missing_files_and_an_unsent_visit_are_told(desk: Any) -> None:
    north, south = desk.send()
    desk.show(north, "before", PIXEL, "image/png")
    told = json.loads(desk.run("evidence", str(north.id), "--json").stdout)
    Path(told["evidence"][0]["path"]).unlink()
    page = Path(desk.run("evidence", str(north.id), "--open-path").stdout.strip()).read_text(encoding="utf8")
    assert "file is gone" in page
    assert "Nothing has come." in Path(desk.run("evidence", south.token, "--open-path").stdout.strip()).read_text()
