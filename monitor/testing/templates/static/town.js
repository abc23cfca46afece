// Behaviour of the practice town's forms: consent gate, modal, phone mask, cookie bar, three ways to send by script.
document.querySelectorAll("form[data-gate]").forEach((form) => {
  const box = form.querySelector("[data-consent]"), send = form.querySelector(".send");
  box.addEventListener("change", () => { send.disabled = !box.checked; });
});

document.querySelectorAll("[data-open]").forEach((opener) => {
  const modal = document.getElementById(opener.dataset.open);
  opener.addEventListener("click", () => { modal.hidden = false; });
  modal.querySelector("[data-shut]").addEventListener("click", () => { modal.hidden = true; });
});

document.querySelectorAll(".cookies [data-cookies]").forEach((button) =>
  button.addEventListener("click", () => button.closest(".cookies").remove()));

// Rewrites the number on every key: the first 7 or 8 is taken for the country's own code.
document.querySelectorAll("[data-mask=ru]").forEach((input) =>
  input.addEventListener("input", () => {
    const digits = input.value.replace(/\D/g, "").replace(/^[78]/, "").slice(0, 10);
    const [area, first, second, third] = [[0, 3], [3, 6], [6, 8], [8, 10]].map(([a, b]) => digits.slice(a, b));
    input.value = digits && "+7 (" + area + (first && ") " + first) + (second && "-" + second) + (third && "-" + third);
  }));

// Some sites keep their controls outside any form element.
const data = (form) => {
  if (form.tagName === "FORM") return new FormData(form);
  const given = new FormData();
  form.querySelectorAll("[name]").forEach((one) => { if (one.type !== "checkbox" || one.checked) given.append(one.name, one.value); });
  return given;
};

document.querySelectorAll("form a.send").forEach((link) =>
  link.addEventListener("click", (event) => { event.preventDefault(); link.closest("form").requestSubmit(); }));

const ways = {
  cf7: {
    request: (form) => ({ body: data(form) }),
    fine: (status, body) => body.status === "mail_sent",
    show(form, fine, body) {
      const states = { mail_sent: "sent", validation_failed: "invalid", spam: "spam" };
      const state = states[body.status] || "failed";
      form.className = "wpcf7-form " + state;
      form.dataset.status = state;
      form.querySelector(".wpcf7-response-output").textContent = body.message;
      (body.invalid_fields || []).forEach(({ field, message }) => {
        const tip = document.createElement("span");
        tip.className = "wpcf7-not-valid-tip";
        tip.textContent = message;
        form.elements[field].after(tip);
      });
      if (fine) form.reset();
    },
  },
  bitrix: {
    request: (form) => ({ body: new URLSearchParams(data(form)) }),
    fine: (status, body) => body.status === "success",
    show(form, fine, body) {
      if (!fine) { form.querySelector(".answer").textContent = (body.errors[0] || { message: form.dataset.trouble }).message; return; }
      const note = document.createElement("div");
      note.className = "done";
      note.textContent = form.dataset.thanks;
      form.replaceWith(note);
    },
  },
  json: {
    request: (form) => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(Object.fromEntries(data(form))) }),
    fine: (status, body) => status === 200 && body.success,
    show(form, fine) {
      form.hidden = fine;
      if (fine) form.previousElementSibling.hidden = false;
      else form.querySelector(".answer").textContent = form.dataset.wrong;
    },
  },
};

document.querySelectorAll("[data-way]").forEach((form) => {
  const way = ways[form.dataset.way];
  if (!way) return;
  const bare = form.tagName !== "FORM";
  const listener = bare ? form.querySelector(".send") : form;
  listener.addEventListener(bare ? "click" : "submit", async (event) => {
    event.preventDefault();
    form.querySelectorAll(".wpcf7-not-valid-tip").forEach((tip) => tip.remove());
    const send = form.querySelector(".send");
    send.disabled = true;
    try {
      const response = await fetch(form.dataset.action || form.getAttribute("action"), { method: "POST", ...way.request(form) });
      if (response.status >= 500) throw new Error(response.statusText);
      const body = await response.json();
      way.show(form, way.fine(response.status, body), body);
    } catch (trouble) {
      form.querySelector(".answer, .wpcf7-response-output").textContent = form.dataset.trouble;
    }
    send.disabled = false;
  });
});
