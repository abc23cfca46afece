"""Room alerts: notes as an e-mail, plain and HTML, and as a short message for other channels (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.alerts.headers import blank
from monitor.alerts.notes import Headline, Note, headline
from monitor.alerts.stories import Story
from monitor.alerts.words import LABELS

PAGES = Environment(
    loader=PackageLoader("monitor.alerts"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
CALM, LOUD, GOOD = "#8a6d1f", "#b3261e", "#2f6f4f"
COLOURS = {Story.ANSWERED: GOOD, Story.WELL: GOOD, Story.WARNING: CALM, Story.ILL: CALM}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u0080-\u009f\u2028\u2029\s]+")
SUBJECT_LENGTH = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom, to whom, under which identity. `thread`: Message-ID of the conversation, the same for all letters
    about one matter, "" for a letter about several. `stop`: address of the link "no more", "" without web;
    `stop_letter`: the mail address that understands a letter as the same wish, "" when none does."""

    sender: str
    recipient_name: str
    recipient: str
    language: str
    message_id: str
    at: datetime
    thread: str = ""
    stop: str = ""
    stop_letter: str = ""


def compose(notes: Sequence[Note], envelope: Envelope, pictures: Sequence[tuple[str, bytes]] = ()) -> EmailMessage:
    """The letter. `pictures`: (file name, JPEG bytes), shown below the words as evidence."""
    said = headline(notes, envelope.language)
    message = _headers(envelope, one_line(said.subject)[:SUBJECT_LENGTH])
    labels = LABELS[envelope.language]
    stop = [f"{labels['stop']}: {envelope.stop}"] if envelope.stop else []
    message.set_content("\n".join(_plain(notes, said, labels["footer"], stop)) + "\n", cte="quoted-printable")
    shown = [(name, f"{number}.{envelope.message_id.strip('<>')}") for number, (name, _) in enumerate(pictures)]
    page = PAGES.get_template("alert.html").render(
        language=envelope.language,
        title=said.title,
        lead=said.lead,
        notes=notes,
        alone=len(notes) == 1,
        visit=labels["visit"],
        footer=labels["footer"],
        stop=(labels["stop"], envelope.stop),
        colour=_colour(notes),
        pictures=shown,
    )
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    (*_, html) = message.iter_parts()
    for (name, data), (_, cid) in zip(pictures, shown, strict=True):
        html.add_related(data, "image", "jpeg", cid=f"<{cid}>", filename=name, disposition="inline")
    message["Content-Language"] = envelope.language  # last: adding parts carries Content-… headers away with the text
    return message


def short(notes: Sequence[Note], language: str) -> tuple[str, str]:
    """(title, text) for channels that are not mail."""
    said = headline(notes, language)
    return one_line(said.title)[:SUBJECT_LENGTH], "\n".join(_matters(notes, said)).strip()


def one_line(text: str) -> str:
    """What may stand in a header: no line ends, no control characters."""
    return _UNPRINTABLE.sub(" ", text).strip()


def _headers(envelope: Envelope, subject: str) -> EmailMessage:
    message = blank()
    message["From"] = formataddr(("Mystery Shopper", one_line(envelope.sender)))
    message["To"] = formataddr((one_line(envelope.recipient_name), one_line(envelope.recipient)))
    message["Subject"] = subject
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = envelope.message_id
    if envelope.thread:
        message["In-Reply-To"] = envelope.thread
        message["References"] = envelope.thread
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    letter = (
        f"mailto:{quote(one_line(envelope.stop_letter), safe='@+')}?subject=unsubscribe" if envelope.stop_letter else ""
    )
    ways = [f"<{way}>" for way in (envelope.stop, letter) if way]
    if ways:
        message["List-Unsubscribe"] = ", ".join(ways)
    if envelope.stop:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _plain(notes: Sequence[Note], said: Headline, footer: str, stop: Sequence[str]) -> Iterator[str]:
    yield from (said.title, "")
    yield from _matters(notes, said)
    yield from ("-- ", footer, *stop)


def _matters(notes: Sequence[Note], said: Headline) -> Iterator[str]:
    yield from (said.lead, "")
    for note in notes:
        if len(notes) > 1:
            yield from (f"— {note.subject}", note.lead)
        yield from (f"{name}: {value}" for name, value in note.rows)
        if note.assurance:
            yield from ("", note.assurance)
        for name, address in note.links:
            yield from ("", f"{name}:", address)
        yield from (["", f"[{note.token}]"] if note.token else [])
        yield ""


def _colour(notes: Sequence[Note]) -> str:
    colours = [COLOURS.get(note.story, LOUD) for note in notes]
    return LOUD if LOUD in colours else colours[0]
