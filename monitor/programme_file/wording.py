"""The programme file's room: what pydantic found, told to a person with the place and the remedy."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import EnumType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from monitor.domain.errors import Fault
from monitor.programme_file.places import Loc, Places, dotted, toml_key
from monitor.programme_file.quantities import near_miss, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing wrong (or, as a warning, doubtful) at a path of the file."""

    loc: Loc
    found: str
    remedy: str
    warning: bool = False


_DATE_OR_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\S+)?|\d\d:\d\d:\d\d")
_EXPECTED = {
    "string_type": 'text in quotes: "…"',
    "int_type": "a whole number, without quotes",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number, without quotes",
    "bool_type": "true or false, without quotes",
    "bool_parsing": "true or false",
    "list_type": "a list in square brackets; several tables are written [[…]]",
    "tuple_type": "a list in square brackets; several tables are written [[…]]",
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a date without quotes: 2026-11-01",
    "date_from_datetime_inexact": "a date without a time: 2026-11-01",
    "time_type": "a time without quotes: 08:00:00",
    "datetime_type": "an instant without quotes: 2026-11-01T09:00:00+03:00",
    "timezone_aware": "an instant with its time zone: 2026-11-01T09:00:00+03:00",
}
_BOUNDS = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "too_short": "a list of at least {min_length}",
    "too_long": "a list of at most {max_length}",
}


def wrongs_of(error: ValidationError, model: type[BaseModel], prefix: Loc = ()) -> list[Wrong]:
    """Everything pydantic refused, in its order. `prefix` is where in the file the model's data stands."""
    return [_wrong(details, model, prefix) for details in error.errors(include_url=False)]


def faults_of(wrongs: Sequence[Wrong], places: Places) -> tuple[Fault, ...]:
    """In file order, told as sentences."""
    ordered = sorted(wrongs, key=lambda wrong: places.line(wrong.loc))
    return tuple(Fault(place=places.show(wrong.loc), found=wrong.found, remedy=wrong.remedy) for wrong in ordered)


def _wrong(details: ErrorDetails, model: type[BaseModel], prefix: Loc) -> Wrong:
    loc, context, value = tuple(details["loc"]), details.get("ctx", {}), details["input"]
    kind = details["type"]
    if kind == "refused":
        found, remedy = str(context["found"]), str(context["remedy"])
        loc += tuple(context["at"])
    elif kind == "extra_forbidden":
        found, remedy = _unknown_setting(str(loc[-1]), model, loc[:-1])
    elif kind == "missing":
        found, remedy = "is missing", _how_to_add(str(loc[-1]), model, loc[:-1])
    elif kind in {"literal_error", "enum"}:
        found, remedy = _not_allowed(value, _allowed_values(model, loc))
    elif kind in _BOUNDS:
        found, remedy = f"{shown(value)} is out of bounds", f"Allowed: {_BOUNDS[kind].format(**context)}"
    elif kind == "string_pattern_mismatch":
        found, remedy = _not_allowed(value, str(context["pattern"]).strip("^()$").split("|"))
    elif kind == "string_too_short":
        found, remedy = "the text is empty", "Write something between the quotes"
    else:
        found = f"found {shown(value)}"
        remedy = f"Write {_EXPECTED[kind]}" if kind in _EXPECTED else details["msg"]
    return Wrong(loc=prefix + loc, found=found, remedy=remedy)


def _unknown_setting(name: str, model: type[BaseModel], loc: Loc) -> tuple[str, str]:
    owner = _model_at(model, loc)
    allowed = list(owner.model_fields) if owner else []
    around = [loc[:size] for size in range(len(loc) - 1, -1, -1)]
    home = next((outer for outer in around if name in getattr(_model_at(model, outer), "model_fields", ())), None)
    hint = near_miss(name, allowed)
    if home and not hint:
        hint = f" It is a setting of {dotted(home)}: write it above [{dotted(loc)}], as a table goes on to the next header."
    return f'there is no setting "{name}" here', f"Allowed: {', '.join(allowed)}.{hint}"


def _not_allowed(value: Any, allowed: Sequence[str]) -> tuple[str, str]:
    hint = near_miss(value, allowed) if isinstance(value, str) else ""
    return f"{shown(value)} is not allowed here", f"Allowed: {', '.join(allowed)}.{hint}"


def _how_to_add(name: str, model: type[BaseModel], loc: Loc) -> str:
    field = _field_at(model, (*loc, name))
    if field is None:
        return f"Add {name}"
    example = f", for instance {name} = {toml_value(field.examples[0])}" if field.examples else ""
    return f"Add it ({field.description or name}){example}"


def _allowed_values(model: type[BaseModel], loc: Loc) -> list[str]:
    field = _field_at(model, loc)
    choice = plain(field.annotation) if field else None
    if isinstance(loc[-1], int):
        choice = plain(get_args(choice)[0])
    members = choice.__members__.values() if isinstance(choice, EnumType) else get_args(choice)
    return [str(member) for member in members]


def _field_at(model: type[BaseModel], loc: Loc) -> FieldInfo | None:
    """The innermost field on the way to `loc`."""
    names = [index for index, part in enumerate(loc) if isinstance(part, str)]
    for index in reversed(names):
        owner = _model_at(model, loc[:index])
        if owner and str(loc[index]) in owner.model_fields:
            return owner.model_fields[str(loc[index])]
    return None


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model that reads the table at `loc`, None when it is no table of settings."""
    here: Any = model
    for part in loc:
        here = plain(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(part))
            here = field.annotation if field else None
        else:
            arguments = [argument for argument in get_args(here) if argument is not Ellipsis]
            here = arguments[-1] if arguments else None
    here = plain(here)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def plain(annotation: Any) -> Any:
    """Without `Annotated` and `| None`."""
    if get_origin(annotation) is Annotated:
        return plain(get_args(annotation)[0])
    if get_origin(annotation) in {types.UnionType, Union}:
        return plain(next(argument for argument in get_args(annotation) if argument is not type(None)))
    return annotation


def toml_value(value: Any) -> str:
    """An example as it is written in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and not _DATE_OR_TIME.fullmatch(value):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_key(key)} = {toml_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    return str(value)
