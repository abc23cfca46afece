"""Corridor, beside the visits: look at a site by night, sending nothing; say what is new, known or mended.

A finding that appears is looked at once more before anybody is told; news goes to the outbox. What was seen is kept
per site as one JSON file, so that the next night has something to compare with.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.alerts.stories import Story, listeners
from monitor.domain.errors import NotPermitted
from monitor.domain.news import News, changes, compare, remember, unsteady
from monitor.domain.programme import Site
from monitor.steps import House
from monitor.store import counts, evidence, outbox
from probes._base import Brief, NewContext
from probes._nightly import Night, night


class NightBox(evidence.Box):
    """Evidence of one night. Nothing is sent by night."""

    async def intend(self, what: Mapping[str, Any]) -> None:
        raise NotPermitted("nothing is sent by night")


class Shelf:
    """What the last night saw, one file per site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self, site: str) -> dict[str, Any] | None:
        """The report kept last; None when there is none."""
        try:
            found: dict[str, Any] = json.loads((self._folder / f"{site}.json").read_text(encoding="utf8"))
        except FileNotFoundError:
            return None
        return found

    def keep(self, site: str, report: Mapping[str, Any]) -> None:
        """Replace it; a crash leaves the old one whole."""
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"{site}.json.new"
        draft.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=str), encoding="utf8")
        os.replace(draft, self._folder / f"{site}.json")


async def nightly(
    house: House, site: Site, open_context: NewContext, shelf: Shelf, *, looks: int = 0, tell: bool = True
) -> tuple[dict[str, Any], News]:
    """Look at a site, compare with the last night, keep what was seen. The report is plain JSON.

    What appears or changes is looked at until it was seen in `looks` looks of this night (0: as the programme says). With `tell`, news lies in
    the outbox afterwards, once for each person who is told of the site, however often a night is repeated.
    """
    before = shelf.last(site.key)
    seen = [await _look(house, site, open_context)]
    while before and len(seen) < (looks or house.programme.alerts.confirm) and _something_new(before, seen):
        seen.append(await _look(house, site, open_context))
    unseen = tuple({start for one in seen for start in one.unseen})
    news, histories, held = compare(before, [one.findings for one in seen], unseen)
    last = seen[-1]
    states = remember(before.get("states", {}) if before else {}, last.facts)
    differs = _lasting_changes(before["facts"], seen, states) if before else ()
    pictures = {"before": before["pictures"], "after": dict(last.pictures)} if before and differs else {}
    news = replace(news, changes=tuple({**change, "pictures": pictures} for change in differs))
    report = {
        "site": site.key,
        "at": house.now().isoformat(),
        "findings": held,
        "histories": histories,
        "facts": {**(before["facts"] if before else {}), **last.facts},
        "states": states,
        "pictures": dict(last.pictures),
        "unmeasured": dict(last.unmeasured),
        "news": {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(news).items()},
    }
    if tell and news.loud and before:
        _put_out(house, site, before, report)
    shelf.keep(site.key, report)
    return report, news


def _something_new(before: Mapping[str, Any], seen: Sequence[Night]) -> bool:
    news, *_ = compare(before, [one.findings for one in seen], seen[-1].unseen)
    return bool(news.new or changes(before["facts"], seen[-1].facts))


def _lasting_changes(
    before: Mapping[str, Any], seen: Sequence[Night], states: Mapping[str, Sequence[str]]
) -> tuple[Mapping[str, Any], ...]:
    """Changes that every look saw alike, without what comes and goes."""
    lasting = {name for name, value in seen[0].facts.items() if all(one.facts.get(name) == value for one in seen)}
    found = changes(before, seen[-1].facts)
    return tuple(one for one in found if one["what"] in lasting and not unsteady(states[one["what"]]))


def _put_out(house: House, site: Site, before: Mapping[str, Any], report: Mapping[str, Any]) -> None:
    """Into the outbox. The last night's instant is part of the identity: a night repeated after a crash, which
    compares with the same last night, tells nobody twice."""
    words = {"en", "ru", "rule", "gravity", "page", "profile", "crop"}
    news = {
        "new": [{key: one[key] for key in words & set(one)} for one in report["news"]["new"]],
        "mended": [{key: one[key] for key in words & set(one)} for one in report["news"]["mended"]],
        "changes": report["news"]["changes"],
    }
    since = int(datetime.fromisoformat(before["at"]).timestamp())
    with house.store.writing() as connection:
        for person in listeners(house.programme, site):
            new = outbox.NewAlert(
                story=Story.NIGHT, thread=f"night/{site.key}", recipient=person.email, site=site.key, step=since,
                why=json.dumps(news, ensure_ascii=False, default=str),
            )  # fmt: skip
            outbox.add(connection, new, house.now())


async def _look(house: House, site: Site, open_context: NewContext) -> Night:
    forms = [touchpoint.address for touchpoint in site.touchpoints if touchpoint.kind == "feedback_form"]
    brief = Brief(
        url=site.url,
        language=site.language,
        country=site.country,
        now=house.now,
        options=None,
        phones=site.phones,
        expected={"calendar": house.calendars.get(site.key), **_seen_by_day(house, site)},
    )
    return await night(brief, open_context, NightBox(house.settings.evidence, house.now), forms, pages=forms)


def _seen_by_day(house: House, site: Site) -> dict[str, Any]:
    """What the programme's own looks at the home page saw by day and when closed, where it makes such looks."""
    same = [
        one for one in site.touchpoints if one.kind == "off_hours" and one.address.rstrip("/") == site.url.rstrip("/")
    ]
    if not same:
        return {}
    with house.store.reading() as connection:
        return counts.contacts_seen(connection, site.key, same[0].key)
