// Follows the files of a definition: when one changes, the page loads again.
(() => {
  "use strict";
  const { stamp, watch } = document.querySelector("aside.preview").dataset;
  const save = async (form) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("move", "stay");
    await fetch(form.action, { method: "POST", body });
  };
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(watch);
      if (!answer.ok || (await answer.text()) === stamp) return;
      const form = document.getElementById("page");
      if (form) await save(form);
      location.reload();
    } catch {
      // The preview was stopped; when it runs again, the page follows again.
    }
  }, 1000);
})();
