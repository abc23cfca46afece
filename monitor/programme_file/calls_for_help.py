"""The programme file's room: lines on which people call for help: said by the user, else told by their names."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.domain.emergency import cry_for_help
from monitor.programme_file import model
from monitor.programme_file.nodes import Node
from monitor.programme_file.wording import Wrong

_REMEDY = "Write emergency = true to say so, emergency = false when nobody calls for help there"


def of_site(table: model.SiteTable) -> bool | None:
    """True: never visited; None: nobody said anything, and it does not sound like that."""
    return table.emergency if table.emergency is not None else _told(cry_for_help(table.name, table.url))


def of_touchpoint(table: model.TouchpointTable, site: model.SiteTable) -> bool | None:
    """What is said of the touchpoint, else of its site, else what its words tell."""
    for said in (table.emergency, site.emergency):
        if said is not None:
            return said
    label = (table.label.en, table.label.ru) if table.label else ()
    return _told(cry_for_help(" · ".join(label), _path(table.key or "", table.address))) or of_site(site)


def sounds_like_help(site: Node) -> Iterator[Wrong]:
    """A warning for each line that is left alone although nobody said so."""
    if site["emergency"].value is not None:
        return
    yield from _warned(site, cry_for_help(site["name"].text, site["url"].text))
    for point in site["touchpoints"]:
        if point["emergency"].value is None:
            said = " · ".join((point["label"]["en"].text, point["label"]["ru"].text))
            yield from _warned(point, cry_for_help(said, _path(point["key"].text, point["address"].text)))


def _warned(node: Node, found: str) -> Iterator[Wrong]:
    if found:
        yield node.wrong(f'"{found}" sounds like an emergency line, so it is never visited', _REMEDY, warning=True)


def _path(key: str, address: str) -> str:
    return f"/{key}/{address}"


def _told(found: str) -> bool | None:
    return True if found else None
