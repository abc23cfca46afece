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
from probes.feedback_form.choices import choice_list, tick_box
from probes.feedback_form.decoys import decoy_reason
from probes.feedback_form.reading import (
    Guess,
    by_calendar,
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
_LABEL_AT_MOST = 200
_TWO_LINES, _THREE_LINES = 30, 40
"""heights (pixels) from which a box is for writing: for what is rarely long, and for who asks"""
_LONG_AT_TIMES = frozenset({"subject", "time", "company", "other", "website", "quantity"})
_WHO = frozenset({"name", "email", "phone", "email_or_phone"})
_PART = re.compile(r"\b(area|country|city) ?code\b|\b(phone|tel) ?(prefix|suffix|ext)\b")
_HEADLINE = re.compile(r"^(enter )?(your |message )?title\b(?! of)|\btitel\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A control with its field type. `reason`: source and the words that decided; `confidence` 0–1;
    `detail` refines `other`; `digits`: which of the number's last ten this box takes, when several share them."""

    control: Control
    type: str
    label: str
    reason: str
    confidence: float
    detail: str = ""
    honeypot: bool = False
    digits: slice | None = None

    @property
    def kind(self) -> str:
        return self.detail or self.type

    @property
    def required(self) -> bool:
        return self.control.required or self.control.starred or self.control.invalid


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
    calendar = by_calendar(control)
    if calendar:
        return calendar
    for guess in _read_guesses(control, form, after):
        if token and guess.confidence < 0.9:
            return token
        return _as_text_field(_told_apart(guess, control), control)
    return token or by_type(control) or by_code(control) or by_weak_words(control, form)


def _read_guesses(control: Control, form: FormShot, after: bool) -> Iterator[Guess]:
    for source, text, confidence in read_sources(control, after):
        if (source == "text above" and text in form.heading) or len(text) > _LABEL_AT_MOST:
            continue
        found = match(text)
        if found:
            yield Guess(found[0], f"{source}: {found[1]!r}", confidence)


_NAMES = frozenset({"first_name", "last_name", "middle_name", "username"})


def _told_apart(guess: Guess, control: Control) -> Guess:
    """Words that leave it open ("Name", "Address", "Phone") are settled by what the code says."""
    if guess.reason.startswith("own box"):  # it may hold a link or a hint besides the label
        said = (by_type(control), by_code(control))
        return next((g for g in said if g and g.kind in ("email", "phone") and g.confidence >= 0.6), guess)
    if guess.kind == "phone" and _PART.search(words.code_words(control.name)):
        return Guess("number", f"{guess.reason}, a part of it", 0.6)
    if guess.kind not in ("name", "address") or "your name" in guess.reason:
        return guess
    code = by_code(control)
    if not code or code.confidence < 0.6:
        return guess
    settles = code.kind in _NAMES if guess.kind == "name" else code.kind == "email"
    if not settles:
        return guess
    return Guess(code.kind, f"{guess.reason}, {code.reason}", code.confidence)


def _as_text_field(guess: Guess, control: Control) -> Guess:
    """A large box is for writing: a subject or a company name is not written on five lines."""
    least = _TWO_LINES if guess.kind in _LONG_AT_TIMES else _THREE_LINES
    writing = control.kind in ("rich", "textarea") and not 0 < control.height < least
    if writing and guess.kind in _LONG_AT_TIMES | _WHO:
        return replace(guess, kind="message", reason=f"{guess.reason} in a text area")
    return guess


def _in_company(found: Sequence[Field], form: FormShot) -> Iterator[Field]:
    """Second look, with the whole form known."""
    found = list(_one_group(_continued(_shared_number(found))))
    kinds = [f.kind for f in found]
    areas = [f for f in found if f.control.kind in ("textarea", "rich") and not f.honeypot]
    sure = [f for f in areas if f.type == "message" and f.confidence > 0.5]
    for place, f in enumerate(found):
        if f.type == "name":
            yield replace(f, type=_whose_name(kinds, place))
        elif f.type == "message" and f.control.kind not in ("textarea", "rich") and areas:
            yield replace(
                f, type="subject" if "subject" not in kinds else "other", reason=f"{f.reason}, beside a text area"
            )
        elif f in areas and f.type == "message" and f.confidence <= 0.5 and sure:
            yield replace(f, type="other", reason="a second text area")
        elif f.type == "phone" and not f.digits and _unlikely_phone(f, kinds):
            yield replace(f, type="other", detail="number", reason=f"{f.reason}, among other numbers")
        elif f.type == "captcha" and "card" in (f.kind, *(g.kind for g in found)) and f.control.typed:
            yield replace(f, type="other", detail="card", reason=f"{f.reason}, beside a card number")
        elif f.type == "message" and form.role == "search":
            yield replace(f, type="other", detail="search")
        elif _is_headline(f, kinds):
            yield replace(f, type="subject", detail="", reason=f"{f.reason}, above a text")
        elif f.kind == "username" and re.search(r"e-?mail|почт", f.label.lower()) and _somebody_writes(kinds):
            yield replace(f, type="email", detail="", reason=f"{f.reason}, of somebody who wants an answer")
        elif f.kind == "username" and f.confidence < 0.7 and _somebody_writes(kinds):
            yield replace(f, type="full_name", detail="", reason=f"{f.reason}, of somebody who writes")
        else:
            yield f


def _whose_name(kinds: Sequence[str], place: int) -> str:
    """A plain "name" next to a first name is the family's (fr, de), in company of a family name the first."""
    if "full_name" in kinds or ("first_name" in kinds) == ("last_name" in kinds):
        return "full_name"
    if "last_name" in kinds:
        return "first_name"
    return "last_name" if "first_name" in kinds[max(0, place - 1) : place + 2] else "full_name"


def _somebody_writes(kinds: Sequence[str]) -> bool:
    return "password" not in kinds and ("message" in kinds or "phone" in kinds)


def _is_headline(field: Field, kinds: Sequence[str]) -> bool:
    """ "Title" over something written is its subject; elsewhere it is a person's."""
    if field.type != "other" or field.control.kind != "text" or not {"message"} <= set(kinds) - {"subject"}:
        return False
    said = words.plain(f"{field.label} {words.code_words(field.control.name)}")
    return "subject" not in kinds and bool(_HEADLINE.search(said))


def _one_group(found: Iterable[Field]) -> Iterator[Field]:
    """Choices of one name answer one question: what the first says of it holds for all."""
    said: dict[str, Field] = {}
    for f in found:
        key = f.control.name.partition(".")[0].partition("[]")[0] if f.control.choice else ""
        first = said.get(key)
        if first and f.kind == "choice":
            yield replace(f, type=first.type, detail="", reason=first.reason, confidence=first.confidence)
            continue
        if key and f.type == "topic":
            said[key] = f
        yield f


def _shared_number(found: Sequence[Field]) -> list[Field]:
    """Two to four short boxes in a row that hold ten digits together: one phone number."""
    shared = list(found)
    for start in range(len(found)):
        for end in range(start + 2, min(start + 5, len(found) + 1)):
            boxes = found[start:end]
            sizes = [f.control.maxlength if _short_box(f) else 99 for f in boxes]
            if sum(sizes) == 10 and _speaks_of_phone(boxes[0].control):
                # where the page itself names the parts they are told as parts
                parts = any(re.search("area|prefix|suffix", f.control.name.lower()) for f in boxes)
                kind, detail = ("other", "number") if parts else ("phone", "")
                for n, f in enumerate(boxes):
                    part = slice(sum(sizes[:n]), sum(sizes[: n + 1]))
                    why = f"part {n + 1} of {len(boxes)} of a number"
                    shared[start + n] = replace(f, type=kind, detail=detail, reason=why, confidence=0.7, digits=part)
    return shared


def _short_box(field: Field) -> bool:
    control = field.control
    return control.typed and 2 <= control.maxlength <= 7 and not field.honeypot and field.type in ("other", "phone")


def _speaks_of_phone(control: Control) -> bool:
    read = (control.label, control.aria, control.cell, control.beside, *control.before[:1], control.group)
    return any(text and (match(text) or ("",))[0] == "phone" for text in read)


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
        kinds = ("phone", "date", "address", "time") if f.control.typed else ("date", "time")
        if bare and last and last.type in kinds and not f.honeypot:
            last = replace(f, type=last.type, detail="", reason=f"goes on from {last.control.selector}", confidence=0.5)
        else:
            last = f
        yield last


def _unlikely_phone(field: Field, kinds: Sequence[str]) -> bool:
    return field.confidence <= 0.4 and (kinds.count("phone") > 1 or 0 < field.control.maxlength < 10)
