"""Which pages to look at: key pages named on the home page by words, then the rest, same host, capped (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urldefrag, urljoin, urlsplit

KEY_PAGES = (
    ("contacts", re.compile(r"контакт|связаться|contact|kontakt|get in touch|find us", re.IGNORECASE), 2),
    ("delivery", re.compile(r"доставк|оплат|delivery|shipping|payment", re.IGNORECASE), 1),
    (
        "price",
        re.compile(r"цен[аы]|прайс|тариф|стоимост|абонемент|price|pricing|tariff|rates|membership", re.IGNORECASE),
        2,
    ),
    ("cart", re.compile(r"корзин|cart|basket|checkout|оформ", re.IGNORECASE), 2),
    ("about", re.compile(r"о нас|о компании|о клубе|about|company", re.IGNORECASE), 1),
    ("services", re.compile(r"услуг|каталог|services|catalog|products|shop", re.IGNORECASE), 1),
)
"""Name, words of its link or address, weight (pages where a missing number costs most count double)."""

_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|zip|rar|docx?|xlsx?|pptx?|mp[34]|avi|exe|apk|xml|json|css|js|ico)$", re.IGNORECASE
)
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)
"""the same page as its folder"""
_NEVER = re.compile(
    r"logout|signout|выход|delete|remove|unsubscribe|add-to-cart|add_to_cart|action=|\?add|wp-admin|/cdn-cgi/",
    re.IGNORECASE,
)


def same_host(one: str, other: str) -> bool:
    """Host and port alike, `www.` aside."""
    left, right = urlsplit(one), urlsplit(other)
    strip = [(part.hostname or "").removeprefix("www.") for part in (left, right)]
    return strip[0] == strip[1] and left.port == right.port


def clean(url: str) -> str:
    """Without fragment, tracking parameters and a trailing slash: one address per page."""
    bare = urldefrag(url).url
    bare = re.sub(r"[?&](?:utm_\w+|gclid|fbclid|yclid|ysclid|_openstat|from)=[^&]*", "", bare)
    return bare.rstrip("/") if urlsplit(bare).path not in {"", "/"} else bare.split("?")[0].rstrip("/") + "/"


def choose(home: str, links: Iterable[Sequence[str]], named: Sequence[str], most: int) -> list[str]:
    """Up to `most` pages: home, those the user named, one per key word, then others in the order found.

    `links`: (address, text) pairs of the home page or its sitemap.
    """
    chosen = [clean(home), *(clean(urljoin(home, page)) for page in named)]
    candidates = [(clean(urljoin(home, url)), text) for url, text in links if _visitable(urljoin(home, url), home)]
    for _, words, _ in KEY_PAGES:
        hit = next((url for url, text in candidates if words.search(text)), None) or next(
            (url for url, _ in candidates if words.search(urlsplit(url).path)), None
        )
        chosen += [hit] if hit else []
    chosen += [url for url, _ in candidates]
    by_page: dict[str, str] = {}
    for url in chosen:
        by_page.setdefault(_INDEX.sub("/", url), url)
    return list(by_page.values())[:most]


def _visitable(url: str, home: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.scheme in {"http", "https"}
        and same_host(url, home)
        and not _FILE.search(parts.path)
        and not _NEVER.search(url)
    )


def weight(url: str) -> int:
    """2 for pages where a missing number costs most (contacts, price, cart), else 1."""
    return max((w for _, words, w in KEY_PAGES if words.search(url)), default=1)


def sitemap_pages(xml: str) -> list[tuple[str, str]]:
    """Addresses of a sitemap as (address, "") pairs."""
    return [(found.strip(), "") for found in re.findall(r"<loc>\s*([^<]+?)\s*</loc>", xml)]


MISSING_PAGE = "shopper-looks-for-a-missing-page"
"""Appended to the home address to see the site's error page."""
