"""What words and code say about one control, source by source in order of belief. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from probes.feedback_form import vocabulary as words
from probes.feedback_form.snapshot import Control, FormShot

_REQUIRED = re.compile(
    r"[\s*:.…]*[(\[]?(\brequired\b|\boptional\b|обязательн\w*( поле| для заполнения)?|необязательн\w*|obligatoire|obligatorio|pflichtfeld)?[)\]]?[\s*:.…]*$"
)
_LAYOUT = re.compile(
    r"\b(first|last|cell|mobile|count|content|body|title|family|text area|from|phone (?=only|hidden))\b"
)
"""what class names say about places on the page, not about people"""
_NAMES_OF_THINGS = frozenset({"other", "company", "username", "card", "number"})


@dataclass(frozen=True, slots=True)
class Guess:
    kind: str
    reason: str
    confidence: float


def read_label(control: Control, after: bool = False) -> str:
    """The words a person takes for the control's label."""
    return next((text for _, text, _ in read_sources(control, after) if re.search(r"\w", text)), "")


def read_sources(control: Control, after: bool) -> Iterator[tuple[str, str, float]]:
    """(source, text, confidence) in order of belief."""
    yield "aria-labelledby", control.named, 0.95
    yield "label", control.label, 0.95
    yield "aria-label", control.aria, 0.9
    yield "text beside", _tail(control.beside), 0.9
    if after or control.choice:
        yield "text after", _head(control.after), 0.85
    yield "table cell", control.cell, 0.9
    yield "label nearby", control.loose, 0.88
    if control.choice:
        yield "text below", control.next, 0.8
    yield "placeholder", control.placeholder, 0.88
    if len(control.boxed) <= 60:
        yield "own box", control.boxed, 0.86
    if control.typed:
        yield "preset value", control.value, 0.8
    if control.before and not after and not _own_label(control) and _label_like(control.before[0]):
        yield "text above", control.before[0], 0.85
    yield "title", control.title, 0.8
    yield "data attribute", control.data, 0.75


def match(text: str) -> tuple[str, str] | None:
    """(kind, words) of the first pattern of the table found in a text a person reads."""
    low = _REQUIRED.sub("", words.plain(text))
    if not low:
        return None
    for kind, pattern in words.READ:
        hit = pattern.search(low)
        if hit:
            return kind, hit.group(0)
    return None


def by_token(control: Control) -> Guess | None:
    for token in reversed(control.autocomplete.split()):
        if token.startswith("cc-"):
            return Guess("card", f"autocomplete={token}", 0.98)
        if token in words.AUTOCOMPLETE:
            return Guess(words.AUTOCOMPLETE[token], f"autocomplete={token}", 0.95)
    return None


def by_calendar(control: Control) -> Guess | None:
    """The browser's own calendar or clock: it takes nothing else, whatever the label says."""
    if control.kind in ("date", "datetime-local", "month", "week"):
        return Guess("date", f"type={control.kind}", 0.95)
    return Guess("time", "type=time", 0.95) if control.kind == "time" else None


def by_type(control: Control) -> Guess | None:
    if control.kind == "email" or control.inputmode == "email":
        return Guess("email", "type=email", 0.85)
    if control.kind == "search":
        return Guess("search", "type=search", 0.9)
    if control.kind == "url":
        return Guess("website", "type=url", 0.8)
    if _phone_mask(control):
        return Guess("phone", "phone mask", 0.85)
    return None


def _phone_mask(control: Control) -> bool:
    shape = f"{control.mask} {control.pattern} {control.placeholder} {control.value}"
    return bool(re.search(r"\+\s?\\?\d|\(\s?[9_#x0]{3}\s?\)", shape)) or "phone" in control.cls.lower()


def by_code(control: Control) -> Guess | None:
    for source, raw in (
        ("name", control.name),
        ("id", control.id),
        ("class", control.cls),
        ("wrapper class", control.wrap),
    ):
        text = words.code_words(raw)
        text = text if source in ("name", "id") else _LAYOUT.sub("", text)
        for kind, pattern in words.CODE:
            hit = pattern.search(text) if text else None
            if hit:
                named = match(text) if kind == "name" else None
                if named and named[0] in _NAMES_OF_THINGS:
                    return Guess(named[0], f"{source}: {named[1]!r}", 0.6)
                return Guess(kind, f"{source}: {hit.group(0)!r}", 0.65 if source in ("name", "id") else 0.45)
        found = match(text) if source in ("name", "id") else None
        if found:
            return Guess(found[0], f"{source}: {found[1]!r}", 0.6)
    return None


def by_weak_words(control: Control, form: FormShot) -> Guess | None:
    """What is left: lines further up, the legend, `type=tel`, a lone text area."""
    if control.kind in ("textarea", "rich"):
        return Guess("message", "a text area", 0.5)
    for text in () if _own_label(control) else (*control.before, control.after, control.group):
        found = match(text) if len(text) < 90 and text not in form.heading else None
        if found and found[0] not in ("message", "other"):
            return Guess(found[0], f"text around: {found[1]!r}", 0.4)
    if control.kind == "tel":
        return Guess("phone", "type=tel alone", 0.4)
    return None


def labels_stand_after(form: FormShot) -> bool:
    """True when the form writes its labels behind the controls (`[____] Name`)."""
    bare = [c for c in form.controls if c.typed and not (c.named or c.label or c.aria or c.cell or c.placeholder)]
    behind = [c for c in bare if not c.beside and match(_head(c.after))]
    in_front = [
        c
        for c in bare
        if match(c.beside) or (not c.crowded and c.before and match(c.before[0]) and c.before[0] not in form.heading)
    ]
    return bool(behind) and len(behind) >= max(1, len(bare) / 2) and len(behind) > len(in_front)


def _own_label(control: Control) -> bool:
    """True when words stand at the control itself: lines above then belong to something else."""
    return bool(control.named or control.label or control.aria or control.beside or control.cell or control.loose)


def _label_like(text: str) -> bool:
    """Short, and not a sentence that tells something."""
    return len(text) <= 60 and not text.endswith((".", "!")) and len(text.split()) <= 9


def _tail(text: str) -> str:
    """The end of a running text: what stands directly before the control."""
    if len(text) <= 60:
        return text
    return re.split(r"(?<=[.!?;])\s+", text)[-1][-80:]


def _head(text: str) -> str:
    return re.split(r"(?<=[.!?;:])\s+", text)[0][:80] if len(text) > 60 else text
