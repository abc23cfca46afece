"""Room alerts: which pending alerts of one person go into which letter, and when (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from monitor.alerts.stories import OPEN_ENDED, Story
from monitor.domain.recipients import AlertRules, Recipient

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An alert in no letter yet."""

    id: int
    identity: str
    story: Story
    thread: str
    site: str
    standard: str
    visit_id: int | None = None


@dataclass(slots=True, kw_only=True)
class Packing:
    """What becomes of a person's pending alerts; those named nowhere wait."""

    letters: list[tuple[Pending, ...]] = field(default_factory=list)
    folded: dict[int, str] = field(default_factory=dict)


def packing(
    pending: Sequence[Pending], person: Recipient, rules: AlertRules, last: datetime | None, now: datetime
) -> Packing:
    """Letters to write now. `last`: when the newest letter to this person was packed.

    The first alert after a quiet while leaves at once; what comes within `rules.collect` after a letter waits for
    its end and leaves together, as one letter from `rules.digest_from` matters on. News about ourselves never waits
    for others. Asleep or not at work: everything waits.
    """
    found = Packing(folded=_folded(pending))
    if awake_at(person, now) > now:
        return found
    matters: dict[str, list[Pending]] = {}
    for one in pending:
        if one.id not in found.folded:
            matters.setdefault(_matter(one), []).append(one)
    ours = [tuple(matters.pop(key)) for key in list(matters) if key.startswith("house/")]
    collecting = last is not None and now < last + rules.collect
    theirs = [] if collecting else [tuple(alerts) for alerts in matters.values()]
    if len(theirs) >= rules.digest_from:
        theirs = [tuple(one for alerts in theirs for one in alerts)]
    found.letters = [*ours, *theirs]
    return found


def bundle_name(letter: Sequence[Pending]) -> str:
    """The name of a letter: the same alerts give the same name, so that it is the same message after a crash."""
    digest = sha256("\n".join(one.identity for one in letter).encode()).hexdigest()[:24]
    return f"{letter[0].story if len(letter) == 1 else 'digest'}.{digest}"


def awake_at(person: Recipient, now: datetime) -> datetime:
    """`now`, or the next instant at which this person may be told: outside quiet hours, on a working day."""
    zone, at = ZoneInfo(person.zone), now
    for _ in range(16):
        local = at.astimezone(zone)
        if person.days and local.weekday() not in person.days:
            at = _on(local, time(), zone, later=True)
        elif person.quiet and _within(local.time(), *person.quiet):
            at = _on(local, person.quiet[1], zone, later=local.time() >= person.quiet[1])
        else:
            return at
    return at


def _matter(one: Pending) -> str:
    """Alerts about the same thing share a letter; all broken ways in of one site are one thing: the site."""
    return f"site/{one.site}" if one.story is Story.UNREACHABLE else one.thread


def _folded(pending: Sequence[Pending]) -> dict[int, str]:
    """Alerts that another pending one says better: overtaken by the answer or by the breach, or said already."""
    answered = {(one.thread, one.standard) for one in pending if one.story is Story.ANSWERED}
    breached = {(one.thread, one.standard) for one in pending if one.story is Story.BREACH}
    found: dict[int, str] = {}
    said: set[tuple[int | None, Story]] = set()
    for one in pending:
        promise = (one.thread, one.standard)
        if one.story in OPEN_ENDED and promise in answered:
            found[one.id] = "the answer came before this could be told"
        elif one.story is Story.WARNING and promise in breached:
            found[one.id] = "the deadline passed before the warning could be told"
        elif one.story in (Story.UNREACHABLE, Story.ANSWERED):
            if (one.visit_id, one.story) in said:
                found[one.id] = "told by another alert about the same visit"
            said.add((one.visit_id, one.story))
    return found


def _within(clock: time, begin: time, end: time) -> bool:
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def _on(local: datetime, clock: time, zone: ZoneInfo, *, later: bool) -> datetime:
    day = local.date() + (_DAY if later else timedelta(0))
    return datetime.combine(day, clock, tzinfo=zone).astimezone(local.tzinfo)
