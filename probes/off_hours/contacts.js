// Ways to get in touch besides numbers and links: forms that can be reached, chat widgets, what the page says of its hours.
() => {
  const seen = el => { const r = el.getBoundingClientRect(), s = getComputedStyle(el); return r.width > 1 && r.height > 1 && s.visibility === 'visible' && parseFloat(s.opacity) > 0.1 && el.checkVisibility(); };
  const field = el => seen(el) && !el.disabled && !/^(hidden|submit|button|checkbox|radio|image|reset|search|password)$/.test(el.type);
  const says = el => [el.type, el.name, el.id, el.placeholder, el.getAttribute('aria-label'), el.autocomplete, el.labels && el.labels[0] ? el.labels[0].innerText : ''].join(' ').toLowerCase();
  const forms = [...document.forms].map(f => {
    const fields = [...f.querySelectorAll('input, textarea')].filter(field), words = fields.map(says);
    const phone = words.some(w => /\btel\b|phone|телефон|mobile/.test(w)), mail = words.some(w => /e-?mail|почт/.test(w)), text = fields.some(el => el.tagName === 'TEXTAREA');
    const search = f.getAttribute('role') === 'search' || words.some(w => /search|поиск|\bq\b/.test(w)), login = !!f.querySelector('input[type=password]');
    const button = [...f.querySelectorAll('button, input[type=submit], input[type=button]')].find(seen);  // a consent or a needed field may still keep it closed
    return {fields: fields.length, phone, mail, text, search, login, button: !!button, near: (f.innerText || '').replace(/\s+/g, ' ').slice(0, 300)};
  }).filter(f => f.fields && f.button && !f.search && !f.login && (f.phone || f.mail || f.text)).map(f => ({kind: f.phone && !f.text && f.fields <= 3 ? 'callback' : 'form', fields: f.fields, near: f.near}));
  const CHATS = {jivo: 'jdiv, [id^=jivo], jivo-iframe-container', tawk: '[id^=tawk], iframe[src*="tawk.to"]', crisp: '#crisp-chatbox, .crisp-client', intercom: '#intercom-container, .intercom-launcher, .intercom-lightweight-app', livechat: '#chat-widget-container, #livechat-compact-container', tidio: '#tidio-chat', carrot: '#carrotquest-messenger-collapsed-container, [id^=carrot]', bitrix: '.b24-widget-button-wrapper, [class^=b24-widget]', talkme: '[id^=online-chat-root], [id^=talk-me]', usedesk: '[id^=usedesk]', zendesk: '#launcher, #webWidget', hubspot: '#hubspot-messages-iframe-container', chatra: '#chatra', freshchat: '#freshworks-container, #fc_frame', verbox: '[id^=verbox], #supportTrigger', webim: '.webim_button, [class*=webim]', livetex: '[id^=livetex], .lt-label', drift: '#drift-widget, #drift-frame-controller', chatwoot: '.woot-widget-bubble, .woot-widget-holder', smartsupp: '#smartsupp-widget-container', chaport: '.chaport-container', olark: '#olark-wrapper', userlike: '[id^=userlike]', zoho: '#zsiqwidget, [id^=zsiq]', chat: '[class*=chat-widget], [id*=chat-widget], [class*=chat_widget], [data-chat]'};
  const found = Object.entries(CHATS).map(([kind, css]) => [kind, [...document.querySelectorAll(css)].find(seen)]).find(([, el]) => el);
  // its script is there, its button not (yet): many wait for a movement of the hand
  const LOADER = /\b(jivosite|jivochat|jivo)\.(com|ru)|tawk\.to|crisp\.chat|intercom(cdn)?\.(io|com)|livechatinc\.com|tidio\.co|carrotquest\.|bitrix24|b24-|talk-me\.ru|me-talk\.ru|usedesk\.|zdassets\.com|zopim\.com|hs-scripts\.com|usemessages\.com|chatra\.(io|com)|wchat\.freshchat|freshworks\.com\/widget|verbox\.ru|webim\.ru|livetex\.ru|driftt?\.com|chatwoot|smartsuppchat\.com|chaport\.com|olark\.com|userlike|salesiq\.zoho|callibri\.ru|envybox\.io|callbackhunter|callbackkiller|redhelper\.ru|venyoo\.ru|leadback\.ru|streamwood|elfsight|widget\.salebot|wazzup24|respond\.io/i;
  const waiting = [...document.scripts].some(e => LOADER.test(e.src || e.textContent.slice(0, 5000))) || [...document.querySelectorAll('iframe[src]')].some(e => LOADER.test(e.src));
  const chatText = found ? (found[1].innerText || '').replace(/\s+/g, ' ').slice(0, 400) : '';
  const lines = (document.body ? document.body.innerText : '').split('\n').map(l => l.trim().replace(/\s+/g, ' ')).filter(Boolean);
  // named in the text without a link: "+7 916 … (WhatsApp, Viber)", "Телеграм: @studio", "max.ru/u/…"
  const HOST = /(?<![\w.])(?:t|wa|vk|m)\.me\/\w|(?<![\w.])max\.ru\/\w/i, WORD = /whats\s?app|(?:ватс|вотс|уотс)[аэ]п|viber|вайбер|telegram|телеграм|wechat/i, WHOM = /@\w{4,}|\d[\d\s()\-–]{7,}\d/;
  const said = lines.some((l, i) => l.length < 300 && (HOST.test(l) || (WORD.test(l) && WHOM.test(`${l} ${lines[i + 1] || ''}`))));
  const OPEN = /\d{1,2}[:.]\d{2}|круглосуточно|ежедневно|без выходных|24\s?\/\s?7|режим работы|часы работы|время работы|opening hours|open (daily|24)|working hours|(пн|вт|ср|чт|пт|сб|вс|mon|tue|wed|thu|fri|sat|sun)\w*\s?[-–—:]/i;
  return {
    forms, chat: found ? {kind: found[0], text: chatText, input: !!found[1].querySelector('input, textarea')} : null, waiting: !found && waiting, said,
    hours: lines.map((l, i) => OPEN.test(l) && l.length < 160 ? l : '').filter(Boolean).slice(0, 12),
    microdata: [...document.querySelectorAll('[itemprop=openingHours]')].map(e => e.getAttribute('content') || e.getAttribute('datetime') || e.textContent.trim()).slice(0, 10),
    jsonld: [...document.scripts].filter(s => /ld\+json/i.test(s.type)).map(s => s.textContent.slice(0, 20000)),
    promises: lines.filter(l => l.length < 200 && /ответим|перезвоним|свяжемся|we.ll (call|get) back|get back to you|reply|respond/i.test(l)).slice(0, 5),
  };
}
