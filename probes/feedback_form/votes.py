"""What speaks for each form type: words (button, heading, names, text, page) and the set of fields. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from probes.feedback_form import vocabulary as words
from probes.feedback_form.fields import Field
from probes.feedback_form.form_words import FORM_WORDS
from probes.feedback_form.snapshot import FormShot, FrameShot

Votes = defaultdict[str, float]


def by_words(shot: FormShot, frame: FrameShot) -> tuple[Votes, dict[str, list[str]]]:
    """Weights per type and the words they come from. A form in a corner hears little of the page."""
    votes: Votes = defaultdict(float)
    why: dict[str, list[str]] = {}
    page = f"{frame.h1} · {frame.title} · {words.code_words(_address(frame))}"
    sources = (
        ("button", " · ".join(b.text for b in shot.buttons[:6]), 3.0),
        ("heading", shot.heading or shot.intro[:120], 3.0),
        ("name", f"{shot.aria} · {shot.data} · {words.code_words(f'{shot.id} {shot.name} {shot.cls}')}", 2.0),
        ("action", words.code_words(shot.action), 1.5),
        ("text", f"{shot.intro} · {shot.text} · {_prompts(shot)}", 1.0),
        ("page", page, 1.2 if shot.zone == "main" else 0.3),
    )
    for source, text, weight in sources:
        low = words.plain(text)
        for kind, pattern in FORM_WORDS.items():
            hit = re.search(pattern, low) if low else None
            if hit:
                votes[kind] += weight
                why.setdefault(kind, []).append(f"{source}: {hit.group(0)!r}")
    return votes, why


def _prompts(shot: FormShot) -> str:
    """What the large boxes ask for in themselves ("leave a comment")."""
    return " · ".join(c.placeholder for c in shot.controls if c.kind == "textarea")


def _address(frame: FrameShot) -> str:
    """The page's path as words; a saved page's own file name says nothing."""
    address = frame.canonical or ("" if ".invalid/" in frame.url else frame.url)
    return address.partition("://")[2].partition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """What a form's fields amount to."""

    mail: bool
    phone: bool
    either: bool
    writes: bool
    named: bool
    website: bool
    password: bool
    bookish: bool
    size: int

    @property
    def reach(self) -> bool:
        return self.mail or self.phone or self.either


def _set_of(fields: Sequence[Field], count: Mapping[str, int]) -> _Set:
    quiet = ("consent", "marketing_consent", "captcha")
    reach = sum(count.get(k, 0) for k in ("email", "phone", "email_or_phone"))
    return _Set(
        mail=count.get("email", 0) > 0,
        phone=count.get("phone", 0) > 0,
        either=count.get("email_or_phone", 0) > 0,
        writes=any(f.kind == "message" and f.control.kind in ("textarea", "rich") for f in fields)
        or (count.get("message", 0) > 0 and bool(reach)),
        named=any(count.get(k, 0) for k in ("full_name", "first_name", "last_name")),
        website=count.get("website", 0) > 0,
        password=count.get("password", 0) > 0,
        bookish=count.get("quantity", 0) > 0 or count.get("date", 0) + count.get("time", 0) > 1,
        size=len([f for f in fields if not f.honeypot and f.type not in quiet]),
    )


def by_fields(fields: Sequence[Field], votes: Mapping[str, float]) -> dict[str, float]:
    """What the set of fields adds to each type, given the words so far."""
    has = _set_of(fields, Counter(f.kind for f in fields if not f.honeypot))
    return {
        "contact": _contact(has),
        "question": 0.0 if has.writes else -2.0 if has.reach else -6.0,
        "request": -6.0 if not (has.reach or has.writes) else 1.0 if not has.writes and has.size > 1 else 0.0,
        "callback": _callback(has),
        "price_list": 1.5 if votes.get("price_list") and has.reach else 0.0,
        "subscription": _subscription(has, bool(votes.get("subscription"))),
        "registration": -1.5 if has.writes else -3.5 if has.size <= 2 and not has.password else 0.0,
        "review": 1.5 if has.writes and has.website else 0.0 if has.writes else -3.0,
        "order": 2.0 if has.bookish else -1.0,
        "recovery": _recovery(has, bool(votes.get("recovery"))),
        "search": -4.0 if has.reach or has.writes else 0.0,
        "login": -3.0,
        "payment": -3.0,
    }


def _contact(has: _Set) -> float:
    if has.writes:
        return 3.0 if has.reach else 1.5 if has.size > 1 else 0.5
    if not has.reach:
        return -6.0
    if not has.named:
        return -2.5
    return 1.0 if has.phone else 0.0


def _recovery(has: _Set, spoken: bool) -> float:
    """A name or an address, perhaps with one thing that proves who asks."""
    if not spoken or has.writes or has.size > 3:
        return -4.0
    return 2.0 if has.size == 1 else 1.0


def _callback(has: _Set) -> float:
    if has.phone and not has.writes and not has.mail:
        return 2.0
    return 0.0 if has.phone or has.either else -2.0


def _subscription(has: _Set, spoken: bool) -> float:
    if has.writes or has.phone:
        return -6.0 if has.writes else -3.0
    if has.mail and has.size == 1:
        return 2.5
    return 1.5 if has.mail and spoken and has.size <= 3 else -1.0
