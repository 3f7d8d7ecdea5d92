// The last step: without a connection it waits and sends by itself. It is sent once, however often it is tried.
(() => {
  "use strict";
  const RETRIES = [5000, 10000, 20000, 30000]; // ms
  const form = document.getElementById("send");
  if (!form) return;
  const line = document.getElementById("sending");
  let busy = false, timer = 0, tries = 0, done = false;

  const say = (text, away) => {
    line.hidden = false;
    line.classList.toggle("away", away);
    if (line.textContent !== text) line.textContent = text;
  };
  const send = async () => {
    if (busy || done) return;
    busy = true;
    clearTimeout(timer);
    if (!tries) say(form.dataset.sending, false);
    try {
      await keeping.send(); // what another page of this survey kept here
      const { ok, told } = await keeping.post(form.action, new URLSearchParams(new FormData(form)));
      done = true;
      if (!ok) return form.submit(); // the page that comes says why
      keeping.clear();
      keeping.go(told.to);
    } catch {
      say(form.dataset.away, true);
      timer = setTimeout(send, RETRIES[Math.min(tries++, RETRIES.length - 1)]);
    } finally {
      busy = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("online", () => tries && send());
})();
