"""Types our shopper's data into a form and reads it back. Never touches decoys, captchas or files."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from playwright.async_api import Error, Frame, Locator
from playwright.async_api import TimeoutError as Slow

from monitor.domain.visit import Question, Shopper
from probes.feedback_form.answers import answer, choose, foreign_prefix, open_choice, phone_spellings, unchosen, wanted
from probes.feedback_form.fields import Field
from probes.feedback_form.forms import Form
from probes.feedback_form.lists import pick, pick_day
from probes.feedback_form.snapshot import Control

PATIENCE = 3_000
"""milliseconds for one action on one control"""


@dataclass(slots=True)
class Filled:
    """What was done. `typed`: selector → text; `problem` "" or the reason not to send; `loads_more`:
    a choice was made that may bring further fields."""

    typed: dict[str, str] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    problem: str = ""
    loads_more: bool = False


def addressed(question: Question, shopper: Shopper, form: Form) -> Question:
    """A form that asks for no address gets it in the message, as from a person who wants an answer."""
    asked = form.has("email", "email_or_phone") or (form.has("phone") and shopper.phone)
    return question if asked or form.first_step else replace(question, text=f"{question.text}\n{shopper.email}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Our shopper at one frame."""

    frame: Frame
    shopper: Shopper
    question: Question
    today: datetime

    async def fill(self, form: Form, done: Filled, gaps: bool = False) -> None:
        """Fill what is still to be filled in a form, in page order; stops at the first problem. `gaps`: the site
        has refused, so choices nobody marked as required are made as well."""
        for item in form.fields:
            key = item.control.selector
            if key in done.typed or not (wanted(item) or (gaps and open_choice(item))):
                continue
            if item.control.kind == "radio" and not self._first_of_group(item, done.groups):
                continue
            try:
                await self._one(item, done)
            except Error as fault:
                if item.control.required:
                    done.problem = "fill_failed"
                done.typed[key] = f"(failed: {(str(fault).splitlines() or [''])[0][:120]})"
            if done.problem:
                return

    def _first_of_group(self, item: Field, groups: set[str]) -> bool:
        group = item.control.name or item.control.group or " ".join(item.control.before[:1])
        new = group not in groups
        groups.add(group)
        return new

    async def _one(self, item: Field, done: Filled) -> None:
        control, box = item.control, self.frame.locator(item.control.selector).first
        if control.choice:
            await self._tick(item, box, done)
        elif control.kind == "select":
            await self._select(item, box, done)
        elif control.kind == "combobox":
            await self._combobox(item, box, done)
        elif item.type == "phone" or item.digits:
            await self._phone(item, box, done)
        else:
            await self._write(item, box, done)

    async def _write(self, item: Field, box: Locator, done: Filled) -> None:
        text = answer(item, self.shopper, self.question, self.today)
        if not text:
            return
        if item.control.readonly:
            text = await pick_day(self.frame, item.control, PATIENCE) or "(no calendar)"
        elif item.control.rich or item.control.kind == "rich":
            await self._write_rich(item, text)
        else:
            await box.fill(text, timeout=PATIENCE)
        done.typed[item.control.selector] = text

    async def _write_rich(self, item: Field, text: str) -> None:
        """Editors take keys only and copy them late into their hidden text area."""
        outer = self.frame.locator(item.control.proxy or item.control.selector).first
        inner = await (await outer.element_handle(timeout=PATIENCE)).content_frame()
        # an editor that is still being built is not writable yet
        editor = inner.locator("body") if inner else outer
        if inner:
            await inner.wait_for_function(
                "() => document.designMode === 'on' || document.body.isContentEditable", timeout=PATIENCE
            )
        await editor.click(timeout=PATIENCE)
        await editor.press_sequentially(text, timeout=20_000)
        await editor.blur()
        if item.control.rich:
            with suppress(Slow):  # some copy only when the form is sent
                await self.frame.wait_for_function(
                    "([s, t]) => { const e = document.querySelector(s); return !e || e.value.includes(t); }",
                    arg=[item.control.selector, text.split(maxsplit=1)[0]],
                    timeout=PATIENCE / 2,
                )
        if text.split(maxsplit=1)[0] not in await editor.inner_text(timeout=PATIENCE):
            raise Error("the editor did not take the text")

    async def _phone(self, item: Field, box: Locator, done: Filled) -> None:
        """Masks eat digits and make a stranger's number: set, leave, read back, compare, else do not send."""
        if not self.shopper.phone:
            done.problem = "needs_phone" if item.control.required else ""
            return
        if foreign_prefix(item.control, self.shopper.phone):
            done.problem = "needs_local_phone" if item.required else ""
            return
        if item.digits:
            part = re.sub(r"\D", "", self.shopper.phone)[-10:][item.digits]
            await box.fill(part, timeout=PATIENCE)
            done.typed[item.control.selector] = part
            done.problem = "fill_failed" if await box.input_value() != part else ""
            return
        limit = item.control.maxlength or 99
        spellings = [
            s
            for s in phone_spellings(self.shopper.phone, item.control.kind == "number", _example(item.control))
            if len(s) <= limit
        ]
        for spelling in spellings:
            await box.fill("", timeout=PATIENCE)
            await box.fill(spelling, timeout=PATIENCE)
            if await self._took(box):
                done.typed[item.control.selector] = await box.input_value()
                return
        for spelling in spellings:
            await box.fill("", timeout=PATIENCE)
            await box.click(timeout=PATIENCE)
            await box.press_sequentially(spelling, delay=40, timeout=10_000)
            if await self._took(box):
                done.typed[item.control.selector] = await box.input_value()
                return
        await box.fill("", timeout=PATIENCE)
        done.problem = "fill_failed" if item.required else ""

    async def _took(self, box: Locator) -> bool:
        """True when the box holds our number, all of it, and finds it valid."""
        value, valid = await box.evaluate(
            "e => { e.dispatchEvent(new Event('change', {bubbles: true})); e.blur(); return [e.value, e.checkValidity()]; }"
        )
        ours = re.sub(r"\D", "", self.shopper.phone)
        got = re.sub(r"\D", "", value)
        return bool(valid) and got[-10:] == ours[-10:] and len(got) <= len(ours) and "_" not in value

    async def _tick(self, item: Field, box: Locator, done: Filled) -> None:
        if not await box.is_checked():
            try:
                await box.check(timeout=1_000)
            except Error:
                # drawn boxes hide the real one; a script's click ticks it and never follows a link
                await box.evaluate("e => e.click()")
        done.typed[item.control.selector] = "ticked" if await box.is_checked() else "(not ticked)"
        done.loads_more |= item.control.kind == "radio"

    async def _select(self, item: Field, box: Locator, done: Filled) -> None:
        if not unchosen(item.control):
            return
        option = choose(item.control.options)
        if option is None:
            return
        if item.control.unseen:
            await box.evaluate(
                "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); }",
                option.value,
            )
        else:
            await box.select_option(value=option.value, timeout=PATIENCE)
        done.typed[item.control.selector] = option.text
        done.loads_more = True

    async def _combobox(self, item: Field, box: Locator, done: Filled) -> None:
        taken = await pick(self.frame, item.control, PATIENCE)
        text = "" if taken else answer(item, self.shopper, self.question, self.today)
        if text and not item.control.readonly:  # a list that waits for letters; what is typed may do
            await box.fill(text, timeout=PATIENCE)
            taken = await pick(self.frame, item.control, PATIENCE) or text
        done.typed[item.control.selector] = taken or "(no entry)"
        done.loads_more |= bool(taken)


def _example(control: Control) -> str:
    """The number that shows how a number is to be written here."""
    return " · ".join((control.placeholder, control.described, control.title, control.label, control.boxed))
