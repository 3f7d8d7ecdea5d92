// Comforts on top of a form that works without them: nothing here checks or changes an answer.
(() => {
  "use strict";

  // A button pressed twice sends once; pages and the last step see to it themselves.
  for (const once of document.querySelectorAll("form:not(#page, #send)")) {
    once.addEventListener("submit", (event) => {
      if (once.dataset.sent) return event.preventDefault();
      once.dataset.sent = "yes";
      if (event.submitter && "once" in once.dataset) setTimeout(() => (event.submitter.disabled = true));
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.getElementById("page")) location.reload(); // an old picture: ask for the saved one
    for (const once of document.forms) {
      delete once.dataset.sent;
      for (const button of once.querySelectorAll("button:disabled")) button.disabled = false;
    }
  });
  (document.getElementById("problems") ?? document.getElementById("open"))?.focus();

  // Letters left, told by sight at once and by ear when typing rests.
  const tellLeft = (area) => {
    const hint = document.getElementById(area.getAttribute("aria-describedby").split(" ").find((id) => id.startsWith("hint-")));
    const told = hint.textContent;
    const tell = () => {
      const left = area.dataset.maximum - [...area.value.normalize("NFC")].length;
      const text = left < 0 ? area.dataset.over : area.dataset.left;
      hint.textContent = left > area.dataset.maximum / 5 ? told : text.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    };
    area.addEventListener("input", tell);
    area.dataset.told = "yes";
    tell();
  };
  const comfort = () => document.querySelectorAll("textarea[data-maximum]:not([data-told])").forEach(tellLeft);
  document.addEventListener("page:shown", comfort);
  comfort();

  // Who says what "other" is has chosen it.
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset.option || !target.value) return;
    const name = target.name.slice(0, target.name.lastIndexOf(`.${target.dataset.option}.`));
    for (const option of target.form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
      if (option.name === name && option.value === target.dataset.option) option.checked = true;
    }
  });
})();
