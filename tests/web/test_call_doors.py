"""The doors for calls, knocked at over a real socket: only the provider gets in, once, and nobody else learns anything."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import func, select

from monitor.settings import Web
from monitor.steps import House
from monitor.store.call_tables import CallEventRow
from monitor.store.statements import table
from monitor.testing.simulation import HandClock, open_simulation, programme_text
from monitor.web import app, serving
from monitor.web import calls as web_calls

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
OURS, THEIRS = "+74951112233", "+74997770001"
GENERIC, TWILIO, ZADARMA = "genericdoor00001", "twiliodoor000001", "zadarmadoor00001"
DOORS = f"""
[house.web]
public_url = "https://shopper.test"
[[house.call_doors]]
name = "pbx"
endpoint = "{GENERIC}"
secret_env = "PBX_SECRET"
old_secret_env = "PBX_OLD_SECRET"
numbers = ["{OURS}"]
[[house.call_doors]]
name = "twilio"
provider = "twilio"
endpoint = "{TWILIO}"
secret_env = "TWILIO_TOKEN"
numbers = ["+15005550006"]
[[house.call_doors]]
name = "zadarma"
provider = "zadarma"
endpoint = "{ZADARMA}"
secret_env = "ZADARMA_SECRET"
numbers = ["+74952223344"]
"""


@dataclass(frozen=True)
class Doors:
    house: House
    clock: HandClock
    client: httpx.AsyncClient

    def kept(self) -> int:
        with self.house.store.reading() as connection:
            return connection.execute(select(func.count()).select_from(table(CallEventRow))).scalar_one()

    async def counted(self, outcome: str) -> int:
        text = (await self.client.get("/metrics")).text
        return int(text.split(f'shopper_calls_in_total{{outcome="{outcome}"}} ')[1].split()[0])


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for name in ("PBX_SECRET", "PBX_OLD_SECRET", "TWILIO_TOKEN", "ZADARMA_SECRET"):
        monkeypatch.setenv(name, f"the {name}")
    opened = open_simulation(tmp_path, programme_text(["site0"]) + DOORS, HandClock(NOW))
    yield opened
    opened.store.close()


@pytest.fixture
async def doors(house: House) -> AsyncIterator[Doors]:
    async with (
        serving(app(lambda: house), Web(port=0)) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        assert isinstance(house.now, HandClock)
        yield Doors(house, house.now, client)


def told(call: str = "c1", kind: str = "ringing", **more: str) -> bytes:
    return json.dumps({"id": call, "kind": kind, "from": THEIRS, "to": OURS, **more}).encode()


def signed(body: bytes, at: datetime = NOW, secret: str = "the PBX_SECRET") -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Signature": f"t={stamp},v1={digest}"}


def face(response: httpx.Response) -> tuple[int, bytes, list[str]]:
    """All that a stranger sees of an answer."""
    return response.status_code, response.content, sorted(name for name in response.headers if name != "date")


async def test_a_signed_call_is_kept_once(doors: Doors) -> None:
    for _ in range(2):
        answer = await doors.client.post(f"/in/{GENERIC}", content=told(), headers=signed(told()))
        assert answer.status_code == 200
    assert doors.kept() == 1
    assert (await doors.counted("kept"), await doors.counted("repeated")) == (1, 1)


async def test_both_secrets_open_while_one_is_replaced(doors: Doors) -> None:
    for number, secret in enumerate(("the PBX_SECRET", "the PBX_OLD_SECRET")):
        body = told(f"c{number}")
        answer = await doors.client.post(f"/in/{GENERIC}", content=body, headers=signed(body, secret=secret))
        assert answer.status_code == 200
    assert doors.kept() == 2


async def test_strangers_learn_nothing(doors: Doors) -> None:
    body = told()
    knocks = [
        ("nosuchdoor000001", signed(body)),
        ("nosuchdoor000001", {}),
        ("нет", signed(body)),
        (GENERIC, {}),
        (GENERIC, {"X-Signature": "t=1,v1=zz"}),
        (GENERIC, {"X-Signature": b"t=\xff,v1=\xe9".decode("latin-1")}),
        (GENERIC, signed(body, secret="a guess")),
        (GENERIC, signed(body + b" ")),
        (GENERIC, signed(body, NOW - timedelta(minutes=6))),
        (GENERIC, signed(body, NOW + timedelta(minutes=6))),
        (TWILIO, signed(body)),
        (TWILIO, {"X-Twilio-Signature": "bm8="}),
        (ZADARMA, {"Signature": "bm8="}),
    ]
    faces = set()
    for endpoint, headers in knocks:
        raw = {name: value.encode("latin-1") for name, value in headers.items()}
        answer = await doors.client.post(f"/in/{endpoint}", content=body, headers=raw)
        faces.add((answer.status_code, answer.content, str(face(answer)[2])))
    assert len(faces) == 1, faces
    assert next(iter(faces))[:2] == (403, b"")
    assert doors.kept() == 0
    assert await doors.counted("refused") == len(knocks)


async def test_a_request_heard_earlier_cannot_be_sent_again_later(doors: Doors) -> None:
    body, headers = told(), signed(told())
    assert (await doors.client.post(f"/in/{GENERIC}", content=body, headers=headers)).status_code == 200
    doors.clock.forward(minutes=20)
    assert (await doors.client.post(f"/in/{GENERIC}", content=body, headers=headers)).status_code == 403
    assert doors.kept() == 1


@pytest.mark.parametrize("endpoint", [GENERIC, "nosuchdoor000001"])
async def test_a_huge_body_is_turned_away_unread(doors: Doors, endpoint: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 10_000

    answer = await doors.client.post(f"/in/{endpoint}", content=endless())
    assert answer.status_code == 413
    exact = told(text="x" * (65_536 - len(told(text=""))))
    assert len(exact) == 65_536
    inside = await doors.client.post(f"/in/{endpoint}", content=exact, headers=signed(exact))
    assert inside.status_code == (200 if endpoint == GENERIC else 403)


async def test_the_provider_itself_is_told_what_is_wrong(doors: Doors) -> None:
    for body in (b"no json", told(kind="party")):
        answer = await doors.client.post(f"/in/{GENERIC}", content=body, headers=signed(body))
        assert (answer.status_code, bool(answer.text)) == (200, True)
    assert doors.kept() == 0


async def test_twilio_rings_and_hears_busy(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    rang: list[tuple[float, int]] = []

    async def ring(seconds: float) -> None:
        rang.append((seconds, doors.kept()))

    monkeypatch.setattr(web_calls, "pause", ring)
    call = {"CallSid": "CA1", "From": THEIRS, "To": "+15005550006", "CallStatus": "ringing", "Direction": "inbound"}
    text = f"https://shopper.test/in/{TWILIO}" + "".join(name + call[name] for name in sorted(call))
    signature = base64.b64encode(hmac.new(b"the TWILIO_TOKEN", text.encode(), hashlib.sha1).digest()).decode()
    answer = await doors.client.post(f"/in/{TWILIO}", data=call, headers={"X-Twilio-Signature": signature})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert '<Response><Reject reason="busy"/></Response>' in answer.text
    assert rang == [(10.0, 1)]  # it was kept before it rang on


async def test_zadarma_is_echoed_and_a_changed_copy_is_the_same_call(doors: Doors) -> None:
    for endpoint in (ZADARMA, "nosuchdoor000001"):
        assert (await doors.client.get(f"/in/{endpoint}?zd_echo=abc123")).text == "abc123"
    assert (await doors.client.get(f"/in/{ZADARMA}?zd_echo=<b>")).status_code == 403
    call = {"event": "NOTIFY_START", "caller_id": THEIRS, "called_did": "74952223344"}
    call |= {"call_start": "2026-03-03 13:00:00", "pbx_call_id": "in_1"}
    text = call["caller_id"] + call["called_did"] + call["call_start"]
    digest = hmac.new(b"the ZADARMA_SECRET", text.encode(), hashlib.sha1).hexdigest()
    headers = {"Signature": base64.b64encode(digest.encode()).decode()}
    for number in ("in_1", "in_2"):
        answer = await doors.client.post(f"/in/{ZADARMA}", data={**call, "pbx_call_id": number}, headers=headers)
        assert answer.status_code == 200
    assert doors.kept() == 1


async def test_without_the_secret_nobody_gets_in(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZADARMA_SECRET")
    content = urlencode({"event": "SMS", "result": "{}"}).encode()
    assert (await doors.client.post(f"/in/{ZADARMA}", content=content)).status_code == 403
