// (walk, {spans, anchors}) → for each span of the shown text (and each anchor by its index in `data.anchors`):
// where it is, how it looks, what a finger at its place would hit. Scrolls; the caller scrolls back.
(w, {spans, anchors}) => {
  const DIAL = /^\s*(tel|callto|phone|sip|skype)\s*:/i;
  const box = r => ({x: Math.round(r.left + scrollX), y: Math.round(r.top + scrollY), w: Math.round(r.width * 10) / 10, h: Math.round(r.height * 10) / 10});
  const fresh = el => getComputedStyle(el);
  const at = (x, y) => { let hit = document.elementFromPoint(x, y); while (hit && hit.shadowRoot) { const inner = hit.shadowRoot.elementFromPoint(x, y); if (!inner || inner === hit) break; hit = inner; } return hit; };
  const linkOf = el => { for (let e = el; e; e = w.up(e)) { const raw = e.tagName && e.tagName.toLowerCase() === 'a' || e.tagName === 'AREA' ? w.href(e) : null; if (raw !== null && raw !== undefined) return e; } return null; };
  const scriptOf = el => { for (let e = el; e && e !== document.body; e = w.up(e)) { if (e.tagName === 'BUTTON' || e.hasAttribute('onclick') || /^(button|link)$/.test(e.getAttribute('role') || '') || (fresh(e).cursor === 'pointer' && e.tagName !== 'LABEL') || (e.tagName.toLowerCase() === 'a' && !w.href(e))) return e; } return null; };
  const fixedOf = el => { for (let e = el; e; e = w.up(e)) if (/fixed|sticky/.test(fresh(e).position)) return e; return null; };
  const describe = el => el ? el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + [...(el.classList || [])].slice(0, 2).map(c => '.' + c).join('') : '';

  function selector(el) {
    const parts = [];
    for (let e = el; e && e.nodeType === 1 && parts.length < 6; e = e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null)) {
      if (e.id && /^[A-Za-z][\w-]*$/.test(e.id)) { parts.unshift('#' + e.id); break; }
      const tag = e.tagName.toLowerCase();
      const same = e.parentElement ? [...e.parentElement.children].filter(c => c.tagName === e.tagName) : [];
      parts.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(e) + 1})` : tag);
    }
    return parts.join(' > ');
  }
  function rectsOf(which, start, end) {    // rectangles of a span, one per line, and the elements it runs through
    const rects = [], els = [];
    for (let i = start; i < end; i++) {
      const place = which.map[i];
      if (!place) continue;
      const run = w.runs[place[0]];
      if (!els.includes(run.el)) els.push(run.el);
      const r = w.spot(run, Math.min(place[1], run.node ? run.node.length - 1 : 0));
      if (r.width < 0.1 && r.height < 0.1) continue;
      const row = rects.find(o => Math.abs((o.top + o.bottom) / 2 - (r.top + r.bottom) / 2) < Math.max(4, (o.bottom - o.top) / 2));
      if (row) { row.left = Math.min(row.left, r.left); row.right = Math.max(row.right, r.right); row.top = Math.min(row.top, r.top); row.bottom = Math.max(row.bottom, r.bottom); }
      else rects.push({left: r.left, right: r.right, top: r.top, bottom: r.bottom});
    }
    for (const r of rects) { r.width = r.right - r.left; r.height = r.bottom - r.top; }
    return {rects, els};
  }
  // a style sheet did not come: what is painted behind the text is not what the site paints there
  const BARE = !!window[Symbol.for('shopper.bare')] || [...document.querySelectorAll('link[rel~=stylesheet i]:not([disabled])')].some(l => l.href && !l.sheet && !/^(?:alternate )|print/i.test(l.rel + ' ' + l.media));
  const parse = c => { const m = /rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)/.exec(c); return m ? [+m[1], +m[2], +m[3], m[4] === undefined ? 1 : +m[4]] : null; };
  const over = (a, b) => [0, 1, 2].map(k => a[k] * a[3] + b[k] * (1 - a[3])).concat(1);
  const shine = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };

  function contrast(el, x, y) {            // WCAG ratio of text to what is painted behind it; null = cannot tell (picture, gradient)
    const s = fresh(el), ink = parse(s.webkitTextFillColor || s.color);
    if (!ink || BARE || /text/.test(s.webkitBackgroundClip || '')) return null;
    if (s.textShadow !== 'none' || parseFloat(s.webkitTextStrokeWidth) > 0) return null;
    const stack = document.elementsFromPoint(x, y), from = stack.findIndex(e => e === el || w.inside(el, e));
    const layers = [];
    for (const e of from < 0 ? [] : stack.slice(from)) {
      const c = fresh(e), colour = parse(c.backgroundColor);
      if (/^(IMG|VIDEO|CANVAS|IFRAME|PICTURE)$/.test(e.tagName) || /svg$/.test(e.namespaceURI) || c.backgroundImage !== 'none' || c.mixBlendMode !== 'normal' || c.filter !== 'none' || (c.backdropFilter || 'none') !== 'none') return null;
      for (const p of ['::before', '::after']) { const q = getComputedStyle(e, p); if (q.content !== 'none' && q.position === 'absolute' && (q.backgroundImage !== 'none' || (parse(q.backgroundColor) || [0, 0, 0, 0])[3] > 0)) return null; }
      if (!colour) return null;
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    if (from < 0) return null;
    let ground = [255, 255, 255, 1];
    for (const layer of layers.reverse()) ground = over(layer, ground);
    const a = shine(over(ink, ground)), b = shine(ground);
    return Math.round((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) * 100) / 100;
  }
  const CLOSE = /^(×|✕|✖|x|ok|ок|окей|accept|agree|allow|got it|close|dismiss|i understand|принять|принимаю|соглас|понятно|хорошо|закрыть|разрешить|да(?![а-яё])|зрозуміло|погоджуюсь|разбрах|приемам|chiudi|accett|ho capito|fermer|accepter|j'accepte|cerrar|aceptar|aceito|entendi|akzeptieren|alle akzeptieren|zustimmen|schlie(ß|ss)en|verstanden|einverstanden|rozumiem|zamknij|akceptuj|zgadzam|souhlas|sluiten|akkoord|godta|acceptera|hyväksy|kabul|同意|閉じる|닫기|동의)/i;
  function cover({hit, x, y}) {             // what lies over it: the outermost positioned box, and may a visitor put it away?
    let top = hit;
    for (let e = hit; e && e !== document.body && e !== document.documentElement; e = w.up(e)) if (/fixed|absolute|sticky/.test(fresh(e).position)) top = e;
    const s = fresh(top);
    const button = [...top.querySelectorAll('button, a, [role=button], input[type=button], input[type=submit], [onclick], [class*=close]')].find(b => b.offsetWidth && (CLOSE.test((b.innerText || b.value || b.getAttribute('aria-label') || '').trim()) || /close/i.test(b.className)));
    let solid = false, clear = 1;          // painted where the finger comes down, not only somewhere in its box
    for (let e = hit; e && !solid; e = e === top ? null : w.up(e)) {
      const paint = fresh(e), r = e.getBoundingClientRect(), here = x >= r.left && x <= r.right && y >= r.top && y <= r.bottom;
      const coats = [...(here ? [paint] : []), ...(e === hit ? ['::before', '::after'].map(which => getComputedStyle(e, which)).filter(coat => coat.content !== 'none') : [])];
      clear *= parseFloat(paint.opacity);
      solid = clear > 0.5 && (/^(IMG|VIDEO|IFRAME|CANVAS)$/.test(e.tagName) || coats.some(coat => ((parse(coat.backgroundColor) || [0, 0, 0, 0])[3] * clear * (coat === paint ? 1 : parseFloat(coat.opacity)) > 0.5) || (coat === paint && coat.backgroundImage !== 'none')));
    }
    return {what: describe(top), solid, fixed: /fixed|sticky/.test(s.position), dismiss: button ? w.index(button) : -1};
  }
  function points(r) {
    const dx = Math.min(r.width * 0.3, r.width / 2 - 1), dy = Math.min(r.height * 0.25, r.height / 2 - 1), cx = (r.left + r.right) / 2, cy = (r.top + r.bottom) / 2;
    return [[cx, cy], [cx - dx, cy], [cx + dx, cy], [cx, cy - dy], [cx, cy + dy]].filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  }
  function linkFacts(link) {
    const parts = [...link.getClientRects(), ...[...link.querySelectorAll('*')].slice(0, 20).flatMap(e => [...e.getClientRects()])].filter(r => r.width >= 1 && r.height >= 1);
    const own = link.getBoundingClientRect(), all = parts.length ? {left: Math.min(...parts.map(r => r.left)), top: Math.min(...parts.map(r => r.top)), right: Math.max(...parts.map(r => r.right)), bottom: Math.max(...parts.map(r => r.bottom))} : own;
    const area = {left: all.left, top: all.top, right: all.right, bottom: all.bottom, width: all.right - all.left, height: all.bottom - all.top};
    return {i: w.index(link), href: (w.href(link) || '').trim(), selector: selector(link), box: box(area), lines: link.getClientRects().length, name: w.name(link), cls: String(link.getAttribute('class') || ''), onclick: link.hasAttribute('onclick'), sentence: sentence(link)};
  }
  function sentence(link) {                // inside running text the size exception of WCAG 2.5.8 applies
    const p = link.parentElement;
    if (!p || fresh(link).display !== 'inline') return false;
    const around = [...p.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join(' ');
    return around.split(/\s+/).filter(Boolean).length >= 4;
  }
  function crowd(r, self) {                // do the 24 px circles of this target and another target meet? (WCAG 2.5.8)
    const cx = (r.left + r.right) / 2, cy = (r.top + r.bottom) / 2;
    const near = [];
    for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, [role=button]')) {
      if (e === self || e.contains(self) || self.contains(e)) continue;
      const o = e.getBoundingClientRect();
      if (o.width < 1 || o.height < 1 || fresh(e).visibility !== 'visible') continue;
      const gx = Math.max(o.left - cx, 0, cx - o.right), gy = Math.max(o.top - cy, 0, cy - o.bottom);
      const small = o.width < 24 || o.height < 24;
      const reach = small ? Math.hypot((o.left + o.right) / 2 - cx, (o.top + o.bottom) / 2 - cy) < 24 : Math.hypot(gx, gy) < 12;
      const href = (e.getAttribute('href') || '').slice(0, 80);
      const touching = DIAL.test(href) && Math.max(o.top - r.bottom, r.top - o.bottom) < 1 && Math.max(o.left - r.right, r.left - o.right) < 1;
      if (reach || touching) near.push({what: describe(e), href, touching, reach});
    }
    return near.slice(0, 4);
  }
  function look(els, rectsNow) {
    const el = els[0];
    let rects = rectsNow();
    const rest = rects[0] ? {...box(rects[0])} : null, first = !!rects[0] && rects[0].top >= 0 && rects[0].bottom <= innerHeight + 1 && scrollY === 0;
    const fixed = fixedOf(el), link = linkOf(el);
    const mine = h => h && (els.some(e => w.inside(h, e) || (w.inside(e, h) && h !== document.body && h !== document.documentElement)) || (link && w.inside(h, link)));
    let tests, foreign;
    for (const block of first ? ['nearest'] : ['center', 'end', 'start']) {  // a bar that stays hides one part of the screen: scroll on
      el.scrollIntoView({block, inline: 'nearest', behavior: 'instant'});
      rects = rectsNow();
      if (!rects[0]) return {reason: 'size'};
      tests = rects.slice(0, 2).flatMap(points).map(([x, y]) => ({x, y, hit: at(x, y)}));
      foreign = tests.filter(t => t.hit && !mine(t.hit) && t.hit !== document.body && t.hit !== document.documentElement);
      if (foreign.length <= tests.length / 2 || !fixedOf(foreign[0].hit)) break;
    }
    const r = rects[0];
    const dial = tests.map(t => t.hit && linkOf(t.hit)).find(a => a && DIAL.test(w.href(a) || ''));
    const best = link || dial || null;
    const good = best ? tests.filter(t => t.hit && w.inside(t.hit, best)) : tests.filter(t => mine(t.hit));
    const script = best ? null : scriptOf(el);
    const covered = tests.length > 0 && foreign.length > tests.length / 2 && !(dial && !link);
    const inert = els.some(e => { for (let x = e; x; x = w.up(x)) if (x.inert) return true; return false; });
    const s = fresh(el);
    return {
      reason: '', selector: selector(el), rest, box: box(r), lines: rects.length, first, fixed: !!fixed, font: parseFloat(s.fontSize),
      kind: '', contrast: tests.length && !covered ? contrast(el, tests[0].x, tests[0].y) : null, checks: tests.length,
      link: best ? {...linkFacts(best), via: link ? 'around' : 'above', crowd: crowd(best.getBoundingClientRect(), best)} : null,
      hit: tests.length ? good.length / tests.length : 0, aim: good.length ? [good[0].x, good[0].y] : [], el: w.index(el),
      script: script ? {i: w.index(script), selector: selector(script), what: describe(script)} : null,
      covered, cover: covered ? cover(foreign[0]) : null, through: !covered && !good.length && (inert || s.pointerEvents === 'none' || (!!best && fresh(best).pointerEvents === 'none')), inert,
    };
  }
  const safe = look => { try { return look(); } catch (fault) { return {reason: '', fault: String(fault).slice(0, 200)}; } };
  const result = spans.map(([start, end]) => safe(() => {
    const {els} = rectsOf(w.shown, start, end);
    if (!els.length) return {reason: 'lost'};
    const run = w.runs[(w.shown.map.slice(start, end).find(p => p) || [0])[0]];
    window.scrollTo({top: 0, left: 0, behavior: 'instant'});
    return {...look(els, () => rectsOf(w.shown, start, end).rects), kind: run.kind};
  }));
  const known = new w.Map(result.filter(r => r.link && r.link.via === 'around').map(r => [r.link.i, r]));
  const links = anchors.map(i => safe(() => {
    if (known.has(i)) return {...known.get(i), kind: 'anchor'};
    const el = w.elements[i];
    window.scrollTo({top: 0, left: 0, behavior: 'instant'});
    return {...look([el], () => { const f = el.getBoundingClientRect(); const inner = f.width >= 1 && f.height >= 1 ? el : el.firstElementChild; return inner ? [inner.getBoundingClientRect()] : []; }), kind: 'anchor'};
  }));
  window.scrollTo({top: 0, left: 0, behavior: 'instant'});
  return {spans: result, anchors: links};
}
