"""From a verdict to letters in people's mailboxes: once, together, to the right ones, and after every failure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from sqlalchemy import select, update

from monitor.domain.verdict import CLOCK_CHANGED
from monitor.domain.visit import Acceptance, Reading, Sending, Visit
from monitor.intake import RawLetter
from monitor.steps import House
from monitor.steps.collect import collect, keep_letter
from monitor.steps.judge import judge_due
from monitor.steps.tell import sending, tell_due
from monitor.store import ears, evidence, outbox, outbox_view, visits
from monitor.store.outbox_tables import AlertRow, ParcelRow
from monitor.store.statements import table
from monitor.testing.post_office import PostOffice
from monitor.testing.simulation import (
    HandClock,
    Kind,
    hear,
    programme_text,
    recipient,
    sent_visit,
)

pytestmark = pytest.mark.mail

DOWN = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.REJECTED, reason="site_down")
BROKEN = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.REJECTED, reason="server_error")
Opener = Callable[..., House]


@pytest.fixture
def town(opened: Callable[[str], House], post: PostOffice) -> Opener:
    def make(sites: int = 1, extra: str = "", **kind: str) -> House:
        keys = [f"site{number}" for number in range(sites)]
        house = opened(programme_text(keys, extra=extra or recipient("Anna"), kind=Kind(**kind), post=post.port))
        hear(house)
        return house

    return make


async def round_(house: House) -> int:
    hear(house)
    judge_due(house)
    return await tell_due(house)


def told(post: PostOffice) -> list[tuple[str, str]]:
    """(recipient, first word of the Message-ID)."""
    return [(to, re.findall(rb"Message-ID: <(\w+)", raw)[0].decode()) for to, raw in post.kept]


def read(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=default)


def subjects(post: PostOffice) -> list[str]:
    return [str(read(raw)["Subject"]) for _, raw in post.kept]


def states(house: House) -> list[tuple[str, str]]:
    alert = table(AlertRow)
    with house.store.reading() as connection:
        return [tuple(row) for row in connection.execute(select(alert.c.story, alert.c.state).order_by(alert.c.id))]


async def silent(house: House, clock: HandClock, *sites: str, minutes: float = 11) -> None:
    """Enquiries to these sites that nobody answers in time."""
    for site in sites:
        sent_visit(house, site)
    clock.forward(minutes=1)
    await round_(house)
    clock.forward(minutes=minutes)


async def test_a_breach_is_told_once(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    await silent(house, clock, "site0")
    assert await round_(house) == 1
    for _ in range(3):
        clock.forward(minutes=5)
        assert await round_(house) == 0
    assert told(post) == [("anna@town.test", "breach")]


async def test_fifty_breaches_are_one_letter(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(50)
    await silent(house, clock, *(site.key for site in house.programme.sites))
    assert await round_(house) == 1
    assert told(post) == [("anna@town.test", "digest")]
    text = message_from_bytes(post.kept[0][1]).get_payload(0).get_payload(decode=True).decode()
    assert all(f"site{number}" in text for number in range(50))


async def test_later_ones_are_collected(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(7)
    await silent(house, clock, "site0")
    assert await round_(house) == 1
    await silent(house, clock, *(f"site{number}" for number in range(1, 7)), minutes=10.5)
    # the first letter is long enough ago: these six leave at once, as one
    assert await round_(house) == 1
    assert [story for _, story in told(post)] == ["breach", "digest"]


async def test_a_site_that_is_down_is_one_message_a_day(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    for hours in (0, 3, 3, 19):
        clock.forward(hours=hours)
        sent_visit(house, "site0", DOWN)
        await round_(house)
    assert [story for _, story in told(post)] == ["unreachable", "unreachable"]
    assert [state for _, state in states(house)] == ["packed", "folded", "folded", "packed"]
    assert "site0: does not open" in message_from_bytes(post.kept[0][1])["Subject"]


async def test_our_own_deafness_is_one_message_and_accuses_nobody(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town(5)
    for site in house.programme.sites:
        sent_visit(house, site.key)
    with house.store.writing() as connection:
        ears.sent(connection, "mail", "lost", clock.forward(minutes=1))
    clock.forward(minutes=40)
    for _ in range(3):
        judge_due(house)
        await tell_due(house)
        clock.forward(minutes=1)
    assert told(post) == [("anna@town.test", "ill")]
    hear(house)
    await tell_due(house)
    assert told(post)[1:2] == [("anna@town.test", "well")]


async def test_visits_that_fail_through_us_are_one_message(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(4)
    ours = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.UNKNOWN, reason="visit_interrupted")
    for site in house.programme.sites:
        sent_visit(house, site.key, ours)
        clock.forward(minutes=1)
        await round_(house)
    assert [story for _, story in told(post)] == ["ill"]


async def test_a_person_asleep_is_told_in_the_morning(town: Opener, post: PostOffice, clock: HandClock) -> None:
    extra = recipient("Anna", 'zone = "Europe/Moscow"', 'quiet = ["13:00", "15:00"]')
    house = town(extra=extra)
    await silent(house, clock, "site0")
    assert await round_(house) == 0
    clock.at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert await round_(house) == 1


LADDER = recipient("Anna") + recipient("Boss", "level = 1") + recipient("Owner", "level = 2")


async def test_the_ladder_goes_up_while_nobody_reacts(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(extra=LADDER, ladder="warn_at = 0.8\nescalate_at = [2, 3]")
    sent_visit(house, "site0")
    for _ in range(40):
        clock.forward(minutes=1)
        await round_(house)
    assert told(post) == [
        ("anna@town.test", "warning"),
        ("anna@town.test", "breach"),
        ("boss@town.test", "escalated"),
        ("owner@town.test", "escalated"),
    ]


async def test_who_reacts_stops_the_ladder(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(extra=LADDER, ladder="escalate_at = [2, 3]")
    visit = sent_visit(house, "site0")
    for minute in range(40):
        clock.forward(minutes=1)
        await round_(house)
        if minute == 15:
            with house.store.writing() as connection:
                outbox.acknowledge(connection, f"visit/{visit.token}", "anna@town.test", clock())
    assert told(post) == [("anna@town.test", "breach")]


async def test_reminders_come_as_often_as_wanted(town: Opener, post: PostOffice, clock: HandClock) -> None:
    extra = recipient("Anna") + '\n[alerts]\nremind_every = "20 min"\nreminders = 2\n'
    house = town(extra=extra)
    sent_visit(house, "site0")
    for _ in range(100):
        clock.forward(minutes=1)
        await round_(house)
    assert [story for _, story in told(post)] == ["breach", "reminder", "reminder"]


async def snooze(house: House, visit: Visit, by: str = "anna@town.test", hours: float = 24) -> None:
    now = house.now()
    with house.store.writing() as connection:
        outbox.acknowledge(connection, f"visit/{visit.token}", by, now, now + timedelta(hours=hours))


async def hours_pass(house: House, clock: HandClock, hours: int) -> None:
    for _ in range(3 * hours):
        clock.forward(minutes=20)
        await round_(house)


LONG = {"wait": "90 h"}


async def test_snoozed_before_it_was_told_is_silent_until_then(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town(**LONG)
    visit = sent_visit(house, "site0")
    clock.forward(minutes=1)
    await round_(house)
    await snooze(house, visit, hours=2)
    await hours_pass(house, clock, 1)
    assert post.kept == []
    await hours_pass(house, clock, 2)
    assert told(post) == [("anna@town.test", "breach")]


async def test_who_snoozes_is_told_again_and_nobody_else(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(extra=recipient("Anna") + recipient("Boris"), **LONG)
    visit = sent_visit(house, "site0")
    await hours_pass(house, clock, 1)
    assert len(post.kept) == 2
    await snooze(house, visit, hours=2)
    await hours_pass(house, clock, 1)
    assert len(post.kept) == 2
    await hours_pass(house, clock, 8)
    assert told(post)[2:] == [("anna@town.test", "reminder")]
    await snooze(house, visit, hours=2)
    await hours_pass(house, clock, 8)
    assert told(post)[3:] == [("anna@town.test", "reminder")]


async def test_a_snoozed_way_in_that_does_not_work_comes_back(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    visit = sent_visit(house, "site0", BROKEN)
    await round_(house)
    await snooze(house, visit, hours=12)
    await hours_pass(house, clock, 14)
    assert [story for _, story in told(post)] == ["unreachable", "unreachable"]


async def test_reminders_go_on_after_a_snooze(town: Opener, post: PostOffice, clock: HandClock) -> None:
    extra = recipient("Anna") + '\n[alerts]\nremind_every = "1 h"\nreminders = 2\n'
    house = town(extra=extra, **LONG)
    visit = sent_visit(house, "site0")
    await hours_pass(house, clock, 1)
    await snooze(house, visit, by="command line", hours=5)
    await hours_pass(house, clock, 4)
    assert [story for _, story in told(post)] == ["breach"]
    await hours_pass(house, clock, 20)
    assert [story for _, story in told(post)] == ["breach", "reminder", "reminder"]


async def test_an_escalation_waits_for_the_end_of_the_snooze(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(extra=LADDER, ladder="escalate_at = [4]", **LONG)
    visit = sent_visit(house, "site0")
    clock.forward(minutes=15)
    await round_(house)
    await snooze(house, visit, hours=3)
    await hours_pass(house, clock, 2)
    assert told(post) == [("anna@town.test", "breach")]
    await hours_pass(house, clock, 2)
    assert sorted(told(post)[1:]) == [("anna@town.test", "reminder"), ("boss@town.test", "escalated")]


async def test_one_who_looks_after_it_outweighs_one_who_snoozes(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town(extra=LADDER, ladder="escalate_at = [4, 12]", **LONG)
    visit = sent_visit(house, "site0")
    clock.forward(minutes=15)
    await round_(house)
    with house.store.writing() as connection:
        outbox.acknowledge(connection, f"visit/{visit.token}", "anna@town.test", clock())
    await snooze(house, visit, by="boss@town.test", hours=1)
    await hours_pass(house, clock, 8)
    assert told(post) == [("anna@town.test", "breach")]


ASLEEP = recipient("Anna", 'zone = "Europe/Moscow"', 'quiet = ["13:05", "20:00"]')
AWAKE = datetime(2026, 3, 3, 17, tzinfo=UTC)


async def test_a_warning_nobody_heard_in_time_is_not_told_after_the_answer(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town(extra=ASLEEP, ladder="warn_at = 0.8")
    visit = sent_visit(house, "site0")
    clock.forward(minutes=8)
    await round_(house)
    assert states(house) == [("warning", "pending")]
    answer(house, visit)
    clock.at = AWAKE
    await round_(house)
    assert (states(house), post.kept) == ([("warning", "dropped")], [])


async def test_a_breach_that_waited_is_not_told_when_it_proves_nothing_any_more(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town(extra=ASLEEP)
    sent_visit(house, "site0")
    clock.forward(minutes=11)
    await round_(house)
    assert states(house) == [("breach", "pending")]
    with house.store.writing() as connection:
        visits.doubt(connection, clock(), CLOCK_CHANGED)
    judge_due(house)
    clock.at = AWAKE
    await round_(house)
    assert (states(house), post.kept) == ([("breach", "dropped")], [])


async def test_what_the_dead_server_held_back_is_not_told_when_it_is_over(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    clock.forward(minutes=11)
    post.moods = ["451 later"]
    await round_(house)
    answer(house, visit)
    clock.forward(minutes=30)
    await round_(house)
    await round_(house)
    assert told(post) == [("anna@town.test", "answered")]
    with house.store.reading() as connection:
        assert sorted(connection.execute(select(table(ParcelRow).c.state)).scalars()) == ["dropped", "sent"]


async def test_a_late_retry_wakes_nobody(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(extra=recipient("Anna", 'zone = "Europe/Moscow"', 'quiet = ["13:12", "20:00"]'))
    sent_visit(house, "site0")
    clock.forward(minutes=11)
    post.moods = ["451 later"]
    await round_(house)
    await hours_pass(house, clock, 5)
    assert post.kept == []
    clock.at = AWAKE
    await round_(house)
    assert told(post) == [("anna@town.test", "breach")]


def answer(house: House, visit: Visit) -> None:
    """A person's letter to the visit's address, now."""
    words = "From: Maria <maria@site0.example>\r\nSubject: Re: Price\r\n\r\nHello Emma, it costs 40. Maria Brown\r\n"
    raw = RawLetter(
        door="door",
        raw=words.encode(),
        at=house.now(),
        body_sha256=visit.token,
        envelope_from="maria@site0.example",
        recipients=(visit.shopper.email,),
    )
    keep_letter(house.store, raw)
    collect(house)


async def test_who_wants_no_more_gets_no_more(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(extra=recipient("Anna") + recipient("Boris"))
    with house.store.writing() as connection:
        outbox.acknowledge(connection, "person/anna@town.test", "anna@town.test", clock())
    await silent(house, clock, "site0")
    await round_(house)
    # Boris hears of everything, so he also hears that Anna does not any more
    assert told(post) == [("boris@town.test", "ill"), ("boris@town.test", "breach")]
    assert "anna@town.test" in subjects(post)[0]
    with house.store.writing() as connection:
        outbox.resume(connection, "person/anna@town.test", "boris@town.test", clock())
    await silent(house, clock, "site0")
    await round_(house)
    assert sorted(told(post)[2:]) == [
        ("anna@town.test", "breach"),
        ("anna@town.test", "well"),
        ("boris@town.test", "breach"),
        ("boris@town.test", "well"),
    ]


@pytest.mark.parametrize("mood", ["451 later", "hang up"])
async def test_a_server_in_trouble_gets_it_later_in_order(
    town: Opener, post: PostOffice, clock: HandClock, mood: str
) -> None:
    house = town(3)
    await silent(house, clock, "site0", "site1", "site2")
    post.moods = [mood] * 2
    assert await round_(house) == 0
    assert post.kept == []
    for _ in range(5):
        clock.forward(minutes=2)
        await round_(house)
    tokens = [row.token for row in _by_id(house)]
    assert [next(token for token in tokens if token.encode() in raw) for _, raw in post.kept] == tokens
    assert len(post.kept) == 3


def _by_id(house: House):
    with house.store.reading() as connection:
        return sorted(outbox_view.alerts(connection), key=lambda row: row.id)


async def test_a_letter_too_large_leaves_without_its_pictures(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    kept = evidence.write(house.settings.evidence, "filled", b"\xff\xd8picture", "image/jpeg", clock())
    with house.store.writing() as connection:
        evidence.add(connection, visit.id, [kept])
    clock.forward(minutes=11)
    assert await round_(house) == 1
    post.moods = ["552 5.3.4 too big for us"]
    await snooze(house, visit, hours=1)
    clock.forward(hours=1)
    assert await round_(house) == 1
    pictures = [[part.get_filename() for part in read(raw).walk() if part.get_filename()] for _, raw in post.kept]
    assert pictures == [["filled.jpg"], []]


async def test_what_is_refused_is_not_tried_again(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    await silent(house, clock, "site0")
    post.moods = ["550 5.1.1 no such user"]
    assert await round_(house) == 0
    clock.forward(hours=1)
    assert await round_(house) == 0
    with house.store.reading() as connection:
        (parcel,) = connection.execute(select(table(ParcelRow)))
    assert parcel.state == "refused"
    assert "no such user" in parcel.last_error


async def test_a_server_dead_for_a_day_loses_nothing(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(2)
    await silent(house, clock, "site0", "site1")
    await round_(house)
    await post.close()
    count = len(post.kept)
    sent_visit(house, "site0", BROKEN)
    for _ in range(24):
        judge_due(house)
        await tell_due(house)
        clock.forward(hours=1)
    again = PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0)
    await again.open()
    way = house.settings.outgoing.model_copy(update={"port": again.port})
    object.__setattr__(house, "settings", house.settings.model_copy(update={"outgoing": way}))
    for _ in range(3):
        await tell_due(house)
        clock.forward(minutes=16)
    await again.close()
    assert count == 2
    assert told(again)[0] == ("anna@town.test", "unreachable")


@pytest.mark.parametrize(("noted", "letters"), [(True, 1), (False, 2)])
async def test_dying_between_acceptance_and_commit(
    town: Opener, post: PostOffice, clock: HandClock, monkeypatch: pytest.MonkeyPatch, noted: bool, letters: int
) -> None:
    """What was noted as taken leaves once; dead before even that note, the same message leaves again."""
    house = town()
    await silent(house, clock, "site0")

    def die(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(sending.outbox, "sent", die)
    if not noted:
        monkeypatch.setattr(sending.Handed, "noting", lambda *_: lambda: None)
    with pytest.raises(OSError, match="power"):
        await round_(house)
    monkeypatch.undo()
    clock.forward(minutes=2)
    await tell_due(house)
    clock.forward(minutes=2)
    await tell_due(house)
    told = [message_from_bytes(raw)["Message-ID"] for _, raw in post.kept]
    assert (len(told), len(set(told))) == (letters, 1)
    with house.store.reading() as connection:
        assert outbox_view.settled(connection)
    assert not list(house.settings.handed.glob("*"))


async def test_somebody_no_longer_in_the_programme(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    await silent(house, clock, "site0")
    hear(house)
    judge_due(house)
    with house.store.writing() as connection:
        connection.execute(update(table(AlertRow)).values(recipient="gone@town.test"))
    assert await tell_due(house) == 0
    assert states(house) == [("breach", "dropped")]


async def test_an_inconclusive_visit_tells_nothing(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    for reason in ("captcha", "firewall"):
        sent_visit(house, "site0", Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.BLOCKED, reason=reason))
        clock.forward(hours=4)
        await round_(house)
    assert post.kept == []
    with house.store.reading() as connection:
        assert visits.by_state(connection) == {"closed": 2}
