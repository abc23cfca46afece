"""Reasons not to send: captchas, files, accounts, firewalls. Detected and named, never touched. Pure."""

from __future__ import annotations

from probes.feedback_form.forms import NEVER_SENT, Form
from probes.feedback_form.outcome_words import FIREWALL
from probes.feedback_form.snapshot import CaptchaShot, FrameShot

_SILENT = frozenset({"recaptcha_invisible"})
"""scored behind the scenes: submit once, a refusal then reads as captcha"""


def captchas_of(form: Form, frame: FrameShot) -> list[CaptchaShot]:
    """Captchas a person would have to answer before sending this form."""
    return [c for c in frame.captchas if c.visible and c.kind not in _SILENT and c.form in ("", form.shot.selector)]


def why_not(form: Form, frame: FrameShot) -> str:
    """Why this form must not or cannot be sent, "" when it may."""
    if form.type in NEVER_SENT:
        return "needs_account" if form.type in ("login", "registration", "recovery") else "not_permitted"
    if captchas_of(form, frame) or any(f.type == "captcha" and f.control.visible for f in form.fields):
        return "captcha"
    if any(f.type == "file" and f.control.required for f in form.fields):
        return "needs_file"
    return ""


def firewall(frame: FrameShot, status: int = 200) -> bool:
    """True for a page that stands between robots and the site."""
    short = frame.words < 1_500 and not any(len(f.controls) > 1 for f in frame.forms)
    return short and (
        bool(FIREWALL.search(f"{frame.title} {frame.text}")) or (status in (401, 403, 429) and frame.words < 400)
    )
