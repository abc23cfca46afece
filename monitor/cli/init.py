"""Roof: `shopper init`."""

from __future__ import annotations

import codecs
import re
import sys
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from pydantic import TypeAdapter, ValidationError

import probes
from monitor.domain.errors import Fault, UserFault
from monitor.programme_file import parse_programme
from monitor.programme_file.hours import OpeningHours
from monitor.programme_file.page import Proposals, proposals, zone_of
from monitor.programme_file.quantities import Country, Email, Language, MaybeHost, WebAddress, Zone
from monitor.programme_file.reference import schema_text
from monitor.programme_file.template import SCHEMA_FILE, Answers, programme_text
from monitor.wiring import the_clock

USUAL_HOURS = "Mo-Fr 09:00-18:00"


def command(
    url: Annotated[str, typer.Argument(help="Address of the site; its page is read for proposals.")] = "",
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("programme.toml"),
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing: take the options, the page, the defaults.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not look at the site's page.")] = False,
    name: Annotated[str, typer.Option(help="What reports call the site.")] = "",
    zone: Annotated[str, typer.Option(help='Time zone, such as "Europe/Moscow".')] = "",
    country: Annotated[str, typer.Option(help='Country, two letters, such as "RU".')] = "",
    language: Annotated[str, typer.Option(help="Language of the enquiries: ru or en.")] = "",
    hours: Annotated[str, typer.Option(help='Opening hours, such as "Mo-Fr 09:00-18:00; Sa 10:00-14:00".')] = "",
    segment: Annotated[str, typer.Option(help="Trade: fitness, lessor, clinic, hotel, shop, …")] = "company",
    phone: Annotated[str, typer.Option(help="The number the site should show.")] = "",
    mail_domain: Annotated[str, typer.Option(help="Domain whose mail reaches us; answers come there.")] = "",
    email: Annotated[str, typer.Option(help="Who gets alerts and reports.")] = "",
    permitted_by: Annotated[str, typer.Option(help="Who permits enquiries to this site: name and post.")] = "",
    permitted_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of that permission; default: today.")
    ] = None,
) -> None:
    """Write a commented programme file for your site.

    Give the site's address: its page is read once for its name, language, country, phone and opening
    hours, and you are asked to confirm them. Options answer a question beforehand; --yes asks none.
    The file passes `shopper check` as it stands. An existing file is never overwritten without --force.
    """
    if output.exists() and not force:
        remedy = "Name another with --output, or overwrite it with --force"
        raise UserFault((Fault(place=str(output), found="this file exists already", remedy=remedy),))
    ask = _Ask(silent=yes)
    said: dict[str, Any] = {"name": name, "zone": zone, "country": country, "language": language, "hours": hours}
    said |= {"segment": segment, "phone": phone, "mail_domain": mail_domain, "email": email}
    said |= {"permitted_by": permitted_by, "permitted_on": permitted_on.date() if permitted_on else None}
    given = Answers(url=ask("Address of the site", url, "", WebAddress, option="URL"), **said)
    write(completed(given, ask, Proposals() if offline else look(given.url)), output)


def completed(given: Answers, ask: _Ask, found: Proposals) -> Answers:
    """What the options left open, asked for with the page's words as proposals."""
    language = ask("Language of the enquiries (ru, en)", given.language, found.language, Language, option="--language")
    country = ask("Country, two letters", given.country, found.country, Country, option="--country")
    zone = found.zone if found.country == country else zone_of(country)
    hours = ask("Opening hours", given.hours, found.hours or USUAL_HOURS, OpeningHours, option="--hours")
    return replace(
        given,
        name=ask("Name of the site", given.name, found.name or httpx.URL(given.url).host, str, option="--name"),
        zone=ask("Time zone", given.zone, zone, Zone, option="--zone"),
        country=country,
        language=language,
        hours=hours,
        hours_are_a_guess=hours == USUAL_HOURS and not given.hours and not found.hours,
        phone=given.phone or found.phone,
        mail_domain=ask("Domain whose mail reaches us (empty: none yet)", given.mail_domain, "", MaybeHost),
        email=ask("Who gets alerts, e-mail (empty: nobody yet)", given.email, "", Email),
        **_permission(ask, given),
    )


def write(answers: Answers, output: Path) -> None:
    """The programme and its schema beside it; `UserFault` (and nothing written) when it would not pass `check`."""
    text = programme_text(answers, probes.kinds())
    parse_programme(text, output.name, kinds=probes.kinds(), probe_of=probes.load)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    (output.parent / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")
    print(output)
    _say(f"Next: read it through, then `shopper check {output}` and `shopper doctor`.")


def look(url: str) -> Proposals:
    """Proposals from the site's page; none, with a word about why, when it cannot be read."""
    try:
        with httpx.Client(timeout=10, follow_redirects=True, default_encoding=stated_encoding) as client:
            answer = client.get(url, headers={"User-Agent": "mystery-shopper init"}).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        _say(f"{url} could not be read ({error or type(error).__name__}); going on without it.")
        return Proposals()
    return proposals(answer.text, str(answer.url))


def stated_encoding(page: bytes) -> str:
    """The encoding a page states in its head (old Russian pages: windows-1251), else UTF-8."""
    stated = re.search(rb"""charset\s*=\s*["']?([\w-]+)""", page[:4096])
    try:
        return codecs.lookup(stated[1].decode()).name if stated else "utf-8"
    except LookupError:
        return "utf-8"


def _permission(ask: _Ask, given: Answers) -> dict[str, Any]:
    by = ask("Who permits enquiries (empty: nobody yet, only pages are looked at)", given.permitted_by, "", str)
    day = given.permitted_on
    if by and not day:
        today = the_clock()().date().isoformat()
        day = date.fromisoformat(ask("Since which day (year-month-day)", "", today, date, option="--permitted-on"))
    return {"permitted_by": by, "permitted_on": day}


@dataclass(frozen=True, slots=True)
class _Ask:
    """One question: an option's answer stands, else the person is asked (or, silent, the proposal taken)."""

    silent: bool

    def __call__(self, question: str, given: str, proposal: str, kind: Any, *, option: str = "") -> str:
        """`option` names where a needed answer may come from; a question without it may stay empty."""
        if given or self.silent:
            answer = given or proposal
            problem = _problem(answer, kind, option)
            if problem:
                raise UserFault((problem,))
            return answer
        while True:
            answer = str(typer.prompt(question, default=proposal, show_default=bool(proposal), err=True)).strip()
            problem = _problem(answer, kind, option)
            if not problem:
                return answer
            _say(f"{problem.found}. {problem.remedy}")


def _problem(answer: str, kind: Any, option: str) -> Fault | None:
    if not answer:
        return Fault(place=option, found="it is not known", remedy=f"Give it: {option}") if option else None
    try:
        TypeAdapter(kind).validate_python(answer)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        context = details.get("ctx", {})
        found, remedy = context.get("found", f'"{answer}" is not allowed'), context.get("remedy", details["msg"])
        return Fault(place=option or "answer", found=str(found), remedy=str(remedy))
    return None


def _say(text: str) -> None:
    print(text, file=sys.stderr)
