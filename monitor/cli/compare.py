"""Roof: `shopper compare`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, find_site, show
from monitor.domain.comparison import Change, Comparison, Share
from monitor.steps.standing import before_and_after

SAID = {
    Change.BETTER: "better",
    Change.WORSE: "worse",
    Change.NO_PROOF: "no proof of change",
    Change.NOT_ENOUGH: "not enough data",
}


def command(
    site: Annotated[str, typer.Option(help="The site's key.")],
    change_date: Annotated[
        datetime,
        typer.Option("--change-date", formats=["%Y-%m-%d"], help="The day something was changed; it counts as after."),
    ],
    weeks: Annotated[int, typer.Option(min=1, help="How many weeks on either side.")] = 13,
    programme: ProgrammeFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Before and after a change: how many enquiries met each standard, with 95 % intervals.

    A difference whose interval contains nought is no proof of change, and that is what is said. Fewer counted visits
    on one side than the standard asks for are not enough data.
    """
    with entered(programme) as house:
        found = find_site(house, site)
        midnight = change_date.replace(tzinfo=ZoneInfo(found.zone))
        rows = list(before_and_after(house, found, midnight, timedelta(weeks=weeks)))
    told = [{"touchpoint": point.key, "standard": standard.key, **_values(one)} for point, standard, one in rows]
    lines = [f"{point.key} · {standard.name_en}\n  {_text(one)}" for point, standard, one in rows]
    show(told, as_json, "\n".join(lines) or "No counted visit on either side.")


def _values(one: Comparison) -> dict[str, Any]:
    gap = one.difference
    return {
        "before": _side(one.before),
        "after": _side(one.after),
        "change": one.change.value,
        "difference": None if gap is None else {"value": float(gap.value), "low": gap.low, "high": gap.high},
    }


def _side(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"k": share.k, "n": share.n, "low": low, "high": high}


def _text(one: Comparison) -> str:
    text = f"before {_share(one.before)}, after {_share(one.after)}: {SAID[one.change]}"
    if one.difference is None:
        return text
    gap = one.difference
    points = f"{100 * float(gap.value):+.0f} points, 95 % interval {100 * gap.low:+.0f} to {100 * gap.high:+.0f}"
    return f"{text} ({points})"


def _share(share: Share) -> str:
    low, high = share.interval
    return f"{share.k} of {share.n}" + (f" ({100 * low:.0f}–{100 * high:.0f} %)" if share.n else "")
