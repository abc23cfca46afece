"""Runs the service in a process of its own, with looks that only post the form: made to be killed at any instant.

Usage: kill_driver.py PROGRAMME
"""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict

from monitor import wiring
from monitor.domain.visit import Acceptance, Reading, Sending
from monitor.service import Service, open_doors
from monitor.steps.visit import look as visit_step


class NoOptions(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Postman:
    """A probe that posts the shopper's address and nothing else."""

    kind, version, sends, options = "feedback_form", 1, True, NoOptions

    async def look(self, brief: Any, _open_context: Any, box: Any) -> None:
        await box.intend({"to": brief.url})
        async with httpx.AsyncClient() as client:
            answer = await client.post(brief.url, data={"email": brief.shopper.email})
        box.put_json("wire", {"status": answer.status_code, "at": brief.now().isoformat()})

    def read(self, kept: Any) -> Reading:
        wire = kept.json("wire")
        if wire is None:
            return Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.UNKNOWN)
        at = wiring.datetime.fromisoformat(wire["at"])
        return Reading(sending=Sending.SENT, acceptance=Acceptance.ACCEPTED, accepted_at=at)


async def run(file: Path) -> None:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # as `shopper run` does
    visit_step.probes = SimpleNamespace(load=lambda kind: Postman())  # type: ignore[assignment]
    house = wiring.open_house(file)
    wiring.enter(house)
    async with open_doors(house) as doors:
        Service(house, None, doors, plans=False).start()  # type: ignore[arg-type]
        print("running", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
