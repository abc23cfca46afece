// Facts of a page that need no numbers: viewport, structured data, scripts, masks, layout.
() => {
  const meta = name => (document.querySelector(`meta[name="${name}" i], meta[property="${name}" i]`) || {}).content || '';
  const scripts = [...document.scripts];
  return {
    title: document.title, lang: document.documentElement.lang || '', url: location.href,
    viewport: meta('viewport'), formatDetection: meta('format-detection'),
    jsonld: scripts.filter(s => /ld\+json/i.test(s.type)).map(s => s.textContent.slice(0, 20000)),
    telephone: [...document.querySelectorAll('[itemprop=telephone]')].map(e => (e.getAttribute('content') || e.textContent || '').trim().slice(0, 60)),
    openingHours: [...document.querySelectorAll('[itemprop=openingHours]')].map(e => (e.getAttribute('content') || e.getAttribute('datetime') || e.textContent || '').trim().slice(0, 200)),
    ogPhone: [...document.querySelectorAll('meta[property*="phone_number" i]')].map(e => e.content),
    sources: scripts.map(s => s.src || s.textContent.slice(0, 4000)).concat([...document.querySelectorAll('[class*=phone i], [class*=mgo], [class*=callibri], [class*=roistat]')].slice(0, 60).map(e => String(e.getAttribute('class')))),
    forms: document.forms.length, fields: document.querySelectorAll('form input:not([type=hidden]), form textarea').length,
    width: Math.max(document.documentElement.scrollWidth, document.body ? document.body.scrollWidth : 0), view: innerWidth, screen: screen.width, height: document.documentElement.scrollHeight,
    frames: [...document.querySelectorAll('iframe')].map(f => f.src).slice(0, 30),
  };
}
