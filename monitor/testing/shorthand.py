"""Short words for the tables in `companies/`: a control, a letter and its hour."""

from __future__ import annotations

from datetime import timedelta

from monitor.testing.company import Control, Hide, Means, Reply, Tag, Writer


def need(
    means: Means, name: str, text: str, *, tag: Tag | None = None, mask: str = "", options: tuple[str, ...] = ()
) -> Control:
    """A control that must be filled."""
    return Control(means=means, name=name, text=text, required=True, tag=tag, mask=mask, options=options)


def may(
    means: Means, name: str, text: str, *, tag: Tag | None = None, mask: str = "", options: tuple[str, ...] = ()
) -> Control:
    """A control that may stay empty."""
    return Control(means=means, name=name, text=text, tag=tag, mask=mask, options=options)


def trap(name: str, hide: Hide, text: str = "") -> Control:
    """A honeypot."""
    return Control(means=Means.TRAP, name=name, text=text, hide=hide)


def person(
    minutes: float,
    letter: str,
    *,
    offers: bool = False,
    quotes: bool = True,
    html: bool = False,
    charset: str = "utf-8",
    slow_clock: timedelta = timedelta(),
) -> Reply:
    """A letter somebody writes, so many town minutes after the enquiry."""
    return Reply(
        writer=Writer.PERSON,
        after=timedelta(minutes=minutes),
        letter=letter,
        offers=offers,
        quotes=quotes,
        html=html,
        charset=charset,
        slow_clock=slow_clock,
    )


def robot(minutes: float, letter: str, *, null_sender: bool = False) -> Reply:
    """A receipt no person wrote."""
    return Reply(writer=Writer.ROBOT, after=timedelta(minutes=minutes), letter=letter, null_sender=null_sender)


def bounce(minutes: float, letter: str) -> Reply:
    """The company's own mail system refuses, and the visitor gets the report."""
    return Reply(writer=Writer.BOUNCE, after=timedelta(minutes=minutes), letter=letter)


def bulk(minutes: float, letter: str) -> Reply:
    """Advertising: the address went onto a list."""
    return Reply(writer=Writer.BULK, after=timedelta(minutes=minutes), letter=letter)
