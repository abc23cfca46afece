"""Room: what the writer wrote: quoted text, attribution lines, forwarded letters and signatures removed.

`quotequail` knows the Western clients; the patterns here add the Russian ones it misses (Gmail,
Yandex, Mail.ru, Thunderbird, Outlook in Russian) and answers written below or between quotes.
"""

from __future__ import annotations

import re

import quotequail

_LINES_READ = 400

_DAY = r"(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
_ATTRIBUTION = re.compile(
    "|".join(
        (
            rf"^{_DAY}\.?,? \d{{1,2}} \S+ \d{{4}}(?: ?г\.?)?.{{0,140}}[:>]$",  # Gmail, Mail.ru
            r"^\d{1,2}\.\d{2}\.\d{4},? (?:в )?\d{1,2}:\d{2}.{0,160}:$",  # Yandex, Thunderbird
            r"^\d{1,2} \w+ \d{4} ?г?\.?,?.{0,140}(?:писал|пишет|написал).{0,40}:$",
            r"^(?:вы|.{1,80}) (?:писали|пишет|написал(?:\(а\)|а|и)?|писал(?:\(а\)|а)?)(?: \d.{0,40})?:$",
            r"^.{0,120}\bwrote(?: on .{0,80}| in message .{0,120})?:$",
            r"^.{0,120}\b(?:writes|said|schrieb|escribió|escreveu|skrev|schreef|ha scritto|a écrit|napisał\(a\)?) ?:$",
            r"^(?:quoting|on|in article|in message) .{3,160}:$",
        )
    ),
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"^(?:[-_=*\s]{2,}|)(?:original message|original appointment|forwarded message|begin forwarded message"
    r"|forwarded by .{0,80}|исходное сообщение|пересылаемое сообщение|пересланное сообщение"
    r"|перенаправленное сообщение|конец пересылаемого сообщения|начало переадресованного сообщения"
    r"|reply message|ursprüngliche nachricht|message d'origine|mensaje original)(?:[-_=*:\s]{2,}|:|)$"
    r"|^##-? ?please type your reply above this line.{0,20}$|^={5}.{0,10}please reply above this line.{0,10}$",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(
    r"^\*?(?:from|sent|date|to|cc|subject|reply-to|от|от кого|отправлено|дата|кому|копия|тема)\*?:\*?(?: |$)",
    re.IGNORECASE,
)
_MOBILE = re.compile(
    r"^(?:sent from (?:my|a|outlook|yahoo|mail|samsung|proton|gmail)\b.{0,60}|get outlook for \w+.{0,60}"
    r"|отправлено (?:из|с|от) .{2,80}|отправлено через .{2,60}|sent (?:with|via|using) .{2,60})$",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(r"^[^\n]{0,200}[@\d][^\n]{0,200}:$", re.MULTILINE)
_SIGNATURE = re.compile(r"^(?:--|— ?—|-- )$|^_{20,}$")


def own_words(text: str) -> str:
    """The writer's own lines of a letter's text, "" when it only forwards."""
    if not text:
        return ""
    lines = _without_quotes([line.rstrip() for line in text.split("\n")[:_LINES_READ]])
    lines = _before_signature(lines)
    kept = "\n".join(lines).strip()
    return quotequail.quote(kept, quote_intro_line=True)[0][1].strip() if _may_quote(kept) else kept


def _may_quote(text: str) -> bool:
    """Whether anything is left that only quotequail knows: its own search costs more than parsing the letter."""
    return _INTRODUCTION.search(text) is not None


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith((">", "|>", "&gt;")):
            at += 1
            continue
        if _SEPARATOR.match(line) or _is_header_block(lines, at):
            break
        wrapped = _attribution_length(lines, at) if line else 0
        at += wrapped or 1
        if not wrapped:
            kept.append(lines[at - 1])
        elif not any(later.lstrip().startswith(">") for later in lines[at : at + 4]):
            break  # quoted without marks: everything below belongs to somebody else
    return kept


def _attribution_length(lines: list[str], at: int) -> int:
    """How many lines from `at` make up one "… wrote:" (clients wrap it), 0 when it is none."""
    joined = ""
    for count, line in enumerate(lines[at : at + 3], start=1):
        if not line.strip():
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if line.rstrip().endswith((":", ">")) and len(joined) < 300 and _ATTRIBUTION.match(joined):
            return count
    return 0


def _is_header_block(lines: list[str], at: int) -> bool:
    """Outlook's way: three or more header lines of the letter quoted, none of which is a person's sentence."""
    if not _HEADER_LINE.match(lines[at].strip()):
        return False
    block = [line.strip() for line in lines[at : at + 8] if line.strip()][:6]
    return sum(bool(_HEADER_LINE.match(line)) for line in block) >= 3


def _before_signature(lines: list[str]) -> list[str]:
    """Up to the signature mark or the phone's slogan; a mark on top of everything cuts nothing."""
    written = False
    for at, line in enumerate(lines):
        stripped = line.strip()
        if written and (_SIGNATURE.match(stripped) or _MOBILE.match(stripped)):
            return lines[:at]
        written = written or bool(stripped)
    return lines
