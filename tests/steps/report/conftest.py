"""A programme of three sites and a store filled through its own functions: visits, letters, canaries, verdicts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import wiring
from monitor.domain.programme import Channel
from monitor.domain.response import Label, MatchLevel
from monitor.domain.visit import Acceptance, Observation, Reading, Sending
from monitor.steps import EAR, House
from monitor.steps.judge import judge_due
from monitor.store import ears, evidence, letters, visits
from monitor.store.tables import MessageState

MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
"""Ten in the morning in Moscow."""
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)

PROGRAMME = """
version = 1

[programme]
name = "Three houses"
mail_domain = "shopper.test"
languages = ["en", "ru"]

[[sites]]
key = "alpha"
name = "Alpha Flats"
url = "https://alpha.test"
zone = "Europe/Moscow"
country = "RU"
language = "ru"
segment = "lessor"
group = "north"
role = "own_site"
hours = "Mo-Su 09:00-21:00"
holidays = false
consent = { basis = "own_site", by = "the owner", on = 2026-01-01 }
[[sites.touchpoints]]
key = "form"
kind = "feedback_form"
address = "/ask"
owner = "Vera"
label = { en = "question form", ru = "форма вопроса", ru_accusative = "форму вопроса", ru_gender = "f" }
[[sites.touchpoints]]
key = "phone"
kind = "phone_number"
address = "/"
[[sites.touchpoints]]
key = "night"
kind = "off_hours"
address = "/"

[[sites]]
key = "beta"
name = "Beta Rooms"
url = "https://beta.test"
zone = "Europe/Moscow"
country = "RU"
language = "en"
segment = "lessor"
group = "south"
hours = "Mo-Su 09:00-21:00"
holidays = false
consent = { basis = "own_site", by = "the owner", on = 2026-01-01 }
[[sites.touchpoints]]
key = "form"
kind = "feedback_form"
address = "/ask"
weight = 2

[[standards]]
key = "person"
name = { en = "A person answers", ru = "Отвечает человек" }
event = "first_human"
threshold = "10 min"
wait = "1 day"

[[pauses]]
sites = ["beta"]
starts_at = 2026-03-03T10:00:00Z
ends_at = 2026-03-04T10:00:00Z
note = "moving house"

[[recipients]]
name = "Anna"
email = "anna@owner.test"
language = "en"
zone = "Europe/Moscow"

[[recipients]]
name = "Борис"
email = "boris@north.test"
language = "ru"
zone = "Asia/Novosibirsk"
groups = ["north"]

