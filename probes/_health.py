"""Is a page up, fast and sound? Status, times, certificate, mixed content, script errors, layout on the phone.

Passive: it opens the page once per profile and looks. Rules H1–H7.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import ConsoleMessage, Error, Request, Response

from monitor.domain.finding import Finding, Gravity
from probes._base import NewContext

SLOW_SECONDS, VERY_SLOW_SECONDS = 4.0, 10.0
WARN_BEFORE, SHOUT_BEFORE = timedelta(days=21), timedelta(days=7)
DOMAIN_WARN, DOMAIN_SHOUT = timedelta(days=30), timedelta(days=10)
_WHY = {
    "ERR_CERT_DATE_INVALID": ("its certificate has ended or not begun", "его сертификат кончился или ещё не начался"),
    "ERR_CERT_COMMON_NAME_INVALID": ("its certificate is for another name", "его сертификат выдан на другое имя"),
    "ERR_CERT": ("browsers do not trust its certificate", "браузеры не доверяют его сертификату"),
    "ERR_NAME_NOT_RESOLVED": ("its name is not known", "такого имени нет"),
    "ERR_CONNECTION_REFUSED": ("nobody answers there", "там никто не отвечает"),
    "Timeout": ("it takes longer than half a minute", "она грузится дольше полминуты"),
}
_TIMES = """() => { const n = performance.getEntriesByType('navigation')[0] || {};
  return {first_byte: (n.responseStart || 0) / 1000, loaded: (n.loadEventEnd || n.domContentLoadedEventEnd || 0) / 1000,
    width: Math.max(document.documentElement.scrollWidth, document.body ? document.body.scrollWidth : 0), view: innerWidth, screen: screen.width}; }"""

RULES = {
    "H1": (Gravity.CRITICAL, "The page does not open ({why}): look at the server.", "Страница не открывается ({why_ru}): проверьте сервер."),
    "H2": (Gravity.MINOR, "The page takes {seconds} s to load: visitors leave after 3, make it lighter.", "Страница грузится {seconds} с: после трёх уходят, облегчите её."),
    "H3": (Gravity.MAJOR, "The certificate ends on {day}: renew it, afterwards browsers warn visitors off.", "Сертификат кончается {day}: продлите, иначе браузеры станут пугать посетителей."),
    "H4": (Gravity.MAJOR, "The secure page loads {n} things over plain http ({example}): browsers block them, use https.", "Защищённая страница берёт {n} файлов по http ({example}): браузеры их блокируют, перейдите на https."),
    "H5": (Gravity.MINOR, "Scripts fail on the page ({example}): what they should do does not happen.", "На странице падают скрипты ({example}): то, что они должны делать, не происходит."),
    "H7": (Gravity.MAJOR, "The domain name is registered until {day} only: renew it, or the site and its mail are gone.", "Домен оплачен только до {day}: продлите, иначе пропадут и сайт, и почта."),
    "H6": (Gravity.MINOR, "On a phone the page is {width} px wide on a screen of {view}: visitors must scroll sideways.", "На телефоне страница шириной {width} px при экране {view}: приходится прокручивать вбок."),
}  # fmt: skip


async def health(open_context: NewContext, url: str, profile: str, *, timeout_ms: int = 30_000) -> dict[str, Any]:
    """Facts of one opening: status, error, seconds, certificate end (unix), http requests, script errors, widths."""
    context = await open_context(profile)
    facts: dict[str, Any] = {
        "url": url,
        "profile": profile,
        "status": 0,
        "error": "",
        "certificate_until": None,
        "insecure": [],
        "script_errors": [],
    }
    try:
        page = await context.new_page()
        page.on("request", lambda request: _note_insecure(facts, request))
        page.on("console", lambda message: _note_error(facts, message))
        page.on("pageerror", lambda error: facts["script_errors"].append(str(error)[:160]))
        response = await page.goto(url, wait_until="load", timeout=timeout_ms)
        facts |= await page.evaluate(_TIMES)
        if response is not None:
            facts["status"] = response.status
            facts["certificate_until"] = await _certificate_until(response)
    except Error as fault:
        facts["error"] = str(fault).split("\n", 1)[0][:200]
    finally:
        await context.close()
    return facts


def _note_insecure(facts: dict[str, Any], request: Request) -> None:
    if facts["url"].startswith("https:") and request.url.startswith("http:"):
        facts["insecure"].append(request.url[:160])


def _note_error(facts: dict[str, Any], message: ConsoleMessage) -> None:
    # a missing picture or icon is no script's failure
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        facts["script_errors"].append(message.text[:160])


async def _certificate_until(response: Response) -> float | None:
    details = await response.security_details()
    return details.get("validTo") if details else None


def health_findings(facts: Mapping[str, Any], now: datetime) -> list[Finding]:
    """H findings of one opening."""
    if facts["error"] or facts["status"] >= 400:
        why, why_ru = next((words for mark, words in _WHY.items() if mark in facts["error"]), (facts["error"],) * 2)
        status = f"HTTP {facts['status']}"
        return [_finding("H1", facts, why=why or status, why_ru=why_ru or status)]
    found = []
    if facts["loaded"] > SLOW_SECONDS:
        gravity = Gravity.MAJOR if facts["loaded"] > VERY_SLOW_SECONDS else None
        found.append(_finding("H2", facts, gravity, seconds=f"{facts['loaded']:.1f}"))
    if facts["certificate_until"] and facts["profile"] == "desktop":
        until = datetime.fromtimestamp(facts["certificate_until"], UTC)
        if until - now < WARN_BEFORE:
            found.append(
                _finding(
                    "H3", facts, Gravity.CRITICAL if until - now < SHOUT_BEFORE else None, day=until.date().isoformat()
                )
            )
    if facts["insecure"] and facts["profile"] == "desktop":
        found.append(_finding("H4", facts, n=str(len(facts["insecure"])), example=facts["insecure"][0]))
    if facts["script_errors"]:
        found.append(_finding("H5", facts, example=facts["script_errors"][0]))
    if facts["profile"] == "phone" and facts["width"] > facts["view"] + 4 and facts["view"] <= facts["screen"]:
        found.append(_finding("H6", facts, width=str(facts["width"]), view=str(facts["view"])))
    return found


def domain_findings(url: str, until: datetime | None, now: datetime) -> list[Finding]:
    """H7 of a site: its registration is about to end (None = not known: nothing is said)."""
    if until is None or until - now >= DOMAIN_WARN:
        return []
    gravity = Gravity.CRITICAL if until - now < DOMAIN_SHOUT else None
    return [_finding("H7", {"url": url, "profile": ""}, gravity, day=until.date().isoformat())]


def _finding(rule: str, facts: Mapping[str, Any], gravity: Gravity | None = None, **said: str) -> Finding:
    usual, en, ru = RULES[rule]
    return Finding(
        rule=rule,
        gravity=gravity or usual,
        en=en.format_map(said),
        ru=ru.format_map(said),
        page=facts["url"],
        profile=facts["profile"],
        facts={key: value for key, value in said.items() if not key.endswith("_ru")},
    )
