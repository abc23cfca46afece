"""Room: header values as a person would read them, whatever the sender did to them.

The standard library's structured headers raise on some real letters (2 of 454 in our notes) and cost
ten times the parsing; so raw values are decoded here, by rules that cannot fail.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

MAXIMUM_HEADERS = 400
MAXIMUM_VALUE = 8_000

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,40}\?[bBqQ]\?)")
_BLANKS = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_ANGLED = re.compile(r"<\s*([^<>]*?)\s*>")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")


def guessed(data: bytes, charset: str = "") -> str:
    """Text from bytes: the declared charset if it is known and fits, else UTF-8, else the likelier 8-bit one."""
    if charset and charset.lower() not in ("us-ascii", "ascii", "unknown-8bit", "utf-8", "utf8"):
        try:
            return data.decode(charset, "replace")
        except (LookupError, ValueError, TypeError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if charset.lower() in ("utf-8", "utf8"):
            return data.decode("utf-8", "replace")
        high = sum(byte >= 0xC0 for byte in data)
        # Cyrillic words are runs of high bytes; Western text has a few among plain letters
        return data.decode("cp1251" if high * 3 > len(data) else "latin-1", "replace")


def clean(text: str) -> str:
    """One line without control or direction-changing characters, at most `MAXIMUM_VALUE` long."""
    line = text[:MAXIMUM_VALUE]
    if line.isprintable() and "  " not in line:  # most are: nothing to take out
        return line.strip()
    return _BLANKS.sub(" ", _CONTROL.sub("", line)).strip()


@lru_cache(maxsize=1_000)
def name(written: str) -> str:
    """A header's name in lower case; letters share most of theirs."""
    return clean(written).lower()


def decoded(value: str) -> str:
    """A raw header value (surrogates for 8-bit bytes) as text: RFC 2047 words decoded, 8-bit guessed."""
    value = value[:MAXIMUM_VALUE]
    if not value.isascii():
        value = guessed(value.encode("utf-8", "surrogateescape"))
    return clean(_with_words(value) if "=?" in value else value)


def _with_words(value: str) -> str:
    """Encoded words replaced; neighbours of one charset are joined as bytes, for senders split letters in two."""
    out: list[str] = []
    pending, charset, end = b"", "", 0
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    for word in _ENCODED_WORD.finditer(joined):
        named = word[1].partition("*")[0].lower()
        if word.start() != end or named != charset:
            out += [guessed(pending, charset), joined[end : word.start()]]
            pending = b""
        charset, end = named, word.end()
        pending += _word_bytes(word[2], word[3])
    return "".join([*out, guessed(pending, charset), joined[end:]])


def _word_bytes(encoding: str, content: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(data.replace(b"_", b" "), header=True)
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def first(headers: Mapping[str, tuple[str, ...]], name: str) -> str:
    """The topmost value of that header, "" when absent."""
    values = headers.get(name)
    return values[0] if values else ""


def addresses(values: Iterable[str]) -> tuple[str, ...]:
    """Every address in the given header values, lower case, in order, each once, at most 100."""
    seen: dict[str, None] = {}
    for value in values:
        for found in _ADDRESS.findall(value):
            seen.setdefault(found.strip(".=").lower())
            if len(seen) >= 100:
                return tuple(seen)
    return tuple(seen)


def mailbox(value: str) -> tuple[str, str]:
    """(name, address) of a From-like value; either may be ""."""
    angled = _ANGLED.search(value)
    inside = addresses([angled[1]]) if angled else ()
    found = inside or addresses([value])
    address = found[0] if found else ""
    name = value[: angled.start()] if angled else re.sub(_ADDRESS, "", value).strip(" ()")
    return name.strip(" \"'\\,;:"), address


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Message-IDs without brackets, each once, at most 100 (References may be separated by commas)."""
    seen: dict[str, None] = {}
    for value in values:
        seen.update(dict.fromkeys(_MESSAGE_ID.findall(value)))
    return tuple(seen)[:100]
