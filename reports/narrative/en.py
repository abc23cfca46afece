"""Reports, narrative: the sentences in English."""

from __future__ import annotations

from monitor.domain.programme import Words
from reports.narrative.claim import FEW, Act, Claim, Deed, Shape, Voice
from reports.plural import counted, out_of, threshold

LANGUAGE = "en"

# (past, base, what follows; "{o}" is the object)
_COMPANY = {
    Act.REACTED: ("reacted", "react", ""),
    Act.RECEIPT: ("sent", "send", "a receipt"),
    Act.ANSWERED: ("answered", "answer", "the {o}"),
    Act.ANSWERED_QUESTION: ("answered", "answer", "the question asked in the {o}"),
    Act.CALLED_BACK: ("called", "call", "back"),
    Act.OFFERED: ("offered", "offer", "{a} {o}"),
    Act.HELD: ("held", "hold", "{a} {o}"),
    Act.CONFIRMED: ("confirmed", "confirm", "the enquiry on the page"),
    Act.KEPT: ("met", "meet", "the standard “{o}”"),
}
_ENQUIRY = {
    Act.REACTED: ("got", "get", "a reaction"),
    Act.RECEIPT: ("got", "get", "a receipt"),
    Act.ANSWERED: ("got", "get", "an answer from a person"),
    Act.ANSWERED_QUESTION: ("got", "get", "an answer to the question asked"),
    Act.CALLED_BACK: ("got", "get", "a call back"),
    Act.OFFERED: ("got", "get", "an offer of {a} {o}"),
    Act.HELD: ("led", "lead", "to {a} {o}"),
    Act.CONFIRMED: ("got", "get", "a confirmation on the page"),
    Act.KEPT: ("met", "meet", "the standard “{o}”"),
}


def verb_phrase(claim: Claim, shape: Shape) -> str:
    """All deeds joined by "and", with the threshold."""
    base = shape is Shape.ONE_DID_NOT
    # none did the last of a chain = none did all of it
    deeds = claim.deeds[-1:] if shape in {Shape.NONE, Shape.ONE_DID_NOT} else claim.deeds
    phrases = [
        _deed(
            deed, claim.voice, base=base, silent=i > 0 and _verb(deed, claim.voice) == _verb(deeds[i - 1], claim.voice)
        )
        for i, deed in enumerate(deeds)
    ]
    within = f" within {threshold(claim.threshold, claim.clock, LANGUAGE)}" if claim.threshold is not None else ""
    return " and ".join(phrases) + within


def frame(claim: Claim, shape: Shape, n: int, *, so_far: bool, percent: str) -> str:
    """The core of the sentence, without what is pending and without a full stop. `percent` may be ""."""
    share, inner = (f" ({percent})", f", {percent}") if percent else ("", "")
    k, doing = claim.k, verb_phrase(claim, shape)
    units, many = out_of(n, claim.unit, LANGUAGE), claim.unit.en_many
    if shape in {Shape.ONE_DID, Shape.ONE_DID_NOT}:
        return f"one {claim.unit.en_one} was counted: it {'did not ' if shape is Shape.ONE_DID_NOT else ''}{doing}"
    core = {
        Shape.NONE: f"none of the {n} {units} {doing}",
        Shape.ALL: f"all {n} {units} {doing}",
        Shape.ONLY: f"only {k} of the {n} {units}{share} {doing}",
        Shape.MOST: f"most {many} ({k} of {n}{inner}) {doing}",
        Shape.HALF: f"half of the {many} ({k} of {n}{inner}) {doing}",
        Shape.PLAIN: f"{k} of the {n} {units}{share} {doing}",
    }[shape]
    return f"so far {core}" if so_far else core


def nothing(claim: Claim) -> str:
    return f"No {claim.unit.en_one} can be counted yet"


def waiting(claim: Claim) -> str:
    """Companies may still act; enquiries wait; looks go on."""
    if claim.voice is Voice.COMPANY:
        return f"{claim.pending} more may still do so"
    doing = "going on" if claim.deeds[0].act is Act.KEPT else "waiting"
    return f"{claim.pending} more {'is' if claim.pending == 1 else 'are'} still {doing}"


def unmeasured(count: int) -> str:
    return f"{count} could not be measured"


def among(population: str) -> str:
    return f"among {population}"


def never(k: int, n: int, unit: Words, window: str) -> str:
    if n == 1:
        return f"The one {unit.en_one} of {window} got no answer from a person."
    some = f"none of the {n}" if k == n else f"{k} of {n}"
    core = f"{some} {unit.en_many} got {'an' if k == n else 'no'} answer from a person in {window}."
    return f"So far {core}" if n < FEW else core[:1].upper() + core[1:]


def last_weeks(count: int) -> str:
    return "the last week" if count == 1 else f"the last {count} weeks"


def robots(k: int, unit: Words) -> str:
    return f"{counted_units(k, unit)} got a robot’s receipt and nothing after it."


def median(time: str, n: int) -> str:
    half = "So far half" if n < FEW else "Half"
    return f"{half} of the enquiries are answered within {time}, those never answered included."


def no_median(n: int) -> str:
    fewer = "So far fewer" if n < FEW else "Fewer"
    return f"{fewer} than half were answered, so a typical waiting time does not exist."


def two_clocks(wall: str, work: str) -> str:
    return f"The customer waited {wall}; {work} of it were your working hours."


def off_hours(time: str, what: str, until: str) -> str:
    return f"{time}, after closing: the site shows {what}; nobody answered until {until}."


def phone(k: int, n: int) -> str:
    if k == 0:
        return f"The number is shown and clickable on {'the page' if n == 1 else f'all {n} pages'} we looked at."
    where = "the page we looked at" if n == 1 else f"all {n} pages" if k == n else f"{k} of {n} pages"
    return f"The number is missing or not clickable on {where}."


def dead_ways(k: int, n: int, names: str) -> str:
    if k == n:
        return f"{'The one way in does not work' if n == 1 else f'None of the {n} ways in works'} at all: {names}."
    return f"{k} of {n} ways in {'does' if k == 1 else 'do'} not work at all: {names}."


def belief(expected: str, measured: str) -> str:
    return f"You expected {expected}; we measured {measured}."


def unknown(k: int, reasons: str) -> str:
    checks = "check proves" if k == 1 else "checks prove"
    return f"{k} {checks} nothing ({reasons}) and {'is' if k == 1 else 'are'} not counted."


def counted_units(count: int, words: Words) -> str:
    return f"{count} {counted(count, words, LANGUAGE)}"


def _verb(deed: Deed, voice: Voice) -> str:
    return (_COMPANY if voice is Voice.COMPANY else _ENQUIRY)[deed.act][0]


def _deed(deed: Deed, voice: Voice, *, base: bool, silent: bool) -> str:
    """One deed; `silent` leaves out a verb the deed before has just used."""
    past, infinitive, rest = (_COMPANY if voice is Voice.COMPANY else _ENQUIRY)[deed.act]
    noun = deed.name_en or (deed.object.en_one if deed.object else "")
    if not noun:
        rest = "" if rest == "the {o}" else rest.removesuffix(" in the {o}")
    article = "an" if noun[:1].lower() in "aeiou" else "a"
    verb = "" if silent else infinitive if base else past
    return f"{verb} {rest.format(o=noun, a=article)}".strip()
