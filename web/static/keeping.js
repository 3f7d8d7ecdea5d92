// Answers that could not be sent wait on this device, sealed under a key that the server hands the pages of this draft
// alone. Without a key (a shared device, nobody under way, an address without https) nothing is kept, and what was is gone.
const keeping = (() => {
  "use strict";
  const ALL = "barograph ";
  const OWN = ALL + (location.pathname.match(/^.*?\/s\/[^/]+\//)?.[0] ?? "?");
  const PATIENCE = 20000; // ms for an answer
  const AWAY = [502, 503, 504]; // a server that will answer later
  const DAY = 24 * 60 * 60 * 1000;

  const handed = document.getElementById("kept")?.dataset ?? {};
  const subtle = globalThis.crypto?.subtle;
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
  const key = handed.key && subtle && subtle.importKey("raw", bytes(handed.key), "AES-GCM", false, ["encrypt", "decrypt"]);
  const bound = (name, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) });

  // Where the browser keeps nothing, nothing is kept.
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  const names = (of = OWN) => quietly(() => Object.keys(localStorage).filter((name) => name.startsWith(of))) ?? [];
  const drop = (name) => quietly(() => localStorage.removeItem(name));
  const clear = () => names().forEach(drop);

  const put = async (page, content) => {
    if (!key) return false;
    try {
      const name = OWN + page;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await subtle.encrypt(bound(name, iv), await key, new TextEncoder().encode(JSON.stringify(content)));
      const until = Math.ceil(Date.now() / DAY + Number(handed.days));
      localStorage.setItem(name, JSON.stringify({ until, iv: text(iv), sealed: text(sealed) }));
      return true;
    } catch {
      return false;
    }
  };
  const all = async () => {
    const found = [];
    for (const name of names()) {
      try {
        const { iv, sealed } = JSON.parse(localStorage.getItem(name));
        const opened = await subtle.decrypt(bound(name, bytes(iv)), await key, bytes(sealed));
        found.push({ name, ...JSON.parse(new TextDecoder().decode(opened)) });
      } catch {
        drop(name); // of a draft that is no more
      }
    }
    return found;
  };

  // What the server says of a save; it throws where there is no answer, or none of our server's.
  const post = async (action, body) => {
    const patience = new AbortController();
    const late = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(action, { method: "POST", body, headers, signal: patience.signal });
      if (AWAY.includes(answer.status)) throw new Error("away");
      return { ok: answer.ok, told: answer.ok ? await answer.json() : {} };
    } finally {
      clearTimeout(late);
    }
  };

  // Send what waits here; gives the addresses of the pages whose answers went.
  const send = async () => {
    const went = [];
    for (const { name, action, body } of key ? await all() : []) {
      const held = new URLSearchParams(body);
      held.set("csrf_token", document.querySelector("[name=csrf_token]").value);
      held.set("move", "keep");
      if (!(await post(action, held)).ok) continue;
      drop(name);
      went.push(action);
    }
    return went;
  };

  // Open an address, anew where it is the one at hand: one that differed by its anchor alone would not be asked for.
  const go = (to) => {
    const there = new URL(to, location.href);
    if (there.pathname + there.search !== location.pathname + location.search) return location.assign(there);
    there.searchParams.has("anew") ? there.searchParams.delete("anew") : there.searchParams.set("anew", "yes");
    location.replace(there);
  };

  for (const name of names(ALL)) {
    const until = quietly(() => JSON.parse(localStorage.getItem(name)).until) ?? 0;
    if (until * DAY < Date.now()) drop(name);
  }
  if (!key) clear();
  else if (!document.getElementById("page")) {
    // Whoever is on the way to another page goes on: a reload would call them back.
    let going = false;
    globalThis.navigation?.addEventListener("navigate", () => (going = true));
    send().then((went) => went.length && !going && location.reload(), () => {});
  }
  return { able: Boolean(key), any: () => names().length > 0, put, drop: (page) => drop(OWN + page), clear, post, send, go };
})();
