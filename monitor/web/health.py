"""Roof, web: are we alive, are we ready, and the figures a Prometheus collects."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from monitor.steps import House, mail_ears, phone_ear
from monitor.steps.tell.ourselves import examine
from monitor.store import gauges
from monitor.web.calls import lines

COUNTED_EVERY = timedelta(minutes=1)
TOO_LATE = timedelta(minutes=10)
"""Something due for so long means that nobody works."""

HELP = {
    "oldest_due_seconds": "How long the oldest visit that the judge must look at has been due.",
    "oldest_planned_seconds": "How long ago the oldest visit that has not begun should have begun.",
    "oldest_unopened_letter_seconds": "How long the oldest letter that nobody has opened has been here.",
    "oldest_pending_alert_seconds": "Age of the oldest alert that is not in a letter yet.",
    "oldest_unsent_letter_seconds": "Age of the oldest letter of ours that is not handed over yet.",
    "ears_heard_seconds": "Since when nobody has listened at a way in for answers; -1: never.",
    "ears_proven_seconds": "How long ago a way in was last proven to hear; -1: never.",
    "visits": "Visits by state.",
    "verdicts": "Visits by outcome, once for each standard they are held to.",
    "alerts": "The alert queue: alerts by state.",
    "letters_out": "Our own letters (and messages) by state.",
    "messages": "Letters, calls and hand entries by what became of them.",
    "messages_by_writer": "The same by who wrote them.",
    "calls": "Calls and SMS by what they were.",
}


async def health(request: Request) -> Response:
    """200 while this process answers at all."""
    return JSONResponse({"alive": True})


async def ready(request: Request) -> Response:
    """200 when everything works, else 503 with what does not."""
    house: House = request.app.state.current()
    wrong = await asyncio.to_thread(_wrong, house)
    return JSONResponse({"ready": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)


async def metrics(request: Request) -> Response:
    """Prometheus text. Ages are of now, counts at most `COUNTED_EVERY` old: they walk over every row there is.

    503 while the database does not answer: a figure that is not there is better than an old one.
    """
    house: House = request.app.state.current()
    now = house.now()
    at, counts = request.app.state.counted
    try:
        ages, ears = await asyncio.to_thread(_now, house)
        if not at <= now < at + COUNTED_EVERY:
            counts = await asyncio.to_thread(_count, house)
            request.app.state.counted = (now, counts)
    except DatabaseError as fault:
        return PlainTextResponse(f"database: {type(fault.orig).__name__}\n", status_code=503)
    text = "\n".join([*_ages(ages, ears), *_counts(counts), *lines(request.app.state.calls_in)])
    return PlainTextResponse(f"{text}\n", media_type="text/plain; version=0.0.4")


def _wrong(house: House) -> list[str]:
    try:
        with house.store.reading() as connection:
            ill = [
                f"{part.part}: since {part.since:%Y-%m-%d %H:%M} UTC"
                for part in examine(connection, house)
                if part.since
            ]
            ages = gauges.ages(connection, house.now())
    except DatabaseError as fault:
        return [f"database: {type(fault.orig).__name__}"]
    late = ages["oldest_due"]
    return ill + ([f"judge: something is due for {late:.0f} s"] if late > TOO_LATE.total_seconds() else [])


def _now(house: House) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    names = (*mail_ears(house.settings), *map(phone_ear, house.settings.call_doors))
    with house.store.reading() as connection:
        return gauges.ages(connection, house.now()), gauges.ears(connection, house.now(), names)


def _count(house: House) -> dict[str, dict[str, int]]:
    with house.store.reading() as connection:
        return gauges.counts(connection)


def _ages(ages: Mapping[str, float], ears: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for name, seconds in ages.items():
        yield from _head(f"{name}_seconds")
        yield f"shopper_{name}_seconds {seconds:.3f}"
    for name, found in ears.items():
        yield from _head(f"{name}_seconds")
        yield from (f"shopper_{name}_seconds{{ear={_quoted(ear)}}} {seconds:.3f}" for ear, seconds in found.items())


def _counts(counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """`name/label` → value → number."""
    for key, found in counts.items():
        name, _, label = key.partition("/")
        yield from _head(name)
        yield from (f"shopper_{name}{{{label}={_quoted(value)}}} {number}" for value, number in found.items())


def _quoted(value: str) -> str:
    """A label's value: JSON escapes quotes, backslashes and line ends as Prometheus does."""
    return json.dumps(value, ensure_ascii=False)


def _head(name: str) -> Iterator[str]:
    yield f"# HELP shopper_{name} {HELP[name]}"
    yield f"# TYPE shopper_{name} gauge"
