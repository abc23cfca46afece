// Captchas and the page itself: the answer.
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
const captchas = [];
for (const [kind, selector] of CAPTCHAS) {
  for (const el of all(selector)) {
    const home = found.map((f) => f.el).find((f) => holds(f, el));
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
