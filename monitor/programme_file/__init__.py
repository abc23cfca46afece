"""Room: the user's programme file (TOML) → validated frozen Programme and Settings.

Every fault at once, in the order of the file, each naming its place, what was found and what is allowed.
The probes are a neighbour's: a caller who knows them hands in `kinds` and `probe_of` (`probes.kinds()`,
`probes.load`), and then kinds and the probes' own options are checked as well.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.domain.errors import Fault, UserFault
from monitor.domain.programme import Programme
from monitor.programme_file.build import build, settled
from monitor.programme_file.crosscheck import Known, ProbeFace, crosscheck
from monitor.programme_file.model import ProgrammeFile
from monitor.programme_file.places import Places
from monitor.programme_file.quantities import shown
from monitor.programme_file.wording import faults_of, wrongs_of
from monitor.settings import Settings

__all__ = ["Understood", "built_in", "parse_programme", "read_programme", "read_with_warnings"]

_SYNTAX_PLACE = re.compile(
    r"(?P<what>.*?)\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A file that may be used. `warnings`: what will not happen although the file is right."""

    programme: Programme
    settings: Settings
    warnings: tuple[Fault, ...]


def read_programme(
    path: Path, *, kinds: Sequence[str] = (), probe_of: Callable[[str], ProbeFace] | None = None
) -> tuple[Programme, Settings]:
    """The programme and the house's settings; `UserFault` with everything that is wrong."""
    understood = read_with_warnings(path, kinds=kinds, probe_of=probe_of)
    return understood.programme, understood.settings


def read_with_warnings(
    path: Path, *, kinds: Sequence[str] = (), probe_of: Callable[[str], ProbeFace] | None = None
) -> Understood:
    """The same, with what is doubtful. Paths in `[house]` count from the file's folder."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        remedy = "Give the path of a programme file; `shopper init` writes one"
        raise UserFault((Fault(place=str(path), found=error.strerror or "cannot be read", remedy=remedy),)) from error
    except UnicodeDecodeError as error:
        fault = Fault(place=str(path), found=f"is not UTF-8 text (byte {error.start})", remedy="Save it as UTF-8")
        raise UserFault((fault,)) from error
    return parse_programme(text, path.name, folder=path.absolute().parent, kinds=kinds, probe_of=probe_of)


def parse_programme(
    text: str,
    source: str = "programme.toml",
    *,
    folder: Path = Path(),
    kinds: Sequence[str] = (),
    probe_of: Callable[[str], ProbeFace] | None = None,
) -> Understood:
    """Text of a programme file → what it means; `UserFault` listing all faults in file order."""
    raw = _toml(text, source)
    places = Places(text, source)
    defaults = built_in()
    wrongs = list(crosscheck(raw, _known(defaults, kinds, probe_of)))
    try:
        file = ProgrammeFile.model_validate(raw)
    except ValidationError as error:
        wrongs += wrongs_of(error, ProgrammeFile)
        file = defaults
    faults = faults_of([wrong for wrong in wrongs if not wrong.warning], places)
    if faults:
        raise UserFault(faults)
    return Understood(
        programme=build(file, defaults, kinds),
        settings=settled(file.house, folder),
        warnings=faults_of([wrong for wrong in wrongs if wrong.warning], places),
    )


@cache
def built_in() -> ProgrammeFile:
    """The built-in trades, people, questions and standards; its `sites` are empty."""
    folder = files("monitor.programme_file")
    tables: dict[str, Any] = {}
    for name in ("defaults.toml", "questions.toml"):
        tables |= tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
    return ProgrammeFile.model_validate({**tables, "sites": [_NOWHERE]}).model_copy(update={"sites": []})


_NOWHERE = {"url": "https://nowhere.invalid", "zone": "UTC", "country": "GB", "language": "en", "hours": "24/7"}


def _known(defaults: ProgrammeFile, kinds: Sequence[str], probe_of: Callable[[str], ProbeFace] | None) -> Known:
    return Known(
        kinds=kinds,
        probe_of=probe_of,
        segments=frozenset(defaults.segments),
        scenarios={scenario.key: scenario.language for scenario in defaults.scenarios},
        standards=frozenset(standard.key for standard in defaults.standards),
    )


def _toml(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = _SYNTAX_PLACE.fullmatch(str(error))
        line, column = (told["line"], told["column"]) if told else (None, None)
        place = f"{source}:{line}:{column}" if line else f"{source}:{text.count(chr(10)) + 1}"
        what = told["what"] if told else str(error)
        found = f"{what} in {shown(text.splitlines()[int(line) - 1].strip())}" if line else what
        remedy = "Texts stand in quotes, lists in [ ]; a table starts with [name], one of many with [[name]]"
        raise UserFault((Fault(place=place, found=f"this is not TOML: {found}", remedy=remedy),)) from error
