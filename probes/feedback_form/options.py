"""What the user may set for a feedback form. Nothing has to be set."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Setting

from probes._base import ProbeOptions

FORM_TYPES = ("contact", "question", "request", "callback", "price_list", "review", "subscription")


class Options(ProbeOptions):
    """Configured selectors win over detection; when they no longer fit, the visit says `configuration`.

    A selector is CSS (`#feedback`), `label=Your name` or `role=button[name="Send"]`.
    """

    form: str = Setting("", description="selector of the form to use; default: the best one found")
    fields: dict[str, str] = Setting(default_factory=dict, description='field type → selector, e.g. email = "#mail"')
    submit: str = Setting("", description="selector of the button that sends")
    opener: str = Setting("", description="selector of the button that opens the form")
    success: str = Setting("", description="words that prove acceptance when they newly appear")
    prefer: tuple[Literal["contact", "question", "request", "callback", "price_list"], ...] = Setting(
        (), description="form types wanted above others"
    )
    find: bool = Setting(True, description="follow links to a contact page when the address has no fitting form")
    at_most_once: Literal["guard", "browser"] = Setting(
        "guard", description="`browser` lets the browser send by itself: it may send twice when a connection breaks"
    )
    wait_seconds: float = Setting(90, ge=1, le=300, description="how long the answer to the submission may take")
    settle_seconds: float = Setting(
        4, ge=0.2, le=60, description="how long a confirmation may take to appear after the answer"
    )
    locale: str = Setting("", description="browser language, e.g. ru-RU; default: the site's")
    zone: str = Setting("", description="browser time zone, e.g. Europe/Moscow")
