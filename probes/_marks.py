"""Our data in what leaves a page: found again in every usual dress, and what is secret taken out. Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from urllib.parse import unquote_plus

_PACKED = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_BETWEEN_DIGITS = re.compile(r"(?<=[\d+(])[\s().–-]+(?=[\d(])|(?<=\d)\)[\s-]*(?=\d)")
_SECRETS = re.compile(
    r"((?:csrf\w*|_token|\w*token\w*|nonce|_wpnonce|sessid|sessionid|password|passwd|secret|authorization|g-recaptcha-response)\w*[\"']?(?:\r?\n\r?\n|[=:]\s*[\"']?))([^&\"'\s]{4,})",
    re.IGNORECASE,
)


def marks_in(marks: Mapping[str, str], raw: str) -> tuple[str, ...]:
    """Names of the marks (name → text that tells our data apart) that a request's text holds."""
    sent = _readable(raw)
    bare = _BETWEEN_DIGITS.sub("", sent)  # a mask writes our number as +7 (916) 123-45-67
    return tuple(name for name, mark in marks.items() if mark and (mark.lower() in sent or mark in bare))


def _readable(raw: str) -> str:
    """Url-encoded, JSON-escaped, base64-packed and plain text side by side, lower case."""
    unpacked = [_unpacked(word) for word in _PACKED.findall(raw)[:20]]
    whole = "\n".join((raw, *unpacked))
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), whole)
    return f"{unescaped}\n{unquote_plus(whole)}".lower()


def _unpacked(word: str) -> str:
    try:
        return base64.b64decode(word.rstrip("=") + "=" * (-len(word.rstrip("=")) % 4)).decode("utf-8", "replace")
    except ValueError:
        return ""


def redacted(text: str) -> str:
    """Tokens, nonces and passwords replaced by dots; everything else stays readable."""
    return _SECRETS.sub(r"\1…", text)
