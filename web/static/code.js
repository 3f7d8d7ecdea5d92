// A picture code on a slip may hold the personal code behind the # of its link, which no browser sends to a server: put
// it into its field, and take it out of the address, so that it stays in no history.
(() => {
  "use strict";
  const field = document.getElementById("code");
  const held = /^#code=([0-9A-Za-z-]{10,14})$/.exec(location.hash);
  if (!held) return;
  history.replaceState(null, "", location.pathname + location.search);
  if (field && !field.value) [, field.value] = held;
})();
