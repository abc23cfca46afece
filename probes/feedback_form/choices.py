"""Tick boxes, radio buttons and lists: consent, marketing consent, topic, or a part of an address or date. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from probes.feedback_form import vocabulary as words
from probes.feedback_form.reading import Guess, by_code, by_token, match, read_sources
from probes.feedback_form.snapshot import Control, Option


def tick_box(control: Control) -> Guess:
    own = words.plain(" ".join(t for t in (control.named, control.label, control.aria, control.loose) if t))
    own = own or words.plain(" ".join((control.after, control.next, control.beside, control.title)))
    code = words.code_words(f"{control.name} {control.id}")
    if control.kind == "checkbox":
        marketing, consent = words.MARKETING.search(own), words.CONSENT.search(own)
        if marketing and not words.PROCESSING.search(own):
            return Guess("marketing_consent", f"words: {marketing.group(0)!r}", 0.85)
        if re.search(r"captcha|робот|robot|человек", own):
            return Guess("captcha", "words: robot", 0.8)
        if consent:
            return Guess("consent", f"words: {consent.group(0)!r}", 0.85)
        if re.search(r"newsletter|subscri|rassyl|marketing|optin|opt in|\bnews\b", code):
            return Guess("marketing_consent", f"name: {code!r}", 0.7)
        if re.search(r"agree|accept|consent|privacy|policy|terms|soglas|acceptance|gdpr|politika|152", code):
            return Guess("consent", f"name: {code!r}", 0.7)
    for group in (control.group, control.cell, *control.before[:1]):
        topic = words.TOPIC.search(words.plain(group))
        if topic and match(group) != ("other", topic.group(0)):
            return Guess("topic", f"group: {topic.group(0)!r}", 0.6)
    topic = words.TOPIC_CODE.search(code)
    if topic:
        return Guess("topic", f"name: {topic.group(0)!r}", 0.55)
    return Guess("choice", "a tick box without known words", 0.4)


_SELECTABLE = {
    "country": "country",
    "region": "region",
    "city": "city",
    "date": "date",
    "time": "time",
    "quantity": "quantity",
    "captcha": "captcha",
}


def choice_list(control: Control, after: bool) -> Guess:
    token = by_token(control)
    if token:
        return token
    first = control.options[0] if control.options else Option()
    for source, text, confidence in (*read_sources(control, after), ("first option", first.text, 0.7)):
        low = words.plain(text)
        found = match(low)
        answers = source == "first option" and first.value not in ("", "0")
        if found and found[0] in _SELECTABLE and not (answers and found[0] in ("region", "city")):
            return Guess(_SELECTABLE[found[0]], f"{source}: {found[1]!r}", confidence)
        topic = words.TOPIC.search(low)
        if topic and not (found and found[0] in ("other", "card")):
            return Guess("topic", f"{source}: {topic.group(0)!r}", confidence)
        if found and found[0] in ("other", "card", "number"):
            return Guess("choice", f"{source}: {found[1]!r}", confidence)
    code = by_code(control)
    if code and code.kind in (*_SELECTABLE, "subject"):
        return replace(code, kind=_SELECTABLE.get(code.kind, "topic"))
    if _numeric(control):
        return Guess("choice", "numbers to choose from", 0.4)
    return Guess("topic", "a list to choose from", 0.4)


def _numeric(control: Control) -> bool:
    texts = [o.text for o in control.options if o.text]
    return bool(texts) and sum(bool(re.fullmatch(r"[\d\s.:/-]+", t)) for t in texts) > len(texts) / 2
