"""Ground floor: lines nobody may try: of the state, and those on which people call for help. A test enquiry there takes
time from people in need."""

from __future__ import annotations

import re
from urllib.parse import unquote

_PUBLIC = re.compile(
    r"(?:^|\.)(?:"
    r"gov|mil|police\.uk|nhs\.uk|nhs\.scot|nhs\.wales|europa\.eu|admin\.ch|bund\.de|gc\.ca"  # whole domains of states
    r"|(?:gov|gob|gouv|gub|govt|mil|police)\.[a-z]{2}"  # second levels kept for the state: gov.uk, gob.mx, gouv.fr
    r"|go\.(?:jp|kr|id|th|ke|tz|ug|cr|ci)"
    r"|gosuslugi\.ru|kremlin\.ru|mchs\.ru|mvd\.ru|112\.ru"
    r"|samaritans\.org|befrienders\.org|988lifeline\.org|suicidepreventionlifeline\.org|crisistextline\.org"
    r"|telefon-doveria\.ru|telefondoveria\.ru"
    r")$"
)
_FOR_HELP = re.compile(
    r"аварийн\w*[\s-]+(?:диспетчерск|служб|бригад|ремонт|лини)\w*|аварийно-\w+|аварийк\w*"
    r"|скор\w+\s+(?:медицинск\w+\s+)?помощ\w*|неотложн\w+\s+(?:медицинск\w+\s+)?(?:помощ|вызов)\w*|вызов\w*\s+скорой"
    r"|экстренн\w+\s+(?:служб|вызов|помощ|связ|лини|обращени)\w*|телефон\w*\s+(?:доверия|спасения)"
    r"|кризисн\w+\s+(?:лини|служб|помощ|телефон)\w*|служб\w+\s+спасения|пожарно-спасательн\w+"
    r"|(?<!case of )emergency\s+(?:service|line|number|call|dispatch|response|hot-?line|help-?line|helpdesk|room|department|unit"
    r"|report|repair)\w*|(?:crisis|suicide|distress)\s+(?:line|help-?line|hot-?line|support|chat|text)\b"
    r"|\bambulance\b|(?:fire|police)\s+(?:department|brigade|station)\b|\brescue\s+service\w*"
    r"|report\s+an?\s+(?:emergency|gas\s+leak|gas\s+escape|fire\b)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"(?:^|[/._-])(emergency|crisis|ambulance|avari\w+|skoraya\w*|911|112)(?=$|[/._-])", re.IGNORECASE
)


def public_service(host: str) -> bool:
    """True for a host of the state, of an emergency or a crisis service, whatever stands before it."""
    return bool(_PUBLIC.search(host.lower().rstrip(".")))


def cry_for_help(said: str, address: str = "") -> str:
    """The words by which a text, or an address, seems to be that of an emergency line; "" when there are none.

    Trades use them as well (emergency plumbers): who knows better says so in the programme (`emergency = false`)."""
    found = _FOR_HELP.search(said) or _IN_ADDRESS.search(unquote(address))
    return found.group(found.lastindex or 0) if found else ""
