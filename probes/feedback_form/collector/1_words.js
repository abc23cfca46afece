// Names of things and the text of a page as it is read: one stream of words, breaks, controls and buttons.
const MAX_TEXT = 300;
const BLOCKS = new Set(("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BR CENTER DD DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 " +
  "H4 H5 H6 HEADER HR LEGEND LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TH TR UL CAPTION SUMMARY DETAILS").split(" "));
const SILENT = new Set("SCRIPT STYLE NOSCRIPT TEMPLATE SVG OPTION OPTGROUP DATALIST HEAD TITLE CANVAS OBJECT IFRAME".split(" "));
const NOT_FIELDS = new Set(["hidden", "submit", "button", "image", "reset"]);
const BUTTONS = "button, input[type=submit], input[type=button], input[type=image], [role=button], a, [class*=btn], [class*=button], [class*=submit], [onclick]";
const CONTROLS = "input, select, textarea, [contenteditable=''], [contenteditable=true], [role=combobox], [role=textbox], button[aria-haspopup=listbox], [role=button][aria-haspopup=listbox], iframe";
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
// editors that live in a frame of their own: the frame is the control
const isEditor = (el) => { const inner = el.contentDocument; return Boolean(inner && inner.body && (inner.designMode === "on" || inner.body.isContentEditable)); };
const isField = (el) => (el.localName === "iframe" ? isEditor(el) : el.matches(CONTROLS) && el !== document.body && !(el.localName === "input" && NOT_FIELDS.has(kindOf(el))));
const isList = (el) => attr(el, "role") === "combobox" || attr(el, "aria-haspopup") === "listbox";
const stream = [];
const placeOf = new Map();
// whose words these are: a label tied to one control says nothing about its neighbours (unless the page
// ties several labels to the same control, which is a slip of copying)
const ownerOf = (label) => (label.htmlFor && label.control && label.control.labels.length < 2 ? label.control : null);
const read = (node, of) => {
  if (node.nodeType === 3) { const text = node.data.replace(/[\s\u00a0]+/g, " "); if (text.trim()) stream.push({ text, of }); return; }
  if (node.nodeType !== 1 || (SILENT.has(node.nodeName.toUpperCase()) && !isField(node))) return;
  if (node.nodeName === "IMG") { if (clean(node.alt).length > 1) stream.push({ text: clean(node.alt) }); return; }
  const field = isField(node);
  if (field || node.localName === "select") { placeOf.set(node, stream.length); stream.push({ field: node }); if (field && !node.shadowRoot && !isList(node)) return; }
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
