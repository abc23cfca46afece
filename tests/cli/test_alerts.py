"""`shopper alerts`: what was told, why something was not, somebody reacts, a channel is tried."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from monitor.testing.post_office import PostOffice

RECIPIENT = """
[[recipients]]
name = "Anna"
email = "anna@town.test"
"""


@pytest.fixture
def told(desk: Any) -> Any:
    """Two enquiries: the north answers, the south does not."""
    text = desk.programme.read_text(encoding="utf8")
    desk.programme.write_text(text + RECIPIENT, encoding="utf8")
    north, south = desk.send()
    desk.hands.at += timedelta(minutes=5)
    assert desk.run("answer", north.token, "--at", desk.hands.at.isoformat()).exit_code == 0
    desk.later(timedelta(hours=3))
    return desk, north.token, south.token


def test_what_was_told_and_why_nothing_was(told: Any) -> None:
    desk, north, south = told
    (alert,) = json.loads(desk.run("alerts", "list", "--json").stdout)["alerts"]
    assert (alert["story"], alert["about"], alert["site"]) == ("breach", south, "south")
    silent = desk.run("alerts", "why", north).stdout
    assert "no alerts" in silent
    assert "person: met" in silent
    assert "the event came within the threshold" in silent
    loud = json.loads(desk.run("alerts", "why", south, "--json").stdout)
    assert [(one["standard"], one["breached"]) for one in loud["verdicts"]] == [("person", True)]


def test_a_visit_that_proves_nothing_says_so(desk: Any) -> None:
    desk.programme.write_text(desk.programme.read_text(encoding="utf8") + RECIPIENT, encoding="utf8")
    _, south = desk.send()
    desk.hands.at += timedelta(days=30)  # nobody listened
    assert desk.run("judge").exit_code == 0
    said = desk.run("alerts", "why", south.token).stdout
    assert "no alerts" in said
    assert "nobody is alerted by what proves nothing" in said


def test_somebody_reacts_by_command(told: Any) -> None:
    desk, north, south = told
    assert desk.run("alerts", "ack", south, "--by", "Anna").exit_code == 0
    (ack,) = json.loads(desk.run("alerts", "why", south, "--json").stdout)["reactions"]
    assert (ack["by"], ack["thread"]) == ("Anna", f"visit/{south}")
    assert desk.run("alerts", "snooze", south, "--hours", "2").exit_code == 0
    assert "snoozed until" in json.loads(desk.run("alerts", "--json").stdout)["alerts"][0]["why"]
    assert "as if nobody had reacted" in desk.run("alerts", "resume", south, "--by", "Boss").stderr
    assert "waits for others" in json.loads(desk.run("alerts", "--json").stdout)["alerts"][0]["why"]
    reacted = json.loads(desk.run("alerts", "why", south, "--json").stdout)["reactions"]
    assert [(one["by"], one["note"]) for one in reacted][-1] == ("Boss", "taken back by command")
    nobody = desk.run("alerts", "resume", south)
    assert f'nobody has reacted to "{south}"' in str(nobody.exception)
    refused = desk.run("alerts", "ack", north)
    assert f'no alert is about "{north}"' in str(refused.exception)


def test_a_site_says_how_its_newest_visits_were_judged(told: Any) -> None:
    desk, north, south = told
    silent = desk.run("alerts", "why", "north").stdout
    assert "no alerts" in silent
    assert f"form {north}  person: met" in silent
    loud = desk.run("alerts", "why", "south").stdout
    assert f"breach  south  {south}  → anna@town.test" in loud
    assert f"form {south}  person: " in loud


async def test_a_channel_is_tried(told: Any) -> None:
    desk, _, _ = told
    post = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0).open()
    text = desk.programme.read_text(encoding="utf8")
    outgoing = f'[house.outgoing]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\nsender = "s@town.test"\n'
    desk.programme.write_text(text + outgoing, encoding="utf8")
    good = await asyncio.to_thread(desk.run, "alerts", "test", "mail")
    assert (good.exit_code, good.stdout) == (0, "anna@town.test by mail: handed over\n")
    post.moods = ["451 later"]
    bad = await asyncio.to_thread(desk.run, "alerts", "test", "mail")
    assert bad.exit_code == 1
    assert "451 later" in bad.stdout
    await post.close()
