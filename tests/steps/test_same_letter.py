"""The same letter by several doors and folders, in any order: one response, the same verdict."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from monitor.domain.response import Label, MatchLevel
from monitor.intake import RawLetter
from monitor.steps.collect import collect, keep_letter
from monitor.steps.judge import judge_due
from monitor.store import letters, reviews
from monitor.store.statements import table
from monitor.store.tables import MessageRow, VerdictRow
from monitor.testing.simulation import HandClock, hear, open_simulation, programme_text, sent_visit

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
TEXTS = (
    "Hello Emma,\n\nthe monthly price is 49 euros and you can start any day. When would it suit you to come by?\n\n"
    "Best regards\nPaul Finch\nSite0",
    "Hello Emma,\n\ndid you get my mail about the prices? I would be glad to show you around.\n\nPaul Finch",
)
copies = st.lists(
    st.tuples(st.sampled_from(range(len(TEXTS))), st.sampled_from(["door", "inbox", "spam"]), st.integers(1, 9)),
    min_size=1,
    max_size=6,
)


def letter(number: int, door: str, to: str, at: datetime) -> RawLetter:
    message = EmailMessage()
    message["From"] = "Paul Finch <paul@site0.example>"
    message["To"] = to
    message["Subject"] = "Re: Price"
    message["Message-ID"] = f"<{number}@site0.example>"
    message["X-Folder"] = door  # each door adds lines of its own: the bytes differ, the letter does not
    message.set_content(TEXTS[number])
    recipients = (to,) if door == "door" else ()
    return RawLetter(door=door, raw=message.as_bytes(), at=at, recipients=recipients, uid=door)


@settings(max_examples=6, deadline=None)
@given(came=copies, shuffle=st.randoms(use_true_random=False))
def test_copies_are_one_response(came: list[tuple[int, str, int]], shuffle) -> None:
    """Whatever the order in which copies are kept, there is one response a letter, at the earliest instant."""
    seen = []
    for order in (came, shuffle.sample(came, len(came))):
        clock = HandClock(NOW)
        text = programme_text(["site0"])
        with TemporaryDirectory() as folder, closing((house := open_simulation(Path(folder), text, clock)).store):
            hear(house)
            visit = sent_visit(house, "site0")
            for number, door, minute in order:
                at = NOW + timedelta(minutes=minute)
                keep_letter(house.store, letter(number, door, visit.shopper.email, at))
                collect(house)
            clock.forward(minutes=10)
            hear(house)
            judge_due(house)
            verdict = table(VerdictRow)
            with house.store.reading() as connection:
                found = letters.responses(connection, visit.id)
                told = tuple(connection.execute(select(verdict.c.outcome, verdict.c.event_at)).one())
        seen.append((sorted((one.at, one.label) for one in found), told))
    first = {number: min(minute for one, _, minute in came if one == number) for number, _, _ in came}
    assert seen[0] == seen[1]
    assert [at for at, _ in seen[0][0]] == sorted(NOW + timedelta(minutes=minute) for minute in first.values())
    assert {label for _, label in seen[0][0]} == {Label.HUMAN}


def test_a_reviewed_copy_keeps_the_instant_of_the_first(tmp_path: Path) -> None:
    clock = HandClock(NOW)
    with closing((house := open_simulation(tmp_path, programme_text(["site0"]), clock)).store):
        visit = sent_visit(house, "site0")
        for door, minute in (("door", 2), ("inbox", 40)):
            keep_letter(house.store, letter(0, door, visit.shopper.email, NOW + timedelta(minutes=minute)))
        clock.forward(minutes=60)
        collect(house)
        message = table(MessageRow)
        with house.store.writing() as connection:
            newest = connection.execute(select(message.c.id).order_by(message.c.at.desc())).scalars().first()
            reviews.decide(connection, newest, {"reviewed": Label.HUMAN})
            found = letters.responses(connection, visit.id)
    assert [(one.at, one.confidence) for one in found] == [(NOW + timedelta(minutes=2), 1.0)]


def test_letters_opened_together_know_of_each_other(tmp_path: Path) -> None:
    """The second is known by its thread alone, and the first of that thread lies in the same batch."""
    with closing((house := open_simulation(tmp_path, programme_text(["site0"]), HandClock(NOW))).store):
        visit = sent_visit(house, "site0")
        keep_letter(house.store, letter(0, "door", visit.shopper.email, NOW))
        second = letter(1, "door", "sales@elsewhere.example", NOW)
        keep_letter(house.store, replace(second, raw=b"In-Reply-To: <0@site0.example>\n" + second.raw))
        assert collect(house) == 2
        with house.store.reading() as connection:
            read = letters.of_visit(connection, visit.id)
    assert [one.level for one in read] == [MatchLevel.RECIPIENT, MatchLevel.THREAD]
