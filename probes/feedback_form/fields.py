"""Which field is which: ordered rules over what a person reads first, code names second. Pure.

Order of belief: decoy signs · standard autocomplete tokens · the control's own label and what stands
beside it · `type` and masks · code names · weak text (a sentence above, a legend). `type=tel` alone is
little evidence: it mostly carries card numbers, codes and postal codes (notes/forms §1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from probes.feedback_form import vocabulary as words
from probes.feedback_form.decoys import decoy_reason
from probes.feedback_form.snapshot import Control, FormShot

DETAILS = frozenset({"password", "card", "username", "number", "fax", "website", "search", "choice"})
"""kinds told apart inside, written as `other` with the kind as `detail`"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A control with its field type. `reason`: source and the words that decided; `confidence` 0–1;
    `detail` refines `other`."""

    control: Control
    type: str
    label: str
    reason: str
    confidence: float
    detail: str = ""
    honeypot: bool = False

    @property
    def kind(self) -> str:
        return self.detail or self.type

    @property
    def required(self) -> bool:
        return self.control.required or self.control.starred


@dataclass(frozen=True, slots=True)
class _Guess:
    kind: str
    reason: str
    confidence: float


def fields_of(form: FormShot) -> tuple[Field, ...]:
    """Every control of a form with its type, in page order."""
    after = _labels_stand_after(form)
    found = [_field(control, form, after) for control in form.controls]
    return tuple(_in_company(found, form))


def read_label(control: Control, after: bool = False) -> str:
    """The words a person takes for the control's label."""
    return next((text for _, text, _ in _read_sources(control, after) if re.search(r"\w", text)), "")


def _field(control: Control, form: FormShot, after: bool) -> Field:
    label = read_label(control, after)
    decoy = decoy_reason(control, form, label)
    if decoy:
        return Field(control=control, type="honeypot", label=label, reason=decoy, confidence=0.9, honeypot=True)
    guess = _guess(control, form, after) or _Guess("other", "nothing recognised", 0.3)
    detail = guess.kind if guess.kind in DETAILS else ""
    return Field(
        control=control,
        type="other" if detail else guess.kind,
        label=label,
        reason=guess.reason,
        confidence=guess.confidence,
        detail=detail,
    )


def _guess(control: Control, form: FormShot, after: bool) -> _Guess | None:
    if control.kind == "file":
        return _Guess("file", "type=file", 1.0)
    if control.kind == "password":
        return _Guess("password", "type=password", 1.0)
    if control.choice:
        return _choice(control, after)
    if control.kind in ("select", "combobox"):
        return _select(control, form, after)
    return _typed(control, form, after)


def _typed(control: Control, form: FormShot, after: bool) -> _Guess | None:
    token = _autocomplete(control)
    for guess in _read_guesses(control, form, after):
        if token and guess.confidence < 0.9:
            return token
        return _as_text_field(guess, control)
    return token or _by_type(control) or _by_code(control) or _weak(control, form)


def _autocomplete(control: Control) -> _Guess | None:
    for token in reversed(control.autocomplete.split()):
        if token.startswith("cc-"):
            return _Guess("card", f"autocomplete={token}", 0.98)
        if token in words.AUTOCOMPLETE:
            return _Guess(words.AUTOCOMPLETE[token], f"autocomplete={token}", 0.95)
    return None


def _read_sources(control: Control, after: bool) -> Iterator[tuple[str, str, float]]:
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
    if control.typed:
        yield "preset value", control.value, 0.8
    if control.before and not after and not _own_label(control) and _label_like(control.before[0]):
        yield "text above", control.before[0], 0.85
    yield "title", control.title, 0.8
    yield "data attribute", control.data, 0.75


def _read_guesses(control: Control, form: FormShot, after: bool) -> Iterator[_Guess]:
    for source, text, confidence in _read_sources(control, after):
        if source == "text above" and text in form.heading:
            continue
        found = match(text)
        if found:
            yield _Guess(found[0], f"{source}: {found[1]!r}", confidence)


def match(text: str) -> tuple[str, str] | None:
    """(kind, words) of the first pattern of the table found in a text a person reads."""
    low = words.plain(text)
    if not low:
        return None
    for kind, pattern in words.READ:
        hit = pattern.search(low)
        if hit:
            return kind, hit.group(0)
    return None


