"""Which form is which, and which one a customer would use. Pure.

Signals, strongest first: structure (passwords, cards, a lone search box) · words on the button ·
heading · code names · the sentence above · the page. Weights add up per type; the highest wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from probes.feedback_form import vocabulary as words
from probes.feedback_form.fields import Field, fields_of
from probes.feedback_form.form_words import FORM_WORDS, ONWARD
from probes.feedback_form.snapshot import FormShot, FrameShot
from probes.feedback_form.votes import by_fields, by_words

CONTACT_LIKE = frozenset({"contact", "question", "request", "callback", "price_list"})
NEVER_SENT = frozenset({"login", "registration", "recovery", "order", "payment"})
RANK: Mapping[str, int] = {
    "contact": 100, "question": 98, "request": 90, "price_list": 75, "callback": 70, "review": 40, "subscription": 20,
    "order": 15, "other": 10, "registration": 5, "login": 3, "recovery": 2, "payment": 2, "search": 1,
}  # fmt: skip
_MORE = "more is to come"
IDENTITY = frozenset(
    {"full_name", "first_name", "last_name", "middle_name", "email", "phone", "email_or_phone", "company"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form with its type, its fields and how much it deserves to be chosen."""

    shot: FormShot
    frame: str
    type: str
    score: float
    reason: str
    fields: tuple[Field, ...]

    @property
    def contact_like(self) -> bool:
        return self.type in CONTACT_LIKE

    def has(self, *kinds: str) -> bool:
        return any(f.type in kinds for f in self.fields)

    @property
    def first_step(self) -> bool:
        """True when more to fill in comes on a further page: its button, or what it is for without asking for it, tells."""
        return _leads_on(self.shot) or (self.contact_like and self.reason.endswith(_MORE))


def forms_of(frame: FrameShot) -> tuple[Form, ...]:
    """Every form of a frame, typed and scored, in page order."""
    return tuple(_form(shot, frame) for shot in frame.forms)


def ranked(forms: Sequence[Form], prefer: Sequence[str] = ()) -> list[Form]:
    """Best first; `prefer` names form types wanted above all others."""
    order = {kind: len(prefer) - i for i, kind in enumerate(prefer)}
    return sorted(forms, key=lambda f: (-order.get(f.type, 0), -f.score))


def _form(shot: FormShot, frame: FrameShot) -> Form:
    fields = fields_of(shot)
    kind, reason = form_type(shot, fields, frame)
    return Form(
        shot=shot, frame=frame.frame, type=kind, score=_score(kind, shot, fields, frame), reason=reason, fields=fields
    )


def form_type(shot: FormShot, fields: Sequence[Field], frame: FrameShot) -> tuple[str, str]:
    """(type, reason) of a form."""
    count = Counter(f.kind for f in fields if not f.honeypot)
    certain = _by_structure(shot, fields, count, frame)
    if certain:
        return certain
    if _leads_on(shot) and not count.keys() & {"message", "email", "phone", "email_or_phone"}:
        return _by_words_alone(shot, frame)
    votes, why = by_words(shot, frame)
    for added, weight in by_fields(fields, votes).items():
        votes[added] += weight
    kind = max(votes, key=lambda k: (votes[k], RANK[k]))
    if votes[kind] < 1:
        return "other", "no telling words"
    if kind in CONTACT_LIKE and not why.keys() & CONTACT_LIKE and not _speaks_for_itself(fields):
        return "other", "a person's data and no word of what for"
    return kind, "; ".join(why.get(kind, [])) or "its fields"


def _speaks_for_itself(fields: Sequence[Field]) -> bool:
    """Fields that only somebody who wants an answer fills in: words with an address, or a phone with a name."""
    has = {f.type for f in fields if not f.honeypot}
    reach = has & {"email", "phone", "email_or_phone"}
    called = has & {"phone", "email_or_phone"} and len(fields) <= 6
    return ("message" in has and bool(reach or len(fields) <= 3)) or bool(
        called and (len(fields) <= 2 or has & {"full_name", "first_name"})
    )


