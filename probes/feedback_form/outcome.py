"""Was it accepted? Evidence in, graded answer out (notes/forms §3). Pure.

Positive evidence: V1 vendor state newly visible · N1 body of the answer to our request · N2 redirect after
our request · T1 success words newly visible · F1 form gone or emptied · E1 our reference echoed.
Accepted = V1, or a positive body, or (N2 or F1) with (T1 or E1). Any negative evidence outranks it: a
thank-you over a failed request is unknown, HTTP 200 proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.domain.visit import Acceptance, Sending
from probes.feedback_form import outcome_words as words
from probes.feedback_form.answer_body import body_verdict

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One piece of evidence: `code` as above ("V1", …; negatives start with "-"), its words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    sending: Sending
    acceptance: Acceptance
    reason: str = ""
    accepted_at: datetime | None = None
    ticket: str = ""
    signs: tuple[Sign, ...] = ()


def judge(outcome: Json, wire: Sequence[Json]) -> Judgement:
    """The verdict on one submission. `outcome` and `wire` are the evidence items of those names."""
    stopped = str(outcome.get("stopped", ""))
    ours = [e for e in wire if e["carries"] and not e["check_only"]]
    if stopped:
        gone = any(e["left"] for e in ours)
        return Judgement(
            sending=Sending.UNKNOWN if gone else Sending.NOT_SENT, acceptance=_stopped(stopped), reason=stopped
        )
    signs = (*_network_signs(ours), *_page_signs(outcome, ours))
    negative = [s for s in signs if s.code.startswith("-")]
    positive = {s.code for s in signs if not s.code.startswith("-")}
    sending = _sending(ours, outcome)
    if sending is Sending.NOT_SENT and not negative and _unread(wire, outcome):
        return Judgement(
            sending=Sending.UNKNOWN, acceptance=Acceptance.UNKNOWN, reason="no_confirmation", signs=tuple(signs)
        )
    acceptance, reason = _weigh(sending, positive, negative, ours)
    return Judgement(
        sending=sending,
        acceptance=acceptance,
        reason=reason,
        accepted_at=_accepted_at(ours, outcome) if acceptance in (Acceptance.ACCEPTED, Acceptance.PROBABLY) else None,
        ticket=_ticket(outcome),
        signs=signs,
    )


def _unread(wire: Sequence[Json], outcome: Json) -> bool:
    """True when the page sent its own site something we cannot read: our enquiry may be in it."""
    home = urlsplit(str(outcome.get("page_url", ""))).netloc
    return any(
        e["left"] and not e["carries"] and not e["check_only"] and home and urlsplit(e["url"]).netloc == home
        for e in wire
    )


_BLOCKS = frozenset(
    {
        "captcha",
        "firewall",
        "needs_account",
        "needs_file",
        "needs_local_phone",
        "needs_phone",
        "external_form",
        "not_permitted",
    }
)


def _stopped(reason: str) -> Acceptance:
    return Acceptance.BLOCKED if reason in _BLOCKS else Acceptance.REJECTED


def _sending(ours: Sequence[Json], outcome: Json) -> Sending:
    """Whatever left and was not plainly taken is unknown, never "not sent"."""
    left = [e for e in ours if e["left"]]
    if not left:
        return Sending.UNKNOWN if outcome.get("interrupted") else Sending.NOT_SENT
    if any(200 <= e["status"] < 400 and e["status"] not in (307, 308) and not _refusal(e) for e in left):
        return Sending.SENT
    return Sending.UNKNOWN


def _weigh(
    sending: Sending, positive: set[str], negative: Sequence[Sign], ours: Sequence[Json]
) -> tuple[Acceptance, str]:
    reasons = [_REASONS[s.code] for s in negative]
    thanked = bool(positive & {"V1", "T1"})
    if sending is Sending.NOT_SENT:
        return (
            (Acceptance.UNKNOWN, "site_says_yes_nothing_sent")
            if thanked
            else (Acceptance.REJECTED, _first(reasons) or "not_sent")
        )
    failed = [r for r in reasons if r in ("server_error", "refused", "connection_lost")]
    if failed and thanked:
        return Acceptance.UNKNOWN, "site_says_yes_server_said_no"
    if "captcha" in reasons:
        return Acceptance.BLOCKED, "captcha"
    if "connection_lost" in reasons:
        return Acceptance.UNKNOWN, "connection_lost"
    if negative:
        return (
            (Acceptance.UNKNOWN, "contradiction")
            if thanked and "invalid" in reasons
            else (Acceptance.REJECTED, _first(reasons))
        )
    if all(e["kind"] == "websocket" for e in ours):  # nobody can tell when, or whether, the server took it
        return Acceptance.UNKNOWN, "no_confirmation"
    if "V1" in positive or "N1" in positive or (positive & {"N2", "F1"} and positive & {"T1", "E1"}):
        return Acceptance.ACCEPTED, ""
    if sending is Sending.SENT and positive & {"N2", "T1", "F1", "E1"}:
        return Acceptance.PROBABLY, ""
    return Acceptance.UNKNOWN, "no_confirmation"


_REASONS = {
    "-N5": "server_error",
    "-N4": "refused",
    "-NX": "connection_lost",
    "-NB": "invalid",
    "-ND": "duplicate",
    "-NC": "captcha",
    "-VE": "invalid",
    "-IV": "invalid",
    "-TE": "invalid",
    "-CH": "captcha",
    "-RL": "redirect_loop",
}
_ORDER = ("captcha", "server_error", "connection_lost", "refused", "duplicate", "redirect_loop", "invalid")


def _first(reasons: Sequence[str]) -> str:
    return next((r for r in _ORDER if r in reasons), "")


def _network_signs(ours: Sequence[Json]) -> list[Sign]:
    signs = []
    for e in ours:
        if e["error"]:
            signs.append(Sign(code="-NX", text=e["error"]))
        elif e["status"] >= 500:
            signs.append(Sign(code="-N5", text=f"HTTP {e['status']}"))
        elif e["status"] >= 400:
            signs.append(Sign(code="-NC" if words.SPAM.search(e["body"]) else "-N4", text=f"HTTP {e['status']}"))
        elif e["status"] in (307, 308):
            signs.append(Sign(code="-RL", text=f"HTTP {e['status']} again and again"))
        elif 300 <= e["status"] < 400:
            signs.append(Sign(code="N2", text=f"redirect to {e['location']}"))
        else:
            signs.extend(_body_signs(e))
    return signs


def _body_signs(e: Json) -> list[Sign]:
    """Only answers to scripts speak in their body; a page is judged by what it shows."""
    if e["kind"] == "document":
        return []
    verdict = body_verdict(e["body"], e["content_type"])
    if verdict is None:
        return []
    good, text = verdict
    if good:
        return [Sign(code="N1", text=text)]
    if words.DUPLICATE.search(e["body"]):
        return [Sign(code="-ND", text=text)]
    return [Sign(code="-NC" if words.SPAM.search(text) else "-NB", text=text)]


def _refusal(e: Json) -> bool:
    return any(s.code.startswith("-") for s in _body_signs(e))


def _page_signs(outcome: Json, ours: Sequence[Json]) -> list[Sign]:
    before, after = outcome.get("before") or {}, outcome.get("after") or {}
    signs: list[Sign] = []
    new_lines = fresh_lines(before, after, outcome.get("dialogs") or ())
    signs += [
        Sign(code="V1", text=f"{m['vendor']}: {m['text']}")
        for m in _fresh(before, after, "success")
        if not _scolds(m["text"]) and (m["vendor"] != "general" or words.SUCCESS.search(m["text"]))
    ][:2]
    signs += [
        Sign(code="-VE", text=f"{m['vendor']}: {m['text']}")
        for m in _fresh(before, after, "failure")
        if m["vendor"] != "general" or _scolds(m["text"])
    ][:3]
    thanks = next((line for line in new_lines if words.SUCCESS.search(line) and not _scolds(line)), "")
    if thanks:
        signs.append(Sign(code="T1", text=thanks))
    told = str(outcome.get("success", "")).lower()
    if told and any(told in line.lower() for line in new_lines):
        signs.append(Sign(code="V1", text=f"configured words: {told}"))
    duplicate = next((line for line in new_lines if words.DUPLICATE.search(line)), "")
    if duplicate:
        signs.append(Sign(code="-ND", text=duplicate))
    form = after.get("form") or {}
    emptied = form.get("typed") and not _holds_ours(form, outcome)
    if after and ours and not (form.get("present") and form.get("visible") and not emptied):
        signs.append(Sign(code="F1", text="the form is gone" if not form.get("visible") else "the form is empty again"))
    reference = str(outcome.get("reference", ""))
    shown = reference and not outcome.get("onward")  # the last page before sending shows our words as well
    if shown and any(reference in line for line in new_lines) and not form.get("visible"):
        signs.append(Sign(code="E1", text="our words are shown on the page"))
    if not ours and form.get("visible") and after.get("invalid"):
        signs.append(Sign(code="-IV", text="; ".join(f"{i['name']}: {i['message']}" for i in after["invalid"])[:300]))
    if not thanks and form.get("visible") and not emptied:
        signs += [Sign(code="-TE", text=line) for line in new_lines if _scolds(line)][:3]
    if after.get("challenge") and not (before.get("challenge")):
        signs.append(Sign(code="-CH", text="a captcha asks for an answer"))
    if "ERR_TOO_MANY_REDIRECTS" in str(outcome.get("navigation_error", "")):
        signs.append(Sign(code="-RL", text="redirects without end"))
    return signs


def _holds_ours(form: Json, outcome: Json) -> bool:
    """True when a form still, or again, holds something we typed."""
    typed = {" ".join(text.split())[:240] for text in (outcome.get("typed") or {}).values() if len(text) > 3}
    return any(value in typed for value in form.get("values") or ())


def _scolds(text: str) -> bool:
    return bool(words.FAILURE.search(text)) and not words.SUCCESS.search(text)


def _fresh(before: Json, after: Json, kind: str) -> list[Json]:
    known = {(m["vendor"], m["text"]) for m in before.get(kind) or ()}
    return [m for m in after.get(kind) or () if (m["vendor"], m["text"]) not in known]


def fresh_lines(before: Json, after: Json, dialogs: Sequence[str] = ()) -> list[str]:
    """Lines a person could not see before the click; messages of dialog boxes count."""
    known = set(before.get("lines") or ())
    return [line for line in after.get("lines") or () if line not in known] + list(dialogs)


def _accepted_at(ours: Sequence[Json], outcome: Json) -> datetime | None:
    answered = [e["answered_at"] for e in ours if e["answered_at"] and 200 <= e["status"] < 400]
    return datetime.fromisoformat(answered[-1]) if answered else None


def _ticket(outcome: Json) -> str:
    """A ticket number newly shown or in the new address; what we wrote ourselves is no number."""
    before, after = outcome.get("before") or {}, outcome.get("after") or {}
    if after.get("url") != before.get("url"):
        found = words.TICKET_IN_ADDRESS.search(str(after.get("url", "")))
        if found:
            return found.group(1)
    own = [text for text in (outcome.get("typed") or {}).values() if len(text) > 3]
    for line in fresh_lines(before, after):
        hit = None if any(text in line for text in own) else words.TICKET.search(line)
        if hit:
            return hit.group(1)
    return ""
