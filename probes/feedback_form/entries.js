// What a person can now see in an opened list or calendar, `known` elements left out: [{ text, element }]. Changes nothing.
(known, days) => {
  const seen = new Set(known);
  const shown = (el) => {
    const box = el.getBoundingClientRect();
    return box.width > 4 && box.height > 4 && (!el.checkVisibility || el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }));
  };
  const OFF = days ? /disabled|prev|next|other|outside|adjacent|-off\b|old|new/i : /(^|[\s_-])disabled($|\s)/i;
  const off = (el) => el.getAttribute("aria-disabled") === "true" || OFF.test(el.getAttribute("class") || "");
  const roots = [document];
  for (let i = 0; i < roots.length; i++) for (const el of roots[i].querySelectorAll("*")) if (el.shadowRoot) roots.push(el.shadowRoot);
  const entries = (selector) => {
    const all = roots.flatMap((root) => [...root.querySelectorAll(selector)]).filter((el) => !seen.has(el) && shown(el) && !off(el));
    return all
      .filter((el) => !all.some((other) => other !== el && el.contains(other)))
      .map((element) => ({ text: (element.innerText || "").replace(/\s+/g, " ").trim(), element }))
      .filter((e) => e.text.length > 0 && e.text.length < 80)
      .slice(0, 60);
  };
  if (days) return entries("[role=gridcell], [class*=day i], [class*=cell i], td").filter((e) => /^\d{1,2}$/.test(e.text));
  for (const selector of ["[role=option]", "[role=menuitemradio], [role=menuitem], [role=treeitem]", "[class*=option i], [class*=dropdown-item i]", "li, [class*=item i]"]) {
    const found = entries(selector);
    if (found.length) return found;
  }
  return [];
}
