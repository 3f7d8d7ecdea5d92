// A form in which something was typed asks before its page is left by any way but its own buttons.
(() => {
  "use strict";
  const held = (form) => `${new URLSearchParams(new FormData(form))}`;
  const forms = [...document.querySelectorAll("form[method=post]")];
  // `data-unsaved`: what the page came with was kept nowhere yet.
  const kept = new Map(forms.map((form) => [form, form.matches("[data-unsaved]") ? null : held(form)]));
  let sent = null;
  document.addEventListener("submit", (event) => {
    sent = event.target;
  });
  addEventListener("beforeunload", (event) => {
    if (forms.some((form) => form !== sent && held(form) !== kept.get(form))) event.preventDefault();
    sent = null; // for whoever stays
  });
})();