def _as_text_field(guess: _Guess, control: Control) -> _Guess:
    """A large box is for writing: a subject or a company name is not written on five lines."""
    writing = control.kind in ("textarea", "rich")
    if writing and guess.kind in (
        "subject",
        "name",
        "email",
        "phone",
        "email_or_phone",
        "time",
        "company",
        "other",
        "website",
        "quantity",
    ):
        return replace(guess, kind="message", reason=f"{guess.reason} in a text area")
    return guess


def _by_type(control: Control) -> _Guess | None:
    if control.kind == "email" or control.inputmode == "email":
        return _Guess("email", "type=email", 0.85)
    if control.kind == "search":
        return _Guess("search", "type=search", 0.9)
    if control.kind in ("date", "datetime-local", "month", "week"):
        return _Guess("date", f"type={control.kind}", 0.9)
    if control.kind == "time":
        return _Guess("time", "type=time", 0.9)
    if control.kind == "url":
        return _Guess("website", "type=url", 0.8)
    if _phone_mask(control):
        return _Guess("phone", "phone mask", 0.85)
    return None


def _phone_mask(control: Control) -> bool:
    shape = f"{control.mask} {control.pattern} {control.placeholder} {control.value}"
    return bool(re.search(r"\+\s?\\?\d|\(\s?[9_#x0]{3}\s?\)", shape)) or "phone" in control.cls.lower()


def _by_code(control: Control) -> _Guess | None:
    for source, raw in (
        ("name", control.name),
        ("id", control.id),
        ("class", control.cls),
        ("wrapper class", control.wrap),
    ):
        text = words.code_words(raw)
        for kind, pattern in words.CODE:
            hit = pattern.search(text) if text else None
            if hit:
                return _Guess(kind, f"{source}: {hit.group(0)!r}", 0.65 if source in ("name", "id") else 0.45)
        found = match(text) if source in ("name", "id") else None
        if found:
            return _Guess(found[0], f"{source}: {found[1]!r}", 0.6)
    return None


def _weak(control: Control, form: FormShot) -> _Guess | None:
    """What is left: lines further up, the legend, `type=tel`, a lone text area."""
    if control.kind in ("textarea", "rich"):
        return _Guess("message", "a text area", 0.5)
    for text in () if _own_label(control) else (*control.before, control.after, control.group):
        found = match(text) if len(text) < 90 and text not in form.heading else None
        if found and found[0] not in ("message", "other"):
            return _Guess(found[0], f"text around: {found[1]!r}", 0.4)
    if control.kind == "tel":
        return _Guess("phone", "type=tel alone", 0.4)
    return None


def _choice(control: Control, after: bool) -> _Guess:
    own = words.plain(" ".join(t for t in (control.named, control.label, control.aria, control.loose) if t))
    own = own or words.plain(" ".join((control.after, control.next, control.beside, control.title)))
    code = words.code_words(f"{control.name} {control.id}")
    if control.kind == "checkbox":
        marketing, consent = words.MARKETING.search(own), words.CONSENT.search(own)
        if marketing and not words.PROCESSING.search(own):
            return _Guess("marketing_consent", f"words: {marketing.group(0)!r}", 0.85)
        if re.search(r"captcha|робот|robot|человек", own):
            return _Guess("captcha", "words: robot", 0.8)
        if consent:
            return _Guess("consent", f"words: {consent.group(0)!r}", 0.85)
        if re.search(r"newsletter|subscri|rassyl|marketing|optin|opt in", code):
            return _Guess("marketing_consent", f"name: {code!r}", 0.7)
        if re.search(r"agree|accept|consent|privacy|policy|terms|soglas|acceptance|gdpr|politika|152", code):
            return _Guess("consent", f"name: {code!r}", 0.7)
    group = words.plain(" ".join((control.group, *control.before[:1])))
    topic = words.TOPIC.search(group)
    if topic and match(group) != ("other", topic.group(0)):
        return _Guess("topic", f"group: {topic.group(0)!r}", 0.6)
    return _Guess("choice", "a tick box without known words", 0.4)


