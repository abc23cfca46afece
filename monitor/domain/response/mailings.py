"""Ground floor: was it written to many? Newsletters and advertising, as against posts to a list by people."""

from __future__ import annotations

import re

from monitor.domain.response.nouns import Label, Reason
from monitor.domain.response.traits import Traits, found, normal, reason
from monitor.domain.response.words import mailing

ENOUGH = 2.5

_DIGEST = re.compile(r"\bdigest\b[^a-z]*(?:,|#|\d|vol|issue|no\b)")
_TRACKED = re.compile(
    r"https?://[^\s<>\"]{0,200}?(?:[?&](?:e?mail|utm_\w+)=|[/.](?:click|track|unsub|optout|opt-out)\w*[/.?])",
    re.IGNORECASE,
)
_LETTER_ABOVE = re.compile(r" from: .{2,120}? (?:sent|date|to): ")
"""A letter quoted the way Outlook does it: its footer is not the writer's."""


def mailing_reasons(letter: Traits, desk: bool) -> tuple[Reason, ...]:
    """What speaks for a mailing; `ENOUGH` in sum, beyond what speaks for a person, makes one.

    A helpdesk (`desk`) writes list headers, links and legal lines on every letter: there they say nothing.
    """
    if desk:
        return (*_farewell(letter),)
    return (*_headers(letter), *_farewell(letter), *_text(letter), *_advert(letter))


ADVERT = "an offer to anybody"

_OFFERS = (
    re.compile(
        r"\bwe (?:are|have been) (?:a|an|one of|the|in) [^.!?]{0,40}(?:manufactur|supplier|company|factory|exporter|provider|agency)"
        r"|\bour (?:company|factory|firm|agency) (?:is|offers|provides|can|speciali[sz]es)|\blike to (?:offer|introduce|present)\b"
        r"|\bcame across your (?:company|website|site|profile|business)|\b(?:looking at|visited|reviewed|found) your (?:web ?site|site)|\bgoogle rank|\bseo\b|\bpartnership\b|\bbusiness (?:proposal|development)"
        r"|наша (?:компания|фирма|фабрика) (?:предлагает|занимается|оказывает)|компания [^.!?]{2,40} предлагает"
        r"|предложение (?:по|о) |продвижени\w+ (?:вашего )?сайт|сайты? в топ|раскрутк\w+ сайт|рассылк\w+ (?:по|на) |базы? (?:данных|email|e-mail)"
        r"|если (?:предложение|письмо) неактуально|агентств\w+"
    ),
    re.compile(
        r"\b(?:best|lowest|factory|wholesale|competitive) prices?\b|\bfree (?:audit|sample|trial|quote|gift|download|catalog)|\bgift cards?\b"
        r"|\b(?:from )?only [$€£]|\bsave up to\b|\b0+ ?% (?:off|guarant|deliverab|per annum)|\b(?:apply|act|order|buy|call) now\b|\bclick\b"
        r"|\blimited time\b|\bcatalogue? (?:is )?attached\b|[$]0+[.,]?0*|с гарантией|скидк\w+ (?:до|от|в)|кейсы и цены|отличном качестве"
        r"|оптов\w+ цен|от производителя|бесплатн\w+ (?:вебинар|семинар|консультац)|великолепн\w+|по самым низким|выгодн\w+ (?:цен|услови)"
    ),
    re.compile(
        r"\b(?:attorney|barrister|widow|diplomat)\b|\bnext of kin\b|\blate (?:client|husband|father|president)|\bsum of (?:us)?[ $€£]"
        r"|\bmillions?\b|\bwealth\b|\bbeneficiary\b|\binheritance\b|\bfunds?\b|\bloans?\b|\binvestors?\b|\bcredit (?:card )?debt"
    ),
    re.compile(
        r"\bstrict(?:est|ly)? (?:confiden|in confiden)|\bconfidential(?:ity)?\b|\burgent (?:assistance|response|reply|business)\b"
        r"|\b(?:foreign|reliable|trust\w*) (?:partner|person|account)|\byour (?:consent|bank account|urgent)|\bdear (?:friend|sir/madam|beloved|sir or madam)"
        r"|\bto whom it may concern|\b(?:telephone|phone|fax) numbers?\b|уважаемые (?:коллеги|господа|партнеры|дамы)"
    ),
    re.compile(
        r"\b(?:penis|viagra|cialis|pills?|casino|lottery|porn|sexy?|dating|girls?|weight loss|rolex|replica|diploma|degree program)\b"
        r"|казино|виагр|знакомств|диплом\w* (?:любого|вуз)|发票|代开"
    ),
)
"""Each tells of one trait of letters that go to anybody: who offers, the bait, money, confidence, wares."""


