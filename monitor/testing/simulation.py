"""Roof: a house without browser and town: many small companies, looks that are simulated, a clock set by hand.

For tests and measures of everything that happens after the click, and before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from monitor import wiring
from monitor.domain.visit import Acceptance, Reading, Sending, Visit
from monitor.steps import EAR, House
from monitor.store import ears, visits

ACCEPTED = Reading(sending=Sending.SENT, acceptance=Acceptance.ACCEPTED)

_HEAD = """
[programme]
name = "Simulation"
seed = 7
mail_domain = "shopper.test"
"""
_SITE = """
[[sites]]
key = "{key}"
name = "{key}"
url = "https://{key}.example"
zone = "{zone}"
country = "{country}"
language = "{language}"
segment = "fitness"
group = "{group}"
hours = "{hours}"
phones = []
[sites.consent]
basis = "own_site"
by = "Anna Orlova, owner"
on = 2026-01-01
[[sites.touchpoints]]
kind = "feedback_form"
key = "form"
address = "/ask"
owner = "sales@{key}.example"
standards = ["person"]
"""
_STANDARD = """
[[standards]]
key = "person"
name = {{ en = "A person answers", ru = "Человек отвечает" }}
event = "first_human"
threshold = "{threshold}"
clock = "{clock}"
wait = "{wait}"
{ladder}
"""
_HOUSE = """
[house]
var = "."
[[house.smtp_doors]]
port = {door}
hostname = "mx.shopper.test"
[house.outgoing]
host = "127.0.0.1"
port = {post}
security = "none"
sender = "shopper@town.test"
"""


@dataclass(slots=True)
class HandClock:
    """Shows what it was set to."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What all simulated companies and their promise are like."""

    hours: str = "24/7"
    zone: str = "Europe/Moscow"
    country: str = "RU"
    language: str = "en"
    threshold: str = "10 min"
    clock: str = "working"
    wait: str = "3 h"
    ladder: str = ""


def programme_text(
    keys: Sequence[str],
    *,
    extra: str = "",
    kind: Kind | None = None,
    others: Sequence[Kind] = (),
    post: int = 0,
    door: int = 0,
) -> str:
    """A programme file: a site with one form for each key, its first letter its group; `extra` is TOML added before
    `[house]`. Sites are of `kind` and of `others` by turns; the promise is that of `kind`."""
    like = kind or Kind()
    sites = (_site(key, one) for key, one in zip(keys, cycle((like, *others)), strict=False))
    promise = _STANDARD.format(threshold=like.threshold, clock=like.clock, wait=like.wait, ladder=like.ladder)
    return "".join((_HEAD, *sites, promise, extra, _HOUSE.format(post=post or 25, door=door)))


def _site(key: str, like: Kind) -> str:
    return _SITE.format(
        key=key, zone=like.zone, country=like.country, language=like.language, hours=like.hours, group=key[:1]
    )


def recipient(name: str, *more: str) -> str:
    """TOML of a person who is told; `more`: further settings, a line each."""
    return "\n".join(("\n[[recipients]]", f'name = "{name}"', f'email = "{name.lower()}@town.test"', *more, ""))


def open_simulation(folder: Path, text: str, clock: HandClock | wiring.Clock) -> House:
    """A house on that programme in `folder`, entered."""
    file = folder / "programme.toml"
    file.write_text(text, encoding="utf-8")
    house = wiring.open_house(file, clock)
    wiring.enter(house)
    return house


def sent_visit(house: House, site: str, reading: Reading = ACCEPTED) -> Visit:
    """A visit to the site's form that was made just now and read as `reading`."""
    now = house.now()
    token = f"{house.dice.getrandbits(64):016x}"
    phone = house.programme.site(site).shopper_phone
    shopper = {"first": "Emma", "last": "Clarke", "middle": "", "email": f"{token}@shopper.test", "phone": phone}
    values = {
        "token": token,
        "site": site,
        "site_name": site,
        "touchpoint": "form",
        "kind": "feedback_form",
        "slot_at": now,
        "address": shopper["email"],
        "shopper": shopper,
        "phone": phone,
        "question": {"subject": "Price", "text": "How much is it?", "language": "en"},
    }
    with house.store.writing() as connection:
        visit_id = visits.add(connection, values)
        visits.claim_next(connection, now, house.worker)
    if visit_id is None:
        raise ValueError(f"{site} is being visited at this instant already")
    return look(house, visit_id, reading)


def look(house: House, visit_id: int, reading: Reading) -> Visit:
    """The look of a claimed visit, simulated: its intent, then what was read."""
    now = house.now()
    wait = max(standard.wait for standard in house.programme.standards)
    started = now if reading.sending is not Sending.NOT_SENT else None
    with house.store.writing() as connection:
        visits.intend(connection, visit_id, house.worker, now)
        visits.finish(connection, visit_id, reading, submitted_at=started, due_at=now, closes_at=now + wait)
        return visits.one(connection, visit_id)


def hear(house: House, every: timedelta = timedelta(minutes=10)) -> None:
    """Our ear was open until now and a canary came back just now."""
    now = house.now()
    with house.store.writing() as connection:
        ears.heard(connection, EAR, now, max(every, house.programme.rhythm.listening_gap))
        token = f"{house.dice.getrandbits(128):032x}"
        ears.sent(connection, EAR, token, now)
        ears.arrived(connection, token, now)
        visits.wake_proven(connection, now)
