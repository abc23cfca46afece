"""Webhooks of phone providers: only what is signed comes in, and only once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from monitor.intake import calls
from monitor.intake.calls import Refused

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BODY = json.dumps(
    {"id": "c1", "kind": "ringing", "from": "+7 495 123-45-67", "to": "+74990000001", "at": "2026-11-20T12:29:50+03:00"}
).encode()


def signed(body: bytes, at: datetime = NOW, secret: str = "old") -> str:
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={hmac.new(secret.encode(), stamp.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def test_generic_with_either_secret() -> None:
    for secret in ("old", "new"):
        calls.verify_generic(BODY, signed(BODY, secret=secret), ("old", "new"), NOW)
    event = calls.parse_generic(BODY, "pbx", NOW)
    assert (event.kind, event.caller, event.called) == ("ringing", "+74951234567", "+74990000001")
    assert event.at_provider == NOW - timedelta(seconds=10)


@pytest.mark.parametrize(
    "signature",
    ["", "t=1", "v1=00", signed(BODY, secret="wrong"), signed(BODY, NOW - timedelta(minutes=6)), signed(BODY, NOW + timedelta(minutes=6)), signed(BODY + b" "), "t=x,v1=y", "t=999999999999,v1=0"],
)  # fmt: skip
def test_generic_refuses(signature: str) -> None:
    with pytest.raises(Refused):
        calls.verify_generic(BODY, signature, ("old", ""), NOW)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"id": 1}', b'{"id":"a","kind":"party","from":"","to":""}', b"\xff"]
)
def test_generic_refuses_other_bodies(body: bytes) -> None:
    with pytest.raises(Refused):
        calls.parse_generic(body, "pbx", NOW)


def test_a_body_too_large_is_not_even_hashed() -> None:
    with pytest.raises(Refused, match="large"):
        calls.verify_generic(b"x" * 70_000, "", (), NOW)


def test_a_clock_far_from_ours_is_not_kept() -> None:
    late = BODY.replace(b"12:29:50", b"11:29:50")
    assert calls.parse_generic(late, "pbx", NOW).at_provider is None


def twilio(url: str, fields: dict[str, str], token: str = "tok") -> str:
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


CALL = {"CallSid": "CA1", "From": "+74951234567", "To": "+74990000001", "CallStatus": "ringing", "Direction": "inbound"}


def test_twilio_call_and_message() -> None:
    url = "https://shopper.test/in/abc"
    calls.verify_twilio(url, urlencode(CALL).encode(), twilio(url, CALL), ("tok",))
    calls.verify_twilio(url, urlencode(CALL).encode(), twilio("https://shopper.test:443/in/abc", CALL), ("tok",))
    assert calls.parse_twilio(urlencode(CALL).encode(), "acc", NOW).kind == "ringing"
    message = calls.parse_twilio(
        urlencode({"MessageSid": "SM1", "From": "+7495", "To": "+74990000001", "Body": "Перезвоните"}).encode(),
        "acc",
        NOW,
    )
    assert (message.kind, message.text, message.caller) == ("sms", "Перезвоните", "")


def test_twilio_refuses() -> None:
    body = urlencode(CALL).encode()
    with pytest.raises(Refused):
        calls.verify_twilio("https://shopper.test/in/abc", body, twilio("http://shopper.test/in/abc", CALL), ("tok",))
    with pytest.raises(Refused):
        calls.verify_twilio(
            "https://shopper.test/in/abc", body + b"&x=y", twilio("https://shopper.test/in/abc", CALL), ("tok",)
        )
    with pytest.raises(Refused):
        calls.parse_twilio(b"Direction=outbound-api&CallSid=1", "acc", NOW)


def zadarma(text: str) -> str:
    return base64.b64encode(hmac.new(b"key", text.encode(), hashlib.sha1).hexdigest().encode()).decode()


def test_zadarma_call_and_message() -> None:
    start = {
        "event": "NOTIFY_START",
        "caller_id": "+74951234567",
        "called_did": "74990000001",
        "call_start": "2026-11-20 12:30:00",
        "pbx_call_id": "in_1",
    }
    calls.verify_zadarma(
        urlencode(start).encode(), zadarma("+74951234567" + "74990000001" + "2026-11-20 12:30:00"), ("key",)
    )
    event = calls.parse_zadarma(urlencode(start).encode(), "acc", NOW, "novofon")
    assert (event.provider, event.kind, event.caller, event.called) == (
        "novofon",
        "ringing",
        "+74951234567",
        "+74990000001",
    )
    result = json.dumps({"caller_id": "74951234567", "caller_did": "74990000001", "text": "Ждём вас"})
    sms = urlencode({"event": "SMS", "result": result}).encode()
    calls.verify_zadarma(sms, zadarma(result), ("key",))
    assert calls.parse_zadarma(sms, "acc", NOW).text == "Ждём вас"


def test_zadarma_refuses() -> None:
    with pytest.raises(Refused):
        calls.verify_zadarma(b"event=NOTIFY_START", zadarma(""), ("key",))
    with pytest.raises(Refused):
        calls.parse_zadarma(b"event=NOTIFY_OUT_START", "acc", NOW)
    assert calls.zadarma_echo({"zd_echo": "abc123"}) == "abc123"
    assert calls.zadarma_echo({"zd_echo": "<script>"}) is None


def test_the_same_event_twice_has_one_key() -> None:
    first = calls.parse_generic(BODY, "pbx", NOW)
    again = calls.parse_generic(BODY, "pbx", NOW + timedelta(seconds=5))
    ended = calls.parse_generic(BODY.replace(b"ringing", b"ended"), "pbx", NOW)
    assert calls.replay_key(first) == calls.replay_key(again) != calls.replay_key(ended)
