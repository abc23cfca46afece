"""Room: the parts of a letter and the text a person would read in it.

Nothing is unpacked, executed or fetched. Attached letters are not entered: who forwards a bounce
has not written one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import cast

from monitor.intake.letter.headers import clean, decoded, guessed
from monitor.intake.letter.html import html_text

MAXIMUM_PARTS = 100
MAXIMUM_TEXT = 100_000
MAXIMUM_DEPTH = 20
_TEXTS_READ = 10

_PARAMETER = re.compile(r"\b(report-type|method)\s*=\s*\"?([\w.-]{1,60})", re.IGNORECASE)
_CHARSET = re.compile(r"\bcharset\*?\s*=\s*[\"']?(?:[\w-]*'[\w-]*')?([\w.:+-]{1,40})", re.IGNORECASE)
_FILE = re.compile(r"\b(?:file)?name\*?(?:0\*?)?\s*=\s*(?:\"([^\"]*)\"|([^\s;]+))", re.IGNORECASE)
_STUB = re.compile(
    r"(html|view).{0,60}(e-?mail|message|client|browser|version)|(mail|client|browser).{0,40}(html|support)|браузер",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n(?:[ \t\r]*\n)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """`parts`: content types in order with their report-type/method. `plain` and `html`: text of each kind."""

    parts: tuple[str, ...]
    attachments: tuple[str, ...]
    text: str
    defects: tuple[str, ...]


def read_body(message: Message) -> Body:
    """All a letter's parts and its text (plain if it says anything, else HTML turned into text)."""
    parts: list[str] = []
    attachments: list[str] = []
    plain: list[str] = []
    html: list[str] = []
    defects: list[str] = []
    for part in _leaves(message, defects):
        kind = described(part)
        parts.append(kind)
        if part.is_multipart() and not kind.startswith("message/"):
            continue
        named = _file_name(part)
        if named or kind.startswith(("message/", "image/", "application/")):
            attachments.append(named or kind)
        elif kind.startswith("text/html"):
            html.append(kind) if len(html) > _TEXTS_READ else html.append(_decoded(part))
        elif kind.startswith("text/plain") and len(plain) <= _TEXTS_READ:
            plain.append(_decoded(part))
    return Body(
        parts=tuple(parts),
        attachments=tuple(attachments[:MAXIMUM_PARTS]),
        text=_chosen("\n".join(plain), html),
        defects=tuple(dict.fromkeys(defects)),
    )


def _leaves(message: Message, defects: list[str]) -> Iterator[Message]:
    """The letter and its parts, depth first, at most `MAXIMUM_PARTS`; attached letters unopened."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > MAXIMUM_PARTS:
            defects.append("too many parts")
            return
        yield part
        if not part.is_multipart() or part.get_content_maintype() == "message":
            continue
        inside = cast("list[Message]", part.get_payload())
        if depth >= MAXIMUM_DEPTH:
            defects.append("nested too deep")
            continue
        waiting += [(child, depth + 1) for child in reversed(inside[:MAXIMUM_PARTS])]


def described(part: Message) -> str:
    """ "multipart/report; report-type=delivery-status": type and the parameters that tell letters apart."""
    told = _PARAMETER.findall(_raw(part, "content-type"))
    kind = part.get_content_type() if part["content-type"] is not None else "text/plain"
    return "; ".join([clean(kind), *(f"{name.lower()}={value.lower()}" for name, value in told)])


def _raw(part: Message, name: str) -> str:
    return str(part.get(name, ""))


def _file_name(part: Message) -> str:
    disposition = _raw(part, "content-disposition")
    found = _FILE.search(disposition) or _FILE.search(_raw(part, "content-type"))
    if found:
        return decoded(found[1] or found[2] or "")[:200]
    return "attachment" if disposition.strip().lower().startswith("attachment") else ""


def _decoded(part: Message) -> str:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):  # encodings that the standard library decodes without a net
        return ""
    if not isinstance(payload, bytes):
        return ""
    named = _CHARSET.search(_raw(part, "content-type"))
    return guessed(payload[: 4 * MAXIMUM_TEXT], named[1] if named else "")


def _chosen(plain: str, html: list[str]) -> str:
    """Plain text unless it is empty or only says that the letter is elsewhere."""
    text = _tidy(plain)
    if html and (len(text) < 20 or (len(text) < 300 and _STUB.search(text))):
        text = _tidy(html_text("\n".join(html))) or text
    return text


def _tidy(text: str) -> str:
    text = text[:MAXIMUM_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\x00", "")
    return _BLANK_LINES.sub("\n\n", text).strip("\n")
