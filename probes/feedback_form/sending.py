"""The click and what follows: intent first, one enquiry at most, then watch until it is clear."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import BrowserContext, Error, Frame, Page

from monitor.domain.visit import Acceptance
from probes._base import Box, Brief
from probes._wire import Wire
from probes.feedback_form.blocks import why_not
from probes.feedback_form.buttons import goes_on, sender
from probes.feedback_form.chooser import Choice, best, locate
from probes.feedback_form.fill import Filled, Pen, addressed
from probes.feedback_form.forms import Form, ranked
from probes.feedback_form.gather import Look, gather, state_of
from probes.feedback_form.notes import Notes
from probes.feedback_form.outcome import fresh_lines, judge
from probes.feedback_form.snapshot import Button, FrameShot

STEPS = 8
ROUNDS = 4
_CLICK_PATIENCE = 5_000


@dataclass(slots=True)
class Sender:
    """Fills and sends the chosen form. `last_page`: where the outcome showed (a new tab perhaps)."""

    brief: Brief
    context: BrowserContext
    page: Page
    box: Box
    wire: Wire
    notes: Notes
    choice: Choice
    last_page: Page | None = None
    done: Filled = field(default_factory=Filled)
    _intended: bool = False
    _refused_in: int = -1
    """the click (volley) whose refusal was already answered"""

    async def send(self) -> None:
        """Step by step: most forms have one step; wizards several; never a click after the last."""
        form = self.choice.form
        assert form is not None
        frame, look = self.choice.frame, self.choice.look
        for step in range(STEPS):
            form, look = await self._fill(form, frame, look)
            if self.done.problem:
                self.notes.stopped = self.done.problem
                return
            button = sender(form)
            if step == 0:
                self._keep("filled", await self.page.screenshot(type="jpeg", quality=70, timeout=10_000))
            await self._intend(form, button)
            before = await self._state(frame, form)
            await self._click(frame, form, button)
            after = await self._settle(frame, form, before)
            if await self._corrected(form):
                await self._click(frame, form, button)
                after = await self._settle(frame, form, before)
            following = await self._next_step(form, before, after)
            if following is None:
                return
            form, look, frame = following
            self.done = Filled()
            self.wire.arm()
        self.notes.stopped = "too_many_steps"

    async def _fill(self, form: Form, frame: Frame, look: Look) -> tuple[Form, Look]:
        """Fill, and fill again what a choice has brought along."""
        pen = self._pen(frame, form)
        for _ in range(ROUNDS):
            self.done.loads_more = False
            await pen.fill(form, self.done)
            if self.done.problem or not self.done.loads_more:
                break
            await self.page.wait_for_timeout(400)
            look = await gather(self.page)
            form = _same(look, form) or form
        given = {f.type for f in form.fields if f.control.selector in self.done.typed}
        if any(pen.shopper.email in text for text in self.done.typed.values()):
            given.add("email")
        self.notes.facts["typed"] = {**self.notes.facts.get("typed", {}), **self.done.typed}
        self.notes.facts["given"] = sorted(given.union(self.notes.facts.get("given", ())))
        return form, look

    def _pen(self, frame: Frame, form: Form) -> Pen:
        shopper, question = self.brief.shopper, self.brief.question
        assert shopper
        assert question
        return Pen(frame=frame, shopper=shopper, question=addressed(question, shopper, form), today=self.brief.now())

    async def _corrected(self, form: Form) -> bool:
        """True when the page itself refused, nothing left, and there was something left to answer: the visitor
        reads the complaint, fills the gaps and presses once more. The click counts as the same one on the wire."""
        if (
            self._refused_in == self.wire.volley
            or self.wire.posted(urlsplit(self.page.url).netloc)
            or self.page.is_closed()
            or self.notes.stopped
        ):
            return False
        verdict = judge(self._so_far(), [])
        same = _same(look := await gather(self.page), form)
        if verdict.acceptance is not Acceptance.REJECTED or same is None or _shown(same) != _shown(form):
            return False
        self._refused_in, known = self.wire.volley, set(self.done.typed)
        await self._pen(look.frame_of(same), same).fill(same, self.done, gaps=True)
        filled = {k: v for k, v in self.done.typed.items() if k not in known}
        self.notes.facts["typed"] = {**self.notes.facts.get("typed", {}), **filled}
        self.notes.facts["corrected"] = sorted(filled)
        return bool(filled) and not self.done.problem

    async def _intend(self, form: Form, button: Button | None) -> None:
        """The intent is on record before anything can leave; when it is refused nothing is clicked."""
        if self._intended:
            return
        await self.wire.install(self.context)
        await self.box.intend(
            {
                "page": self.page.url,
                "form": form.shot.selector,
                "type": form.type,
                "button": button.text if button else "Enter",
                "action": urljoin(self.choice.frame.url, form.shot.action),
                "said": " · ".join((form.shot.heading, form.shot.aria, button.text if button else "")),
            }
        )
        self._intended = True
        self.notes.facts["reference"] = self.wire.marks["text"]
        self.context.on("page", lambda page: setattr(self, "last_page", page))

    async def _click(self, frame: Frame, form: Form, button: Button | None) -> None:
        self.notes.facts["onward"] = button is not None and goes_on(button)
        self.notes.facts["clicked_at"] = self.brief.now().isoformat()
        configured = self.brief.options.submit
        if button is None and not configured:
            await self._enter(frame, form)
            return
        target = locate(frame, configured or (button.selector if button else ""))
        try:
            await target.click(timeout=_CLICK_PATIENCE, no_wait_after=True)
        except Error as fault:
            self.notes.facts["click_trouble"] = (str(fault).splitlines() or [""])[0][:200]
            if not self.wire.ours and not self.page.is_closed():
                # something lies over the button: a script's click reaches it
                await _quietly(target.evaluate("e => e.click()", timeout=_CLICK_PATIENCE))

    async def _enter(self, frame: Frame, form: Form) -> None:
        last = next(
            (
                f
                for f in reversed(form.fields)
                if f.control.typed and f.control.selector in self.done.typed and f.control.kind != "textarea"
            ),
            None,
        )
        if last is None:
            self.notes.stopped = "no_button"
            return
        await _quietly(
            frame.locator(last.control.selector).first.press("Enter", no_wait_after=True, timeout=_CLICK_PATIENCE)
        )

    async def _state(self, frame: Frame, form: Form) -> dict[str, Any]:
        """What is seen in the form's frame, with the lines of the page around it and of new tabs."""
        state: dict[str, Any] = {} if frame.is_detached() else await state_of(frame, form.shot.selector)
        others = [self.page.main_frame] if frame is not self.page.main_frame else []
        others += [p.main_frame for p in self.context.pages if p is not self.page]
        for other in others:
            seen = await state_of(other)
            state = {
                **seen,
                **state,
                **{k: [*state.get(k, ()), *seen.get(k, ())] for k in ("lines", "success", "failure")},
            }
        return state

    async def _settle(self, frame: Frame, form: Form, before: dict[str, Any]) -> dict[str, Any]:
        """Wait for our request, for its answer, then for the page to say something."""
        after = await self._until_sent(frame, form, before)
        while any(not e.done for e in self.wire.ours):
            await self.wire.changed(1.0)
        ticks = (
            [0.05, 0.1, 0.15, 0.2, *[0.25] * int(self.brief.options.settle_seconds * 4)] if self.wire.ours else [0.1]
        )
        for pause in ticks:
            await asyncio.sleep(pause)
            seen = await self._state(frame, form)
            if not seen:
                continue
            after = seen
            self._write_down(before, after)
            verdict = judge(self._so_far(), [e.as_json() for e in self.wire.exchanges])
            if verdict.acceptance is Acceptance.ACCEPTED and all(e.done for e in self.wire.ours):
                break
        self.notes.facts["seen_at"] = self.brief.now().isoformat()
        self._write_down(before, after)
        return after

    async def _until_sent(self, frame: Frame, form: Form, before: dict[str, Any]) -> dict[str, Any]:
        """Three seconds for the page's script to send, ten when it says nothing at all (a silent check, a token
        fetched first); sooner when it plainly refuses, or when the next step is there."""
        after: dict[str, Any] = before
        for tick in range(40):
            if self.wire.ours or not await self._nothing_yet():
                return after
            after = await self._state(frame, form) or after
            moved = fresh_lines(before, after, self.notes.dialogs)
            if after.get("invalid") or (moved and self.notes.facts["onward"]) or (moved and tick > 11):
                return after
        return after

    async def _nothing_yet(self) -> bool:
        await self.wire.changed(0.25)
        return not self.wire.ours

    def _write_down(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        first = self.notes.facts.get("before")
        self.notes.facts["before"] = first or before
        self.notes.facts["after"] = after

    def _so_far(self) -> dict[str, Any]:
        return {**self.notes.facts, "dialogs": self.notes.dialogs, "navigation_error": self.notes.navigation_error}

    async def _next_step(
        self, form: Form, before: dict[str, Any], after: dict[str, Any]
    ) -> tuple[Form, Look, Frame] | None:
        """The form's next page, when this click only led on; None when the visit is over."""
        verdict = judge(self._so_far(), [e.as_json() for e in self.wire.exchanges])
        # a button may say only "OK": when nothing has left and nobody thanks, the next page tells that it led on
        silent = verdict.reason == "not_sent" and not self.wire.posted(urlsplit(self.page.url).netloc)
        onward = self.notes.facts["onward"] or silent
        if verdict.acceptance in (Acceptance.ACCEPTED, Acceptance.BLOCKED) or not onward:
            return None
        if self.page.is_closed() or verdict.reason in ("server_error", "connection_lost"):
            return None
        if after.get("passwords", 0) > before.get("passwords", 0):
            self.notes.stopped = "needs_account"
            return None
        look = await gather(self.page)
        same = _same(look, form)
        following = same if same and _usable(same) else best(look, self.brief.options) or _further(look)
        self.notes.stopped = _barred(look, following)
        if self.notes.stopped:
            return None
        if following is None or (_shown(following) == _shown(form) and look.main.url == before.get("url")):
            return None
        return following, look, look.frame_of(following)

    def _keep(self, kind: str, picture: bytes) -> None:
        self.box.put(kind, picture, media_type="image/jpeg", note=self.page.url)


def _same(look: Look, form: Form) -> Form | None:
    """The same form in a later look, with the type it was chosen for; another page's search box or payment in the
    same place is not it."""
    found = next((f for f in look.forms if (f.frame, f.shot.selector) == (form.frame, form.shot.selector)), None)
    alike = found and (found.contact_like or found.type in ("other", "order", form.type))
    return replace(found, type=form.type) if found and alike else None


def _shown(form: Form) -> list[str]:
    return [f.control.selector for f in form.fields if f.control.visible]


def _usable(form: Form) -> bool:
    """Something of it can be seen: a field, or at least its button."""
    return form.shot.visible or any(b.visible for b in form.shot.buttons)


def _further(look: Look) -> Form | None:
    """The form of a next page that says nothing of what it is for (the last look before sending)."""
    return next((f for f in ranked(look.forms) if f.type == "other" and _usable(f)), None)


def _barred(look: Look, form: Form | None) -> str:
    """Why a next page must not be filled: accounts, payments, captchas, files; "" when it may."""
    if form is None:
        closed = (f for f in look.forms if f.type in ("payment", "registration") and f.shot.visible)
        form = next((f for f in closed if f.shot.zone == "main"), None)
        return why_not(form, _shot(look, form)) if form else ""
    return why_not(form, _shot(look, form))


def _shot(look: Look, form: Form) -> FrameShot:
    return next(s for s in look.shots if s.frame == form.frame)


async def _quietly(step: Any) -> None:
    try:
        await step
    except Error:
        return
