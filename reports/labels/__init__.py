"""Reports: headings, legends and explanations of the pages, one table per language with equal keys."""

from __future__ import annotations

from collections.abc import Mapping

from reports.labels import en, ru

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": en.LABELS, "ru": ru.LABELS}
WEEKDAYS = {"en": en.WEEKDAYS, "ru": ru.WEEKDAYS}


def labels(language: str) -> Mapping[str, str]:
    """The table of a language; KeyError for one nobody wrote."""
    return LANGUAGES[language]