def _advert(letter: Traits) -> list[Reason]:
    """Cold advertising that comes as a person's letter: two of its traits, to a reader it does not know."""
    if letter.is_reply or letter.is_forward or letter.in_thread or letter.is_list or _knows_reader(letter):
        return []
    text = f"{letter.subject} {letter.own}"
    words = [seen[0] for seen in (trait.search(text) for trait in _OFFERS) if seen]
    return [reason(ADVERT, Label.BULK, 1.25 * len(words), words)] if len(words) >= 2 else []


def _knows_reader(letter: Traits) -> bool:
    """Whether the letter greets its reader by a name that stands in To."""
    names = re.findall(r"[^\W\d_]{3,}", letter.header("to").partition("@")[0])
    return any(normal(name) in letter.own[:80] for name in names)


def _headers(letter: Traits) -> list[Reason]:
    headers = letter.message.headers
    weighed = []
    if not letter.is_list:
        if "list-unsubscribe" in headers or "x-list-unsubscribe" in headers:
            weighed.append(reason("list header", Label.BULK, 2.0, "List-Unsubscribe"))
        if "list-unsubscribe-post" in headers or "list-id" in headers:
            weighed.append(
                reason("list header", Label.BULK, 1.0, "List-Id" if "list-id" in headers else "List-Unsubscribe-Post")
            )
        if letter.header("precedence") in ("bulk", "junk", "list"):
            weighed.append(reason("bulk precedence", Label.BULK, 0.75, letter.header("precedence")))
    platform = [name for name in headers if name.startswith(mailing.PLATFORM_HEADERS)]
    if platform:
        weighed.append(reason("mailing platform", Label.BULK, 1.5, platform[:3]))
    if sender := found(letter.message.sender_address, mailing.SENDERS, 1):
        weighed.append(reason("mailing's sender", Label.BULK, 1.0, sender))
    if not letter.is_reply and (words := found(letter.subject, mailing.SUBJECTS, 1)):
        weighed.append(reason("subject of a mailing", Label.BULK, 2.5, words))
    if found(f"{letter.local}@", ("rss", "feed@", "feeds@"), 1) or letter.text.startswith("url: http"):
        weighed.append(reason("a feed by mail", Label.BULK, 3.0, letter.local))
    if _DIGEST.search(letter.subject) and not letter.is_reply:
        weighed.append(reason("digest", Label.BULK, 3.0, letter.subject))
    return weighed


def _answers(letter: Traits) -> bool:
    return letter.is_reply or letter.is_forward or _LETTER_ABOVE.search(letter.text) is not None


def _trailer(letter: Traits) -> bool:
    """List software hangs "to unsubscribe" under everybody's posts: that is no sign of a mailing."""
    return letter.is_list or bool(found(letter.tail, mailing.LIST_TRAILERS, 1))


def _everything(letter: Traits) -> str:
    return letter.own if _trailer(letter) or _answers(letter) else f"{letter.text} {letter.tail}"


def _farewell(letter: Traits) -> list[Reason]:
    if words := found(_everything(letter), mailing.UNSUBSCRIBE, 2):
        return [reason("how to unsubscribe", Label.BULK, 0.5 if _trailer(letter) else 2.25, words)]
    return []


def _text(letter: Traits) -> list[Reason]:
    weighed = []
    answers = _answers(letter)
    subject = "" if answers else letter.subject
    if words := found(f"{subject} {_everything(letter)}", mailing.MAILING, 6):
        weighed.append(reason("mailing's phrases", Label.BULK, min(3.0, 0.75 * len(words)), words))
    loud = letter.message.subject
    if "!!" in loud or "$$" in loud or (len(loud) > 12 and loud.isupper()):
        weighed.append(reason("a loud subject", Label.BULK, 1.0, loud))
    if "undisclosed" in letter.header("to"):
        weighed.append(reason("hidden recipients", Label.BULK, 1.0, letter.header("to")))
    if not answers and (tracked := _TRACKED.findall(letter.message.text[:20_000])):
        weighed.append(reason("links that count clicks", Label.BULK, 1.0 if len(tracked) < 3 else 1.5, tracked[:2]))
    links = letter.message.text.count("http://") + letter.message.text.count("https://")
    if links >= 6:
        weighed.append(reason("many links", Label.BULK, 0.75 if links < 12 else 1.25, f"{links} links"))
    return weighed
