// Looks like a captcha service's box and never lets anybody through: there is no way to earn a token here.
document.querySelectorAll(".smart-captcha").forEach((place) => {
  const text = document.querySelector("script[data-host='smartcaptcha.yandexcloud.net']").dataset.text;
  place.innerHTML = `<div class="captcha-box" data-testid="checkbox-captcha"><span role="checkbox" aria-checked="false" tabindex="0"></span> ${text}</div><input type="hidden" name="smart-token" value="">`;
});
