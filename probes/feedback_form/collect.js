// Lists every form and formless cluster of a frame as plain data: what a person reads, what the code
// says, what can be seen. It scrolls (for the hit test) and puts the scroll back; it changes nothing.
() => {
  const MAX_TEXT = 300;
  const BLOCKS = new Set(("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BR CENTER DD DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 " +
    "H4 H5 H6 HEADER HR LEGEND LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TH TR UL CAPTION SUMMARY DETAILS").split(" "));
  const SILENT = new Set("SCRIPT STYLE NOSCRIPT TEMPLATE SVG OPTION OPTGROUP DATALIST HEAD TITLE CANVAS OBJECT IFRAME".split(" "));
  const NOT_FIELDS = new Set(["hidden", "submit", "button", "image", "reset"]);
  const BUTTONS = "button, input[type=submit], input[type=button], input[type=image], [role=button], a, [class*=btn], [class*=button], [class*=submit], [onclick]";
  const CONTROLS = "input, select, textarea, [contenteditable=''], [contenteditable=true], [role=combobox], [role=textbox]";
  const HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading], [class*=title], [class*=heading], [class*=header], [class*=caption], legend, caption";

  const clean = (text) => (text || "").replace(/[\s\u00a0\u200b\ufeff]+/g, " ").trim().slice(0, MAX_TEXT);
  const attr = (el, name) => clean(el.getAttribute(name));
  const kindOf = (el) => (el.getAttribute("type") || "").toLowerCase();
  const classOf = (el) => (typeof el.className === "string" ? el.className : attr(el, "class")).slice(0, 200);

  const roots = [];
  const findRoots = (root) => {
    roots.push(root);
    for (const el of root.querySelectorAll("*")) if (el.shadowRoot) findRoots(el.shadowRoot);
  };
  findRoots(document);
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  // closest() and contains() that see through open shadow roots
  const parentOf = (el) => el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const ancestors = (el) => { const out = []; for (let p = parentOf(el); p; p = parentOf(p)) out.push(p); return out; };
  const holds = (outer, el) => { for (let p = el; p; p = parentOf(p)) if (p === outer) return true; return false; };

  // ---- selectors -------------------------------------------------------------------------------
  const path = (el, root) => {
    const tag = el.localName;
    if (el.id) { const byId = "#" + CSS.escape(el.id); if (root.querySelectorAll(byId).length === 1) return byId; }
    const name = el.getAttribute("name");
    if (name && tag !== "form") {
      const byName = `${tag}[name="${CSS.escape(name)}"]`;
      if (root.querySelectorAll(byName).length === 1) return byName;
    }
    const parent = el.parentElement;
    if (!parent) { const peers = [...root.children].filter((c) => c.localName === tag); return peers.length > 1 ? `${tag}:nth-of-type(${peers.indexOf(el) + 1})` : tag; }
    const peers = [...parent.children].filter((c) => c.localName === tag);
    return `${path(parent, root)} > ${tag}${peers.length > 1 ? `:nth-of-type(${peers.indexOf(el) + 1})` : ""}`;
  };
  const selectorOf = (el) => {
    const root = el.getRootNode();
    return root instanceof ShadowRoot ? `${selectorOf(root.host)} >> ${path(el, root)}` : path(el, root);
  };

  // ---- text as it is read: one stream of words, breaks, controls and buttons --------------------
  const isField = (el) => el.matches(CONTROLS) && !(el.localName === "input" && NOT_FIELDS.has(kindOf(el)));
  const stream = [];
  const placeOf = new Map();
  // whose words these are: a label tied to one control says nothing about its neighbours (unless the page
  // ties several labels to the same control, which is a slip of copying)
  const ownerOf = (label) => (label.htmlFor && label.control && label.control.labels.length < 2 ? label.control : null);
  const read = (node, of) => {
    if (node.nodeType === 3) { const text = node.data.replace(/[\s\u00a0]+/g, " "); if (text.trim()) stream.push({ text, of }); return; }
    if (node.nodeType !== 1 || SILENT.has(node.nodeName.toUpperCase())) return;
    if (node.nodeName === "IMG") { if (clean(node.alt).length > 1) stream.push({ text: clean(node.alt) }); return; }
    const field = isField(node);
    if (field || node.localName === "select") { placeOf.set(node, stream.length); stream.push({ field: node }); if (field && !node.shadowRoot && node.getAttribute("role") !== "combobox") return; }
    if (node.localName === "button" || (node.localName === "input" && NOT_FIELDS.has(kindOf(node)))) { if (kindOf(node) !== "hidden") stream.push({ button: node }); return; }
    const block = BLOCKS.has(node.nodeName);
    if (block) stream.push({ gap: node.nodeName === "FORM" ? "form" : "line" });
    const whose = node.localName === "label" ? ownerOf(node) : of;
    for (const child of node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes) read(child, whose);
    if (block) stream.push({ gap: node.nodeName === "FORM" ? "form" : "line" });
  };
  if (document.body) read(document.body, null);

  const wordsAround = (el) => {
    const at = placeOf.get(el);
    const words = { beside: "", before: [], after: "", next: "", crowded: false };
    if (at === undefined) return words;
    const join = (parts) => clean(parts.join(" "));
    let i = at - 1, line = [];
    for (; i >= 0 && stream[i].text; i--) line.unshift(stream[i].text);
    words.beside = join(line);
    line = [];
    for (; i >= 0 && at - i < 60 && words.before.length < 3; i--) {
      const item = stream[i];
      if (item.text) { if (!item.of || item.of === el) line.unshift(item.text); continue; }
      if (line.length) { words.before.push(join(line)); line = []; }
      if (item.field) { words.crowded = true; break; }
      if (item.button || item.gap === "form") break;
    }
    if (line.length && words.before.length < 3) words.before.push(join(line));
    line = [];
    for (i = at + 1; i < stream.length && stream[i].text; i++) line.push(stream[i].text);
    words.after = join(line);
    line = [];
    for (; i < stream.length && i - at < 30; i++) {
      const item = stream[i];
      if (item.text) line.push(item.text);
      else if (line.length || item.field || item.button || item.gap === "form") break;
    }
    words.next = join(line);
    return words;
  };

  const textOf = (el) => {
    let out = "";
    const take = (node) => {
      if (node.nodeType === 3) out += node.data;
      else if (node.nodeType === 1 && !SILENT.has(node.nodeName.toUpperCase()) && !["SELECT", "TEXTAREA", "BUTTON"].includes(node.nodeName)) {
        if (BLOCKS.has(node.nodeName)) out += " ";
        node.childNodes.forEach(take);
        if (BLOCKS.has(node.nodeName)) out += " ";
      }
    };
    take(el);
    return clean(out);
  };
  const hasControl = (el) => [...el.querySelectorAll(CONTROLS)].some(isField);

  const cellLabel = (el) => {
    const cell = el.closest("td, th");
    const row = cell && cell.parentElement;
    if (!row || row.localName !== "tr") return "";
    for (let c = cell.previousElementSibling; c; c = c.previousElementSibling) {
      if (hasControl(c)) break;
      const text = textOf(c);
      if (text) return text;
    }
    const column = [...row.children].indexOf(cell);
    for (let above = row.previousElementSibling, n = 0; above && n < 30; above = above.previousElementSibling, n++) {
      const head = above.children[column];
      if (!head || above.children.length !== row.children.length) return "";
      if (!hasControl(above)) return textOf(head);
      if (n === 0 && row.children.length < 2) return "";
    }
    return "";
  };

  const referenced = (el, name) => clean(attr(el, name).split(" ").map((id) => { const t = id && el.getRootNode().getElementById && el.getRootNode().getElementById(id); return t ? textOf(t) : ""; }).join(" "));
  const labelText = (el) => {
    if (el.labels && el.labels.length) return clean([...el.labels].map(textOf).join(" "));
    const wrap = el.closest("label");
    return wrap ? textOf(wrap) : "";
  };
  // a label that stands alone in the control's own small box, tied to it by nothing but nearness
  const looseLabel = (el) => {
    for (let box = el.parentElement, n = 0; box && n < 3; box = box.parentElement, n++) {
      if ([...box.querySelectorAll(CONTROLS)].filter(isField).length > 1) return "";
      const label = [...box.querySelectorAll("label")].find((l) => !l.htmlFor || !l.control);
      if (label && textOf(label)) return textOf(label);
    }
    return "";
  };
  const groupText = (el) => {
    const group = el.closest("fieldset, [role=group], [role=radiogroup]");
    if (!group) return "";
    const legend = group.querySelector("legend");
    return legend ? textOf(legend) : referenced(group, "aria-labelledby") || attr(group, "aria-label");
  };

  // the boxes that hold this one control and no other: their classes, and all that is written in them
  const ownBoxes = (el) => {
    const out = { classes: "", text: "" };
    for (let box = el.parentElement, n = 0; box && n < 4 && box.localName !== "form"; box = box.parentElement, n++) {
      if ([...box.querySelectorAll(CONTROLS)].filter(isField).length > 1) break;
      out.classes += " " + classOf(box);
      out.text = textOf(box);
    }
    return out;
  };

  // ---- what can be seen --------------------------------------------------------------------------
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
        const rich = box.querySelector("[contenteditable=''], [contenteditable=true], iframe[class*=wysiwyg], iframe[id$=_ifr], .cke iframe");
        if (rich && shown(rich)) return rich;
        if (box.localName === "form") return null;
      }
    }
    return null;
  };

  // ---- controls ----------------------------------------------------------------------------------
  const REQUIRED = /(^|[\s_-])(required|req|mandatory|obligatory|validates-as-required|must)([\s_-]|$)/i;
  const controlData = (el, form) => {
    const seen = unseen(el, form);
    const proxy = seen.why ? substitute(el) : null;
    const around = wordsAround(el), boxes = ownBoxes(el);
    const listed = attr(el, "role") === "combobox" && (el.readOnly || el.getAttribute("aria-haspopup") === "listbox" || Boolean(el.getAttribute("aria-controls")));
    const kind = el.localName === "input" ? (listed && el.type === "text" ? "combobox" : el.type) : el.localName === "select" || el.localName === "textarea" ? el.localName : attr(el, "role") === "combobox" ? "combobox" : "rich";
    const label = labelText(el);
    const wrapper = el.closest("[class*=field], [class*=group], [class*=item], [class*=row], p, li, td, div") || el;
    const stars = [label, around.beside, ...around.before.slice(0, 1), cellLabel(el), around.after, attr(el, "placeholder"), textOf(wrapper).slice(0, 80)];
    const required = el.required || attr(el, "aria-required") === "true" || attr(el, "data-required") === "true" || attr(el, "data-tilda-req") === "1" || REQUIRED.test(classOf(el)) || (hasControl(wrapper) && wrapper.querySelectorAll(CONTROLS).length < 3 && REQUIRED.test(classOf(wrapper))) || el.hasAttribute("data-val-required");
    return {
      selector: selectorOf(el), eid: el.getAttribute("data-eid") || "", tag: el.localName, kind,
      named: referenced(el, "aria-labelledby"), label, aria: attr(el, "aria-label"), loose: looseLabel(el),
      placeholder: attr(el, "placeholder") || attr(el, "data-placeholder"), title: attr(el, "title"), cell: cellLabel(el),
      beside: around.beside, before: around.before, crowded: around.crowded, after: around.after, next: around.next, group: groupText(el),
      described: referenced(el, "aria-describedby"), value: ["text", "email", "tel", "textarea", ""].includes(kind) ? clean(el.defaultValue) : attr(el, "value"),
      name: attr(el, "name"), id: el.id || "", cls: classOf(el), data: (el.localName === "input" && kindOf(el) && kindOf(el) !== el.type ? kindOf(el) : "") || attr(el, "data-name") || attr(el, "data-label") || attr(el, "data-field") || attr(el, "data-type"),
      boxes: clean(boxes.classes), boxed: boxes.text, wrap: wrapper === el ? "" : classOf(wrapper), inputmode: attr(el, "inputmode"), autocomplete: attr(el, "autocomplete").toLowerCase(), pattern: attr(el, "pattern"),
      mask: attr(el, "data-mask") || attr(el, "data-inputmask") || attr(el, "data-phonemask") || attr(el, "data-tilda-mask"), maxlength: el.maxLength > 0 ? el.maxLength : 0, min: attr(el, "min"), max: attr(el, "max"),
      required: Boolean(required), must: Boolean(el.required), starred: stars.some((t) => /\*/.test(t || "")),
      options: el.localName === "select" ? [...el.options].slice(0, 60).map((o) => ({ text: clean(o.text), value: o.value, disabled: o.disabled })) : [],
      checked: Boolean(el.checked), disabled: Boolean(el.disabled), readonly: Boolean(el.readOnly), width: Math.round(el.getBoundingClientRect().width), height: Math.round(el.getBoundingClientRect().height),
      visible: !seen.why || Boolean(proxy), unseen: seen.why, alone: seen.alone, company: seen.company, proxy: proxy ? selectorOf(proxy) : "", rich: Boolean(proxy) && el.localName === "textarea",
      ariaHidden: Boolean(el.closest("[aria-hidden=true]")) && !el.closest("[role=dialog], [class*=modal], [class*=popup], [id*=modal], [id*=popup]"), tabindex: attr(el, "tabindex"), invalid: false,
    };
  };

  // ---- forms and formless clusters ---------------------------------------------------------------
  const buttonText = (el) => clean(el.value && el.localName === "input" ? el.value : textOf2(el)) || attr(el, "aria-label") || attr(el, "title") || attr(el, "alt") || clean([...el.querySelectorAll("img[alt]")].map((i) => i.alt).join(" "));
  const textOf2 = (el) => clean(el.textContent);
  const buttonLike = (el) => {
    const tag = el.localName, kind = kindOf(el);
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
  const fieldsIn = (box) => all(CONTROLS).filter((el) => isField(el) && holds(box, el));
  const outermost = (els) => els.filter((el) => !els.some((o) => o !== el && holds(o, el)));
  const formData = (box, controls, formless) => {
    const inside = formless ? all(BUTTONS).filter((b) => holds(box, b)) : [...new Set([...box.elements].filter((e) => e.matches("button, input")).concat(all(BUTTONS).filter((b) => holds(box, b))))];
    const hiddenInputs = [...box.querySelectorAll("input[type=hidden]")].map((h) => h.name).filter(Boolean).slice(0, 40);
    return {
      selector: selectorOf(box), efid: box.getAttribute("data-efid") || (formless && box.closest("[data-efid]") ? box.closest("[data-efid]").getAttribute("data-efid") : "") || "", formless, tag: box.localName,
      id: box.id || "", name: attr(box, "name"), cls: classOf(box), role: attr(box, "role"), aria: attr(box, "aria-label") || referenced(box, "aria-labelledby"), data: attr(box, "data-form-type") || attr(box, "data-name") || attr(box, "data-form"),
      action: formless ? "" : clean(box.getAttribute("action")), target: formless ? "" : attr(box, "target"), method: formless ? "" : (box.getAttribute("method") || "get").toLowerCase(),
      heading: headingOf(box, controls[0]), intro: introOf(controls[0]), text: textOf(box), zone: zoneOf(box), visible: controls.some(shown), hiddenNames: hiddenInputs,
      wide: !formless && (box.querySelector("nav, header, footer, h1") !== null) && controls.length > 3,
      controls: controls.map((c) => controlData(c, box)), buttons: outermost(inside.filter(buttonLike)).slice(0, 20).map(buttonData),
      fields: [...new Set([...box.querySelectorAll("[class*=rating], [class*=stars], [itemprop=price], [class*=price]")].map((e) => /price/i.test(classOf(e)) ? "price" : "rating"))],
    };
  };

  const combos = all("[role=combobox]:not(input):not(select)");
  const fields = all(CONTROLS).filter((el) => isField(el) && !el.closest("noscript") && !combos.some((c) => c !== el && holds(c, el)) && el.disabled !== "x");
  const owned = new Map();
  const loose = [];
  for (const el of fields) {
    const form = el.form || el.closest("form") || ancestors(el).find((a) => a.localName === "form");
    if (form) owned.set(form, [...(owned.get(form) || []), el]); else loose.push(el);
  }
  const clusters = new Map();
  for (const el of loose) {
    const box = ancestors(el).find((p) => p !== document.body && [...p.querySelectorAll(BUTTONS)].some((b) => buttonLike(b) && buttonText(b).length > 1)) || el.closest("section, main, article, div") || document.body;
    clusters.set(box, [...(clusters.get(box) || []), el]);
  }
  const boxes = [...clusters.keys()];
  for (const box of boxes) {
    const outer = boxes.find((o) => o !== box && clusters.has(o) && holds(o, box));
    if (outer) { clusters.set(outer, fields.filter((f) => clusters.get(outer).includes(f) || clusters.get(box).includes(f))); clusters.delete(box); }
  }
  const forms = [
    ...[...owned].map(([form, own]) => ({ el: form, data: formData(form, own, false) })),
    ...[...clusters].map(([box, own]) => ({ el: box, data: formData(box, own, true) })),
  ].sort((a, b) => (a.el.compareDocumentPosition(b.el) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1)).map((f) => f.data);

  // ---- captchas, frames, page --------------------------------------------------------------------
  const CAPTCHAS = [
    ["recaptcha", ".g-recaptcha:not([data-size=invisible]), iframe[src*='recaptcha/api2/anchor']:not([src*='size=invisible']), iframe[src*='recaptcha/enterprise/anchor']:not([src*='size=invisible'])"],
    ["recaptcha_invisible", ".grecaptcha-badge, .g-recaptcha[data-size=invisible], script[src*='recaptcha/api.js?render='], script[src*='recaptcha/enterprise.js?render=']"],
    ["hcaptcha", ".h-captcha, iframe[src*='hcaptcha.com']"],
    ["turnstile", ".cf-turnstile, iframe[src*='challenges.cloudflare.com']"],
    ["smartcaptcha", ".smart-captcha, [id*=smartcaptcha], iframe[src*='smartcaptcha']"],
    ["geetest", ".geetest_holder, .geetest_btn"],
    ["friendly", ".frc-captcha"],
    ["picture", "img[src*=captcha i], img[id*=captcha i], img[class*=captcha i], img[alt*=captcha i], input[name=captcha_sid], img[src*=kcaptcha i], img[src*=securimage i]"],
  ];
  const formEls = [...owned.keys(), ...clusters.keys()];
  const captchas = [];
  for (const [kind, selector] of CAPTCHAS) {
    for (const el of all(selector)) {
      const home = formEls.find((f) => holds(f, el));
      captchas.push({ kind, selector: selectorOf(el), form: home ? selectorOf(home) : "", visible: el.localName !== "script" && shown(el) });
    }
  }
  const canonical = document.querySelector("link[rel=canonical]");
  window.scrollTo({ left: scrollX0, top: scrollY0, behavior: "instant" });
  const h1 = document.querySelector("h1");
  return {
    url: location.href, canonical: canonical ? canonical.getAttribute("href") || "" : "", title: clean(document.title), h1: h1 ? textOf(h1) : "", language: (document.documentElement.lang || "").toLowerCase().slice(0, 5),
    text: clean(document.body ? document.body.innerText.slice(0, 2000) : ""), words: document.body ? document.body.innerText.length : 0, forms, captchas,
  };
}
