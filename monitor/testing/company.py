"""The practice town's nouns: a company, its form, its staff. Values only; the tables are in `companies/`.

All waits are town time (the clock given to `open_town`), never seconds of the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

FRAME = "/widget/form"
"""where a form shown in a frame lives"""


class Trade(StrEnum):
    """What a company does; also its segment in the programme file."""

    FITNESS = "fitness"
    HOMES = "homes"
    EQUIPMENT = "equipment"
    SCHOOL = "school"

    @property
    def segment(self) -> str:
        """Homes and equipment are both let: one segment, «арендодатели»."""
        return "lessor" if self in {Trade.HOMES, Trade.EQUIPMENT} else self.value


class Means(StrEnum):
    """What a control is for, whatever it is called on the wire."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    """one control for an e-mail address or a phone number"""
    MESSAGE = "message"
    SUBJECT = "subject"
    TOPIC = "topic"
    COMPANY = "company"
    CITY = "city"
    DATE = "date"
    CONSENT = "consent"
    MARKETING = "marketing"
    TRAP = "trap"
    """a honeypot: a person never sees it, so whoever fills it is a robot"""


class Tag(StrEnum):
    """How a control is told to the reader."""

    LABEL = "label"
    WRAP = "wrap"
    PLACEHOLDER = "placeholder"
    ARIA = "aria"
    LABELLEDBY = "labelledby"
    CELL = "cell"
    BEFORE = "before"
    """bare text in front of the control, tied to it by nothing but its place"""


class Hide(StrEnum):
    """How a honeypot is kept from people."""

    DISPLAY = "display"
    OFFSCREEN = "offscreen"
    CLIPPED = "clipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control of a form. `name` goes over the wire; `text` is what a person reads."""

    means: Means
    name: str
    text: str
    required: bool = False
    tag: Tag | None = None
    """None: as the whole form does it"""
    options: tuple[str, ...] = ()
    mask: str = ""
    """"ru": a script that rewrites the phone number while it is typed"""
    hide: Hide | None = None


class Way(StrEnum):
    """What happens on submit."""

    SAME = "same"
    """full post, same address, 200, the form replaced by thanks"""
    REDIRECT = "redirect"
    """full post, 303 to a thank-you page"""
    TICKET = "ticket"
    """full post, 303 to a page with a ticket number and the message, no word of thanks"""
    CF7 = "cf7"
    """fetch; HTTP 200 for everything, the body and the form's class tell (as Contact Form 7)"""
    BITRIX = "bitrix"
    """fetch, urlencoded; the JSON envelope of a Russian site engine"""
    JSON = "json"
    """fetch of a JSON body; the thanks lie hidden in the page from the start (as Tilda)"""

    @property
    def by_script(self) -> bool:
        return self in {Way.CF7, Way.BITRIX, Way.JSON}


class Place(StrEnum):
    """Where on the page the form is."""

    PAGE = "page"
    MODAL = "modal"
    FRAME = "frame"


class Press(StrEnum):
    """What is pressed to send."""

    BUTTON = "button"
    INPUT = "input"
    LINK = "link"


class Door(StrEnum):
    """What stands between the visitor and the company."""

    OPEN = "open"
    BROKEN = "broken"
    """every submission ends in HTTP 500"""
    CAPTCHA = "captcha"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A question or feedback form. `page`: where it is; `entry`: the address the programme names."""

    controls: tuple[Control, ...]
    heading: str
    button: str
    thanks: str
    way: Way = Way.SAME
    tag: Tag = Tag.LABEL
    place: Place = Place.PAGE
    door: Door = Door.OPEN
    page: str = "/"
    entry: str = ""
    opener: str = ""
    gate: bool = False
    """submit stays disabled until the consent box is ticked"""
    press: Press = Press.BUTTON
    bare: bool = False
    """no form element at all: controls in a box, sent by script"""
    native: bool = True
    """the browser checks required controls itself; else only the server does"""

    @property
    def action(self) -> str:
        """Where the form posts to, in the manner of its make."""
        match self.way:
            case Way.CF7:
                return "/wp-json/contact-form-7/v1/contact-forms/5/feedback"
            case Way.BITRIX:
                return "/bitrix/services/main/ajax.php"
            case Way.JSON:
                return "/api/feedback"
            case Way.SAME:
                return FRAME if self.place is Place.FRAME else self.page
            case _:
                return "/send"

    def control(self, means: Means) -> Control | None:
        """The first control of that meaning, None when the form has none."""
        return next((c for c in self.controls if c.means is means), None)


class Writer(StrEnum):
    PERSON = "person"
    ROBOT = "robot"
    BOUNCE = "bounce"
    BULK = "bulk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One letter sent `after` the enquiry (town time). `letter` is a file in `templates/letters/`:
    its header lines, a blank line, its text."""

    writer: Writer
    after: timedelta
    letter: str
    offers: bool = False
    """a viewing is offered"""
    quotes: bool = False
    """the enquiry is quoted below, as mail programs do"""
    html: bool = False
    """sent as HTML only"""
    charset: str = "utf-8"
    null_sender: bool = False
    slow_clock: timedelta = timedelta()
    """how far behind the writer's own clock is (the `Date` line)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the site looks and what else is on it."""

    skin: str
    accent: str
    cookies: bool = False
    search: bool = False
    subscribe: bool = False
    login: bool = False
    off_hours: tuple[str, str] | None = None
    """contact shown only while the company is closed: as read, and its address"""
    phone: str = "link"
    """"link", "text" (not clickable), "wrong" (the link dials another number), "desktop" (gone on phones)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company. `hours` in OSM notation, local time of `zone`; `offers`: (what, price) as shown."""

    key: str
    name: str
    trade: Trade
    language: str
    zone: str
    city: str
    hours: str
    phone: str
    domain: str
    pitch: str
    offers: tuple[tuple[str, str], ...]
    look: Look
    form: Form
    staff: tuple[Reply, ...] = ()

    @property
    def country(self) -> str:
        return "RU" if self.language == "ru" else "GB"

    @property
    def entry(self) -> str:
        """The touchpoint's address as the programme file names it."""
        return self.form.entry or self.form.page
