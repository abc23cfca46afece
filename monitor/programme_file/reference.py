"""The programme file's room: the reference page and the editors' JSON Schema, written from the models.

Both are committed (docs/reference/) and a test holds them up to date; `shopper schema --output` and
`shopper schema --page` write them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema

from monitor.programme_file.model import EnglishNoun, Label, Name, ProgrammeFile, RussianNoun
from monitor.programme_file.quantities import duration_told
from monitor.programme_file.wording import plain, toml_value

_HEAD = """# The programme file

One TOML file says what is measured: `programme.toml`. `shopper init` writes one, `shopper check` reads it and
names every fault at once with its line. Unknown settings are refused.

Editors that understand TOML (Even Better TOML in VS Code, Taplo elsewhere) complete and check the file when its
first line is `#:schema ./programme.schema.json`; `shopper schema --output programme.schema.json` writes that file.

- **Durations** are text with a unit: `"90 s"`, `"10 min"`, `"4 h"`, `"3 days"`, `"2 weeks"`, `"1 h 30 min"`.
- **Shares** are `0.8` or `"80 %"`; both are kept exactly.
- **Dates and times** are TOML's own, without quotes: `2026-11-01`, `08:00:00`.
- **Keys** are names of your own for other tables to refer to: Latin letters, digits, `_`, `-`.
- **Left out** means the default below. Every touchpoint is held to your standards for its kind; only if you wrote
  none for that kind, to the built-in ones. Questions and people work the same way, per language.
- **Secrets** never stand in the file: `password_env` names the environment variable that holds one.

This page is written from the program by `shopper schema --page`; do not edit it by hand.
"""

_INLINE = {Label, Name, RussianNoun, EnglishNoun}
"""Small tables usually written on one line; told once, at the end."""


class _Schema(GenerateJsonSchema):
    def encode_default(self, dft: Any) -> Any:
        return plain_default(dft)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the programme file, lean enough for an editor's hover text."""
    schema = _lean(ProgrammeFile.model_json_schema(schema_generator=_Schema))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Mystery Shopper programme", **schema}


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def plain_default(value: Any) -> Any:
    """A default as it would be written in TOML, as JSON."""
    if isinstance(value, timedelta):
        return duration_told(value)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return {}
    return list(value) if isinstance(value, tuple) else str(value) if hasattr(value, "__fspath__") else value


def _lean(schema: Any) -> Any:
    """Without machine-made titles and without null, which TOML does not have."""
    if isinstance(schema, list):
        return [_lean(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "anyOf" in schema and {"type": "null"} in schema["anyOf"]:
        first = next(choice for choice in schema["anyOf"] if choice != {"type": "null"})
        return _lean({**first, **{name: value for name, value in schema.items() if name not in {"anyOf", "default"}}})
    return {
        name: {key: _lean(item) for key, item in value.items()} if name in {"properties", "$defs"} else _lean(value)
        for name, value in schema.items()
        if name != "title"
    }


class _Section(NamedTuple):
    heading: str
    model: type[BaseModel]


def reference_page(built_in: ProgrammeFile) -> str:
    """docs/reference/programme-file.md: every setting with type, default, meaning, example; what is built in."""
    schema = json_schema()
    sections = [_Section("Top of the file", ProgrammeFile), *_sections(ProgrammeFile, "")]
    return "\n".join([_HEAD, *(_told(section, schema) for section in sections), _built_in(built_in)])


def _built_in(file: ProgrammeFile) -> str:
    """What holds when the user's file says nothing."""
    segments = [f"| `{key}` | {words.en.many} | {words.ru.many} |" for key, words in file.segments.items()]
    standards = [
        f"| `{each.key}` | {each.name.en} | {each.name.ru} | {', '.join(f'`{kind}`' for kind in each.kinds)} |"
        for each in file.standards
    ]
    scenarios = [f"| `{each.key}` | {', '.join(each.segments) or 'all'} | {each.question} |" for each in file.scenarios]
    people = [f"{each.first} {each.last} (`{each.key}`)" for each in file.personas]
    parts = [
        [
            "## Built in",
            "",
            "Any of these may be referred to by its key, or replaced by an entry with the same key.",
            "",
        ],
        ["### Trades", "", "| key | in English | по-русски |", "| --- | --- | --- |", *segments, ""],
        ["### Standards", "", "| key | in English | по-русски | kinds |", "| --- | --- | --- | --- |", *standards, ""],
        ["### Questions", "", "| key | trades | question |", "| --- | --- | --- |", *scenarios, ""],
        ["### People", "", f"{', '.join(people)}.", ""],
    ]
    return "\n".join(line for part in parts for line in part)


def _sections(model: type[BaseModel], path: str) -> Iterator[_Section]:
    words = []
    for name, field in model.model_fields.items():
        inner, many = _table_of(field)
        if inner in _INLINE:
            words.append(_Section(f"`{_dotted(path, name)}`", inner))
        elif inner:
            is_map = get_origin(plain(field.annotation)) is dict
            inner_path = f"{_dotted(path, name)}.<key>" if is_map else _dotted(path, name)
            yield _Section(f"`[[{inner_path}]]`" if many else f"`[{inner_path}]`", inner)
            yield from _sections(inner, inner_path)
    yield from words


def _dotted(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _table_of(field: FieldInfo) -> tuple[type[BaseModel] | None, bool]:
    """(the model of the table or tables in this field, whether there may be many in a list)."""
    annotation = plain(field.annotation)
    arguments = [argument for argument in get_args(annotation) if argument is not Ellipsis]
    inner = plain(arguments[-1]) if arguments else annotation
    is_table = isinstance(inner, type) and issubclass(inner, BaseModel)
    return (inner if is_table else None), is_table and get_origin(annotation) in {list, tuple}


def _told(section: _Section, schema: Mapping[str, Any]) -> str:
    properties = schema if section.model is ProgrammeFile else schema["$defs"][section.model.__name__]
    about = (section.model.__doc__ or "").strip()
    rows = [
        _row(name, field, properties["properties"][name], schema) for name, field in section.model.model_fields.items()
    ]
    head = ["| setting | type | default | meaning | example |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([f"## {section.heading}", "", *([about, ""] if about else []), *head, *rows, ""])


def _row(name: str, field: FieldInfo, told: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    inner, many = _table_of(field)
    default = "**required**" if field.is_required() else _default_told(field)
    example = f"`{name} = {toml_value(field.examples[0])}`" if field.examples else ""
    kind = ("tables" if many else "table") if inner else _type_told(told, schema)
    cells = (f"`{name}`", kind, default, field.description or "", example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default_told(field: FieldInfo) -> str:
    value = plain_default(field.get_default(call_default_factory=True, validated_data={}))
    return "" if value in (None, "", [], {}) else f"`{toml_value(value)}`"


def _type_told(told: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "$ref" in told:
        return _type_told(schema["$defs"][told["$ref"].rsplit("/", 1)[-1]], schema)
    if "$comment" in told:
        return str(told["$comment"])
    if "enum" in told:
        return " · ".join(f"`{word}`" for word in told["enum"])
    if "const" in told:
        return f"`{told['const']}`"
    if told.get("type") == "array":
        return f"list of {_type_told(told['items'], schema)}"
    names = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "table"}
    formats = {"date": "date", "time": "time", "date-time": "date and time", "path": "path"}
    return formats.get(str(told.get("format")), names.get(str(told.get("type")), str(told.get("type", ""))))
