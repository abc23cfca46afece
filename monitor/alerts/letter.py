"""Room alerts: one alert as an e-mail, plain and HTML (pure: facts in, message out)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.alerts.stories import Story
from monitor.alerts.words import LABELS, LEAD, REASONS, SUBJECT, duration, instant

PAGES = Environment(
    loader=PackageLoader("monitor.alerts"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
COLOURS = {Story.BREACH: "#b3261e", Story.UNREACHABLE: "#b3261e", Story.ANSWERED: "#2f6f4f"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an alert tells. Instants aware UTC, shown in `zone`; names in the recipient's language."""

    story: Story
    language: str
    site: str
    zone: str
    touchpoint: str
    owner: str
    standard: str
    token: str
    shopper: str
    question: str
    reason: str = ""
    submitted_at: datetime | None = None
    deadline: datetime | None = None
    event_at: datetime | None = None
    wall: timedelta | None = None
    working: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom, to whom, under which identity. `thread` is the same for all alerts of one visit."""

    sender: str
    recipient_name: str
    recipient: str
    message_id: str
    thread: str
    at: datetime


def message_id(story: str, token: str, standard: str, recipient: str, domain: str) -> str:
    """Stable per alert: sending it again after a crash is the same message, not a new one."""
    digest = sha256(f"{story}\n{token}\n{standard}\n{recipient}".encode()).hexdigest()[:24]
    return f"<{story}.{digest}@{domain}>"


def compose(facts: Facts, envelope: Envelope, pictures: Sequence[tuple[str, bytes]] = ()) -> EmailMessage:
    """The message. `pictures`: (file name, JPEG bytes), attached as evidence."""
    words = {
        "site": facts.site,
        "standard": facts.standard,
        "touchpoint": facts.touchpoint,
        "deadline": instant(facts.deadline, facts.zone, facts.language),
        "event": instant(facts.event_at, facts.zone, facts.language),
        "wall": duration(facts.wall, facts.language),
        "working": duration(facts.working, facts.language),
        "reason": REASONS[facts.language].get(facts.reason, facts.reason),
    }
    subject = " ".join(SUBJECT[facts.language][facts.story].format(**words).split())
    lead = LEAD[facts.language][facts.story].format(**words)
    message = _headers(envelope, subject, facts.language)
    labels, rows = LABELS[facts.language], _rows(facts)
    ears = labels["ears"] if facts.story is Story.BREACH else ""
    footer = labels["footer"].format(token=facts.token)
    lines = [lead, "", *(f"{name}: {value}" for name, value in rows), "", *([ears, ""] if ears else []), footer]
    message.set_content("\n".join(lines) + "\n", cte="quoted-printable")
    page = PAGES.get_template("alert.html").render(
        language=facts.language,
        subject=subject,
        lead=lead,
        rows=rows,
        ears=ears,
        footer=footer,
        colour=COLOURS[facts.story],
    )
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    for name, data in pictures:
        message.add_attachment(data, maintype="image", subtype="jpeg", filename=name)
    return message


def _headers(envelope: Envelope, subject: str, language: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = formataddr(("Mystery Shopper", envelope.sender))
    message["To"] = formataddr((envelope.recipient_name, envelope.recipient))
    message["Subject"] = subject
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = envelope.message_id
    message["References"] = envelope.thread
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"
    return message


def _rows(facts: Facts) -> list[tuple[str, str]]:
    labels = LABELS[facts.language]
    rows = [
        (labels["touchpoint"], facts.touchpoint),
        (labels["sent"], instant(facts.submitted_at, facts.zone, facts.language)),
        (labels["name"], facts.shopper),
        (labels["asked"], facts.question),
        (labels["owner"], facts.owner),
    ]
    if facts.story is Story.BREACH:
        rows += [
            (labels["wall"], duration(facts.wall, facts.language)),
            (labels["working"], duration(facts.working, facts.language)),
        ]
    return [(name, value) for name, value in rows if value]
