"""Room: HTML as text: block elements begin lines, quoted blocks get "> ", nothing is fetched or run."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

MAXIMUM_HTML = 400_000

_UNSEEN = ["script", "style", "head", "title", "template", "svg", "noscript", "object", "iframe"]
_LINES = "br,p,div,tr,li,h1,h2,h3,h4,h5,h6,table,hr,pre,ul,ol,section,article,header,footer,blockquote"
_QUOTES = "blockquote,.gmail_quote,.yahoo_quoted,#divRplyFwdMsg ~ *,.moz-forward-container"
_ENTER, _LEAVE = "\x0e", "\x0f"
_SPACE = re.compile(r"[ \t\r\n\f]+")


def html_text(html: str) -> str:
    """Readable text of an HTML body; at most `MAXIMUM_HTML` characters of source are looked at."""
    source = html[:MAXIMUM_HTML].replace(_ENTER, "").replace(_LEAVE, "").replace("\x00", "")
    if "<pre" not in source.lower():
        source = _SPACE.sub(" ", source)
    tree = LexborHTMLParser(source)
    tree.strip_tags(_UNSEEN)
    for node in tree.css(_LINES):
        node.insert_before("\n")
        if node.tag in ("p", "tr", "h1", "h2", "h3", "table"):
            node.insert_after("\n")
    for node in tree.css(_QUOTES):
        node.insert_before(f"\n{_ENTER}\n")
        node.insert_after(f"\n{_LEAVE}\n")
    text = tree.body.text() if tree.body else ""
    return "\n".join(_quoted(text.split("\n")))


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
