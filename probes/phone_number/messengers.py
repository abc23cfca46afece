"""Links to messengers and mailboxes: which, whom they reach, and whether they can work at all (rule P26)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from probes.phone_number.plan import read_e164

_HOSTS = {
    "wa.me": "whatsapp", "api.whatsapp.com": "whatsapp", "web.whatsapp.com": "whatsapp", "whatsapp.com": "whatsapp", "chat.whatsapp.com": "whatsapp",
    "t.me": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram", "viber.com": "viber", "chats.viber.com": "viber", "viber.click": "viber",
    "vk.me": "vk", "vk.com": "vk", "vk.ru": "vk", "m.vk.com": "vk", "m.me": "messenger", "max.ru": "max", "web.max.ru": "max",
    "signal.me": "signal", "line.me": "line", "ok.ru": "ok", "instagram.com": "instagram", "ig.me": "instagram", "wa.link": "whatsapp",
}  # fmt: skip
_SCHEMES = {
    "whatsapp": "whatsapp",
    "tg": "telegram",
    "viber": "viber",
    "skype": "skype",
    "mailto": "mail",
    "max": "max",
    "sgnl": "signal",
}
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")
_NEEDS_NUMBER = frozenset({"whatsapp", "viber"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """`kind` whatsapp, telegram, viber, vk, max, mail, …; `who` number in E.164, name or address;
    `fault` why it can't work ("" = nothing wrong to see)."""

    kind: str
    who: str
    raw: str
    fault: str = ""


def read_messenger(href: str, country: str) -> Messenger | None:
    """The messenger behind a link; None when it is another kind of link (or only a share button)."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower().removeprefix("www.")
    kind = _SCHEMES.get(scheme) or (_HOSTS.get(host, "") if scheme in {"http", "https"} else "")
    if not kind or _is_share(parts.path, kind, scheme, href):
        return None
    if kind == "mail":
        address = unquote(parts.path).strip()
        return Messenger(kind=kind, who=address.lower(), raw=href, fault="" if _MAIL.fullmatch(address) else "address")
    bare = scheme in {"http", "https"} and not parts.path.strip("/") and not parts.query
    if bare and host not in {"wa.me", "t.me", "telegram.me"}:
        return None  # the messenger's own front page: a social button without an account
    who = _whom(kind, scheme, parts.netloc, parts.path, parse_qs(parts.query))
    if kind in _NEEDS_NUMBER and re.fullmatch(r"[\s+()\d-]+", who):
        return _numbered(kind, who, href, country)
    return Messenger(kind=kind, who=who, raw=href, fault="" if who else "nobody")


def _is_share(path: str, kind: str, scheme: str, href: str) -> bool:
    if kind in {"vk", "ok", "instagram"}:
        return kind != "vk" or path.startswith(("/share", "/rtrg", "/js"))
    if kind == "mail":
        return href.lower().startswith("mailto:?")
    return (
        path.startswith(("/share", "/addstickers", "/joinchat"))
        or ("text=" in href and not re.search(r"phone=|number=|wa\.me/\+?\d|t\.me/\w", href))
        or (scheme == "viber" and "forward" in href)
    )


def _whom(kind: str, scheme: str, netloc: str, path: str, query: dict[str, list[str]]) -> str:
    for key in ("phone", "number", "domain", "chatURI", "to"):
        if query.get(key):
            return query[key][0].strip()
    rest = unquote(path).strip("/")
    if (
        kind == "whatsapp"
        and scheme in {"http", "https"}
        and rest.startswith(("send", "message", "catalog", "channel", "qr"))
    ):
        return "" if rest == "send" else rest
    if scheme in {"http", "https"}:
        return rest.split("/")[0]
    return netloc if kind not in {"whatsapp", "viber", "telegram"} else ""


def _numbered(kind: str, who: str, href: str, country: str) -> Messenger:
    digits = re.sub(r"\D", "", who)
    e164, sure, _ = read_e164("+" + digits, "")
    if sure == "valid":
        bad = re.search(r"wa\.me/(?:\+|0|.*[()\s])", href) if kind == "whatsapp" and "wa.me/" in href else None
        return Messenger(
            kind=kind,
            who=e164,
            raw=href,
            fault="spelling" if bad and not href.split("wa.me/")[1].startswith("+") else "",
        )
    national = read_e164(digits, country)[0]
    return Messenger(kind=kind, who=national, raw=href, fault="country_code" if national else "number")
