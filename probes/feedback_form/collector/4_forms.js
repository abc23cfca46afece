// Forms and formless clusters as plain data.
const buttonText = (el) => clean(el.value && el.localName === "input" ? el.value : textOf2(el)) || attr(el, "aria-label") || attr(el, "title") || attr(el, "alt") || clean([...el.querySelectorAll("img[alt]")].map((i) => i.alt).join(" "));
const textOf2 = (el) => clean(el.textContent);
const buttonLike = (el) => {
  const tag = el.localName, kind = kindOf(el);
  if (isList(el)) return false;
  if (tag === "button" || attr(el, "role") === "button") return true;
  if (tag === "input") return ["submit", "button", "image"].includes(kind);
  if (tag === "label" || tag === "form" || hasControl(el) || isField(el)) return false;
  if (tag === "a") return /btn|button|submit|send|knopk/i.test(classOf(el) + el.id) || /^(javascript:|#$)/.test(el.getAttribute("href") || "x") || el.hasAttribute("onclick");
  return buttonText(el).length > 1 && buttonText(el).length < 40 && !el.querySelector("button, input, a, p, li, h1, h2, h3") && (styleOf(el).cursor === "pointer" || el.hasAttribute("onclick"));
};
const buttonData = (el) => ({
  selector: selectorOf(el), text: buttonText(el).slice(0, 80), tag: el.localName, kind: kindOf(el) || (el.localName === "button" ? "submit" : ""), cls: classOf(el), name: attr(el, "name"),
  visible: shown(el), disabled: Boolean(el.disabled),
});
const zoneOf = (el) => {
  for (const p of [el, ...ancestors(el)]) {
    const mark = `${p.id} ${classOf(p)}`;
    if (p.localName === "dialog" || attr(p, "role") === "dialog" || /(^|[\s_-])(modal|popup|pop-up|fancybox|lightbox|dialog|mfp|overlay|offcanvas)/i.test(mark)) return "dialog";
    if (p.localName === "footer" || attr(p, "role") === "contentinfo" || /(^|[\s_-])(footer|podval|bottom)([\s_-]|$)/i.test(mark)) return "footer";
    if (p.localName === "header" && !ancestors(p).some((a) => ["main", "article", "section"].includes(a.localName))) return "header";
    if (p.localName === "nav" || attr(p, "role") === "navigation") return "header";
    if (p.localName === "aside" || /(^|[\s_-])(sidebar|side-bar|aside)([\s_-]|$)/i.test(mark)) return "aside";
  }
  return "main";
};
const everyField = all(CONTROLS).filter(isField);
const headingOf = (box, first) => {
  const before = (el, mark) => Boolean(el.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING);
  // a heading that another form's fields separate from ours is that form's heading
  const nearer = (h) => !everyField.some((f) => before(h, f) && before(f, first) && !box.contains(f));
  const usable = (h) => { const t = textOf(h); return t && t.length < 160 && !hasControl(h); };
  const inner = [...box.querySelectorAll(HEADINGS)].filter((h) => usable(h) && before(h, first));
  const out = inner.slice(0, 2).map(textOf);
  for (let p = box, n = 0; p && p !== document.documentElement && n < 7; p = parentOf(p), n++) {
    const above = [...p.querySelectorAll(HEADINGS)].filter((h) => !box.contains(h) && usable(h) && before(h, box) && !h.closest("header, nav, footer") && nearer(h));
    if (!above.length) continue;
    const real = above.filter((h) => /^h\d$/i.test(h.localName)).pop();
    out.push(...new Set([above[above.length - 1], real].filter(Boolean).map(textOf)));
    break;
  }
  return clean(out.join(" · "));
};
const introOf = (first) => {
  const at = placeOf.get(first);
  if (at === undefined) return "";
  const lines = [];
  let line = [];
  for (let i = at - 1; i >= 0 && at - i < 40 && lines.length < 4; i--) {
    if (stream[i].text) line.unshift(stream[i].text);
    else { if (line.length) lines.unshift(clean(line.join(" "))); line = []; if (stream[i].field || stream[i].button) break; }
  }
  return clean(lines.join(" · "));
};
const outermost = (els) => els.filter((el) => !els.some((o) => o !== el && holds(o, el)));
const formData = (box, controls, formless) => {
  const inside = formless ? all(BUTTONS).filter((b) => holds(box, b)) : [...new Set([...box.elements].filter((e) => e.matches("button, input")).concat(all(BUTTONS).filter((b) => holds(box, b))))];
  const data = controls.map((c) => controlData(c, box));
  const standIns = new Set(data.filter((c) => c.rich).map((c) => c.proxy));
  const hiddenInputs = [...box.querySelectorAll("input[type=hidden]")].map((h) => h.name).filter(Boolean).slice(0, 40);
  return {
    selector: selectorOf(box), efid: box.getAttribute("data-efid") || (formless && box.closest("[data-efid]") ? box.closest("[data-efid]").getAttribute("data-efid") : "") || "", formless, tag: box.localName,
    id: box.id || "", name: attr(box, "name"), cls: classOf(box), role: attr(box, "role"), aria: attr(box, "aria-label") || referenced(box, "aria-labelledby"), data: attr(box, "data-form-type") || attr(box, "data-name") || attr(box, "data-form"),
    action: formless ? "" : clean(box.getAttribute("action")), target: formless ? "" : attr(box, "target"), method: formless ? "" : (box.getAttribute("method") || "get").toLowerCase(),
    heading: controls.length ? headingOf(box, controls[0]) : "", intro: introOf(controls[0]), text: textOf(box), zone: zoneOf(box), visible: controls.some(shown) || data.some((c) => c.proxy), hiddenNames: hiddenInputs,
    controls: data.filter((c) => !standIns.has(c.selector)), buttons: outermost(inside.filter(buttonLike)).slice(0, 20).map(buttonData),
    fields: [...new Set([...box.querySelectorAll("[class*=rating], [class*=stars], [itemprop=price], [class*=price]")].map((e) => /price/i.test(classOf(e)) ? "price" : "rating"))],
  };
};

const lists = all("[role=combobox], [aria-haspopup=listbox]").filter((el) => el.localName !== "input" && el.localName !== "select");
// what stands in an editor's toolbar is a tool
const isTool = (el) => Boolean(el.closest("[role=toolbar]") || (isList(el) && el.closest("[role=application]")));
const fields = all(CONTROLS).filter((el) => isField(el) && !isTool(el) && !el.closest("noscript") && !lists.some((c) => c !== el && holds(c, el)));
// controls by the nearest box that has a button of its own; boxes within boxes count once, `top` holds what is left
const byButton = (els, top) => {
  const found = new Map();
  const add = (box, own) => found.set(box, fields.filter((f) => own.includes(f) || (found.get(box) || []).includes(f)));
  for (const el of els) {
    const inner = ancestors(el).filter((p) => p !== document.body && p !== top && (!top || holds(top, p)));
    add(inner.find((p) => [...p.querySelectorAll(BUTTONS)].some((b) => buttonLike(b) && buttonText(b).length > 1)) || top || el.closest("section, main, article, div") || document.body, [el]);
  }
  for (const box of [...found.keys()]) {
    const outer = [...found.keys()].find((o) => o !== box && o !== top && holds(o, box));
    if (outer) { add(outer, found.get(box)); found.delete(box); }
  }
  return found;
};
// one form element around the whole page (old server frameworks): its parts are what people take for forms
const partsOf = (form, own) => {
  if (own.length < 4 || !form.querySelector("nav, header, footer, [id*=header i], [id*=footer i], [class*=header i], [class*=footer i]")) return null;
  const parts = byButton(own, form);
  const sends = (b) => buttonLike(b) && !(kindOf(b) === "button" && !b.hasAttribute("onclick"));
  const stray = parts.has(form) && [...form.querySelectorAll(BUTTONS)].some((b) => sends(b) && ![...parts.keys()].some((box) => box !== form && holds(box, b)));
  const typed = [...parts.values()].filter((els) => els.some((e) => !["checkbox", "radio", "file"].includes(kindOf(e)) && e.localName !== "select"));
  return stray || typed.length < 2 ? null : parts;
};
const owned = new Map(all("form").map((form) => [form, []]));
const loose = [];
for (const el of fields) {
  const form = el.form || el.closest("form") || ancestors(el).find((a) => a.localName === "form");
  if (form) owned.set(form, [...(owned.get(form) || []), el]); else loose.push(el);
}
const clusters = byButton(loose, null);
const found = [...clusters].filter(([, own]) => !own.every(isList)).map(([box, own]) => ({ el: box, data: formData(box, own, true) }));
for (const [form, own] of owned) {
  const whole = { action: clean(form.getAttribute("action")), target: attr(form, "target"), method: (form.getAttribute("method") || "get").toLowerCase() };
  const parts = partsOf(form, own);
  if (!parts) found.push({ el: form, data: formData(form, own, false) });
  else for (const [box, some] of parts) found.push({ el: box, data: { ...formData(box, some, true), ...whole, formless: false, part: true } });
}
const forms = found.sort((a, b) => (a.el.compareDocumentPosition(b.el) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1)).map((f) => f.data);
