"""What the collector saw in one frame, as frozen values: the only thing the rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    text: str = ""
    value: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control. Read by a person: `named` (aria-labelledby), `label`, `aria`, `loose`, `cell` (table),
    `beside` (same line, before), `before` (lines above, nearest first), `after` (same line), `next`
    (line below), `group` (legend), `placeholder`, `title`, `value` (preset). Said by the code: `name`,
    `id`, `cls`, `data`, `wrap`, `boxes` (classes of the boxes that
    hold it alone; `boxed` is what is written there), `autocomplete`, `pattern`, `mask`. `unseen` "" = a person can reach it,
    else why not; `alone` = it is hidden by itself, not with its whole form, together with `company`
    controls; `proxy` = the visible thing that stands in for it; `must` = the browser itself refuses an empty one;
    `invalid` = the page marks it as wrong."""

    selector: str
    tag: str
    kind: str
    eid: str = ""
    named: str = ""
    label: str = ""
    aria: str = ""
    loose: str = ""
    placeholder: str = ""
    title: str = ""
    cell: str = ""
    beside: str = ""
    before: tuple[str, ...] = ()
    crowded: bool = False
    after: str = ""
    next: str = ""
    group: str = ""
    described: str = ""
    value: str = ""
    name: str = ""
    id: str = ""
    cls: str = ""
    data: str = ""
    wrap: str = ""
    boxes: str = ""
    boxed: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    pattern: str = ""
    mask: str = ""
    maxlength: int = 0
    min: str = ""
    max: str = ""
    required: bool = False
    must: bool = False
    starred: bool = False
    invalid: bool = False
    options: tuple[Option, ...] = ()
    checked: bool = False
    disabled: bool = False
    readonly: bool = False
    width: int = 0
    height: int = 0
    visible: bool = True
    unseen: str = ""
    alone: bool = False
    company: int = 0
    proxy: str = ""
    rich: bool = False
    ariaHidden: bool = False
    tabindex: str = ""

    @property
    def typed(self) -> bool:
        """True when a person types text into it."""
        return self.kind not in ("checkbox", "radio", "select", "file", "combobox", "range", "color")

    @property
    def choice(self) -> bool:
        return self.kind in ("checkbox", "radio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    selector: str
    text: str = ""
    tag: str = "button"
    kind: str = ""
    cls: str = ""
    name: str = ""
    visible: bool = True
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormShot:
    """One form or formless cluster. `zone` is main, header, footer, aside or dialog; `part` = one of several
    inside one form element around the whole page (old server frameworks); `fields` names furniture found inside ("price", "rating")."""

    selector: str
    controls: tuple[Control, ...]
    buttons: tuple[Button, ...] = ()
    efid: str = ""
    formless: bool = False
    tag: str = "form"
    id: str = ""
    name: str = ""
    cls: str = ""
    role: str = ""
    aria: str = ""
    data: str = ""
    action: str = ""
    target: str = ""
    method: str = ""
    heading: str = ""
    intro: str = ""
    text: str = ""
    zone: str = "main"
    visible: bool = True
    part: bool = False
    hiddenNames: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptchaShot:
    kind: str
    selector: str
    form: str = ""
    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameShot:
    """One frame. `frame` is "" for the page itself, else the selector of the iframe in its parent,
    chained by " >>> "; `seen` is False for a frame nobody can see."""

    url: str
    forms: tuple[FormShot, ...] = ()
    captchas: tuple[CaptchaShot, ...] = ()
    frame: str = ""
    seen: bool = True
    canonical: str = ""
    title: str = ""
    h1: str = ""
    language: str = ""
    text: str = ""
    words: int = 0


def frame_shot(raw: Mapping[str, Any], frame: str = "", seen: bool = True) -> FrameShot:
    """The collector's JSON as values."""
    forms = tuple(
        _made(
            FormShot,
            {
                **form,
                "controls": tuple(_control(c) for c in form["controls"]),
                "buttons": tuple(_made(Button, b) for b in form["buttons"]),
            },
        )
        for form in raw["forms"]
    )
    captchas = tuple(_made(CaptchaShot, c) for c in raw["captchas"])
    return _made(FrameShot, {**raw, "forms": forms, "captchas": captchas, "frame": frame, "seen": seen})


def _control(raw: Mapping[str, Any]) -> Control:
    return _made(Control, {**raw, "options": tuple(_made(Option, o) for o in raw["options"])})


def _made(kind: type[T], raw: Mapping[str, Any]) -> T:
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items() if k in known})
