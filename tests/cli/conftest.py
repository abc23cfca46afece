"""A real store with a few visits in it, made by the real steps; only the browser is left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor import wiring
from monitor.cli import app
from monitor.domain.visit import Acceptance, Observation, Reading, Sending, Visit
from monitor.intake import RawLetter
from monitor.steps import EAR, House
from monitor.steps.collect import collect, keep_letter
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_round
from monitor.store import ears, evidence, visits
from monitor.wiring import CLOCK_VARIABLE, Clock

SENT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday, one in the afternoon in Moscow."""
HOUR = timedelta(hours=1)
HEAD = """version = 1
[programme]
name = "Two firms"
seed = 1
languages = ["en", "ru"]
mail_domain = "shopper.test"
[[standards]]
key = "person"
name = { en = "A person answers within 10 working minutes", ru = "Человек отвечает за 10 рабочих минут" }
event = "first_human"
threshold = "10 min"
clock = "working"
target = 0.8
wait = "3 days"
kinds = ["feedback_form"]
[house]
var = "."
"""
SITE = """
[[sites]]
key = "{key}"
name = "{name}"
url = "https://{key}.example"
zone = "Europe/Moscow"
country = "RU"
language = "ru"
segment = "fitness"
role = "client"
hours = "Mo-Fr 09:00-18:00"
holidays = false
domains = ["{key}.example"]
consent = {{ basis = "written_permission", by = "the owner", on = 2026-01-01, staff_informed = 2026-01-01 }}
[[sites.touchpoints]]
key = "form"
kind = "feedback_form"
address = "/"
label = {{ en = "question form", ru = "форма вопроса", ru_accusative = "форму вопроса", ru_gender = "f" }}
standards = ["person"]
"""


@dataclass(slots=True)
class Hands:
    """A clock moved by hand."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Desk:
    """The house on a folder, with what the tests do there."""

    programme: Path
    hands: Hands

    @contextmanager
    def open(self) -> Iterator[House]:
        house = wiring.open_house(self.programme, self.hands)  # type: ignore[arg-type]
        try:
            yield house
        finally:
            house.store.close()

    def run(self, *words: str) -> Result:
        """A command, on this desk's clock."""
        clock = Clock(start=self.hands.at, real_start=0.0, speed=0.0).as_variable()
        names = [*words, "--programme", str(self.programme)]
        return CliRunner().invoke(app, names, env={CLOCK_VARIABLE: clock, "COLUMNS": "200"})

    def send(self) -> list[Visit]:
        """Every site gets its enquiry at `SENT`; the sites accept it at once."""
        with self.open() as house:
            plan_round(house, timedelta(0))
            sent = []
            while True:
                with house.store.writing() as connection:
                    claimed = visits.claim_next(connection, house.now(), house.worker)
                if claimed is None:
                    return sent
                self._accepted(house, claimed)
                sent.append(claimed)

    def _accepted(self, house: House, claimed: Visit) -> None:
        facts = (Observation(name="form.fields", value=4),)
        reading = Reading(
            sending=Sending.SENT, acceptance=Acceptance.ACCEPTED, accepted_at=house.now(), observations=facts
        )
        with house.store.writing() as connection:
            visits.intend(connection, claimed.id, house.worker, house.now())
            times: dict[str, Any] = {"submitted_at": house.now(), "due_at": house.now()}
            visits.finish(connection, claimed.id, reading, closes_at=house.now() + 72 * HOUR, **times)

    def listen(self, since: datetime, until: datetime) -> None:
        """Our ears are open all the while, and canaries come."""
        with self.open() as house, house.store.writing() as connection:
            at = since
            while at <= until:
                token = sha256(at.isoformat().encode()).hexdigest()[:32]
                ears.heard(connection, EAR, at, timedelta(minutes=30))
                ears.sent(connection, EAR, token, at)
                ears.arrived(connection, token, at + timedelta(seconds=5))
                at += timedelta(minutes=20)

    def letter(self, raw: bytes, at: datetime) -> None:
        """A letter comes in by our own door and is opened; the judge looks at what is due."""
        with self.open() as house:
            keep_letter(house.store, RawLetter(door="door", raw=raw, at=at))
            collect(house)
            judge_due(house)

    def later(self, span: timedelta) -> None:
        """Time passes while we listen; what is due is judged."""
        before = self.hands.at
        self.hands.at += span
        self.listen(before, self.hands.at - timedelta(minutes=1))
        with self.open() as house:
            judge_due(house)

    def show(self, visit: Visit, kind: str, data: bytes, media_type: str) -> None:
        with self.open() as house, house.store.writing() as connection:
            item = evidence.write(house.settings.evidence, kind, data, media_type, house.now())
            evidence.add(connection, visit.id, [item])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    sites = [SITE.format(key=key, name=name) for key, name in (("north", "North Gym"), ("south", "Южный зал"))]
    programme = tmp_path / "programme.toml"
    programme.write_text(HEAD + "".join(sites), encoding="utf8")
    return Desk(programme, Hands(SENT))
