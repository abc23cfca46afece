"""The short letter after a night with news: what is new, what changed, what was mended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from hashlib import sha256
from typing import Any

from monitor.alerts.mail import send
from monitor.alerts.stories import listeners
from monitor.domain.programme import Programme, Site
from monitor.domain.recipients import Recipient
from monitor.settings import Outgoing

_WORDS = {
    "en": {"subject": "{site}: {n} new since last night", "new": "New", "changes": "Changed", "mended": "Mended", "was": "was", "is": "is now"},
    "ru": {"subject": "{site}: новое за ночь ({n})", "new": "Новое", "changes": "Изменилось", "mended": "Исправлено", "was": "было", "is": "стало"},
}  # fmt: skip
_WHAT_RU = {"numbers": "номера", "messengers": "мессенджеры", "mail": "почта"}


def send_news(programme: Programme, site: Site, outgoing: Outgoing, report: Mapping[str, Any], now: datetime) -> int:
    """One letter to each person who is told of this site (blocking); how many were handed over.

    Raises `TryAgain` or `Refused` as `mail.send` does. The identity is the same for the same news.
    """
    people = listeners(programme, site)
    for person in people:
        send(outgoing, compose_news(site, person, outgoing.sender, report, now), outgoing.sender, person.email)
    return len(people)


def compose_news(site: Site, person: Recipient, sender: str, report: Mapping[str, Any], now: datetime) -> EmailMessage:
    """The letter in the person's language, plain text."""
    words, news = _WORDS[person.language], report["news"]
    text = "\n\n".join(
        part
        for part in (
            _findings(news["new"], words["new"], person.language),
            _changes(news["changes"], words, person.language),
            _findings(news["mended"], words["mended"], person.language),
        )
        if part
    )
    message = EmailMessage()
    message["From"] = formataddr(("Mystery Shopper", sender))
    message["To"] = formataddr((person.name, person.email))
    message["Subject"] = words["subject"].format(site=site.name, n=len(news["new"]) + len(news["changes"]))
    message["Date"] = format_datetime(now)
    domain = sender.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<nightly.{sha256(f'{site.key}{person.email}{text}'.encode()).hexdigest()[:24]}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _findings(found: list[Mapping[str, Any]], title: str, language: str) -> str:
    lines = [f"- {one[language]}\n  {one['rule']} · {one['page']} {one['profile']}".rstrip() for one in found]
    return "\n".join([f"{title}:", *lines]) if lines else ""


def _changes(changes: list[Mapping[str, Any]], words: Mapping[str, str], language: str) -> str:
    lines = [
        f"- {_WHAT_RU.get(one['what'], one['what']) if language == 'ru' else one['what']}: {words['was']} {_list(one['before'])}, {words['is']} {_list(one['after'])}"
        for one in changes
    ]
    return "\n".join([f"{words['changes']}:", *lines]) if lines else ""


def _list(value: Any) -> str:
    return ", ".join(" ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value) or "—"
