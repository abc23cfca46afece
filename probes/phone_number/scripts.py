"""The page-side parts, as texts to be evaluated in a frame."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent

WALK = (_HERE / "walk.js").read_text(encoding="utf8")
MEASURE = (_HERE / "measure.js").read_text(encoding="utf8")
FACTS = (_HERE / "facts.js").read_text(encoding="utf8")

OPEN_SHADOWS = """(() => {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { return attach.call(this, {...init, mode: 'open'}); };
})();"""
"""Before any script of the page: closed shadow roots become readable."""

SCROLL_THROUGH = """async () => {
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const height = () => Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0);
  for (let y = 0, n = 0; y < height() && n < 40; y += innerHeight * 0.8, n++) { window.scrollTo({top: y, behavior: 'instant'}); await pause(30); }
  window.scrollTo({top: 0, left: 0, behavior: 'instant'});
  await pause(60);
}"""
"""Pages reveal blocks on scroll: go through in steps, then back to the top."""

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
