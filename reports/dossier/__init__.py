"""Reports, dossier: one visit on one page, from the planned instant to the last line of the arithmetic.

`nouns` holds what the corridor hands over, `explained` says the judge's steps in both languages, `words` the
headings, `view` puts it together.
"""

from reports.dossier.nouns import Dossier, Fact, Judged, Kept, Letter, Request, Shown, Told
from reports.dossier.view import DossierView, dossier

__all__ = ["Dossier", "DossierView", "Fact", "Judged", "Kept", "Letter", "Request", "Shown", "Told", "dossier"]
