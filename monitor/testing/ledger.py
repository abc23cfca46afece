"""What each site really received and what its staff really sent: the truth our story is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.testing.company import Means, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    at: datetime
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One POST as it came. `fields`: wire name → value; `meant`: the same by meaning; `why`: "" when
    the company took it, else `invalid: …`, `trap`, `captcha`, `broken` or `other form`."""

    at: datetime
    path: str
    fields: Mapping[str, str]
    meant: Mapping[Means, str] = field(default_factory=dict)
    why: str = ""
    trap_filled: bool = False
    ticket: str = ""

    @property
    def taken(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLetter:
    """One letter of the staff. `answers`: what the receiving server said, one line per try;
    `delivered_at` None: it never was accepted."""

    at: datetime
    to: str
    letter: str
    writer: Writer
    message_id: str
    answers: tuple[str, ...]
    delivered_at: datetime | None


@dataclass(slots=True)
class Ledger:
    """One company's book; instants are town time, aware UTC."""

    pages: list[PageView] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    letters: list[SentLetter] = field(default_factory=list)

    @property
    def posts(self) -> int:
        """Every POST that reached the site, whatever came of it."""
        return len(self.submissions)

    @property
    def enquiries(self) -> tuple[Submission, ...]:
        """What the company took for an enquiry."""
        return tuple(s for s in self.submissions if s.taken)

    @property
    def trapped(self) -> tuple[Submission, ...]:
        """Submissions that filled a honeypot."""
        return tuple(s for s in self.submissions if s.trap_filled)

    @property
    def strays(self) -> tuple[Submission, ...]:
        """Submissions of forms that were not meant: search, newsletter, login."""
        return tuple(s for s in self.submissions if s.why == "other form")
