"""Room: HTML as text: block elements begin lines, quoted blocks get "> ", nothing is fetched or run."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

MAXIMUM_HTML = 400_000

_UNSEEN = ["script", "style", "head", "title", "template", "svg", "noscript", "object", "iframe"]
_ENTER, _LEAVE = "\x0e", "\x0f"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINE_TAG = re.compile(
    r"<(?=/?(?:br|p|div|tr|li|h[1-6]|table|hr|pre|ul|ol|section|article|header|footer)\b)", re.IGNORECASE
)
_GAP_TAG = re.compile(r"</(?:p|tr|h[1-6]|table)\s*>", re.IGNORECASE)
_QUOTE, _UNQUOTE = re.compile(r"<blockquote\b", re.IGNORECASE), re.compile(r"</blockquote\s*>", re.IGNORECASE)

MANY_TAGS, MAXIMUM_DEPTH = 3_000, 300
"""A page of so many tags and such depth is a trap: the tree's cost grows with the square of its depth."""

_VOID = ("br", "img", "hr", "input", "meta", "link", "p", "li", "td", "tr", "col", "wbr", "option")
_ANY_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)

_TAG = re.compile(r"<[^>]{0,2000}>")


def html_text(html: str) -> str:
    """Readable text of an HTML body; at most `MAXIMUM_HTML` characters of source are looked at."""
    source = html[:MAXIMUM_HTML].replace(_ENTER, "").replace(_LEAVE, "").replace("\x00", "")
    if "<pre" not in source.lower():
        source = _SPACE.sub(" ", source)
    source = _LINE_TAG.sub("\n<", _GAP_TAG.sub("\n", source))
    source = _UNQUOTE.sub(f"\n{_LEAVE}\n", _QUOTE.sub(f"\n{_ENTER}\n<blockquote", source))
    return "\n".join(_quoted(_plain(source).split("\n")))


def _plain(source: str) -> str:
    if source.count("<") > MANY_TAGS and _depth(source) > MAXIMUM_DEPTH:
        return _TAG.sub("", source)
    tree = LexborHTMLParser(source)
    tree.strip_tags(_UNSEEN)
    return tree.body.text() if tree.body else ""


def _depth(source: str) -> int:
    """The deepest nesting of elements that need closing, roughly."""
    depth = deepest = 0
    for closing, name in _ANY_TAG.findall(source):
        if name.lower() not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _quoted(lines: list[str]) -> list[str]:
    """Lines with one ">" per enclosing quoted block."""
    out: list[str] = []
    depth = 0
    for line in lines:
        stripped = line.strip(" \t\xa0")
        if stripped in (_ENTER, _LEAVE):
            depth = max(0, depth + (1 if stripped == _ENTER else -1))
        elif stripped or (out and out[-1].strip("> ")):
            out.append("> " * min(depth, 5) + stripped)
    return out
