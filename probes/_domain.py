"""When does a site's domain name run out? Asked of RDAP (RFC 9083), the registries' own public service. Pure reading, one request.

A registry that does not answer, or does not say, leaves the date "not known": never a finding.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

RDAP = "https://rdap.org"
"""Redirects to the registry in charge (RFC 9224)."""
_PATIENCE = 8.0


async def domain_until(url: str, *, base: str = RDAP) -> tuple[datetime | None, str]:
    """(end of the registration, aware, or None; why it is not known, "" for what has no registration: addresses,
    names without a dot).

    The whole host is asked for first, then without its
    first part, down to two parts: nobody has to know which endings a registry sells.
    """
    host = (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    if not _registrable(host):
        return None, ""
    parts = host.split(".")
    why = "the registry does not know it"
    async with httpx.AsyncClient(timeout=_PATIENCE, follow_redirects=True) as client:
        for first in range(len(parts) - 1):
            try:
                answer = await client.get(f"{base}/domain/{'.'.join(parts[first:])}")
            except httpx.HTTPError as fault:
                return None, f"the registry does not answer ({type(fault).__name__})"
            if answer.is_success:
                return _expiry(answer)
            why = f"the registry answers HTTP {answer.status_code}"
    return None, why


def _registrable(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and not host.endswith((".invalid", ".example", ".test", ".localhost", ".local"))
    return False


def _expiry(answer: httpx.Response) -> tuple[datetime | None, str]:
    try:
        body: Mapping[str, Any] = answer.json()
        events = [one for one in body.get("events", ()) if one.get("eventAction") == "expiration"]
        until = datetime.fromisoformat(str(events[0]["eventDate"])) if events else None
    except (ValueError, AttributeError, KeyError):
        return None, "the registry's answer cannot be read"
    if until is None:
        return None, "the registry does not say"
    return (until, "") if until.tzinfo else (None, "the registry's answer cannot be read")
