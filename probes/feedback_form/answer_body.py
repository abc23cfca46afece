"""What the body of an answer to a script says: HTTP 200 alone proves nothing (notes/forms §3.2). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from probes.feedback_form import outcome_words as words

_GOOD_KEYS = re.compile(
    r"^(success|ok|sent|mail_?sent|is_?success|succeeded|accepted|result|status|state|response|type|code)$",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"^(success|successful|ok|true|1|sent|mail_sent|done|accepted|received|created|complete|completed|200|201|yes|succeeded)$",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"^(error|errors|fail|failed|failure|false|0|invalid|validation_failed|mail_failed|spam|acceptance_missing|aborted|rejected|denied|no|4\d\d|5\d\d|captcha|blocked)$",
    re.IGNORECASE,
)
_ERROR_KEYS = re.compile(
    r"^(errors?|error_?messages?|invalid_?fields?|field_?errors?|validation_?errors?)$", re.IGNORECASE
)


def body_verdict(body: str, content_type: str = "") -> tuple[bool, str] | None:
    """(accepted, words) as a JSON answer (or one short word) says it; None when it does not say."""
    text = body.strip()
    try:
        value = json.loads(text) if text[:1] in '{["t' or text[:5] == "false" else None
    except ValueError:
        value = None
    if isinstance(value, Mapping):
        return _mapping_verdict(value)
    if isinstance(value, bool):
        return value, text
    shown = " ".join(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL).split())
    if 0 < len(shown) < 300 and not isinstance(value, list):
        return _phrase_verdict(shown.strip('"'))
    return None


def _phrase_verdict(text: str) -> tuple[bool, str] | None:
    if words.FAILURE.search(text) or _BAD.match(text):
        return False, text
    if words.SUCCESS.search(text) or _GOOD.match(text):
        return True, text
    return None


def _mapping_verdict(value: Mapping[str, Any], depth: int = 0) -> tuple[bool, str] | None:
    good: tuple[bool, str] | None = None
    for key, item in value.items():
        shown = f"{key}: {item!r}"[:160]
        if _ERROR_KEYS.match(str(key)) and item:
            return False, shown
        if isinstance(item, Mapping) and depth < 3:
            inner = _mapping_verdict(item, depth + 1)
            if inner and not inner[0]:
                return inner
            good = good or inner
        elif _GOOD_KEYS.match(str(key)) and isinstance(item, str | int | bool):
            if _BAD.match(str(item)):
                return False, shown
            if _GOOD.match(str(item)):
                good = (True, shown)
        elif str(key).lower() in ("message", "msg", "text", "html", "content") and isinstance(item, str):
            good = good or _phrase_verdict(re.sub(r"<[^>]+>", " ", item))
    return good
