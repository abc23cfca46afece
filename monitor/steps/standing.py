"""Corridor, aside: how each promise of a site stands, which link of the chain is weakest, and what a change changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.chain import Chain, Link, chain
from monitor.domain.comparison import Comparison, compare
from monitor.domain.programme import ServiceStandard, Site, Touchpoint
from monitor.domain.verdict import COUNTED, Outcome, standing
from monitor.steps import House
from monitor.store import verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One promise over its trailing window; `pending` and `inconclusive` are never in `link.n`."""

    link: Link
    name: str
    pending: int
    inconclusive: int


def promises(site: Site, house: House) -> Iterator[tuple[Touchpoint, ServiceStandard]]:
    for point in site.touchpoints:
        for standard in house.programme.standards_of(point):
            yield point, standard


def stand(house: House, site: Site) -> tuple[Stand, ...]:
    """Every promise of a site, judged over its own window up to now (MEASURING §4)."""
    return tuple(_stand(house, site, point, standard) for point, standard in promises(site, house))


def chains_of(site: Site, stands: tuple[Stand, ...]) -> dict[str, Chain]:
    """The chains of a site by name. Where no way in names one, a customer needs every way in that they try: the site
    is one chain, named "". A way in that is switched off is no link."""
    names = {point.key: point.chain for point in site.touchpoints if point.enabled}
    linked = [(names[one.link.touchpoint], one.link) for one in stands if one.link.touchpoint in names]
    told = dict.fromkeys(name for name, _ in linked if name) or dict.fromkeys(name for name, _ in linked)
    return {name: chain([link for mine, link in linked if mine == name]) for name in told}


def _stand(house: House, site: Site, point: Touchpoint, standard: ServiceStandard) -> Stand:
    now = house.now()
    with house.store.reading() as connection:
        rows = verdicts.judged_between(connection, site.key, point.key, standard.key, now - standard.trailing, now)
    found = Counter(outcome for _, outcome in rows)
    k, n, unclear = found[Outcome.MET], sum(found[one] for one in COUNTED), found[Outcome.INCONCLUSIVE]
    verdict = standing(k, n, unclear, standard.target, standard.minimum_n, standard.maximum_inconclusive)
    return Stand(
        link=Link(touchpoint=point.key, standard=standard.key, standing=verdict, k=k, n=n),
        name=standard.name_en,
        pending=found[Outcome.PENDING],
        inconclusive=unclear,
    )


def before_and_after(
    house: House, site: Site, changed_at: datetime, reach: timedelta
) -> Iterator[tuple[Touchpoint, ServiceStandard, Comparison]]:
    """Each promise of a site in the `reach` before and after the instant of a change; what was never tried is left out."""
    for point, standard in promises(site, house):
        with house.store.reading() as connection:
            span = (changed_at - reach, min(changed_at + reach, house.now()))
            rows = verdicts.judged_between(connection, site.key, point.key, standard.key, *span)
        counted = [(at, outcome is Outcome.MET) for at, outcome in rows if outcome in COUNTED]
        if counted:
            yield point, standard, compare(counted, changed_at, standard.minimum_n)
