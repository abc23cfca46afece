"""Room: calls and SMS in by webhook: is it really the provider, and what does it say (notes/phones_hours §5).

Pure: bytes, headers and `now` in, a `CallEvent` or `Refused` out. The signature is checked on the raw
body, in constant time, before anything is parsed. `replay_key` is for the store's unique key: what a
provider does not sign with a time could be sent twice by anybody who saw it once.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from monitor.domain.errors import ShopperError
from monitor.domain.response import CallEvent

MAXIMUM_BODY = 65_536
WINDOW = timedelta(seconds=300)
"""How far a signed time may be from ours."""

BELIEVED = timedelta(seconds=30)
"""A provider's own time is kept only this near to ours: a queue after an outage would shift it."""


class Refused(ShopperError):
    """This request does not come from the provider."""


def replay_key(event: CallEvent) -> str:
    """Unique per event: a second request with the same key is no second call."""
    parts = (event.provider, event.account, event.provider_call_id, event.kind, event.text)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def call_key(event: CallEvent) -> str:
    """The same for all events of one call: ringing, answered, ended."""
    parts = (event.provider, event.account, event.provider_call_id, "sms" if event.kind == "sms" else "call")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def e164(number: str, country_code: str = "") -> str:
    """ "+74951234567" from what providers write; "" when hidden or no number. `country_code` for national forms."""
    digits = re.sub(r"\D", "", number)
    if not 7 <= len(digits) <= 15:
        return ""
    if number.strip().startswith("+") or not country_code:
        return f"+{digits}"
    return f"+{digits}" if digits.startswith(country_code) else f"+{country_code}{digits.lstrip('0')}"


def verify_generic(body: bytes, signature: str, secrets: Sequence[str], now: datetime) -> None:
    """`X-Signature: t=<unix>,v1=<hex HMAC-SHA256(secret, t + "." + body)>`; two secrets while one is being replaced.

    Raises `Refused`.
    """
    _fits(body)
    fields = dict(part.strip().split("=", 1) for part in signature.split(",") if "=" in part)
    stamp = fields.get("t", "")
    if not re.fullmatch(r"[0-9]{1,12}", stamp) or abs(now.timestamp() - int(stamp)) > WINDOW.total_seconds():
        raise Refused("the signature's time is missing or too far from ours")
    signed = stamp.encode() + b"." + body
    wanted = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets if secret]
    _one_of(fields.get("v1", "").lower(), wanted)


def parse_generic(body: bytes, account: str, now: datetime) -> CallEvent:
    """JSON {"id", "kind": ringing|answered|ended|sms|ping, "from", "to", "at"?: RFC 3339, "text"?}. Raises `Refused`."""
    try:
        told: Any = json.loads(body)
    except ValueError as fault:
        raise Refused("the body is not JSON") from fault
    if not isinstance(told, dict) or not all(isinstance(told.get(key), str) for key in ("id", "kind", "from", "to")):
        raise Refused("the body lacks id, kind, from or to")
    if told["kind"] not in ("ringing", "answered", "ended", "sms", "ping"):
        raise Refused("kind must be ringing, answered, ended, sms or ping")
    return _event(
        "generic",
        account,
        told["id"],
        told["kind"],
        told["from"],
        told["to"],
        now,
        body,
        _stamp(told.get("at"), now),
        str(told.get("text", "")),
    )


def verify_twilio(url: str, body: bytes, signature: str, tokens: Sequence[str]) -> None:
    """`X-Twilio-Signature`: base64(HMAC-SHA1(token, URL + every POST field, sorted, name and value joined)).

    `url` is the public one the provider was given, scheme and all. Raises `Refused`.
    """
    _fits(body)
    fields = sorted(set(_form(body)))
    rest = "".join(name + value for name, value in fields)
    signed = [(address + rest).encode() for address in _with_and_without_port(url)]
    digests = [hmac.new(token.encode(), text, hashlib.sha1).digest() for token in tokens if token for text in signed]
    _one_of(signature, [_base64(digest) for digest in digests])


def parse_twilio(body: bytes, account: str, now: datetime) -> CallEvent:
    """An incoming call, its status callback, or an SMS. Raises `Refused` for anything else."""
    told = dict(_form(body))
    if told.get("MessageSid"):
        return _event(
            "twilio",
            account,
            told["MessageSid"],
            "sms",
            told.get("From", ""),
            told.get("To", ""),
            now,
            body,
            None,
            told.get("Body", ""),
        )
    kinds = {
        "queued": "ringing",
        "ringing": "ringing",
        "initiated": "ringing",
        "in-progress": "answered",
        "answered": "answered",
    }
    if not told.get("CallSid") or told.get("Direction", "inbound") != "inbound":
        raise Refused("neither an incoming call nor a message")
    kind = kinds.get(told.get("CallStatus", ""), "ended")
    return _event("twilio", account, told["CallSid"], kind, told.get("From", ""), told.get("To", ""), now, body)


