// The editor: a problem's line is found in the text itself, and leaving with an unsaved text asks first.
(() => {
  "use strict";
  const form = document.getElementById("editor");
  const text = document.getElementById("text");
  if (!form || !text) return;
  const opened = text.value;
  let sending = false;

  const go = (number) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[number - 1] || "").length);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (number - 4) * height);
    text.scrollIntoView({ block: "nearest" });
  };

  document.querySelectorAll("a[data-line]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(Number(link.dataset.line));
    });
  });
  form.addEventListener("submit", () => { sending = true; });
  text.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && text.value !== opened) event.preventDefault();
  });
})();