[house]
var = "."
[house.outgoing]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "shopper@owner.test"
"""


class Office:
    """A house whose clock stands where we put it, and what happened to it. Instants aware UTC."""

    def __init__(self, folder: Path, port: int = 9) -> None:
        text = PROGRAMME.replace('role = "own_site"', 'role = "own"').replace("{port}", str(port))
        (folder / "programme.toml").write_text(text, encoding="utf-8")
        self.at = MONDAY
        opened = wiring.open_house(folder / "programme.toml", wiring.Clock.town(MONDAY, 1.0))
        self.house: House = dataclasses.replace(opened, now=lambda: self.at)
        self._number = 0

    def look(self, at: datetime, site: str, point: str, kind: str, reading: Reading, **more: Any) -> int:
        """One visit, from its slot to the row that waits; its id."""
        self._number += 1
        number, sends = self._number, kind == "feedback_form"
        address = f"olga{number}@shopper.test" if sends else None
        person = {"first": "Olga", "last": "Petrova", "middle": "", "email": address or "", "phone": ""}
        values = {
            "token": f"t{number:03}",
            "site": site,
            "site_name": self.house.programme.site(site).name,
            "touchpoint": point,
            "kind": kind,
            "slot_at": at,
            "address": address,
            "shopper": person,
            "question": {"subject": "A flat", "text": "Is the flat on Lenin street free?", "language": "en"},
            **more,
        }
        with self.house.store.writing() as connection:
            assert visits.add(connection, values) is not None
            claimed = visits.claim_next(connection, at, "test")
            assert claimed is not None
            if sends:
                visits.intend(connection, claimed.id, "test", at)
            started = at if reading.sending is not Sending.NOT_SENT else None
            times = {"submitted_at": started, "due_at": at, "closes_at": at + DAY}
            visits.finish(connection, claimed.id, reading, **times)
        return claimed.id

    def enquire(self, at: datetime, site: str = "alpha", *, broken: bool = False) -> int:
        """An enquiry through the form, accepted, or met by an error of the site."""
        if broken:
            reading = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.REJECTED, reason="server_error")
        else:
            reading = Reading(sending=Sending.SENT, acceptance=Acceptance.ACCEPTED, accepted_at=at)
        return self.look(at, site, "form", "feedback_form", reading)

    def letter(self, visit_id: int, at: datetime, text: str, label: Label = Label.HUMAN, **details: Any) -> None:
        """A letter to that visit, kept raw and opened."""
        raw = f"From: Anna Sidorova <anna.s@alpha.test>\r\nSubject: Re\r\n\r\n{text}\r\n".encode()
        key = f"{visit_id}-{at.isoformat()}"
        kept = {"door": "t", "key": key, "at": at, "raw": raw, "body_sha256": key, "recipients": []}
        told = {"state": MessageState.MATCHED, "channel": Channel.EMAIL, "at": at, "label": label, "excerpt": text}
        with self.house.store.writing() as connection:
            letter_id = letters.keep(connection, kept)
            more = {"letter_id": letter_id, "visit_id": visit_id, "level": MatchLevel.RECIPIENT, "details": details}
            letters.record(connection, {**told, **more, "answers": label is Label.HUMAN})
            visits.listen_again(connection, visit_id, at)

    def picture(self, visit_id: int, kind: str, at: datetime) -> bytes:
        data = b"\xff\xd8\xff\xe0" + f"{visit_id} {kind}".encode()
        item = evidence.write(self.house.settings.evidence, kind, data, "image/jpeg", at)
        with self.house.store.writing() as connection:
            evidence.add(connection, visit_id, [item])
        return data

    def see_phones(self, at: datetime, *, good: bool, opened: tuple[str, ...] = ("/", "/contacts")) -> int:
        """A phone look at two pages, with or without a number that cannot be pressed; `opened`: those that loaded."""
        both = {"desktop": True, "phone": True}
        rows = [
            {"page": f"https://alpha.test{path}", "loaded": True, "numbers": ["+74950000000"], "shown": both}
            | {"clickable": {"desktop": fine, "phone": fine}, "right": True}
            for path, fine in (("/", True), ("/contacts", good))
            if path in opened
        ]
        broken = {"rule": "P3", "gravity": "critical", "page": "https://alpha.test/contacts"}
        broken |= {"en": "The number cannot be pressed: make it a link.", "ru": "Номер не нажать: сделайте ссылку."}
        facts = {"phone.pages": rows, "phone.numbers": ["+74950000000"], "phone.findings": [] if good else [broken]}
        return self._passive(at, "phone", "phone_number", facts)

    def see_night(self, at: datetime, *, open: bool, ways: tuple[str, ...], **shown: Any) -> int:
        """A look at the off-hours page, by day or by night; by night without a way in it finds that."""
        nobody = {"rule": "O1", "gravity": "major", "page": "https://alpha.test/"}
        nobody |= {"en": "Nobody can be reached: show a way.", "ru": "Связаться не с кем: покажите способ."}
        found = [nobody] if not open and not ways else []
        facts: dict[str, Any] = {"off_hours.open": open, "off_hours.findings": found, "off_hours.ways": list(ways)}
        facts |= {f"off_hours.{name}": value for name, value in shown.items()}
        return self._passive(at, "night", "off_hours", facts)

    def _passive(self, at: datetime, point: str, kind: str, facts: dict[str, Any]) -> int:
        seen = tuple(Observation(name=name, value=value) for name, value in facts.items())
        reading = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.NOTHING_SENT, observations=seen)
        return self.look(at, "alpha", point, kind, reading)

    def listen(self, start: datetime, end: datetime) -> None:
        """Our ears were open all the time, and a canary an hour proves it."""
        with self.house.store.writing() as connection:
            at = start
            while at <= end:
                ears.heard(connection, EAR, at, 2 * HOUR)
                ears.sent(connection, EAR, f"c{at.isoformat()}", at)
                ears.arrived(connection, f"c{at.isoformat()}", at + MINUTE)
                at += HOUR

    def judge(self, at: datetime) -> None:
        self.at = at
        judge_due(self.house)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.house.store.close()


@pytest.fixture
def week(office: Office) -> Office:
    """A week of Alpha and Beta: in time, late, silent, a robot with a broken promise, an error of the site."""
    office.listen(MONDAY - HOUR, MONDAY + 7 * DAY)
    met = office.enquire(MONDAY)
    office.letter(met, MONDAY + 4 * MINUTE, "Dear Olga, it is free from May. Call me: +7 495 123-45-67.\nRegards, Anna")
    office.picture(met, "after", MONDAY)
    late = office.enquire(MONDAY + DAY)
    office.letter(late, MONDAY + DAY + 2 * HOUR, "Здравствуйте! Свободна. С уважением, Анна Сидорова")
    silent = office.enquire(MONDAY + 2 * DAY)
    office.picture(silent, "filled", MONDAY + 2 * DAY)
    robot = office.enquire(MONDAY + 2 * DAY + HOUR, "beta")
    at = MONDAY + 2 * DAY + HOUR + MINUTE
    office.letter(robot, at, "We answer within an hour.", Label.AUTO_ACK, promise_minutes=60)
    office.enquire(MONDAY + 3 * DAY, broken=True)
    office.judge(MONDAY + 7 * DAY)
    return office
