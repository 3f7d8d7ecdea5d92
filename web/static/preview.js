// Follows the files of a definition: when one changes, the page loads again.
(() => {
  "use strict";
  const { stamp, watch } = document.querySelector("aside.preview").dataset;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(watch);
      if (answer.ok && (await answer.text()) !== stamp) location.reload();
    } catch {
      // The preview was stopped; when it runs again, the page follows again.
    }
  }, 1000);
})();
