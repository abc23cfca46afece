"""What our shopper would write into each field. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from monitor.domain.visit import Question, Shopper
from probes.feedback_form import vocabulary as words
from probes.feedback_form.fields import Field
from probes.feedback_form.snapshot import Control, Option

FILLED_IF_OPTIONAL = frozenset(
    {
        "full_name",
        "first_name",
        "last_name",
        "middle_name",
        "email",
        "phone",
        "email_or_phone",
        "message",
        "subject",
        "company",
    }
)
_QUESTION = re.compile(
    r"вопрос|другое|прочее|иное|общ|консультац|question|other|general|enquir|inquir|feedback|support|sales|info"
)
_PLACEHOLDER = re.compile(
    r"^(-+|—|–|\.\.\.|…)?$|выберит|выбрать|укажите|не выбран|select|choose|please|pick|^-|^—|bitte|sélection|seleccion"
)


def answer(field: Field, shopper: Shopper, question: Question, today: datetime) -> str:
    """The text for a typed field, "" when our shopper has nothing to say there."""
    text = _by_type(field, shopper, question, today)
    if not text and field.required and field.type != "phone":
        text = _made_up(field, shopper, question)
    limit = field.control.maxlength
    return text[:limit] if limit and field.type not in ("email", "phone") else text


def _by_type(field: Field, shopper: Shopper, question: Question, today: datetime) -> str:
    control, later = field.control, today + timedelta(days=14)
    return {
        "full_name": shopper.full,
        "first_name": shopper.first,
        "last_name": shopper.last,
        "middle_name": shopper.middle,
        "email": shopper.email,
        "phone": shopper.phone,
        "email_or_phone": shopper.email,
        "message": question.text,
        "subject": question.subject,
        "company": shopper.company,
        "city": shopper.city,
        "date": later.strftime(_CALENDAR.get(control.kind) or _written(control, question.language)),
        "time": "12:00",
    }.get(field.type, "")


_CALENDAR = {"date": "%Y-%m-%d", "month": "%Y-%m", "week": "%G-W%V", "datetime-local": "%Y-%m-%dT12:00"}
_PATTERN = re.compile(r"\b([dдjm]{1,2}|м{1,2}|[yг]{2,4}|yyyy)([./ -])([dдjm]{1,2}|м{1,2})\2([dдj]{1,2}|[yг]{2,4})\b")


def _written(control: Control, language: str) -> str:
    """The way a date is written here: as the field itself shows it ("дд.мм.гггг"), else as the language has it."""
    shown = _PATTERN.search(words.plain(f"{control.placeholder} {control.label} {control.described} {control.boxed}"))
    if not shown:
        return "%d.%m.%Y" if language == "ru" else "%Y-%m-%d"
    codes = {"d": "%d", "д": "%d", "j": "%d", "m": "%m", "м": "%m", "y": "%Y", "г": "%Y"}
    parts = [shown.group(n) for n in (1, 3, 4)]
    return shown.group(2).join("%y" if p in ("yy", "гг") else codes[p[0]] for p in parts)


def _made_up(field: Field, shopper: Shopper, question: Question) -> str:
    """A required field our shopper has no true answer for: something harmless of the right shape."""
    if field.control.kind in ("number", "range") or field.type == "quantity":
        return field.control.min or "1"
    if field.control.kind == "url" or field.detail == "website":
        return f"https://{shopper.email.partition('@')[2]}/"
    if field.type == "postcode":
        return "101000" if question.language == "ru" else "10115"
    if field.type in ("city", "region", "address"):
        return shopper.city or ("Москва" if question.language == "ru" else "Berlin")
    if field.type == "country":
        return "Россия" if question.language == "ru" else "Germany"
    if field.detail == "username":
        return shopper.first
    return shopper.last if field.type == "middle_name" else question.subject


def phone_spellings(phone: str, number: bool = False, example: str = "") -> list[str]:
    """E.164 → the ways a mask may want it: whole, the last ten digits, with a trunk 8, punctuated; digits only
    where the box takes a `number`; first of all as an `example` beside the box has it."""
    digits = re.sub(r"\D", "", phone)
    ten = digits[-10:]
    if number:
        return [digits, ten]
    spellings = [*_after_example(example, digits), f"+{digits}", ten]
    if digits.startswith("7") and len(digits) == 11:
        spellings += [f"8{ten}", f"+7 ({ten[:3]}) {ten[3:6]}-{ten[6:8]}-{ten[8:]}"]
    return spellings


def _after_example(example: str, digits: str) -> list[str]:
    """Our number in the dress of "+7 (999) 123-45-67", when it has as many digits as ours, with or without the country."""
    shape = re.search(r"[+(]?[\d_x#][\d_x# ()+.–-]{7,22}", example.lower())
    if not shape:
        return []
    places = re.findall(r"[\d_x#]", shape.group(0))
    ours = {len(digits): digits, 10: digits[-10:]}.get(len(places))
    if ours and len(ours) == 11 and places[0] == "8":
        ours = f"8{digits[-10:]}"
    following = iter(ours or "")
    return [re.sub(r"[\d_x#]", lambda _: next(following), shape.group(0)).strip()] if ours else []


def foreign_prefix(control: Control, phone: str) -> str:
    """The country prefix a mask fixes, when it is not ours; "" otherwise."""
    shape = f"{control.value} {control.mask} {control.placeholder}"
    fixed = re.search(r"\+\s?(\d{1,3})\b", shape)
    digits = re.sub(r"\D", "", phone)
    preset = bool(control.value.strip()) or "_" in shape or bool(control.mask)
    return f"+{fixed.group(1)}" if fixed and preset and not digits.startswith(fixed.group(1)) else ""


def choose(options: tuple[Option, ...]) -> Option | None:
    """The option our shopper takes: one about questions if there is one, else the first real one."""
    real = [
        o
        for o in options
        if not o.disabled and o.text and o.value != "" and not _PLACEHOLDER.search(words.plain(o.text))
    ]
    return next((o for o in real if _QUESTION.search(words.plain(o.text))), real[0] if real else None)


def unchosen(control: Control) -> bool:
    """True when a list still stands on its "please choose"."""
    first = next((o for o in control.options if o.value == control.value), None) or (
        control.options[0] if control.options else None
    )
    return first is None or first.value == "" or first.disabled or bool(_PLACEHOLDER.search(words.plain(first.text)))


def wanted(field: Field) -> bool:
    """True when our shopper fills this field: required ones, and those that say who asks what."""
    control = field.control
    opens = control.kind == "combobox" or (field.type == "date" and field.required)
    fixed = control.disabled or (control.readonly and not opens)
    if field.honeypot or fixed or not control.visible or field.type in ("captcha", "file") or _dial_code(control):
        return False
    if field.type == "consent":
        return True
    if field.type == "marketing_consent":
        return control.required
    if field.required or field.digits:
        return True
    # an optional address box that is labelled otherwise is somebody else's ("second speaker")
    strangers = field.type == "email" and field.label and field.reason.startswith(("type=", "name:", "id:"))
    return field.type in FILLED_IF_OPTIONAL and not strangers


def open_choice(field: Field) -> bool:
    """True for a question with answers to choose from that nobody has answered yet, required or not."""
    control = field.control
    if field.honeypot or control.disabled or not control.visible or field.type in ("captcha", "marketing_consent"):
        return False
    if control.kind in ("select", "combobox"):
        return not _dial_code(control) and (control.kind == "combobox" or unchosen(control))
    return control.kind == "radio"


def _dial_code(control: Control) -> bool:
    """A drawn list of countries beside a phone number: it follows the number by itself."""
    return control.kind == "combobox" and bool(
        re.search(r"iti__|dial|flag|country-?code|phone", f"{control.cls} {control.boxes} {control.wrap}".lower())
    )
