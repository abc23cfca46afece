// What a person sees of a frame now: lines, vendor marks, the form's condition. Changes nothing.
(form) => {
  const clean = (text) => (text || "").replace(/[\s\u00a0]+/g, " ").trim().slice(0, 240);
  const shown = (el) => {
    const box = el.getBoundingClientRect();
    if (box.width < 3 || box.height < 3) return false;
    return el.checkVisibility ? el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) : getComputedStyle(el).visibility === "visible";
  };
  const SUCCESS = [
    ["Contact Form 7", "form.wpcf7-form.sent .wpcf7-response-output, form[data-status=sent] .wpcf7-response-output, .wpcf7-mail-sent-ok"],
    ["WPForms", ".wpforms-confirmation-container, .wpforms-confirmation-container-full"],
    ["Gravity Forms", ".gform_confirmation_message, [id^=gform_confirmation_message]"],
    ["Elementor", ".elementor-message-success"], ["Formidable", ".frm_message"],
    ["Ninja Forms", ".nf-response-msg"], ["Fluent Forms", ".ff-message-success"],
    ["Forminator", ".forminator-success.forminator-show"], ["SureForms", ".srfm-success-box.srfm-active"],
    ["Everest Forms", ".everest-forms-notice--success"], ["Jetpack", ".contact-form-success, .contact-form-submission"],
    ["Webflow", ".w-form-done"], ["Tilda", ".js-successbox, .t-form__successbox"],
    ["Bitrix24", ".b24-form-state.b24-form-success"], ["HubSpot", ".submitted-message, .hs-form__thankyou-message"],
    ["Bootstrap", ".alert-success"], ["Drupal", ".messages--status, .webform-confirmation"], ["Joomla", "joomla-alert[type=success], #system-message .alert-message.alert-success"],
    ["Bitrix", ".mf-ok-text, .form_result_success"], ["general", "[class*=success i]:not(form):not(input):not(body):not(html)"],
  ];
  const FAILURE = [
    ["Contact Form 7", "form.wpcf7-form.invalid .wpcf7-response-output, form.wpcf7-form.failed .wpcf7-response-output, form.wpcf7-form.spam .wpcf7-response-output, form.wpcf7-form.unaccepted .wpcf7-response-output, .wpcf7-not-valid-tip"],
    ["WPForms", ".wpforms-error-container, label.wpforms-error, em.wpforms-error"], ["Gravity Forms", ".gform_validation_errors, .gfield_validation_message, .gform_validation_error"],
    ["Elementor", ".elementor-message-danger"], ["Formidable", ".frm_error_style, .frm_error"], ["Ninja Forms", ".nf-error-msg"],
    ["Webflow", ".w-form-fail"], ["Tilda", ".js-errorbox-all, .t-input-error"], ["Bitrix24", ".b24-form-control-alert"],
    ["Drupal", ".messages--error"], ["Django", "ul.errorlist"], ["Bitrix", ".errortext, .mf-error-text"],
    ["general", "[role=alert], [class*=error i]:not(form):not(input):not(textarea):not(select):not(body):not(html), [class*=invalid-feedback], .help-block.error, .alert-danger, .text-danger, .field-validation-error, [aria-live=assertive]"],
  ];
  const marks = (table) => table.flatMap(([vendor, selector]) => [...document.querySelectorAll(selector)].filter((el) => shown(el) && clean(el.innerText)).slice(0, 8).map((el) => ({ vendor, text: clean(el.innerText) })));
  const deep = (root, selector) => {
    const parts = selector.split(" >> ");
    let at = root;
    for (const part of parts) { const found = at && at.querySelector(part); at = part === parts[parts.length - 1] ? found : found && found.shadowRoot; }
    return at;
  };
  let box = null;
  try { box = form ? deep(document, form) : null; } catch { box = null; }
  const typed = box ? [...box.querySelectorAll("input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=checkbox]):not([type=radio]), textarea")] : [];
  const usable = box ? [...box.querySelectorAll("input:not([type=hidden]), textarea, select, [contenteditable=true]"), ...(box.matches("input, textarea") ? [box] : [])] : [];
  const invalid = box ? [...box.querySelectorAll("input:invalid, select:invalid, textarea:invalid, [aria-invalid=true]")].slice(0, 20).map((el) => ({ name: el.name || el.id || "", message: clean(el.validationMessage || "") })) : [];
  const lines = document.body ? [...new Set(document.body.innerText.split("\n").map(clean).filter(Boolean))].slice(0, 600) : [];
  const shadows = [...document.querySelectorAll("*")].filter((el) => el.shadowRoot).flatMap((el) => [...el.shadowRoot.children].filter((c) => c.innerText && c.localName !== "style").flatMap((c) => c.innerText.split("\n").map(clean))).filter(Boolean).slice(0, 100);
  const challenge = [...document.querySelectorAll("iframe[src*='recaptcha/api2/bframe'], iframe[src*='hcaptcha.com'][title*=challenge i], iframe[src*='challenges.cloudflare.com']")].some((el) => { const b = el.getBoundingClientRect(); return shown(el) && b.top > -500 && b.height > 90; });
  return {
    url: location.href, title: clean(document.title), lines: [...lines, ...shadows], success: marks(SUCCESS), failure: marks(FAILURE), invalid, challenge,
    passwords: [...document.querySelectorAll("input[type=password]")].filter(shown).length,
    form: { present: Boolean(box), visible: usable.some(shown), values: typed.map((el) => clean(el.value)).filter(Boolean).slice(0, 40), typed: typed.length },
  };
}
