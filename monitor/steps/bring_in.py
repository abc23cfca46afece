"""Corridor, aside: a table of outcomes others measured becomes a study of its own; our visits are not touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from monitor.domain.errors import Fault, UserFault
from monitor.domain.reported import ReportedEnquiry
from monitor.domain.statistics import total
from monitor.intake.outcomes import Table, read_outcomes
from monitor.steps import House
from monitor.store import studies
from schedules.holidays import holiday_days


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What an import did. `companies`: votes; `further`: tries of a company beyond its first; `flaws`: published
    figures that cannot be right, kept and flagged. `again`: this very file was there already."""

    study: str
    enquiries: int
    companies: int
    figures: int
    flaws: tuple[str, ...] = ()
    again: bool = False

    @property
    def further(self) -> int:
        return self.enquiries - self.companies


def bring_in(house: House, path: Path, study: str, zone: str, *, replace: bool = False) -> BroughtIn:
    """Keep the rows of a file as study `study`; all or none. The same file a second time changes nothing.

    A second file may add published figures to outcomes, or outcomes to figures; `replace` begins the study anew.
    `UserFault` lists every fault of the file, or says that the name is taken.
    """
    table = read_outcomes(path, house.now(), zone)
    _check_countries(path, (enquiry for _, enquiry in table.enquiries))
    digest = sha256(path.read_bytes()).hexdigest()
    with house.store.writing() as connection:
        old = studies.find(connection, study)
        again = old is not None and digest in old.sha256.split() and not replace
        if not again:
            _keep(connection, house, path, study, digest, table, replace=replace)
    return BroughtIn(
        study=study,
        enquiries=len(table.enquiries),
        companies=len({enquiry.company for _, enquiry in table.enquiries}),
        figures=len(table.figures),
        flaws=tuple(_flaws(path, table)),
        again=again,
    )


def _keep(
    connection: Connection, house: House, path: Path, study: str, digest: str, table: Table, *, replace: bool
) -> None:
    old = studies.find(connection, study)
    if old is not None and replace:
        studies.remove(connection, old.id)
        old = None
    if old is None:
        study_id = studies.create(connection, study, path.name, digest, house.now())
    else:
        study_id = old.id
        enquiries, figures = studies.sizes(connection, study_id)
        if (enquiries and table.enquiries) or (figures and table.figures):
            raise UserFault((_taken(study, old.source),))
        studies.add_source(connection, study_id, f"{old.source}, {path.name}", f"{old.sha256} {digest}")
    studies.add_enquiries(connection, study_id, table.enquiries)
    studies.add_figures(connection, study_id, table.figures)


def _taken(study: str, source: str) -> Fault:
    remedy = "Give another name with --study, or --replace to begin it anew"
    return Fault(place=f'study "{study}"', found=f"it was imported from {source}", remedy=remedy)


def _check_countries(path: Path, enquiries: Iterable[ReportedEnquiry]) -> None:
    faults: list[Fault] = []
    for country in sorted({enquiry.country for enquiry in enquiries}):
        try:
            holiday_days(country, "", (2026,))
        except UserFault as fault:
            faults += [Fault(place=f"{path.name} country", found=f.found, remedy=f.remedy) for f in fault.faults]
    if faults:
        raise UserFault(tuple(faults))


def _flaws(path: Path, table: Table) -> Iterable[str]:
    """Printed percentages no whole number gives, and parts that do not add up to their whole."""
    wholes: dict[str, list[Fraction]] = {}
    for line, figure in table.figures:
        if figure.flaw:
            yield f"{path.name}:{line} {figure.source}: {figure.flaw}"
        if figure.whole and figure.percent is not None:
            wholes.setdefault(figure.whole, []).append(figure.percent)
    for name, parts in wholes.items():
        found = total(parts)
        if found.off:
            why = "rounding may explain it" if found.by_rounding else "rounding does not explain it"
            yield f"{path.name} {name}: the parts add up to {float(found.off + 100):g} %; {why}"
