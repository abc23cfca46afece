"""Which button sends, which one goes on. Pure."""

from __future__ import annotations

import re

from probes.feedback_form import vocabulary as words
from probes.feedback_form.form_words import ONWARD
from probes.feedback_form.forms import Form
from probes.feedback_form.snapshot import Button

_SEND = re.compile(
    r"отправ|послать|send|submit|absenden|senden|envoyer|enviar|надісла|жібер|оставить (заявк|вопрос|отзыв|сообщ)|задать|заказать|получить|записаться|перезвон|жду|связаться|ok$|ок$|готово|подать|написать|request|ask|contact|get |create|post|go$|done|finish|complete|заявк|консультац|подтверд"
)
_NOT = re.compile(
    r"назад|отмен|очист|сброс|закры|черновик|back|prev|cancel|reset|clear|close|draft|zurück|удалить|delete|remove|upload|загруз|прикреп|выбрать файл|browse|attach|добавить файл|войти|log ?in|sign ?in|search|поиск|найти|×|^x$|\?$|показать|скрыть|show|hide|политик|privacy|menu|меню|обновить|refresh|\+|-$"
)


def sender(form: Form) -> Button | None:
    """The button a person would press to send, None when there is none (then Enter sends)."""
    return _best(form, _SEND) or _best(form, ONWARD) or _default(form)


def goes_on(button: Button) -> bool:
    """True when the button leads to a next page of the form rather than sending it."""
    text = words.plain(button.text)
    return bool(ONWARD.search(text)) and not re.search(r"отправ|send|submit", text)


def _usable(form: Form) -> list[Button]:
    return [b for b in form.shot.buttons if not _NOT.search(words.plain(b.text)) and b.kind != "reset"]


def _rank(button: Button) -> tuple[bool, bool, bool]:
    return button.visible, button.kind in ("submit", "image"), button.tag in ("button", "input")


def _best(form: Form, pattern: re.Pattern[str]) -> Button | None:
    named = [b for b in _usable(form) if pattern.search(words.plain(f"{b.text}"))]
    return max(reversed(named), key=_rank) if named else None


def _default(form: Form) -> Button | None:
    usable = [
        b
        for b in _usable(form)
        if b.visible
        and (b.kind in ("submit", "image") or b.tag in ("button", "input") or re.search("btn|button|submit", b.cls))
    ]
    return max(reversed(usable), key=_rank) if usable else None
