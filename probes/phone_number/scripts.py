"""The page-side parts, as texts to be evaluated in a frame."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent

WALK = (_HERE / "walk.js").read_text(encoding="utf8")
MEASURE = (_HERE / "measure.js").read_text(encoding="utf8")
FACTS = (_HERE / "facts.js").read_text(encoding="utf8")

PREPARE = """(() => {
  Object.defineProperty(window, Symbol.for('shopper.tools'), {value: {Map, Set}});
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { return attach.call(this, {...init, mode: 'open'}); };
  EventTarget.prototype.addEventListener.call(window, 'error', event => {
    const link = event.target;
    if (link && link.tagName === 'LINK' && /stylesheet/i.test(link.rel) && !/alternate|print/i.test(link.rel + ' ' + link.media)) window[Symbol.for('shopper.bare')] = true;
  }, true);
  const reacts = () => { window[Symbol.for('shopper.reacts')] = true; };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (type === 'scroll' || type === 'wheel' || type === 'touchmove') reacts();
    return listen.call(this, type, ...rest);
  };
  for (const name of ['IntersectionObserver', 'ScrollTimeline', 'ViewTimeline'])
    if (window[name]) window[name] = new Proxy(window[name], {construct: (made, given, as) => { reacts(); return Reflect.construct(made, given, as); }});
})();"""
"""Before any script of the page: closed shadow roots become readable, and we learn whether scrolling matters and
whether a style sheet failed to come."""

SCROLL_THROUGH = """async () => {
  const moves = window[Symbol.for('shopper.reacts')] || window.onscroll || document.onscroll || (document.body && document.body.onscroll) ||
    document.querySelector('iframe[loading=lazy]') || document.getAnimations().some(a => a.timeline && !(a.timeline instanceof DocumentTimeline));
  if (!moves) return;
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const height = () => Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0);
  for (let y = 0, n = 0; y < height() && n < 40; y += innerHeight * 0.9, n++) { window.scrollTo({top: y, behavior: 'instant'}); await frame(); }
  await new Promise(done => setTimeout(done, 100));
  window.scrollTo({top: 0, left: 0, behavior: 'instant'});
  await new Promise(done => setTimeout(done, 60));
}"""
"""Pages reveal blocks on scroll: go through in steps, then back to the top. Painting every screen costs as much
as loading the page, so pages that cannot notice are left alone."""

REVIVE = """async (w) => {
  const strength = el => { let o = 1, seen = getComputedStyle(el).visibility === 'visible'; for (let e = el; e; e = w.up(e)) o *= parseFloat(getComputedStyle(e).opacity); return seen ? o : 0; };
  let revived = 0;
  for (const run of w.faded.slice(0, 8)) {
    run.el.scrollIntoView({block: 'center', behavior: 'instant'});
    for (let t = 0; t < 12 && strength(run.el) < 0.5; t++) await new Promise(done => setTimeout(done, 60));
    if (strength(run.el) < 0.5) continue;
    revived++;
    run.el.style.setProperty('visibility', 'visible', 'important');
    for (let e = run.el; e && e !== document.body; e = w.up(e)) e.style.setProperty('opacity', '1', 'important');
  }
  window.scrollTo({top: 0, left: 0, behavior: 'instant'});
  return revived;
}"""
"""Blocks that fade in when scrolled to and out again: what a reader sees when there is held in place."""

MARK = """(spots) => {
  const layer = document.createElement('div');
  layer.id = '__shopper_mark';
  layer.style.cssText = 'position:absolute;left:0;top:0;width:0;height:0;z-index:2147483647;pointer-events:none';
  for (const s of spots) {
    const b = document.createElement('div');
    b.style.cssText = `position:absolute;left:${s.x - 4}px;top:${s.y - 4}px;width:${s.w + 8}px;height:${s.h + 8}px;border:3px solid #e00000;border-radius:6px;box-sizing:border-box`;
    layer.append(b);
  }
  document.documentElement.append(layer);
}"""
UNMARK = "() => document.getElementById('__shopper_mark')?.remove()"
