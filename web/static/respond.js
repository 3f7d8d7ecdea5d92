// Comforts on top of a form that works without them: nothing here checks or changes an answer.
(() => {
  "use strict";
  const form = document.getElementById("page");

  // A button pressed twice sends once.
  for (const once of document.querySelectorAll("form")) {
    once.addEventListener("submit", (event) => {
      if (once.dataset.sent) return event.preventDefault();
      once.dataset.sent = "yes";
      if (event.submitter && "once" in once.dataset) setTimeout(() => (event.submitter.disabled = true));
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted && form) location.reload(); // an old picture of the page: ask for the saved one
    for (const once of document.forms) {
      delete once.dataset.sent;
      for (const button of once.querySelectorAll("button:disabled")) button.disabled = false;
    }
  });
  (document.getElementById("problems") ?? document.getElementById("open"))?.focus();
  if (!form) return;

  // Letters left, told by sight at once and by ear when typing rests.
  for (const area of form.querySelectorAll("textarea[data-maximum]")) {
    const hint = document.getElementById(area.getAttribute("aria-describedby").split(" ").find((id) => id.startsWith("hint-")));
    const told = hint.textContent;
    const tell = () => {
      const left = area.dataset.maximum - [...area.value.normalize("NFC")].length;
      const text = left < 0 ? area.dataset.over : area.dataset.left;
      hint.textContent = left > area.dataset.maximum / 5 ? told : text.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    };
    area.addEventListener("input", tell);
    tell();
  }

  // Who says what "other" is has chosen it.
  form.addEventListener("input", ({ target }) => {
    if (!target.dataset.option || !target.value) return;
    const name = target.name.slice(0, target.name.lastIndexOf(`.${target.dataset.option}.`));
    for (const option of form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
      if (option.name === name && option.value === target.dataset.option) option.checked = true;
    }
  });

  // Where the browser keeps nothing for a tab, nothing is kept.
  const remember = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };

  const send = (extra) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("move", "stay");
    return fetch(form.action, { method: "POST", body, ...extra });
  };

  // Questions that depend on an answer of this page come and go as the server says.
  const decides = new Set(form.dataset.decides.split(" ").filter(Boolean));
  let turn = 0;
  const heard = document.createElement("p");
  heard.className = "unseen";
  heard.setAttribute("role", "status");
  form.append(heard);
  const seen = document.createElement("div");
  const tell = (by, notices) => {
    heard.textContent = notices.map((notice) => notice.textContent).join(" ");
    seen.replaceChildren(...notices);
    by.after(seen);
  };
  const refresh = async (by) => {
    const mine = ++turn;
    const answer = await send();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn || !answer.ok || !fresh.getElementById("page")) return;
    for (const part of form.querySelectorAll(".item, .group, .passage[id]")) {
      part.hidden = fresh.getElementById(part.id)?.hidden ?? true;
    }
    form.elements.mark.value = fresh.getElementById("page").elements.mark.value;
    tell(by, [...fresh.getElementById("notices").children]);
  };
  form.addEventListener("change", (event) => {
    if (decides.has(event.target.name.split(".")[0])) refresh(event.target.closest(".item")).catch(() => {});
  });

  // A page that is left by another way than its buttons is saved all the same. A reload may be answered before
  // that save arrives: so what was saved waits in this tab for the page's return, and is then forgotten.
  let touched = 0; // times, since the page was last saved
  form.addEventListener("input", () => touched++);
  addEventListener("pagehide", () => {
    if (!touched || form.dataset.sent) return;
    const held = new FormData(form);
    const given = Object.fromEntries([...held.keys()].filter((name) => name.startsWith("a_")).map((name) => [name, held.getAll(name)]));
    remember(() => sessionStorage.setItem(form.action, JSON.stringify(given)));
    send({ keepalive: true }).catch(() => {});
  });
  const waiting = remember(() => sessionStorage.getItem(form.action));
  remember(() => sessionStorage.clear());
  if (waiting) {
    const given = JSON.parse(waiting);
    for (const field of form.elements) {
      if (!field.name.startsWith("a_")) continue;
      if (field.matches("[type=radio], [type=checkbox]")) field.checked = (given[field.name] ?? []).includes(field.value);
      else [field.value] = given[field.name] ?? [""];
    }
    const restored = ++touched;
    refresh(form.querySelector(".item"))
      .then(() => (touched = touched === restored ? 0 : touched))
      .catch(() => {});
  }
})();
