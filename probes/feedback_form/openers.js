// A cookie bar in the way and, when all is wanted, links and buttons that may open a pop-up. Changes nothing.
(everything) => {
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, 80);
  const shown = (el) => { const b = el.getBoundingClientRect(); return b.width > 2 && b.height > 2 && (!el.checkVisibility || el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })); };
  const path = (el) => {
    if (el.id) { const s = "#" + CSS.escape(el.id); if (document.querySelectorAll(s).length === 1) return s; }
    if (!el.parentElement) return el.localName;
    const peers = [...el.parentElement.children].filter((c) => c.localName === el.localName);
    return `${path(el.parentElement)} > ${el.localName}${peers.length > 1 ? `:nth-of-type(${peers.indexOf(el) + 1})` : ""}`;
  };
  const textOf = (el) => clean(el.innerText || el.value || el.getAttribute("aria-label") || el.title || "");
  const links = !everything ? [] : [...document.querySelectorAll("a[href]")].map((a) => ({ text: clean(a.innerText || a.title || a.getAttribute("aria-label")), href: a.getAttribute("href") })).filter((l) => !/^(#|javascript:|tel:|mailto:)/.test(l.href)).slice(0, 400);
  const opens = (el) => {
    if (el.closest("form") && (el.type === "submit" || el.localName === "input")) return false;
    if (el.localName === "a") { const href = el.getAttribute("href") || "#"; return /^(#|javascript:)/.test(href) || ["data-toggle", "data-bs-toggle", "data-fancybox", "data-target", "data-bs-target", "data-popup", "data-modal", "data-src", "data-remodal-target"].some((a) => el.hasAttribute(a)); }
    return true;
  };
  const openers = !everything ? [] : [...document.querySelectorAll("a, button, [role=button], [data-toggle], [data-bs-toggle], [data-fancybox], [data-popup], [data-modal], [onclick], [class*=callback i], [class*=popup i], [class*=modal i], summary")]
    .filter((el) => opens(el) && shown(el) && textOf(el) && textOf(el).length < 60).map((el) => ({ text: textOf(el), selector: path(el) })).slice(0, 80);
  let bar = null;
  const REJECT = /^(reject|decline|deny|refuse|only (necessary|essential|required)|necessary only|use necessary|essential only|отклон|отказ|только необходим|не соглас|не принима|ablehnen|nur notwendige|tout refuser|refuser|rechazar)/i;
  const KNOWN = "#onetrust-reject-all-handler, #CybotCookiebotDialogBodyButtonDecline, .cc-deny, .cmplz-deny, [data-cky-tag=reject-button], .fc-cta-do-not-consent, #cookiescript_reject, .cky-btn-reject, .osano-cm-denyAll, .iubenda-cs-reject-btn, .js-cookie-decline";
  const spoken = document.body && /cookie|куки|кук[иа]\b/i.test(document.body.textContent);
  for (const el of spoken ? document.querySelectorAll("div, section, aside, dialog, footer, form") : []) {
    if (!/cookie|куки|кук[иа]\b/i.test(el.textContent.slice(0, 3000)) || el.textContent.length > 3000) continue;
    if (!["fixed", "sticky"].includes(getComputedStyle(el).position) || !shown(el)) continue;
    const known = el.querySelector(KNOWN);
    const reject = known || [...el.querySelectorAll("button, a, [role=button], input[type=button]")].find((b) => shown(b) && REJECT.test(textOf(b)));
    bar = { selector: path(el), reject: reject ? path(reject) : "" };
    break;
  }
  return { links, openers, bar };
}
