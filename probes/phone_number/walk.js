// One walk over a frame: text as rendered (shown and hidden apart), links, facts; then measuring of spans.
// Returns an object kept in the page; `data` is plain, `measure(spans)` and `aim(index)` look again.
() => {
  const {Map, Set} = window[Symbol.for('shopper.tools')] || window;   // a page may have a Map of its own
  const SOFT = '\x1f', HARD = '\x1e';
  const SKIP = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'OPTION', 'SELECT', 'CANVAS', 'AUDIO', 'VIDEO', 'OBJECT', 'DATALIST', 'title', 'desc', 'defs', 'metadata']);
  const PHONE = /[\d\s()+\-\u2010-\u2015\u2212.\/]/;
  const shown = {text: '', map: []}, hidden = {text: '', map: []};
  const runs = [], anchors = [], images = [], elements = [], styles = new Map();
  const style = el => { let s = styles.get(el); if (!s) styles.set(el, s = getComputedStyle(el)); return s; };
  const up = el => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const inside = (el, box) => { for (let e = el; e; e = up(e)) if (e === box) return true; return false; };
  const index = el => { const i = elements.indexOf(el); return i < 0 ? elements.push(el) - 1 : i; };
  const docWidth = () => {
    const root = document.scrollingElement || document.documentElement;
    const locked = [document.documentElement, document.body].some(e => e && /hidden|clip/.test(getComputedStyle(e).overflowX));
    return locked ? innerWidth : Math.max(root.scrollWidth, innerWidth);
  };
  const WIDTH = docWidth();

  // ---- what is to be seen -------------------------------------------------
  const clipped = s => /^(inset\((?:[5-9]\d|100)%|circle\(0|polygon\(0(?:px|%)? 0(?:px|%)?,\s*0(?:px|%)? 0)/.test(s.clipPath) ||
    (s.position !== 'static' && /^rect\((0px|1px|auto), (0px|1px|auto), (0px|1px), (0px|1px)\)$/.test(s.clip) && s.clip !== 'auto');
  const holds = s => s.transform !== 'none' || s.filter !== 'none' || s.perspective !== 'none' || /paint|layout|strict|content/.test(s.contain);

  function hiddenBy(el, rect) {            // rect in viewport coordinates, page at any scroll
    if (!rect || rect.width < 1 || rect.height < 1) return 'size';
    let {left, top, right, bottom} = rect, escape = '', fixed = false;
    const area = (right - left) * (bottom - top);
    for (let a = el; a && a !== document.body && a !== document.documentElement; a = up(a)) {
      const s = style(a);
      if (clipped(s)) return 'clip';
      const frees = (escape === 'absolute' && s.position === 'static' && !holds(s)) || (escape === 'fixed' && !holds(s));
      if (!frees) {
        escape = '';
        const clipX = s.overflowX !== 'visible', clipY = s.overflowY !== 'visible';
        if ((clipX || clipY) && s.display !== 'inline') {
          const b = a.getBoundingClientRect();
          const scrollX = /auto|scroll/.test(s.overflowX), scrollY = /auto|scroll/.test(s.overflowY);
          if (b.width < 1 || b.height < 1) return 'clip';
          if (scrollX && (right <= b.left || left >= b.right)) { if (right + a.scrollLeft <= b.left) return 'clip'; left = b.left; right = b.right; }
          else if (clipX) { left = Math.max(left, b.left); right = Math.min(right, b.right); }
          if (scrollY && (bottom <= b.top || top >= b.bottom)) { if (bottom + a.scrollTop <= b.top) return 'clip'; top = b.top; bottom = b.bottom; }
          else if (clipY) { top = Math.max(top, b.top); bottom = Math.min(bottom, b.bottom); }
          if (right - left < 1 || bottom - top < 1 || (right - left) * (bottom - top) < 0.3 * Math.min(area, b.width * b.height)) return 'clip';
        }
      }
      if (s.position === 'fixed' || s.position === 'absolute') escape = s.position;
      if (s.position === 'fixed') fixed = true;
    }
    if (fixed) return right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight ? 'offscreen' : '';
    return right + scrollX <= 0 || bottom + scrollY <= 0 || left + scrollX >= WIDTH ? 'offscreen' : '';
  }

  // ---- text, joined as the eye joins it -----------------------------------
  const range = document.createRange();
  function spot(run, offset) {             // rectangle of one character
    if (run.kind !== 'text') return run.el.getBoundingClientRect();
    range.setStart(run.node, offset); range.setEnd(run.node, offset + 1);
    return range.getBoundingClientRect();
  }
  let boundary = 'block', last = null;     // last solid character that was shown: {run, offset, ch}
  const mark = kind => { if (kind === 'break' || boundary === 'break') boundary = 'break'; else if (kind === 'block' || boundary === 'block') boundary = 'block'; else boundary = boundary || kind; };

  function between(run, offset, ch) {      // what stands between the last shown character and this one
    if (!last || boundary === 'break') return '\n';
    if (!PHONE.test(ch) || !PHONE.test(last.ch)) {
      if (boundary === 'block') return '\n';
      return /[\d]/.test(ch) !== /[\d]/.test(last.ch) || (!/\w/.test(ch) && !/\w/.test(last.ch)) ? ' ' : '';
    }
    const a = spot(last.run, last.offset), b = spot(run, offset), em = parseFloat(style(run.el).fontSize) || 16;
    const same = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5 * Math.min(a.height, b.height);
    const gap = b.left - a.right;
    if (boundary === 'block') return same && gap > -2 && gap < 1.2 * em ? SOFT : '\n';
    if (!same) return SOFT;
    return gap < 0.15 * em ? (/\d/.test(ch) && /\d/.test(last.ch) ? HARD : '') : gap < 2.5 * em ? SOFT : '\n';
  }
  function put(run, chars) {               // chars: [[character, offset in node], …]
    const into = run.reason ? hidden : shown, id = runs.push(run) - 1;
    let space = false;
    for (const [ch, offset] of chars) {
      if (ch === ' ') { space = true; continue; }
      if (ch === '\n') { into.text += '\n'; into.map.push(null); if (into === shown) mark('break'); space = false; continue; }
      if (into === shown) {
        if (boundary) { const sep = between(run, offset, ch); const s = sep || (!space ? '' : PHONE.test(ch) && last && PHONE.test(last.ch) ? SOFT : ' '); into.text += s; for (const _ of s) into.map.push(null); boundary = ''; }
        else if (space) { into.text += ' '; into.map.push(null); }
        last = {run, offset, ch};
      } else if (space) { into.text += ' '; into.map.push(null); }
      into.text += ch; into.map.push([id, offset]); space = false;
      for (let k = 1; k < ch.length; k++) into.map.push([id, offset]);
    }
    if (space) { if (into === shown) trailing(); else { into.text += ' '; into.map.push(null); } }
  }
  function trailing() { shown.text += ' '; shown.map.push(null); }
  function characters(node, s) {
    const text = node.data, out = [], keep = /^(pre|pre-wrap|break-spaces)/.test(s.whiteSpace), lines = keep || s.whiteSpace === 'pre-line';
    for (let i = 0; i < text.length; i++) {
      const ch = text[i];
      out.push(ch === '\n' && lines ? ['\n', i] : /[ \t\n\r\f]/.test(ch) ? [' ', i] : [ch, i]);
    }
    if (/override/.test(s.unicodeBidi) && s.direction === 'rtl') out.reverse();
    return out;
  }
  function textNode(node, el, ctx) {
    if (!node.data.trim()) { if (node.data && !/block|break/.test(boundary) && shown.text && !/\s$/.test(shown.text)) trailing(); return; }
    const s = style(el);
    let reason = ctx.reason || (s.visibility !== 'visible' ? 'visibility' : '') || (parseFloat(s.fontSize) < 3 ? 'font' : '');
    const fill = s.webkitTextFillColor || s.color;
    if (!reason && /^rgba\(.*, 0\)$/.test(fill) && !/text/.test(s.webkitBackgroundClip || '')) reason = 'transparent';
    if (!reason && /\d/.test(node.data)) {
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(r => r.width >= 1 && r.height >= 1);
      const why = rects.map(r => hiddenBy(el, r));
      reason = rects.length ? (why.every(w => w) ? why[0] : '') : 'size';
    }
    put({kind: 'text', node, el, reason}, characters(node, s));
  }
  function lone(kind, el, value, reason) { mark('block'); put({kind, node: null, el, reason}, [...value.replace(/\s+/g, ' ')].map(c => [c, 0])); mark('block'); }
  function pseudo(el, which, ctx) {
    const s = getComputedStyle(el, which);
    if (!s.content || s.content === 'none' || s.content === 'normal') return;
    const value = s.content.replace(/attr\(([\w-]+)\)/g, (_, name) => JSON.stringify(el.getAttribute(name) || '')).replace(/"((?:[^"\\]|\\.)*)"\s*/g, '$1');
    if (!/\d/.test(value) || value.length > 200) return;
    const reason = ctx.reason || (s.display === 'none' ? 'display' : '') || (s.visibility !== 'visible' ? 'visibility' : '') || hiddenBy(el, el.getBoundingClientRect());
    mark('inline');
    put({kind: 'pseudo', node: null, el, reason}, [...value].map(c => [/\s/.test(c) ? ' ' : c, 0]));
    mark('inline');
  }

  // ---- the walk -----------------------------------------------------------
  const href = el => el.getAttribute('href') ?? el.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
  function element(el, above) {
    if (SKIP.has(el.tagName)) return;
    if (el.tagName === 'BR') { mark('break'); return; }
    const s = style(el);
    const ctx = {reason: above.reason, opacity: above.opacity * parseFloat(s.opacity || 1)};
    if (s.display === 'none') ctx.reason ||= 'display';
    if (ctx.opacity < 0.1) ctx.reason ||= 'opacity';
    const block = !/^(inline|contents|ruby)/.test(s.display) || s.position === 'absolute' || s.position === 'fixed';
    mark(block && el.namespaceURI !== 'http://www.w3.org/2000/svg' ? 'block' : 'inline');
    if (el.tagName.toLowerCase() === 'a' || el.tagName === 'AREA') anchor(el, ctx, s);
    if (el.tagName === 'IMG') images.push({i: index(el), alt: el.alt || '', src: (el.currentSrc || el.src || '').slice(0, 300), reason: ctx.reason || hiddenBy(el, el.getBoundingClientRect())});
    if (el.tagName === 'INPUT' || el.tagName === 'TEXTAREA') field(el, ctx, s);
    else { pseudo(el, '::before', ctx); children(el, ctx, s); pseudo(el, '::after', ctx); }
    mark(block && el.namespaceURI !== 'http://www.w3.org/2000/svg' ? 'block' : 'inline');
  }
  function children(el, ctx, s) {
    const shut = el.tagName === 'DETAILS' && !el.open;
    const inner = s.contentVisibility === 'hidden' ? {...ctx, reason: ctx.reason || 'content-visibility'} : ctx;
    const slotted = el.tagName === 'SLOT' ? el.assignedNodes() : [];
    const list = el.shadowRoot ? el.shadowRoot.childNodes : slotted.length ? slotted : el.childNodes;
    for (const child of list) {
      if (child.nodeType === 3) textNode(child, el, shut ? {...inner, reason: inner.reason || 'details'} : inner);
      else if (child.nodeType === 1) element(child, shut && child.tagName !== 'SUMMARY' ? {...inner, reason: inner.reason || 'details'} : inner);
    }
  }
  function field(el, ctx, s) {
    if (!/^(text|tel|search|button|submit|textarea|)$/.test(el.type || '') || !/\d.*\d/.test(el.value)) return;
    lone('input', el, el.value, ctx.reason || (s.visibility !== 'visible' ? 'visibility' : '') || hiddenBy(el, el.getBoundingClientRect()));
  }
  function anchor(el, ctx, s) {
    const raw = href(el);
    if (raw === null || raw === undefined || !/^\s*(tel|callto|phone|sip|skype|whatsapp|tg|viber|mailto|max|sgnl)\s*:|wa\.me|whatsapp\.com|t\.me\/|telegram\.|viber|vk\.me|vk\.com|vk\.ru|max\.ru|m\.me|signal\.me/i.test(raw)) return;
    const rects = [...el.getClientRects(), ...[...el.querySelectorAll('*')].slice(0, 20).flatMap(e => [...e.getClientRects()])].filter(r => r.width >= 1 && r.height >= 1);
    const why = rects.map(r => hiddenBy(el, r));
    const reason = ctx.reason || (s.visibility !== 'visible' && ![...el.querySelectorAll('*')].some(e => style(e).visibility === 'visible') ? 'visibility' : '') || (rects.length ? (why.every(w => w) ? why[0] : '') : 'size');
    anchors.push({i: index(el), href: raw.trim(), reason, text: (el.innerText ?? el.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 200), name: name(el)});
  }
  const name = el => (el.getAttribute('aria-label') || el.getAttribute('title') || el.textContent.trim() || [...el.querySelectorAll('img[alt], svg title, [aria-label]')].map(e => e.alt || e.getAttribute('aria-label') || e.textContent).join(' ')).trim().replace(/\s+/g, ' ').slice(0, 120);
  if (document.body) element(document.body, {reason: '', opacity: 1});

  const faded = runs.filter(r => /^(opacity|visibility)$/.test(r.reason) && /\d.*\d.*\d.*\d/.test(r.node ? r.node.data : ''));
  return {Map, faded, shown, hidden, runs, elements, anchors, images, style, styles, up, inside, index, hiddenBy, href, name, spot,
          data: {faded: faded.length, shown: shown.text, hidden: hidden.text, anchors, images, url: location.href}};
}
