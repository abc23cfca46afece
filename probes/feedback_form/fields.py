"""Which field is which: ordered rules over what a person reads first, code names second. Pure.

Order of belief: decoy signs · standard autocomplete tokens · the control's own label and what stands
beside it · `type` and masks · code names · weak text (a sentence above, a legend). `type=tel` alone is
little evidence: it mostly carries card numbers, codes and postal codes (notes/forms §1.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from probes.feedback_form.choices import choice_list, tick_box
from probes.feedback_form.decoys import decoy_reason
from probes.feedback_form.reading import (
    Guess,
    by_code,
    by_token,
    by_type,
    by_weak_words,
    labels_stand_after,
    match,
    read_label,
    read_sources,
)
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


def fields_of(form: FormShot) -> tuple[Field, ...]:
    """Every control of a form with its type, in page order."""
    after = labels_stand_after(form)
    found = [_field(control, form, after) for control in form.controls]
    return tuple(_in_company(found, form))


def _field(control: Control, form: FormShot, after: bool) -> Field:
    label = read_label(control, after)
    decoy = decoy_reason(control, form, label)
    if decoy:
        return Field(control=control, type="honeypot", label=label, reason=decoy, confidence=0.9, honeypot=True)
    guess = _guess(control, form, after) or Guess("other", "nothing recognised", 0.3)
    detail = guess.kind if guess.kind in DETAILS else ""
    return Field(
        control=control,
        type="other" if detail else guess.kind,
        label=label,
        reason=guess.reason,
        confidence=guess.confidence,
        detail=detail,
    )


def _guess(control: Control, form: FormShot, after: bool) -> Guess | None:
    if control.kind == "file":
        return Guess("file", "type=file", 1.0)
    if control.kind == "password":
        return Guess("password", "type=password", 1.0)
    if control.choice:
        return tick_box(control)
    if control.kind in ("select", "combobox"):
        return choice_list(control, after)
    return _typed(control, form, after)


def _typed(control: Control, form: FormShot, after: bool) -> Guess | None:
    token = by_token(control)
    for guess in _read_guesses(control, form, after):
        if token and guess.confidence < 0.9:
            return token
        return _as_text_field(guess, control)
    return token or by_type(control) or by_code(control) or by_weak_words(control, form)


def _read_guesses(control: Control, form: FormShot, after: bool) -> Iterator[Guess]:
    for source, text, confidence in read_sources(control, after):
        if source == "text above" and text in form.heading:
            continue
        found = match(text)
        if found:
            yield Guess(found[0], f"{source}: {found[1]!r}", confidence)


def _as_text_field(guess: Guess, control: Control) -> Guess:
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
