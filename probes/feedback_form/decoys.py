"""Decoys for robots (honeypots): recognised before anything is typed. Pure.

`fill()` and `checkVisibility()` both accept a real plug-in's decoy (notes/forms §0), so the hit test of
the collector, the words and the hiding place decide. When in doubt a hidden text box is left alone.
"""

from __future__ import annotations

import re

from probes.feedback_form import vocabulary as words
from probes.feedback_form.snapshot import Control, FormShot

_SNEAKY = frozenset({"off the page", "clipped", "opacity", "no size", "scaled away", "covered", "nothing is hit"})
_STEP = re.compile(r"step|wizard|tab|slide|page|screen|collapse|accordion|conditional|toggle|other", re.IGNORECASE)

_HIDING = re.compile(
    r"(^|\s)(d-none|hidden|hide|invisible|is-hidden|u-hidden|visually-?hidden|sr-only|display-none)(\s|$)"
)

_ON_CONDITION = re.compile(
    r"если (у вас )?(его |ее |их )?(нет|не (знаете|хотите|помните|требуется|нужн))|if (none|unknown|not applicable|(you )?(do not|don'?t) (have|know|want))"
    r"|to keep (the |your )?(current|existing)|чтобы не менять"
)
"""an honest field that may stay empty, for a reason people understand"""


def decoy_reason(control: Control, form: FormShot, label: str) -> str:
    """Why this control is a decoy, "" when it is not."""
    read = words.plain(
        " ".join(
            (
                label,
                control.label,
                control.placeholder,
                control.described,
                control.title,
                control.aria,
                control.beside,
                *control.before[:1],
                control.after,
                control.boxed,
            )
        )
    )
    told = words.DECOY.search(read)
    if told and (control.unseen or not _ON_CONDITION.search(read)):
        return f"it says {told.group(0)!r}"
    if control.kind in ("file", "password", "select", "radio", "combobox") or control.proxy or control.rich:
        return ""
    hidden = bool(control.unseen) and control.alone
    code = words.DECOY_CODE.search(f"{control.name} {control.id} {control.cls} {control.wrap} {control.boxes}".lower())
    if code and (hidden or not control.required):
        return f"it is named {code.group(0)!r}"
    if control.kind == "checkbox":
        return ""
    if not (label or control.required) and _HIDING.search(f"{control.cls} {control.boxes}"):
        return "without words, in a box whose class hides it"
    if control.ariaHidden and control.tabindex.startswith("-") and form.visible:
        return "hidden from readers and from the keyboard"
    return _hidden_reason(control, form) if hidden and form.visible else ""


def _hidden_reason(control: Control, form: FormShot) -> str:
    """A text box hidden by itself inside a form that people see. One that the browser refuses to leave
    empty is no decoy: nobody could send such a form."""
    if control.must:
        return ""
    if control.unseen in _SNEAKY:
        return f"hidden by a trick: {control.unseen}"
    if control.kind == "textarea" and _editor_nearby(form):
        return ""
    part_of_more = control.company > 2 or (control.company > 1 and _STEP.search(control.wrap))
    if part_of_more or control.name in ("g-recaptcha-response", "h-captcha-response", "cf-turnstile-response"):
        return ""
    return f"hidden inside a visible form: {control.unseen}"


def _editor_nearby(form: FormShot) -> bool:
    return any(c.kind == "rich" for c in form.controls)
