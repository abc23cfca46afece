"""Ground floor: the three kinds of wrong (DESIGN §3.3), one class each.

The user's file is wrong (`UserFault`: refuse to start, list everything) · we could not measure
(`ProbeFault`: the visit becomes inconclusive) · the site did badly (never an exception: an
observation). An exception's docstring is its default message.
"""

from __future__ import annotations

from dataclasses import dataclass


class ShopperError(Exception):
    """Something went wrong in Mystery Shopper."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in something the user gave us.

    `place` is where ("programme.toml:14 sites[2].hours"), `found` what stands there, `remedy` what
    is allowed and how to mend it. All three are shown to a person.
    """

    place: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.found}. {self.remedy}"


class UserFault(ShopperError):
    """What you gave us cannot be used."""

    def __init__(self, faults: tuple[Fault, ...], title: str = "") -> None:
        self.faults = faults
        super().__init__("\n".join([*([title] if title else []), *map(str, faults)]))


class ProbeFault(ShopperError):
    """We could not measure; nobody is blamed.

    `reason` is an `InconclusiveReason` value (verdict.py): the visit ends inconclusive with it.
    """

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class NotPermitted(ShopperError):
    """Sending this enquiry is not permitted (already sent, no consent, or somebody else has it)."""


class HouseFault(ShopperError):
    """Our own house is ill: browser, database, mailbox or clock."""
