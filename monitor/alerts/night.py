"""Room alerts: a night with news in words (pure): what is new, what changed, what was mended; and which pictures prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.alerts.notes import Note
from monitor.alerts.stories import Story

_WORDS = {
    "en": {
        "subject": "{site}: {n} new since last night", "lead": "The look at {site} by night found {n} new. Nothing was sent to it.",
        "new": "New", "changed": "Changed", "mended": "Mended", "more": "More", "and": "{n} more, see the report", "was": "was", "is": "is now",
    },
    "ru": {
        "subject": "{site}: новое за ночь ({n})", "lead": "Ночной осмотр сайта {site} нашёл новое: {n}. На сайт ничего не отправлялось.",
        "new": "Новое", "changed": "Изменилось", "mended": "Исправлено", "more": "Ещё", "and": "ещё {n}, смотрите отчёт", "was": "было", "is": "стало",
    },
}  # fmt: skip
_WHAT_RU = {"numbers": "номера", "messengers": "мессенджеры", "mail": "почта", "form": "форма"}
_MOST = 12
"""lines of one kind: it is a short letter"""
_PROFILES = ("screen_phone", "screen_desktop")


def night_note(news: Mapping[str, Any], site: str, language: str) -> Note:
    """`news`: {"new", "mended": findings, "changes"} as plain JSON."""
    words = _WORDS[language]
    said = {"site": site, "n": len(news["new"]) + len(news["changes"])}
    rows = [
        *_rows(words["new"], [_finding(one, language) for one in news["new"]], words),
        *_rows(words["changed"], [_change(one, words, language) for one in news["changes"]], words),
        *_rows(words["mended"], [_finding(one, language) for one in news["mended"]], words),
    ]
    return Note(
        story=Story.NIGHT,
        subject=words["subject"].format(**said),
        lead=words["lead"].format(**said),
        rows=tuple(rows),
        site=site,
    )


def night_pictures(news: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 by file name: the spots of the first new findings, and both states of what changed."""
    crops = [one["crop"] for one in news["new"] if one.get("crop")]
    found = {f"new-{number}.jpg": sha for number, sha in enumerate(dict.fromkeys(crops[:3]), 1)}
    states: Mapping[str, Mapping[str, str]] = next((one["pictures"] for one in news["changes"] if one["pictures"]), {})
    for state, pictures in states.items():
        first = next((sha for kind in _PROFILES for name, sha in pictures.items() if name.startswith(kind)), "")
        if first:
            found[f"{state}.jpg"] = first
    return found


def _rows(title: str, lines: Sequence[str], words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((title, line) for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield words["more"], words["and"].format(n=len(lines) - _MOST)


def _finding(one: Mapping[str, Any], language: str) -> str:
    return f"{one[language]} {one['rule']} · {one['page']} {one['profile']}".rstrip()


def _change(one: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    name, _, rest = str(one["what"]).partition(" ")
    what = f"{_WHAT_RU.get(name, name) if language == 'ru' else name} {rest}".rstrip()
    return f"{what}: {words['was']} {_list(one['before'])}, {words['is']} {_list(one['after'])}"


def _list(value: Sequence[Any]) -> str:
    return ", ".join(" ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value) or "—"
