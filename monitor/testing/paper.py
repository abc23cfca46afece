"""The town's stationery: page and letter templates, style sheets and scripts, read once from the package."""

from __future__ import annotations

import json

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.testing.wording import hours_shown, phone_shown

_LOADER = PackageLoader("monitor.testing", "templates")

PAGES = Environment(loader=_LOADER, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
PAGES.filters |= {"hours_shown": hours_shown, "phone_shown": phone_shown}
# Letters and files are plain text: a visitor's words stay as typed.
LETTERS = Environment(loader=_LOADER, autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
LETTERS.filters["toml"] = lambda value: json.dumps(value, ensure_ascii=False)  # JSON text and lists are TOML too

STATIC = {
    path.removeprefix("static/"): _LOADER.get_source(PAGES, path)[0]
    for path in _LOADER.list_templates()
    if path.startswith("static/")
}
"""file name → text"""