_SELECTABLE = {
    "country": "country",
    "region": "region",
    "city": "city",
    "date": "date",
    "time": "time",
    "quantity": "quantity",
    "captcha": "captcha",
}


def _select(control: Control, form: FormShot, after: bool) -> _Guess:
    token = _autocomplete(control)
    if token:
        return token
    first = control.options[0].text if control.options else ""
    for source, text, confidence in (*_read_sources(control, after), ("first option", first, 0.7)):
        low = words.plain(text)
        found = match(low)
        if found and found[0] in _SELECTABLE:
            return _Guess(_SELECTABLE[found[0]], f"{source}: {found[1]!r}", confidence)
        topic = words.TOPIC.search(low)
        if topic and not (found and found[0] in ("other", "card")):
            return _Guess("topic", f"{source}: {topic.group(0)!r}", confidence)
        if found and found[0] in ("other", "card", "number"):
            return _Guess("choice", f"{source}: {found[1]!r}", confidence)
    code = _by_code(control)
    if code and code.kind in (*_SELECTABLE, "subject"):
        return replace(code, kind=_SELECTABLE.get(code.kind, "topic"))
    if _numeric(control):
        return _Guess("choice", "numbers to choose from", 0.4)
    return _Guess("topic", "a list to choose from", 0.4)


def _numeric(control: Control) -> bool:
    texts = [o.text for o in control.options if o.text]
    return bool(texts) and sum(bool(re.fullmatch(r"[\d\s.:/-]+", t)) for t in texts) > len(texts) / 2


def _labels_stand_after(form: FormShot) -> bool:
    """True when the form writes its labels behind the controls (`[____] Name`)."""
    bare = [c for c in form.controls if c.typed and not (c.named or c.label or c.aria or c.cell or c.placeholder)]
    behind = [c for c in bare if not c.beside and match(_head(c.after))]
    in_front = [
        c
        for c in bare
        if match(c.beside) or (not c.crowded and c.before and match(c.before[0]) and c.before[0] not in form.heading)
    ]
    return bool(behind) and len(behind) >= max(1, len(bare) / 2) and len(behind) > len(in_front)


def _in_company(found: Sequence[Field], form: FormShot) -> Iterator[Field]:
    """Second look, with the whole form known."""
    found = list(_continued(found))
    kinds = [f.type for f in found]
    areas = [f for f in found if f.control.kind in ("textarea", "rich") and not f.honeypot]
    sure = [f for f in areas if f.type == "message" and f.confidence > 0.5]
    for f in found:
        if f.type == "name":
            first = "last_name" in kinds and "full_name" not in kinds
            yield replace(f, type="first_name" if first else "full_name")
        elif f.type == "message" and f.control.kind not in ("textarea", "rich") and areas:
            yield replace(
                f, type="subject" if "subject" not in kinds else "other", reason=f"{f.reason}, beside a text area"
            )
        elif f in areas and f.type == "message" and f.confidence <= 0.5 and sure:
            yield replace(f, type="other", reason="a second text area")
        elif f.type == "phone" and f.confidence <= 0.4 and _unlikely_phone(f, kinds):
            yield replace(f, type="other", reason=f"{f.reason}, among other numbers")
        elif f.type == "captcha" and "card" in (f.kind, *(g.kind for g in found)) and f.control.typed:
            yield replace(f, type="other", detail="card", reason=f"{f.reason}, beside a card number")
        elif f.type == "message" and form.role == "search":
            yield replace(f, type="other", detail="search")
        else:
            yield f


def _continued(found: Sequence[Field]) -> Iterator[Field]:
    """A box without any words right behind another is its continuation: area code and number, day and
    month, two lines of an address."""
    last: Field | None = None
    for f in found:
        bare = (
            f.confidence <= 0.45
            and not f.label
            and f.control.crowded
            and not f.control.before
            and f.control.tag != "textarea"
        )
        if bare and last and last.type in ("phone", "date", "address", "time") and not f.honeypot:
            last = replace(f, type=last.type, detail="", reason=f"goes on from {last.control.selector}", confidence=0.5)
        else:
            last = f
        yield last


def _unlikely_phone(field: Field, kinds: Iterable[str]) -> bool:
    return sum(k == "phone" for k in kinds) > 1 or 0 < field.control.maxlength < 10


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
