// Buttons that copy a text. Without them the text stands there to be selected.
(() => {
  "use strict";

  const told = document.querySelector("[data-copied]");
  if (!told) return;

  // Where a page may not write to the clipboard, what was meant is selected instead.
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copy = async (element, button) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      told.textContent = told.dataset.copied;
      button.textContent = told.dataset.copied;
      setTimeout(() => { button.textContent = element.dataset.copy; }, 4000);
    } catch {
      select(element);
      told.textContent = told.dataset.failed;
    }
    told.hidden = false;
  };

  for (const element of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "outline copy";
    button.textContent = element.dataset.copy;
    if (element.dataset.of) button.setAttribute("aria-label", `${element.dataset.copy}: ${element.dataset.of}`);
    button.addEventListener("click", () => copy(element, button));
    const place = document.getElementById(element.dataset.at) || element.parentElement;
    place.prepend(button);
  }
})();
