// The pages that look the same whatever is answered come ahead, so that one can go on without a connection.
const ahead = (() => {
  "use strict";
  const room = document.getElementById("asked");
  const first = document.getElementById("page");
  if (!first) return null; // the page before the first loads what the others need
  const known = JSON.parse(first.dataset.ahead);
  const most = room.querySelector("progress").max;
  const stack = [{ nodes: [...room.childNodes], title: document.title, address: location.href }];
  let at = 0; // of the pages in this window
  let drawn = null;
  const fetched = async () => {
    const answer = await fetch(known.at);
    if (answer.ok) drawn = await answer.json();
  };
  if (known.at) setTimeout(() => fetched().catch(() => {}), 1000);

  const stand = (place) => {
    at = place;
    room.replaceChildren(...stack[at].nodes);
    document.title = stack[at].title;
    const heading = room.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
    scrollTo(0, 0);
    document.dispatchEvent(new Event("page:shown"));
    return document.getElementById("page");
  };
  // The page that comes next, laid out for this person; nothing where it has to come from the server.
  const laidOut = () => {
    const [number, position, place, minutes] = known.pages[at] ?? [];
    if (!drawn?.[number]) return null;
    const here = document.getElementById("page");
    const fresh = new DOMParser().parseFromString(drawn[number], "text/html");
    const form = fresh.getElementById("page");
    form.action = here.action.replace(/\d+$/, number);
    form.prepend(fresh.importNode(here.elements.csrf_token, true));
    const bar = fresh.querySelector("progress");
    Object.assign(bar, { max: most, value: position });
    bar.parentElement.querySelector("p").textContent = `${place} · ${minutes}`;
    const heading = fresh.querySelector("h1");
    if (heading.classList.contains("unseen")) heading.textContent = place;
    const title = `${heading.textContent} – ${known.title}`;
    return { nodes: [...fresh.body.childNodes], title, address: form.action };
  };
  // The next page, in the place of the one at hand; null where it has to come from the server.
  const next = () => {
    const page = stack[at + 1] ?? laidOut();
    if (!page) return null;
    stack[at + 1] = page;
    history.pushState(null, "", page.address);
    return stand(at + 1);
  };
  // The page before, as it was left; null where it has to come from the server.
  const back = () => {
    if (!at) return null;
    history.replaceState(null, "", stack[at - 1].address);
    return stand(at - 1);
  };
  // The page of an address that the browser went back or on to.
  const to = (address) => {
    const place = stack.findIndex((page) => page.address === address);
    return place < 0 ? null : stand(place);
  };
  return { next, back, to, stop: known.stop };
})();
