"""Pure: the four ways to find a number in plain text: by its country's plan, by windows, by letters, by a phone word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from phonenumbers import Leniency, PhoneNumberMatcher

from probes.phone_number import words
from probes.phone_number.plan import Number, read_e164
from probes.phone_number.shapes import is_filler, looks_like_something_else

_RUN = re.compile(r"(?:\+\s?)?\(?\d(?:[\d ().\-/]*\d)?")
_LETTERS = re.compile(
    r"(?<![\w.+#-])(?:\+?(?P<cc>[178])[ .-]?)?\(?(?P<code>\d{3})\)?[ .-]?(?P<rest>(?=[\dA-ZА-ЯЁ.-]*[A-ZА-ЯЁ]{3})[\dA-ZА-ЯЁ](?:[.-]?[\dA-ZА-ЯЁ]){3,10})(?!\w|-\d)"
)
_TOLL_FREE = frozenset({"800", "888", "877", "866", "855", "844", "833", "804"})
_LOCAL = re.compile(
    r"\d{1,3}-\d\d-\d\d|\d-\d\d-\d\d-\d\d|\d{3}-\d{3}|\d{3}[-. ]\d{4}|\d \d{3}-\d{3}|\d{2,3} \d\d \d\d|\d{6,7}"
)
_FORM = re.compile(
    r"(?<![\d+])(?:\+\d{1,3}[ -]?\(?\d{2,5}\)?(?:[ .-]?\d{2,4}){2,4}|(?:1[ .-])?\(?(?:555|123)\)?[ .-]{1,2}\d{3}[ .-]\d{4})(?!\d)"
)
_LONG_RUN = re.compile(r"[+(]?\(?\d[\d ().:,;+\-/]{8,}")
_TRUNK = {
    "RU": r"[78](?:[ (-]|$)",
    "KZ": r"[78](?:[ (-]|$)",
    "BY": r"8[ (-]",
    "US": r"1[ (.-]|\d{3}[-.]\d",
    "CA": r"1[ (.-]|\d{3}[-.]\d",
}
_SOVIET = frozenset({"RU", "BY", "KZ", "UA"})
_BARE_LOCAL = re.compile(r"(?<![\w+/№#.,-])(?<![\d)] )[1-9]\d\d-\d\d-\d\d(?![\w/-]|[.,]\d)")
UNCLEAR = "unclear"
"""Kind of a local number whose phone word is weak: kept only if an area code can be borrowed."""
_FROM_TO = re.compile(r"[1-9]\d{0,3}-\d{7,}")
"""256-8388607: a range as often as a code and its number"""
_DOUBLE_ZERO = re.compile(r"(?<![\d+:.])00(?=[1-9])")


def by_plan(text: str, country: str) -> Iterator[Number]:
    # 00 is what people write for +, though these countries dial 8~10
    rewritten = _DOUBLE_ZERO.sub(" +", text) if country in {"RU", "KZ", "BY"} else text
    for match in PhoneNumberMatcher(rewritten, country or None, leniency=Leniency.VALID, max_tries=100_000):
        start, raw = match.start, match.raw_string
        raw, extension = _without_extension(raw, match.number.extension or "")
        end = start + len(raw)
        e164, sure, kind = read_e164(raw, country)
        if sure == "valid" and _believable(text, start, end, kind):
            yield Number(start=start, end=end, raw=raw, e164=e164, sure=sure, kind=kind, extension=extension)


def by_windows(text: str, country: str) -> Iterator[Number]:
    """Numbers whose neighbours spoil the matcher's candidate: "+7 (495) 111-22-33 9:00-18:00".

    Only windows that begin like a number (plus, bracketed code, trunk prefix) are tried, longest first.
    """
    for run in _LONG_RUN.finditer(text):
        pieces = [
            (run.start() + piece.start(), run.start() + piece.end()) for piece in re.finditer(r"[^\s,;]+", run.group())
        ]
        first = 0
        while first < len(pieces):
            last = _window(text, pieces, first, country)
            if last is None:
                first += 1
                continue
            start, end = pieces[first][0], pieces[last][1]
            raw = text[start:end].rstrip(".-/ ")
            e164, sure, kind = read_e164(raw, country)
            if _believable(text, start, start + len(raw)):
                yield Number(start=start, end=start + len(raw), raw=raw, e164=e164, sure=sure, kind=kind)
            first = last + 1


def _window(text: str, pieces: Sequence[tuple[int, int]], first: int, country: str) -> int | None:
    """Index of the last piece of the longest valid number that begins at piece `first`."""
    start = pieces[first][0]
    if not re.match(rf"\+\d|\(0?\d{{2,5}}\)|(?:{_TRUNK.get(country, '0')})", text[start : start + 8]):
        return None
    for last in range(min(len(pieces), first + 7) - 1, first - 1, -1):
        raw = text[start : pieces[last][1]].rstrip(".-/ ")
        digits = sum(character.isdigit() for character in raw)
        if not 9 <= digits <= 13 or re.search(r"[:,;]|\d\+", raw) or _ends_in_a_time(raw, text[pieces[last][1] :][:4]):
            continue
        if read_e164(raw, country)[1] == "valid":
            return last
    return None


def _without_extension(raw: str, extension: str) -> tuple[str, str]:
    """The number alone; its extension is written after it and told apart."""
    if not extension:
        return raw, ""
    cut = re.search(rf"[\s,;(]*(?:доб\w*|вн\w*|ext\w*|int|anexo|x|#|~|,|;)[^\d]*{extension}\)?$", raw, re.IGNORECASE)
    return (raw[: cut.start()], extension) if cut else (raw, extension)


def _believable(text: str, start: int, end: int, kind: str = "") -> bool:
    """Do the words and shape around a plan-valid number (of `kind`) leave it a phone?"""
    before, after = text[max(0, start - 60) : start], text[end : end + 20]
    raw = text[start:end]
    if _ends_in_a_time(raw, after):
        return False
    line = before.rpartition("\n")[2]
    if re.search(r"(?<!\d)[012]?\d:(?:[0-5]\d:)?$", line):
        return False  # minutes or seconds of a clock
    # a label cell stands on the line above its number
    label = line if line.strip(" +(") else before.rstrip(" \n+(")
    if _in_address(text, start, end) or words.IBAN_BEFORE.search(line):
        return False
    if words.PHONE_WORD.search(label + " ") or words.PHONE_WORD.search(label):
        return not is_filler(raw)
    named = words.NOT_A_PHONE.search(label) and not (words.WEAK_LABEL.search(label) and not raw.isdigit())
    if named or raw.startswith("#") or words.NUMBER_SIGN.search(line) or words.HINT_BEFORE.search(line):
        return False
    if words.MONEY_AFTER.match(after) or words.MONEY_BEFORE.search(line):
        return False
    if looks_like_something_else(raw, before=line, after=after.partition("\n")[0]):
        return False
    return _not_glued(raw, line, after, kind)


def _ends_in_a_time(raw: str, after: str) -> bool:
    """03-02 01:15, 27.07.2015 12:16: the last group is the hour of a clock."""
    return bool(re.match(r":[0-5]\d(?!\d)", after) and re.search(r"\D(?:[01]?\d|2[0-3])$", raw))


def _not_glued(raw: str, line: str, after: str, kind: str) -> bool:
    """A run of digits without any sign is an article as often as a phone: it needs more."""
    if _FROM_TO.fullmatch(raw) and line.strip(" |") + after.partition("\n")[0].strip(" |"):
        return words.PHONE_NEARBY.search(line[-60:]) is not None
    if not raw.strip("()[]").isdigit():
        return True
    if kind == "mobile" and raw.startswith("0") and len(raw) in {10, 11}:
        return True  # 0695553989, 09152091003: trunk prefix and mobile range are sign enough
    mobile_shape = re.fullmatch(r"(?:[78]9\d{9}|8800\d{7}|8[348]\d{9})", raw) is not None
    alone = not line.strip() and not after.partition("\n")[0].strip()
    return bool(words.PHONE_NEARBY.search(line[-60:])) or (
        mobile_shape and (alone or raw[1] == "9" or raw.startswith("8800"))
    )


def _in_address(text: str, start: int, end: int) -> bool:
    """Digits inside a link, a mailbox or a messenger name are not a number shown."""
    left = start
    while left > 0 and not text[left - 1].isspace():
        left -= 1
    right = end
    while right < len(text) and not text[right].isspace():
        right += 1
    head, tail = text[left:start], text[end:right]
    return bool(
        re.search(
            r"://|[@=_?]$|\w@|(?:\w\.[a-zа-я]{2,}|wa\.me|t\.me)/|(?:live|skype):?\.?(?:cid\.)?$|www\.",
            head,
            re.IGNORECASE,
        )
    ) or bool(re.match(r"(?:@|_|\.(?:jpe?g|png|pdf|html?|ru|com)\b|=)", tail, re.IGNORECASE))


def by_letters(text: str, country: str) -> Iterator[Number]:
    """Numbers spelled with letters: 1-800-FLOWERS, 303.333.PAUL, 8-800-КУПИ-ДОМ."""
    for match in _LETTERS.finditer(text):
        digits = "".join(words.KEYPAD.get(character, character) for character in match["rest"] if character not in ".-")
        before = text[max(0, match.start() - 40) : match.start()]
        apart = re.match(r"(?:\+?1[ .-])?\d{3} ", match.group()) is not None  # 562 CVE-2022: any two words
        trusted = match["code"] in _TOLL_FREE or (country in {"US", "CA"} and not apart)
        if words.NOT_A_PHONE.search(before) or not (trusted or words.PHONE_WORD.search(before)):
            continue
        written = (match["cc"] or "") + match["code"] + digits[:7]
        e164, sure, kind = read_e164(written, country)
        if len(digits) >= 7 and sure == "valid":
            yield Number(start=match.start(), end=match.end(), raw=match.group(), e164=e164, sure=sure, kind=kind)


def by_word(text: str, country: str, others: Sequence[str]) -> Iterator[Number]:
    """Digits right after a phone word, in any plan or none."""
    for match in _RUN.finditer(text):
        run = match.group().rstrip(" (.-/")
        digits = sum(character.isdigit() for character in run)
        before = text[max(0, match.start() - 60) : match.start()]
        if not 5 <= digits <= 15 or (is_filler(run) and digits < 10) or not words.PHONE_WORD.search(before):
            continue
        clear = words.CLEAR_PHONE_WORD.search(before) is not None
        if _LOCAL.fullmatch(run) and not words.LOCAL_WORD.search(before):
            if country not in _SOVIET or run.count("-") < 2:
                continue
            clear = False  # "Бухгалтерия: 3-12-37" wants an area code from elsewhere
        end = match.start() + len(run)
        if (found := _read_after_word(run, country, others, clear)) and not words.MONEY_AFTER.match(
            text[end : end + 8]
        ):
            yield replace(found, start=match.start(), end=end)


def by_form(text: str, country: str) -> Iterator[Number]:
    """Written like a number through and through though no plan knows it: +7 (123) 456-78-90, (555) 123-4567."""
    for match in _FORM.finditer(text):
        raw, before = match.group(), text[max(0, match.start() - 40) : match.start()]
        own = raw.startswith("+") or country in {"US", "CA"}
        e164, sure, kind = read_e164(raw, country)
        if (
            own
            and sure == "possible"
            and not raw[1:].isdigit()
            and len(set(re.sub(r"\D", "", raw)[-10:])) > 1
            and not words.HINT_BEFORE.search(before)
        ):
            yield Number(start=match.start(), end=match.end(), raw=raw, e164=e164, sure=sure, kind=kind)


def by_look(text: str, country: str) -> Iterator[Number]:
    """212-34-56 without any word, as local numbers are written in the former Soviet plans: kept only where the
    page's other numbers lend an area code."""
    if country not in _SOVIET:
        return
    for match in _BARE_LOCAL.finditer(text):
        if _believable(text, match.start(), match.end()):
            yield Number(start=match.start(), end=match.end(), raw=match.group(), e164="", sure="local", kind=UNCLEAR)


def _read_after_word(run: str, country: str, others: Sequence[str], clear: bool) -> Number | None:
    if not is_filler(run) and looks_like_something_else(run, before="", after=""):
        return None
    for region in dict.fromkeys((country, *others)):
        e164, sure, kind = read_e164(run, region)
        if sure == "valid":
            return Number(start=0, end=0, raw=run, e164=e164, sure=sure, kind=kind)
    if _LOCAL.fullmatch(run):
        return Number(start=0, end=0, raw=run, e164="", sure="local", kind="" if clear else UNCLEAR)
    if clear and is_filler(run) and run.startswith("+"):  # +1234567890: a template's, in no plan
        return Number(start=0, end=0, raw=run, e164="+" + re.sub(r"\D", "", run), sure="possible")
    e164, sure, kind = read_e164(run, country)
    digits = sum(character.isdigit() for character in run)
    if clear and not sure and run.startswith(("(", "0")) and not run.isdigit() and digits >= 9:
        # (44) 123 1234 123, 04/248.13.05 on a page of another country: written like one
        return Number(start=0, end=0, raw=run, e164="", sure="local")
    return Number(start=0, end=0, raw=run, e164=e164, sure=sure, kind=kind) if clear and sure and digits >= 7 else None