_ZADARMA = {
    "NOTIFY_START": "ringing",
    "NOTIFY_INTERNAL": "ringing",
    "NOTIFY_ANSWER": "answered",
    "NOTIFY_END": "ended",
    "SMS": "sms",
}


def verify_zadarma(body: bytes, signature: str, secrets: Sequence[str]) -> None:
    """`Signature`: base64 of the *hex* HMAC-SHA1 of a few fields (Zadarma and Novofon sign alike). Raises `Refused`.

    The signature covers neither event name nor time: `replay_key` and the leased number must do the rest.
    """
    _fits(body)
    told = dict(_form(body))
    event = told.get("event", "")
    if event == "SMS":
        signed = told.get("result", "")
    else:
        called = told.get("destination", "") if event == "NOTIFY_ANSWER" else told.get("called_did", "")
        signed = told.get("caller_id", "") + called + told.get("call_start", "")
    if not signed:
        raise Refused("nothing is signed")
    digests = [hmac.new(secret.encode(), signed.encode(), hashlib.sha1).hexdigest() for secret in secrets if secret]
    _one_of(signature, [_base64(digest.encode()) for digest in digests])


def parse_zadarma(body: bytes, account: str, now: datetime, provider: str = "zadarma") -> CallEvent:
    """An incoming call's event, or an SMS. `call_start` has no zone and is not read. Raises `Refused`."""
    told = dict(_form(body))
    kind = _ZADARMA.get(told.get("event", ""))
    if kind is None or (kind != "sms" and not told.get("call_start")):
        raise Refused("not an event of an incoming call")
    if kind == "sms":
        try:
            sms: Any = json.loads(told.get("result", ""))
        except ValueError as fault:
            raise Refused("the message is not JSON") from fault
        told.update({key: str(value) for key, value in sms.items()} if isinstance(sms, dict) else {})
    called = told.get("called_did") or told.get("caller_did") or told.get("destination", "")
    # named by what is signed alone: whoever saw one request can change the rest, pbx_call_id too
    signed = told.get("result", "") if kind == "sms" else "\n".join((told.get("caller_id", ""), told["call_start"]))
    number = hashlib.sha256(signed.encode()).hexdigest()
    return _event(
        provider,
        account,
        number,
        kind,
        told.get("caller_id", ""),
        called,
        now,
        body,
        None,
        told.get("text", "") if kind == "sms" else "",
    )


def zadarma_echo(query: Mapping[str, str]) -> str | None:
    """What to answer when the provider checks the address: the value of `zd_echo`, None when it does not ask."""
    value = query.get("zd_echo")
    return value if value is not None and re.fullmatch(r"[\w.-]{1,200}", value) else None


def _event(
    provider: str,
    account: str,
    call: str,
    kind: str,
    caller: str,
    called: str,
    now: datetime,
    body: bytes,
    at_provider: datetime | None = None,
    text: str = "",
) -> CallEvent:
    return CallEvent(
        provider=provider,
        account=account,
        provider_call_id=call[:200],
        kind=kind,
        caller=e164(caller),
        called=e164(called),
        at_received=now,
        at_provider=at_provider,
        text=text[:2_000],
        verified_by="signature",
        raw_sha256=hashlib.sha256(body).hexdigest(),
    )


def _stamp(value: object, now: datetime) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo and abs(at - now) <= BELIEVED else None


def _fits(body: bytes) -> None:
    if len(body) > MAXIMUM_BODY:
        raise Refused("the body is too large")


def _form(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200)
    except ValueError as fault:
        raise Refused("the body is not a form") from fault


def _one_of(given: str, wanted: Sequence[str]) -> None:
    """Constant time for each; all are compared."""
    if not any([hmac.compare_digest(given.encode(), right.encode()) for right in wanted]):  # noqa: C419  # no early end
        raise Refused


def _base64(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()


def _with_and_without_port(url: str) -> tuple[str, ...]:
    """Behind a proxy the provider signs the address with the standard port or without."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    bare = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    port = "443" if scheme == "https" else "80"
    return url, f"{scheme}://{bare}{slash}{path}", f"{scheme}://{bare}:{port}{slash}{path}"