def _by_structure(
    shot: FormShot, fields: Sequence[Field], count: Mapping[str, int], frame: FrameShot
) -> tuple[str, str] | None:
    said = _said(shot)
    typed = [f for f in fields if f.control.typed and not f.honeypot]
    if count.get("card", 0) >= 2 or re.search(r"\bcvc\b|\bcvv\b", said):
        return "payment", "card fields"
    if count.get("password", 0):
        return _with_password(said, count)
    if _is_search(shot, typed, count, said):
        return "search", "one box to search with"
    if not typed and not count.get("message", 0):
        return _by_words_alone(shot, frame)
    return None


def _leads_on(shot: FormShot) -> bool:
    return any(b.visible and ONWARD.search(words.plain(b.text)) for b in shot.buttons)


def _by_words_alone(shot: FormShot, frame: FrameShot) -> tuple[str, str]:
    """A form with nothing to write in (a list of departments, fields that a script will bring): what it is for
    counts when two of its own words say the same."""
    votes, why = by_words(shot, frame)
    for kind in sorted(CONTACT_LIKE & votes.keys(), key=lambda k: (-votes[k], k)):
        read = [w for w in why[kind] if w.startswith(("button", "heading"))]
        rest = [w for w in why[kind] if w.startswith(("page", "name", "action"))]
        enough = len(read) > 1 or (read and (rest or _leads_on(shot))) or len(rest) > 2
        if enough and votes[kind] >= max(votes.values()):
            return kind, f"{'; '.join(read + rest)}; {_MORE}"
    return "other", "nothing to write in"


def _with_password(said: str, count: Mapping[str, int]) -> tuple[str, str]:
    joins = re.search(FORM_WORDS["registration"], said)
    enters = re.search(FORM_WORDS["login"], said)
    people = sum(count.get(k, 0) for k in IDENTITY)
    if count["password"] > 1 or people > 2 or (joins and not enters):
        return "registration", "a new password"
    if joins and people > 1:
        return "registration", "a password and a person"
    return "login", "a password"


def _is_search(shot: FormShot, typed: Sequence[Field], count: Mapping[str, int], said: str) -> bool:
    if len(typed) == 1 and shot.method == "get" and _sought(typed) and re.search(FORM_WORDS["search"], said):
        return True  # "number of the ad, phone, city": what can be searched for, not who asks
    if (
        count.get("email", 0)
        or count.get("phone", 0)
        or count.get("email_or_phone", 0)
        or any(f.control.kind == "textarea" for f in typed)
    ):
        return False
    if shot.role == "search" or any(f.control.kind == "search" for f in typed):
        return True
    lone = len(typed) <= 2
    spoken = bool(re.search(FORM_WORDS["search"], said))
    return lone and (spoken or (_sought(typed) and shot.method == "get"))


def _sought(typed: Sequence[Field]) -> bool:
    return any(
        re.fullmatch(r"(q|s|query|search\w*|keywords?|text|words|find|sitesearch|\w*search\w*)", f.control.name.lower())
        for f in typed
    )


def _said(shot: FormShot) -> str:
    buttons = " ".join(b.text for b in shot.buttons)
    return words.plain(
        f"{buttons} · {shot.heading} · {shot.aria} · {words.code_words(f'{shot.id} {shot.name} {shot.cls} {shot.action}')}"
    )


def _score(kind: str, shot: FormShot, fields: Sequence[Field], frame: FrameShot) -> float:
    """Rank of the type, then what makes a form useful: seen, in the middle of the page, with room for
    a question and a way to answer it in writing."""
    has = {f.type for f in fields if not f.honeypot}
    score = float(RANK[kind])
    score += 30 if shot.visible and frame.seen else 0
    score += {"main": 10, "dialog": 4, "aside": -2, "header": -6, "footer": -6}.get(shot.zone, 0)
    score += 20 if "message" in has else 0
    score += 12 if has & {"email", "email_or_phone"} else 0
    score -= 15 if "file" in has and any(f.type == "file" and f.required for f in fields) else 0
    return score
