"""Room: is somebody named here, however the bytes are wrapped? For forgetting, where a miss is worse than a hit too many.

Transfer encodings, charsets, encoded words, entities, punycode, attached letters and zipped documents are opened.
Pictures, PDF files and recordings are not: what stands only there cannot be searched.
"""

from __future__ import annotations

import binascii
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from html import unescape
from urllib.parse import unquote

from monitor.intake.calls import e164
from monitor.intake.letter.headers import decoded

CHARSETS = ("utf-8", "cp1251", "koi8-r", "iso-8859-5", "cp866")
"""Where letters are not ASCII all of them are tried: what a letter declares is not always what it is."""
CLOSED = ("image/", "audio/", "video/", "font/")
DEPTH = 4
LARGEST_MEMBER = 50_000_000
"""Bytes of one unpacked file: beyond, an archive is a trap."""
_BETWEEN = "[\\s().\u00a0\u2000-\u2015\u202f/-]{0,3}"
_HEADER = re.compile(rb"^[!-9;-~]{1,60}:", re.MULTILINE)
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`pattern` finds the person in text of any case; `like` is a SQL pattern that every hit also fits."""

    pattern: re.Pattern[str]
    like: str

    def named_in(self, data: bytes, kind: str = "") -> bool:
        """True when these bytes (a letter, a page, an archive of media type `kind`) name the person."""
        return any(self.pattern.search(text) for text in _texts(data, kind, DEPTH))

    def without(self, text: str, instead: str) -> str:
        return self.pattern.sub(instead, text)


def person(told: str) -> Person:
    """Whom `told` means: a mail address, or a phone number with + and country code; ValueError when it is neither."""
    local, at, host = told.strip().rpartition("@")
    if at and local and host:
        return _by_address(local.lower(), host.lower())
    number = e164(told)
    if at or not number:
        raise ValueError(f"{told!r} is neither a mail address nor a phone number")
    digits = number.removeprefix("+")[-10:]  # however the country is written
    return Person(pattern=re.compile(f"{_BETWEEN.join(digits)}(?!\\d)"), like=f"%{'%'.join(digits)}%")


def _by_address(local: str, host: str) -> Person:
    hosts = {host, _in_punycode(host), _from_punycode(host)}
    hosts |= {json.dumps(name)[1:-1] for name in hosts}  # as JSON in a table writes it
    spelled = "|".join(re.escape(name) for name in sorted(hosts))
    pattern = rf"(?<![\w.+-]){re.escape(local)}@(?:{spelled})(?![\w-]|\.\w)"
    start = local if local.isascii() else ""
    return Person(pattern=re.compile(pattern, re.IGNORECASE), like=f"%{start.replace('_', '!_').replace('%', '!%')}@%")


def _in_punycode(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _from_punycode(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna").lower()
    except UnicodeError:
        return host


def _texts(data: bytes, kind: str, depth: int) -> Iterator[str]:
    """Every reading of the bytes and of all that is wrapped in them."""
    yield from _readings(data)
    if depth == 0:
        return
    if data[:4] == b"PK\x03\x04":
        for member in _unzipped(data):
            yield from _texts(member, "", depth - 1)
    elif not kind.startswith(CLOSED) and _HEADER.search(data[:4000]):
        for part in message_from_bytes(data).walk():
            yield from _part(part, depth)


def _part(part: Message, depth: int) -> Iterator[str]:
    for value in part.values():
        yield decoded(str(value))
        yield str(value)
    content = part.get_payload(decode=True)
    if isinstance(content, bytes) and not part.get_content_type().startswith(CLOSED):
        if declared := part.get_content_charset():
            yield from _readings(content, declared)
        yield from _texts(content, part.get_content_type(), depth - 1)


def _readings(data: bytes, *charsets: str) -> Iterator[str]:
    names = charsets or (("ascii",) if data.isascii() else CHARSETS)
    if not charsets and b"\0" in data:
        names = (*names, "utf-16-le", "utf-16-be")
    for name in names:
        try:
            text = data.decode(name, "replace")
        except (LookupError, ValueError, binascii.Error):  # no such charset, or none of text
            continue
        yield text
        if "&" in text or "%" in text or "\\u" in text:
            yield _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), unquote(unescape(text)))


def _unzipped(data: bytes) -> Iterator[bytes]:
    """What lies in an archive (office documents are archives too), as far as it can be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.file_size <= LARGEST_MEMBER:
                    yield archive.read(member)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, OSError, binascii.Error):
        return
