"""Ground floor: one letter prepared for judging: everything every rule looks at, computed once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from monitor.domain.response.nouns import IncomingMessage, Label, Reason
from monitor.domain.response.words import machine, person

HEAD = 2_500
"""Characters of the letter that are looked at: what a letter is, it says at its beginning."""

_BLANKS = re.compile(r"\s+")
_DIGIT = str.maketrans("123456789ё’‘`´", "000000000е''''")
_REPLY = re.compile(
    r"^(?:\s*(?:re|aw|sv|vs|antw|ref|rif|res|odp|ynt|отв|ответ|на|回复|答复)(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：])+\s*",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"^\s*(?:fwd?|wg|tr|rv|enc|i|пересл|fw|переслано)\s*:|\(fwd\)\s*$", re.IGNORECASE)
_LIST_TAG = re.compile(r"^(?:\[[^\]]{1,40}\]\s*)+")
_BOT = re.compile(r"(?:^|[-_.+\s\[(<])(?:ro)?bot0?(?:[-_.+\s\])@>]|$)|\b(?:dependabot|syzbot|робот|бот)\b")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")


def normal(text: str) -> str:
    """Lower case, straight apostrophes, single blanks, ё as е, every digit as 0: the form of the phrase tables."""
    return _BLANKS.sub(" ", text.lower().translate(_DIGIT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """`subject` without reply prefixes and list tags, `text`/`own` the first `HEAD` characters of the whole
    and of the writer's own words, `tail` the last ones; all normalised. `sender` is "name <address>"."""

    message: IncomingMessage
    subject: str
    text: str
    own: str
    tail: str
    sender: str
    local: str
    mailer: str
    is_reply: bool
    is_forward: bool
    is_list: bool
    null_sender: bool
    typed: bool
    """written in a client that people type in"""
    robot_client: bool
    """a client that writes vacation notes under its own name"""
    person_name: str
    """the display name when it reads like a person's ("Maria Ivanova"), else "" """
    bot: str
    """the sender when it calls itself a bot, else "" """

    def header(self, name: str) -> str:
        """The topmost value, lower case, "" when absent."""
        values = self.message.headers.get(name)
        return values[0].lower() if values else ""

    @property
    def in_thread(self) -> bool:
        return bool(self.message.thread)


def traits(message: IncomingMessage) -> Traits:
    """Prepare one letter. Pure."""
    headers = message.headers
    subject = _untagged(message.subject.strip())
    bare = _untagged(_REPLY.sub("", subject))
    mailer = normal(" ".join((*headers.get("x-mailer", ()), *headers.get("user-agent", ()))))
    sender = normal(f"{message.sender_name} <{message.sender_address}>")
    robot_client = bool(found(mailer, person.ROBOT_CLIENTS, 1))
    return Traits(
        message=message,
        subject=normal(bare),
        text=normal(message.text[:HEAD]),
        own=normal(message.own_text[:HEAD]),
        tail=normal(message.text[-1_500:]),
        sender=sender,
        local=message.sender_address.partition("@")[0].lower(),
        mailer=mailer,
        is_reply=bare != subject and bool(_REPLY.match(subject)),
        is_forward=bool(_FORWARD.search(subject)),
        is_list=_is_list(headers),
        null_sender=_null_sender(message),
        typed=bool(mailer) and not robot_client and bool(found(mailer, person.CLIENTS, 1)),
        robot_client=robot_client,
        person_name=_person_name(message.sender_name, message.sender_address),
        bot=_bot(sender, message.sender_name, message.sender_address),
    )


def _bot(sender: str, name: str, address: str) -> str:
    """A robot's address under a person's name ("Ann Lee via Desk <robot@…>") only says that a program carries it."""
    if _person_name(name, address) and not _BOT.search(normal(name)):
        return ""
    return sender if _BOT.search(sender) else ""


def _untagged(subject: str) -> str:
    """Without the tags of lists; "[Automatic reply] …" is none."""
    tag = _LIST_TAG.match(subject)
    return subject if tag and found(normal(tag[0]), machine.AUTO_SUBJECTS, 1) else _LIST_TAG.sub("", subject)


_AFTER_NAME = re.compile(r"\s+(?:via|through|from|at|из|через)\s+|[(,|/]")


_ABBREVIATION = re.compile(r"\b[A-ZА-Я]{2,3}\b")
_TEAM = re.compile("|".join(rf"\b{re.escape(word)}" + (r"\b" if len(word) <= 4 else "") for word in person.TEAM_WORDS))


def names_a_team(name: str) -> bool:
    """Whether a name or signature is a department's or a company's ("Sales team"), not a person's ("Paul Finch")."""
    return _TEAM.search(normal(name)) is not None or _ABBREVIATION.search(name) is not None


_TITLED = re.compile(r"^(?:the|das|die|der) |[«»„“”\"&]", re.IGNORECASE)
"""Articles and quotation marks belong to companies."""
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _person_name(display: str, address: str) -> str:
    name = _AFTER_NAME.split(display, maxsplit=1)[0].strip()
    words = _WORD.findall(name)
    if (
        _TITLED.search(name)
        or not 2 <= len(words) <= 4
        or "@" in name
        or not all(word[0].isupper() for word in words[:2])
    ):
        return ""
    local, _, domain = address.lower().rpartition("@")
    if names_a_team(name) or _is_brand([word.lower().translate(_SPELT) for word in words], local, domain):
        return ""
    return name


def _is_brand(words: list[str], local: str, domain: str) -> bool:
    """Whether a display name is the domain's own ("Key Lettings" of keylettings.example)."""
    letters = re.sub(r"[\W_]", "", domain)
    return local not in words and ("".join(words) in letters or (len(words[0]) > 3 and words[0] in letters))


_LIST_SOFTWARE = (
    "list-post",
    "list-subscribe",
    "list-archive",
    "x-beenthere",
    "x-mailman-version",
    "mailing-list",
    "x-mailing-list",
    "x-loop",
    "x-google-group-id",
    "x-listprocessor-version",
    "x-sympa-to",
)


def _is_list(headers: Mapping[str, tuple[str, ...]]) -> bool:
    """A discussion list: software that people post through, as against a newsletter."""
    if any(name in headers for name in _LIST_SOFTWARE):
        return True
    sender = " ".join(headers.get("sender", ())).lower()
    return "owner-" in sender or "-admin@" in sender or "-bounces" in sender


def _null_sender(message: IncomingMessage) -> bool:
    """Sent with the empty envelope sender (RFC 5321 §4.5.5), or with what old servers wrote for it."""
    path = next(iter(message.headers.get("return-path", ("?",)))).strip().lower()
    return (not message.envelope_from and path in ("<>", "")) or "mailer-daemon" in path


def found(text: str, phrases: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """The phrases that stand in `text`, at most `limit`."""
    return tuple(islice((phrase for phrase in phrases if phrase in text), limit))


def reason(signal: str, label: Label, weight: float, words: str | Iterable[str] = "") -> Reason:
    """A reason whose `words` are what triggered it, at most 160 characters."""
    shown = words if isinstance(words, str) else ", ".join(word.strip() for word in words)
    return Reason(signal=signal, label=label, weight=weight, words=shown[:160])
