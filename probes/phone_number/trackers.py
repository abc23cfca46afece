"""Call tracking: scripts that swap the number per visitor, recognised by host, global or class name.

What follows from a tracker: the number is judged after it settled, text and target must change together
(P22), "the same number everywhere" accepts any number of the declared pool, and what is shown when the
tracker's host is blocked must be right as well (P23).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TRACKERS = {
    "calltouch": r"mod\.calltouch\.(?:ru|com)|CalltouchDataObject",
    "comagic": r"(?:app|cs|server)\.(?:comagic|uiscom)\.(?:ru|com)|cs\.min\.js|uiscom",
    "callgear": r"callgear\.com",
    "roistat": r"cloud\.roistat\.com|roistat(?:ProjectId|Host|-phone)",
    "callibri": r"callibri\.(?:ru|com)|callibri_phone",
    "mango": r"widgets\.mango-office\.ru|MangoObject|mgo-number",
    "ringostat": r"ringostat\.(?:com|net)",
    "callrail": r"cdn\.callrail\.com|calltrk\.com",
    "calltrackingmetrics": r"\d*\.tctm\.co|calltrackingmetrics",
    "alloka": r"alloka\.ru",
    "invoca": r"(?:solutions|pnapi)\.invoca(?:cdn)?\.(?:net|com)",
    "whatconverts": r"whatconverts\.com",
    "nimbata": r"nimbata\.com",
    "freespee": r"freespee\.com",
    "delacon": r"delacon\.com",
    "infinity": r"infinity-tracking\.(?:com|net)",
    "google": r"google_wcc_status|_googWcm|phone_conversion_number",
    "yandex": r"tel\.yandex\.|yaCounter.*targetcall",
    "primegate": r"primegate\.io|k50-ngs|k50\.ru",
    "phonet": r"phonet\.com\.ua",
    "binotel": r"binotel\.(?:com|ua)|binct",
    "leadback": r"leadback\.ru|leadhit",
    "callkeeper": r"callkeeper\.ru",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in TRACKERS.items()}

TRACKER_HOSTS = re.compile(
    r"^https?://[^/]*(?:calltouch|comagic|uiscom|callgear|roistat|callibri|mango-office|ringostat|callrail|calltrk|tctm|alloka|invoca|whatconverts|nimbata|freespee|delacon|infinity-tracking|primegate|k50|phonet|binotel|leadback|callkeeper)",
    re.IGNORECASE,
)
"""Addresses blocked to see what is shown without the tracker."""


def trackers_in(sources: Iterable[str]) -> tuple[str, ...]:
    """Names of the trackers met in script addresses, inline globals and class names, sorted."""
    text = "\n".join(sources)
    return tuple(sorted(name for name, pattern in _PATTERNS.items() if pattern.search(text)))
