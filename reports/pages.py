"""Reports: pages. One self-contained HTML file, no scripts, nothing loaded from outside.

Everything from outside is escaped by Jinja's autoescape; charts and marks are `Markup` of our own. The
Content-Security-Policy says the same to the browser a second time.
"""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.charts import mark
from reports.dossier import Dossier, DossierView, dossier
from reports.evidence import noun
from reports.letters import clean
from reports.narrative import speaker
from reports.period import say_day, say_instant
from reports.records import Belief, Picture, ReportData
from reports.stories import two_clocks
from reports.study import Study, study
from reports.study.votes import StudyData
from reports.weekly import Weekly, k_of_n, weekly

_CSS = files("reports").joinpath("templates/page.css").read_text("utf-8")
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


def _environment() -> Environment:
    house = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.globals.update(
        mark=mark,
        day=say_day,
        instant=say_instant,
        source=picture_source,
        noun=noun,
        two_clocks=two_clocks,
        k_of_n=k_of_n,
        believed=believed,
    )
    return house


def picture_source(picture: Picture) -> str:
    """A `data:` address of an evidence picture; anything but PNG, JPEG and WebP is refused."""
    if picture.media_type not in _PICTURES:
        raise ValueError(f"{picture.media_type} is not shown in a report")
    return f"data:{picture.media_type};base64,{b64encode(picture.data).decode('ascii')}"


def believed(belief: Belief, language: str) -> str:
    """What was expected and what was measured, in one sentence."""
    en = language == "en"
    expected = belief.expected_en if en else belief.expected_ru
    return str(speaker(language).belief(expected, belief.measured_en if en else belief.measured_ru))


_HOUSE = _environment()


def weekly_page(data: ReportData, language: str) -> str:
    """The weekly report as one HTML file. Same data, same bytes."""
    return render_weekly(weekly(data, language))


def render_weekly(view: Weekly) -> str:
    return _print("weekly.html.j2", view)


def weekly_mail_html(data: ReportData, language: str) -> str:
    """The weekly report as the HTML part of a letter: inline styles, at most ten rows a table, under 100 KB."""
    return render_mail(weekly(data, language))


def render_mail(view: Weekly) -> str:
    return _print("mail.html.j2", view)


def study_page(data: StudyData, language: str) -> str:
    """The study as one HTML file. Same data, same bytes."""
    return render_study(study(data, language))


def render_study(view: Study) -> str:
    return _print("study.html.j2", view)


def dossier_page(data: Dossier, language: str) -> str:
    """The dossier of one visit as one HTML file. Same data, same bytes."""
    return _print("dossier.html.j2", dossier(data, language))


def _print(template: str, view: Weekly | Study | DossierView) -> str:
    css = Markup(_CSS)  # noqa: S704  our own file
    context = {"language": view.language, "t": view.t, "css": css, "v": view, "data": view.data}
    return clean(_HOUSE.get_template(template).render(context))
