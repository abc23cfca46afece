// One control as plain data.
const REQUIRED = /(^|[\s_-])(required|req|mandatory|obligatory|validates-as-required|must)([\s_-]|$)/i;
// what a drawn list shows as chosen
const chosenText = (el, proxy) => (el.localName === "input" && el.value ? clean(el.value) : textOf((el.localName !== "input" && el) || proxy || el) || textOf2(el));
const WRONG = /(^|[\s_-])(error|invalid|has-error|danger)([\s_-]|$)/i;
const controlData = (el, form) => {
  const seen = unseen(el, form);
  const proxy = seen.why ? substitute(el) : null;
  const around = wordsAround(el), boxes = ownBoxes(el);
  const listed = (el.readOnly && isList(el)) || attr(el, "role") === "combobox" && (el.readOnly || /^(listbox|menu|true)$/.test(el.getAttribute("aria-haspopup") || "") || el.hasAttribute("aria-controls") || el.hasAttribute("aria-expanded"));
  const kind = el.localName === "input" ? (listed && ["text", "search"].includes(el.type) ? "combobox" : el.type) : el.localName === "select" || el.localName === "textarea" ? el.localName : isList(el) ? "combobox" : "rich";
  const label = labelText(el) || (kind === "combobox" && el.querySelector("label") ? textOf(el.querySelector("label")) : "");
  const wrapper = el.closest("[class*=field], [class*=group], [class*=item], [class*=row], p, li, td, div") || el;
  const stars = [label, around.beside, boxes.text && !["checkbox", "radio"].includes(kind) ? boxes.text : around.before[0], cellLabel(el), around.after, attr(el, "placeholder"), textOf(wrapper).slice(0, 80)];
  const required = el.required || attr(el, "aria-required") === "true" || attr(el, "data-required") === "true" || attr(el, "data-tilda-req") === "1" || REQUIRED.test(classOf(el)) || (hasControl(wrapper) && wrapper.querySelectorAll(CONTROLS).length < 3 && REQUIRED.test(classOf(wrapper))) || el.hasAttribute("data-val-required");
  return {
    selector: selectorOf(el), eid: el.getAttribute("data-eid") || "", tag: el.localName, kind,
    named: referenced(el, "aria-labelledby"), label, aria: attr(el, "aria-label"), loose: looseLabel(el),
    placeholder: attr(el, "placeholder") || attr(el, "data-placeholder"), title: attr(el, "title"), cell: cellLabel(el),
    beside: around.beside, before: around.before, crowded: around.crowded, after: around.after, next: around.next, group: groupText(el),
    described: referenced(el, "aria-describedby"), value: ["text", "email", "tel", "textarea", ""].includes(kind) ? clean(el.defaultValue) : kind === "combobox" ? chosenText(el, proxy) : attr(el, "value"),
    name: attr(el, "name"), id: el.id || "", cls: classOf(el), data: (el.localName === "input" && kindOf(el) && kindOf(el) !== el.type ? kindOf(el) : "") || attr(el, "data-name") || attr(el, "data-label") || attr(el, "data-field") || attr(el, "data-type"),
    boxes: clean(boxes.classes), boxed: boxes.text, wrap: wrapper === el ? "" : classOf(wrapper), inputmode: attr(el, "inputmode"), autocomplete: attr(el, "autocomplete").toLowerCase(), pattern: attr(el, "pattern"),
    mask: attr(el, "data-mask") || attr(el, "data-inputmask") || attr(el, "data-phonemask") || attr(el, "data-tilda-mask"), maxlength: el.maxLength > 0 ? el.maxLength : 0, min: attr(el, "min"), max: attr(el, "max"),
    required: Boolean(required), must: Boolean(el.required), starred: stars.some((t) => /\*/.test(t || "")),
    options: el.localName === "select" ? [...el.options].slice(0, 60).map((o) => ({ text: clean(o.text), value: o.value, disabled: o.disabled })) : [],
    checked: Boolean(el.checked), disabled: Boolean(el.disabled), readonly: Boolean(el.readOnly), width: Math.round(el.getBoundingClientRect().width), height: Math.round(el.getBoundingClientRect().height),
    visible: !seen.why || Boolean(proxy), unseen: seen.why, alone: seen.alone, company: seen.company, proxy: proxy ? selectorOf(proxy) : "", rich: Boolean(proxy) && el.localName === "textarea",
    ariaHidden: Boolean(el.closest("[aria-hidden=true]")) && !el.closest("[role=dialog], [class*=modal], [class*=popup], [id*=modal], [id*=popup]"), tabindex: attr(el, "tabindex"),
    invalid: attr(el, "aria-invalid") === "true" || WRONG.test(classOf(el)) || (wrapper !== el && wrapper.querySelectorAll(CONTROLS).length < 3 && WRONG.test(classOf(wrapper))),
  };
};
