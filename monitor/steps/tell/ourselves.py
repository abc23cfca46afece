"""Corridor, tell: our own illness is one message to our caretakers, never an alert about a site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from monitor.alerts.stories import Story, caretakers
from monitor.steps import Health, House, senses
from monitor.store import outbox, outbox_view, visits

OURS, REFUSED = "house/", "address"
FAILED_VISITS = 3
FAILED_TRIES = 3
REFUSED_AGAIN = timedelta(days=7)
"""An address that goes on refusing is named again so much later."""


def examine(connection: Connection, house: House) -> Iterator[Health]:
    """How each part of ourselves is; a channel is named only when it takes nobody's letters."""
    yield from senses(connection, house)
    yield Health(part="browser", since=visits.failing_since(connection, FAILED_VISITS))
    for row in outbox_view.failing(connection, FAILED_TRIES):
        if not row.taken_since:
            yield Health(part=f"post/{row.channel}", since=row.since, error=row.error)


def _unheard_people(connection: Connection, house: House) -> Iterator[Health]:
    """Who is not reached: a site may have nobody left who listens."""
    for row in outbox_view.failing(connection, FAILED_TRIES):
        if row.taken_since:  # the channel takes others' letters: it is no culprit, the address is
            yield Health(part=f"waiting/{row.channel}/{row.recipient}", since=row.since, error=row.error)
    for person, since in outbox.stopped(connection, [one.email for one in house.programme.recipients], house.now()):
        yield Health(part=f"stopped/{person}", since=since)


def mind_ourselves(house: House) -> None:
    """Tell when a part of ourselves falls ill or is well again; each illness once."""
    with house.store.reading() as connection:
        found: dict[str, Health] = {}
        for health in (*examine(connection, house), *_unheard_people(connection, house)):
            found.setdefault(health.part, health)
        for thread in outbox.told_ill(connection):
            part = thread.removeprefix(OURS)
            found.setdefault(part, Health(part=part, since=None))
        news = [health for health in found.values() if _is_news(connection, health)]
    if not news:
        return
    with house.store.writing() as connection:
        for health in news:
            _tell(connection, house, health)


def unheard(channel: str, recipient: str) -> frozenset[str]:
    """What is not told to somebody by a channel, as it would not arrive there."""
    parts = (f"post/{channel}", f"waiting/{channel}/{recipient}")
    return frozenset({refused_thread(channel, recipient), *(f"{OURS}{part}" for part in parts)})


def refused_thread(channel: str, recipient: str) -> str:
    """What is told when somebody's letters are refused for good."""
    return f"{OURS}{REFUSED}/{channel}/{recipient}"


def tell_refusal(connection: Connection, house: House, channel: str, recipient: str, error: str) -> None:
    """A letter that will never arrive is known to somebody: the caretakers hear it by whatever still works."""
    now, thread = house.now(), refused_thread(channel, recipient)
    last = outbox.last_step(connection, thread, Story.ILL)
    if last is None or now - datetime.fromtimestamp(last, UTC) >= REFUSED_AGAIN:
        _tell_caretakers(connection, house, Story.ILL, thread, int(now.timestamp()), error)


def _is_news(connection: Connection, health: Health) -> bool:
    if health.part.startswith(REFUSED):
        return False  # that is over when somebody mends the address; nothing says so
    ill, well = (outbox.last_step(connection, _thread(health), story) for story in (Story.ILL, Story.WELL))
    told_ill = ill is not None and (well is None or well < ill)
    return told_ill is not (health.since is not None)


def _tell(connection: Connection, house: House, health: Health) -> None:
    thread = _thread(health)
    if health.since is not None:
        story, step = Story.ILL, int(health.since.timestamp())
    else:
        story, step = Story.WELL, outbox.last_step(connection, thread, Story.ILL) or 0
    _tell_caretakers(connection, house, story, thread, step, health.error)


def _tell_caretakers(connection: Connection, house: House, story: Story, thread: str, step: int, why: str) -> None:
    for person in caretakers(house.programme):
        new = outbox.NewAlert(story=story, thread=thread, recipient=person.email, step=step, why=why)
        outbox.add(connection, new, house.now())


def _thread(health: Health) -> str:
    return f"{OURS}{health.part}"
