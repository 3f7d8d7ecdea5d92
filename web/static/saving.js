// Saves each answer by itself, in batches, and says so; without a connection it keeps them and goes on as far as it can.
// Every button works without it: it sends what a button would, and reads the answer itself.
(() => {
  "use strict";
  const PAUSE = 400; // ms of rest before a first save
  const BETWEEN = 5000; // ms between saves
  const RETRIES = [5000, 10000, 20000, 30000]; // ms until a connection is looked for again
  let form = document.getElementById("page");
  if (!form) return;
  const words = document.getElementById("saving-words").dataset;
  const line = document.getElementById("saving");
  const heard = document.getElementById("saving-heard");
  const tab = Math.random().toString(36).slice(2);

  const unsaved = new Map([[form, 0]]); // of each page: changes since it was saved
  let kept = Promise.resolve(false); // whether the device keeps what is unsaved
  let decided = null; // a question that decides what the page shows, and was answered since
  let pressed = null; // a button that waits for the connection
  let busy = false, leaving = false, away = false, refused = false;
  let timer = 0, tries = 0, last = -BETWEEN;

  const nameOf = (page) => `${new URL(page.action).pathname.match(/\d+$/)}-${tab}`;
  const holds = (page, move) => {
    const body = new URLSearchParams(new FormData(page));
    body.set("move", move);
    return body;
  };
  const say = (text, aloud) => {
    line.hidden = false;
    line.classList.toggle("away", away || refused);
    if (line.textContent !== text) line.textContent = text;
    if (aloud && heard.textContent !== text) heard.textContent = text;
  };

  // Kept from the first change until it is saved, so that a browser that ends at once loses nothing.
  const keep = (page) => {
    kept = kept.then(() => {
      const body = holds(page, "keep");
      body.delete("csrf_token");
      return unsaved.get(page) ? keeping.put(nameOf(page), { action: new URL(page.action).pathname, body: `${body}` }) : true;
    });
  };
  const isSaved = async (page, changes) => {
    if (unsaved.get(page) !== changes) return; // answered on meanwhile
    unsaved.set(page, 0);
    await kept;
    if (!unsaved.get(page)) keeping.drop(nameOf(page));
  };

  // What another tab has saved since, and what came back into view, in controls that nobody has changed meanwhile.
  const adopt = (fresh, sent) => {
    const key = (control) => control.name + (control.matches("[type=radio], [type=checkbox]") ? `\0${control.value}` : "");
    const twins = new Map([...fresh.getElementById("page").elements].map((control) => [key(control), control]));
    for (const control of form.elements) {
      const twin = twins.get(key(control));
      if (!control.name.startsWith("a_") || !twin || twin.closest("[hidden]")) continue;
      const held = sent.getAll(control.name);
      if (key(control) === control.name) {
        if (control.value === (held[0] ?? "")) control.value = twin.value;
      } else if (control.checked === held.includes(control.value)) control.checked = twin.checked;
    }
    form.elements.mark.value = fresh.getElementById("page").elements.mark.value;
  };
  const take = (fresh, sent, by) => {
    for (const part of form.querySelectorAll(".item, .group, .passage[id]")) {
      part.hidden = fresh.getElementById(part.id)?.hidden ?? true;
    }
    adopt(fresh, sent);
    const notices = [...fresh.getElementById("notices").children];
    document.getElementById("notices-by")?.remove();
    if (!notices.length) return;
    const seen = document.createElement("div");
    seen.id = "notices-by";
    seen.append(...notices);
    by.after(seen);
    heard.textContent = seen.textContent.trim();
  };
  const read = async (settings) => {
    const answer = await fetch(form.action, settings);
    if (answer.status >= 502) throw new Error("away");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok && fresh.getElementById("page") ? fresh : null;
  };

  const savePage = async (page) => {
    const changes = unsaved.get(page);
    const by = page === form ? decided : null;
    const sent = holds(page, by ? "stay" : "keep");
    if (by) {
      decided = null;
      const fresh = await read({ method: "POST", body: sent }).catch((failure) => {
        decided = by;
        throw failure;
      });
      if (!fresh) return (refused = true);
      if (page === form) take(fresh, sent, by.closest(".item"));
    } else {
      const { ok, told } = await keeping.post(page.action, sent);
      if (!ok) return (refused = true);
      page.elements.mark.value = told.mark;
      const fresh = told.fresh.length && page === form && (await read());
      if (fresh) adopt(fresh, sent);
    }
    await isSaved(page, changes);
  };
  // Pages that this device kept, from before this one was opened.
  let older = keeping.any();
  const saveOlder = async () => {
    const sent = holds(form, "keep");
    const went = await keeping.send();
    older = false;
    const fresh = went.includes(new URL(form.action).pathname) && (await read());
    if (fresh) take(fresh, sent, form.querySelector(".item"));
    return went.length > 0;
  };

  const rest = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(() => (pressed ? press(pressed) : save()), ms);
  };
  const schedule = () => {
    if (!busy && !away) rest(Math.max(PAUSE, last + BETWEEN - performance.now()));
  };
  const waits = async () => {
    const first = !away;
    away = true;
    const told = [(await kept) ? words.kept : words.open];
    if (pressed) told.push(ahead.stop, words.on);
    say(told.join(" "), first || pressed);
    rest(RETRIES[Math.min(tries++, RETRIES.length - 1)]);
  };
  const save = async () => {
    if (busy || leaving) return;
    busy = true;
    last = performance.now();
    refused = false;
    if (!away) say(words.saving);
    try {
      const restored = older && (await saveOlder());
      for (const page of unsaved.keys()) if (unsaved.get(page)) await savePage(page);
      const back = away;
      away = false;
      tries = 0;
      const whole = ![...unsaved.values()].some(Boolean);
      if (refused) say(words.refused, true);
      else if (whole) say(restored ? words.sent : words.saved, back || restored || !heard.textContent);
    } catch {
      await waits();
    }
    busy = false;
    if (away || refused) return;
    if (pressed) press(pressed);
    else if (decided) save();
    else if ([...unsaved.values()].some(Boolean)) schedule();
  };

  const press = async (button) => {
    pressed = button;
    if (busy) return; // it is pressed when the save has ended
    busy = true;
    clearTimeout(timer);
    if (!away) say(words.saving);
    try {
      for (const page of unsaved.keys()) if (page !== form && unsaved.get(page)) await savePage(page);
      const sent = holds(form, "");
      sent.delete("move");
      sent.set(button.name, button.value);
      const { ok, told } = await keeping.post(form.action, sent);
      leaving = true;
      if (!ok) return form.requestSubmit(button); // the page that comes says why
      await isSaved(form, unsaved.get(form));
      keeping.go(told.to);
    } catch {
      unsaved.set(form, unsaved.get(form) + 1);
      keep(form);
      const other = button.value === "next" ? ahead.next() : button.value === "back" ? ahead.back() : null;
      if (other) {
        form = other;
        unsaved.set(form, unsaved.get(form) ?? 0);
        pressed = null;
      }
      busy = false;
      await waits();
    }
  };

  const changed = (event) => {
    if (event.target.form !== form) return;
    unsaved.set(form, unsaved.get(form) + 1);
    keep(form);
    schedule();
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (target.form !== form || !target.name?.startsWith("a_")) return;
    if (form.dataset.decides.split(" ").includes(target.name.split(".")[0])) {
      decided = target;
      if (!away) save();
    }
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form || leaving) return;
    event.preventDefault();
    press(event.submitter ?? form.querySelector(".move button"));
  });
  addEventListener("online", () => away && rest(0));
  addEventListener("popstate", () => {
    if (location.pathname === new URL(form.action).pathname) return; // an anchor of this page
    const other = ahead.to(location.href);
    if (other) form = other;
    else location.reload();
  });
  addEventListener("beforeunload", (event) => {
    if (away && !leaving && !keeping.able) event.preventDefault();
  });
  // A page that is left by another way than its buttons is saved all the same.
  addEventListener("pagehide", () => {
    if (leaving) return;
    const headers = { Accept: "application/json" };
    for (const [page, changes] of unsaved) {
      if (changes) fetch(page.action, { method: "POST", body: holds(page, "keep"), headers, keepalive: true }).catch(() => {});
    }
  });

  if (older) save();
  // A reload may be answered before what the page sent as it was left: where the device keeps nothing, ask once more.
  const [come] = performance.getEntriesByType("navigation");
  if (!keeping.able && ["reload", "back_forward"].includes(come?.type)) {
    setTimeout(async () => {
      const sent = holds(form, "keep");
      const fresh = await read().catch(() => null);
      if (fresh) take(fresh, sent, form.querySelector(".item"));
    }, 600);
  }
})();
