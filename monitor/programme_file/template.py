"""The programme file's room: a first file for one site, commented, valid as it stands."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

REMARKS = 32
"""The column remarks start in."""

SCHEMA_FILE = "programme.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the person (or the command's options) said of the site; "" where nothing was said.

    `permitted_by` and `permitted_on` belong together: without both no consent is written, and then
    only pages are looked at. Without `mail_domain` the form is written switched off.
    """

    url: str
    name: str
    zone: str
    country: str
    language: str
    hours: str
    segment: str = "company"
    phone: str = ""
    mail_domain: str = ""
    email: str = ""
    recipient: str = ""
    permitted_by: str = ""
    permitted_on: date | None = None
    hours_are_a_guess: bool = False


def programme_text(answers: Answers, kinds: Collection[str]) -> str:
    """A commented programme file (TOML), with a touchpoint for each usual kind among `kinds`."""
    points = [text for kind, text in _touchpoints(answers).items() if kind in kinds]
    parts = [_head(answers), _site(answers), _consent(answers), *points, _rest(answers), _house(answers)]
    return "\n".join(_aligned(line) for line in "\n".join(parts).split("\n"))


def _aligned(line: str) -> str:
    """Remarks after a setting stand below each other."""
    setting, mark, remark = line.partition("  # ")
    return f"{setting.rstrip():<{REMARKS}}# {remark}" if mark and setting.strip() else line


def _head(answers: Answers) -> str:
    domain = (
        f"mail_domain = {_quoted(answers.mail_domain)}" if answers.mail_domain else '# mail_domain = "shopper.example"'
    )
    return f"""#:schema ./{SCHEMA_FILE}
# What is measured, and how often. Check it with `shopper check`; every setting: docs/reference/programme-file.md
version = 1

[programme]
name = {_quoted(answers.name)}
seed = 1  # all drawing of days, hours and questions starts from here
languages = ["{answers.language}"]  # of the reports: "en", "ru" or both
# Every visit gets an e-mail address of its own at this domain; its mail must reach one of the doors below.
{domain}
retention_days = 60  # letters and pictures are kept so long, then only timings
"""


def _site(answers: Answers) -> str:
    guess = "  # a guess: correct it" if answers.hours_are_a_guess else ""
    phones = f"[{_quoted(answers.phone)}]" if answers.phone else "[]"
    return f"""[[sites]]
name = {_quoted(answers.name)}
url = {_quoted(answers.url)}
zone = {_quoted(answers.zone)}
country = {_quoted(answers.country)}
language = {_quoted(answers.language)}  # the language our shopper writes in
segment = {_quoted(answers.segment)}  # fitness, lessor, clinic, school, hotel, shop, … or one of your own
role = "own"  # own, client or competitor
hours = {_quoted(answers.hours)}{guess}
holidays = true  # closed on the country's public holidays
phones = {phones}  # the numbers that should be shown
"""


def _consent(answers: Answers) -> str:
    given = bool(answers.permitted_by and answers.permitted_on)
    by = answers.permitted_by or "name and post of whoever permits it"
    lines = [
        "[sites.consent]",
        'basis = "own_site"  # own_site, written_permission or research',
        f"by = {_quoted(by)}",
        f"on = {answers.permitted_on or '2026-01-31'}",
        "# staff_informed = 2026-01-31  # when the staff were told that such visits happen",
    ]
    why = "# Enquiries are sent only with permission. Without this table only pages are looked at."
    return "\n".join([why, *(lines if given else [f"# {line.removeprefix('# ')}" for line in lines]), ""])


def _touchpoints(answers: Answers) -> Mapping[str, str]:
    """Kind → its table."""
    off = "" if answers.mail_domain else "enabled = false  # switch on when mail_domain is set above\n"
    form = f"""[[sites.touchpoints]]
key = "form"
kind = "feedback_form"
address = "/"  # the page with the form
weight = 2  # counts double in the list of tasks
{off}"""
    phone = '[[sites.touchpoints]]\nkey = "phone"\nkind = "phone_number"\n'
    off_hours = '[[sites.touchpoints]]\nkey = "off_hours"\nkind = "off_hours"\n'
    return {"feedback_form": form, "phone_number": phone, "off_hours": off_hours}


def _rest(answers: Answers) -> str:
    return f"""# Built-in standards hold until you write your own for that kind, for instance:
# [[standards]]
# key = "person_10"
# name = {{ en = "A person answers within 10 working minutes", ru = "Человек отвечает за 10 рабочих минут" }}
# event = "first_human"  # first_any, first_human, first_answer, receipt, page_fact, confirmation
# threshold = "10 min"
# clock = "working"  # working: opening hours only; wall: all time
# target = "80 %"

[rhythm]
visits_per_week = 2  # enquiries per touchpoint, spread over working hours by the seed
nightly_at = 03:00:00  # pages, phones and forms are looked at daily
report_weekday = "monday"
report_at = 08:00:00

{_recipient(answers)}"""


def _recipient(answers: Answers) -> str:
    email = answers.email or "anna@shop.example"
    lines = [
        "[[recipients]]  # who gets alerts and reports",
        f"name = {_quoted(answers.recipient or email.partition('@')[0])}",
        f"email = {_quoted(email)}",
        f"language = {_quoted(answers.language)}",
        f"zone = {_quoted(answers.zone)}",
    ]
    return "\n".join([*(lines if answers.email else [f"# {line}" for line in lines]), ""])


def _house(answers: Answers) -> str:
    door = f'[[house.smtp_doors]]  # our own door: point the MX record of {answers.mail_domain} here\nhost = "0.0.0.0"\nport = 2525'
    none = '# [[house.smtp_doors]]  # our own door: point the MX record of mail_domain here\n# host = "0.0.0.0"\n# port = 2525'
    host = f'\nhostname = "mx.{answers.mail_domain}"' if answers.mail_domain else ""
    return f"""[house]
var = "var"  # database, evidence, reports; relative to this file

{door if answers.mail_domain else none}{host}

# [[house.imap_doors]]  # or a mailbox elsewhere that takes all mail of the domain
# name = "mailbox"
# host = "imap.shopper.example"
# user = "shopper@shopper.example"
# password_env = "SHOPPER_IMAP_PASSWORD"  # the environment variable that holds it

# [house.outgoing]  # how alerts and reports leave
# host = "smtp.shopper.example"
# user = "shopper@shopper.example"
# password_env = "SHOPPER_SMTP_PASSWORD"
# sender = "shopper@shopper.example"
"""


def _quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
