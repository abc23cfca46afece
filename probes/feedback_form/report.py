"""The inspection as stable JSON (docs/reference/inspect-json.md). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from probes.feedback_form.blocks import captchas_of, firewall, why_not
from probes.feedback_form.fields import Field
from probes.feedback_form.forms import Form
from probes.feedback_form.gather import Look
from probes.feedback_form.snapshot import FrameShot


def inspection(look: Look, chosen: Form | None) -> dict[str, Any]:
    """`page`, `forms[]`, `chosen`, `blocked[]` of one look."""
    main = look.main
    forms = look.forms
    return {
        "page": {"url": main.url, "title": main.title, "language": main.language},
        "forms": [_form(f, chosen, _efid(f, forms)) for f in forms],
        "chosen": chosen.shot.selector if chosen else None,
        "blocked": _blocked(look, forms, chosen),
    }


def _mark(name: str, value: str) -> dict[str, str]:
    """The page's own attribute under its own name, where it is present."""
    return {name: value} if value else {}


def _efid(form: Form, forms: Sequence[Form]) -> str:
    """The page's mark of the form element; of several parts of one element only the largest bears it."""
    parts = [f for f in forms if f.shot.part and (f.frame, f.shot.efid) == (form.frame, form.shot.efid)]
    return "" if form.shot.part and form is not max(parts, key=lambda f: len(f.fields)) else form.shot.efid


def _form(form: Form, chosen: Form | None, efid: str) -> dict[str, Any]:
    return {
        "selector": form.shot.selector,
        "frame": form.frame,
        "efid": efid,
        **_mark("data-efid", efid),
        "type": form.type,
        "contact_like": form.contact_like,
        "score": round(form.score, 1),
        "reason": form.reason,
        "heading": form.shot.heading,
        "zone": form.shot.zone,
        "visible": form.shot.visible,
        "formless": form.shot.formless,
        "chosen": chosen is not None and (form.frame, form.shot.selector) == (chosen.frame, chosen.shot.selector),
        "fields": [_field(f) for f in form.fields],
        "buttons": [b.text for b in form.shot.buttons],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "selector": field.control.selector,
        "eid": field.control.eid,
        **_mark("data-eid", field.control.eid),
        "type": field.type,
        "detail": field.detail,
        "label": field.label,
        "required": field.required,
        "visible": field.control.visible,
        "honeypot": field.honeypot,
        "reason": field.reason,
        "confidence": round(field.confidence, 2),
    }


def _blocked(look: Look, forms: Sequence[Form], chosen: Form | None) -> list[dict[str, str]]:
    """Every captcha seen and everything that would keep our shopper from sending."""
    found = [
        {"reason": "captcha", "kind": c.kind, "selector": c.selector, "form": c.form}
        for s in look.shots
        for c in s.captchas
    ]
    if firewall(look.main):
        found.append({"reason": "firewall", "kind": "page", "selector": "", "form": ""})
    for form in forms:
        why = why_not(form, _shot_of(look, form))
        if (
            why
            and (form.contact_like or form is chosen)
            and not (why == "captcha" and captchas_of(form, _shot_of(look, form)))
        ):
            found.append({"reason": why, "kind": form.type, "selector": "", "form": form.shot.selector})
    return found


def _shot_of(look: Look, form: Form) -> FrameShot:
    return next(s for s in look.shots if s.frame == form.frame)
