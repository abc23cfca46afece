"""The feedback form: found, filled, sent at most once, and known to be accepted or not.

It looks at a page's forms the way a customer does, fills the one that reaches a person, commits the
intent, sends it once and keeps what the site said. It never fills decoys, never touches captchas,
never uploads files, and never sends forms that log in, register, order or pay.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from playwright.async_api import Error

from monitor.domain.errors import ProbeFault
from monitor.domain.visit import Observation, Reading
from probes._base import Box, Brief, Kept, NewContext, ProbeOptions
from probes.feedback_form.options import Options
from probes.feedback_form.outcome import Judgement, judge
from probes.feedback_form.trace import traced
from probes.feedback_form.visit import carry_out

VERSION = 1


class FeedbackForm:
    """The probe (probes/_base.py)."""

    kind = "feedback_form"
    version = VERSION
    sends = True
    options: type[ProbeOptions] = Options

    async def look(self, brief: Brief, open_context: NewContext, box: Box) -> None:
        """Carry out one visit. `ProbeFault("visit_interrupted")` when our own browser fails under it."""
        language = {"ru": "ru-RU", "en": "en-US"}.get(brief.language, brief.language)
        context_options = {"locale": brief.options.locale or language}
        if brief.options.zone:
            context_options["timezone_id"] = brief.options.zone
        try:
            context = await open_context("desktop", **context_options)
            try:
                async with traced(context, box) as trace:
                    trace.wanted = not await carry_out(brief, context, box)
            finally:
                await context.close()
        except Error as fault:
            raise ProbeFault(
                "visit_interrupted", f"the browser failed: {(str(fault).splitlines() or [''])[0]}"
            ) from fault

    def read(self, kept: Kept) -> Reading:
        """What the evidence says. Pure; evidence without an `outcome` is an interrupted visit."""
        outcome, wire = kept.json("outcome") or {"interrupted": True}, kept.json("wire") or []
        verdict = judge(outcome, wire)
        return Reading(
            sending=verdict.sending,
            acceptance=verdict.acceptance,
            reason=verdict.reason,
            accepted_at=verdict.accepted_at,
            ticket=verdict.ticket,
            observations=tuple(_observations(outcome, verdict, _hash(kept, "outcome"))),
        )


def _observations(outcome: Any, verdict: Judgement, source: str) -> list[Observation]:
    form, speed = outcome.get("form") or {}, outcome.get("speed") or {}
    facts = {
        "form.found": bool(form),
        "form.type": form.get("type"),
        "form.fields": form.get("fields"),
        "form.required": form.get("required"),
        "form.given": outcome.get("given"),
        "form.confirmation_seconds": _confirmation_seconds(outcome, verdict),
        "form.signs": [f"{s.code}: {s.text}" for s in verdict.signs],
        "form.console_errors": len(outcome.get("console") or ()),
        "page.status": outcome.get("status") or None,
        **{f"page.{name}": value for name, value in speed.items()},
    }
    return [Observation(name=name, value=value, evidence=source) for name, value in facts.items() if value is not None]


def _confirmation_seconds(outcome: Any, verdict: Judgement) -> float | None:
    """From the click until the visitor saw that it went through."""
    if verdict.accepted_at is None or not outcome.get("clicked_at") or not outcome.get("seen_at"):
        return None
    waited = datetime.fromisoformat(outcome["seen_at"]) - datetime.fromisoformat(outcome["clicked_at"])
    return round(waited.total_seconds(), 3)


def _hash(kept: Kept, kind: str) -> str:
    return next((i.sha256 for i in reversed(kept.items) if i.kind == kind), "")


PROBE = FeedbackForm()
