"""Roof, web: are we alive, are we ready, and the figures a Prometheus collects."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from monitor.steps import EAR, House
from monitor.steps.tell.ourselves import examine
from monitor.store import gauges
from monitor.web.calls import lines

COUNTED_EVERY = timedelta(minutes=1)
TOO_LATE = timedelta(minutes=10)
"""Something due for so long means that nobody works."""


async def health(request: Request) -> Response:
    """200 while this process answers at all."""
    return JSONResponse({"alive": True})


async def ready(request: Request) -> Response:
    """200 when everything works, else 503 with what does not."""
    house: House = request.app.state.current()
    wrong = await asyncio.to_thread(_wrong, house)
    return JSONResponse({"ready": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)


async def metrics(request: Request) -> Response:
    """Prometheus text. Ages are of now, counts at most `COUNTED_EVERY` old: they walk over every row there is."""
    house: House = request.app.state.current()
    now = house.now()
    ages = await asyncio.to_thread(_now, house)
    at, counts = request.app.state.counted
    if not at <= now < at + COUNTED_EVERY:
        counts = await asyncio.to_thread(_count, house)
        request.app.state.counted = (now, counts)
    text = "\n".join([*_ages(ages), *_counts(counts), *lines(request.app.state.calls_in)])
    return PlainTextResponse(f"{text}\n", media_type="text/plain; version=0.0.4")


def _wrong(house: House) -> list[str]:
    try:
        with house.store.reading() as connection:
            ill = [
                f"{part.part}: since {part.since:%Y-%m-%d %H:%M} UTC"
                for part in examine(connection, house)
                if part.since
            ]
            ages = gauges.ages(connection, house.now(), EAR)
    except DatabaseError as fault:
        return [f"database: {type(fault.orig).__name__}"]
    late = ages["oldest_due"]
    return ill + ([f"judge: something is due for {late:.0f} s"] if late > TOO_LATE.total_seconds() else [])


def _now(house: House) -> dict[str, float]:
    with house.store.reading() as connection:
        return gauges.ages(connection, house.now(), EAR)


def _count(house: House) -> dict[str, dict[str, int]]:
    with house.store.reading() as connection:
        return gauges.counts(connection)


def _ages(ages: Mapping[str, float]) -> Iterator[str]:
    for name, seconds in ages.items():
        yield f"# TYPE shopper_{name}_seconds gauge"
        yield f"shopper_{name}_seconds {seconds:.3f}"


def _counts(counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """`name/label` → value → number."""
    for key, found in counts.items():
        name, _, label = key.partition("/")
        yield f"# TYPE shopper_{name} gauge"
        for value, number in found.items():
            yield f'shopper_{name}{{{label}="{value}"}} {number}'
