// What a person can see and reach.
const scrollX0 = window.scrollX, scrollY0 = window.scrollY;
const styles = new Map();
const styleOf = (el) => { let s = styles.get(el); if (!s) styles.set(el, (s = getComputedStyle(el))); return s; };
const hiders = new Map();
// why an element hides itself and all it holds, "" when it does not
const hides = (el) => {
  let why = hiders.get(el);
  if (why !== undefined) return why;
  const s = styleOf(el), box = el.getBoundingClientRect();
  const cut = /hidden|clip|scroll|auto/.test(s.overflowX + s.overflowY);
  if (s.display === "none") why = "display:none";
  else if (s.visibility !== "visible" && s.visibility !== "") why = "visibility";
  else if (parseFloat(s.opacity) < 0.05) why = "opacity";
  else if (cut && s.display !== "contents" && s.display !== "inline" && (box.width < 4 || box.height < 4)) why = "clipped";
  else if (/^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/.test(s.clip) || /inset\((50|100)%/.test(s.clipPath)) why = "clipped";
  else if (/scale\(0/.test(s.transform) || s.transform === "matrix(0, 0, 0, 0, 0, 0)") why = "scaled away";
  else why = "";
  hiders.set(el, why);
  return why;
};
const hiderOf = (el) => {
  const chain = [el, ...ancestors(el)].filter((p) => p !== document.documentElement && p !== document.body);
  // what is not laid out has no size either: that is not the reason
  const gone = el.getClientRects().length ? null : chain.find((p) => styleOf(p).display === "none");
  if (gone) return [gone, "display:none"];
  for (const p of chain) {
    const why = p === el && hides(p) === "clipped" ? "" : hides(p);
    // visibility can be switched on again further in: only the control's own value counts
    if (why && !(why === "visibility" && p !== el && styleOf(el).visibility === "visible")) return [p, why];
  }
  return [null, ""];
};
// the last pixels of a window hit nothing: a control there is scrolled to first
const outside = (box, edge) => { const x = box.left + box.width / 2, y = box.top + box.height / 2; return x < edge || y < edge || x > innerWidth - edge || y > innerHeight - edge; };
const floating = (el) => [el, ...ancestors(el)].some((p) => ["fixed", "sticky"].includes(styleOf(p).position));
const under = (el) => {
  const box = el.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
  let top = document.elementFromPoint(x, y);
  for (let inner = top; inner && inner.shadowRoot; top = inner) { const next = inner.shadowRoot.elementFromPoint(x, y); if (!next || next === inner) break; inner = next; }
  return top;
};
const hit = (el) => {
  if (outside(el.getBoundingClientRect(), 20)) el.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  if (outside(el.getBoundingClientRect(), 0)) return "off the page";
  let top = under(el);
  if (!top && window !== window.top) {
    // inside a frame that is itself scrolled out of sight nothing is ever hit
    el.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    top = under(el);
    if (!top) return "";
  }
  if (!top) return "nothing is hit";
  if (top === el || holds(el, top) || holds(top, el) || (el.labels && [...el.labels].some((l) => holds(l, top)))) return "";
  if (ancestors(el).slice(0, 3).some((p) => holds(p, top) && p.querySelectorAll(CONTROLS).length < 3)) return "";
  return floating(top) ? "" : "covered";
};
// "" when a person can see and reach it, else why not; `scope` tells a hidden form from a hidden control
const unseen = (el, form) => {
  const box = el.getBoundingClientRect();
  const [hider, why] = hiderOf(el);
  if (why) return { why, alone: !(form && holds(hider, form)), company: hider ? [...hider.querySelectorAll(CONTROLS)].filter(isField).length : 0 };
  if (box.width < 3 || box.height < 3) return { why: "no size", alone: true, company: 1 };
  const blocked = hit(el);
  return blocked ? { why: blocked, alone: true, company: 1 } : { why: "", alone: false, company: 0 };
};
const shown = (el) => { const box = el.getBoundingClientRect(); return box.width > 2 && box.height > 2 && !hiderOf(el)[1]; };
// hidden box, visible label or drawn substitute: people click that
const substitute = (el) => {
  if (["checkbox", "radio", "file"].includes(kindOf(el))) {
    const label = (el.labels && [...el.labels].find(shown)) || null;
    if (label) return label;
    const near = el.nextElementSibling;
    return near && ["LABEL", "SPAN", "DIV", "I"].includes(near.nodeName) && shown(near) ? near : null;
  }
  if (el.localName === "select") {
    const near = [el.nextElementSibling, el.previousElementSibling, el.parentElement].find((n) => n && shown(n) && /select|choices|dropdown|chosen|selectize|combo/i.test(classOf(n)));
    return near || null;
  }
  if (el.localName === "textarea") {
    for (let box = el.parentElement, n = 0; box && n < 3; box = box.parentElement, n++) {
      const rich = [...box.querySelectorAll("[contenteditable=''], [contenteditable=true], iframe")].filter((e) => (isField(e) || e.matches(".cke iframe, iframe[id$=_ifr], iframe[class*=wysiwyg i]")) && shown(e));
      if (rich.length) return rich.find((e) => el.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) || rich[0];
      if (box.localName === "form") return null;
    }
  }
  return isList(el) ? frameOf(el) : null;
};
// the drawn box around a list whose own input is a speck: it holds that one control
const frameOf = (el) => ancestors(el).slice(0, 4).find((p) => {
  const box = p.getBoundingClientRect();
  return box.width > 30 && box.height > 14 && shown(p) && [...p.querySelectorAll(CONTROLS)].filter((c) => isField(c) && !holds(el, c) && c.tabIndex >= 0).length < 2;
}) || null;
