// What the page shows, and what people do on it: both come and go as parts, rendered by the server.

import { dialog, showModal } from "./modal.js";

const body = document.body.dataset;
export const me = { as: body.as, at: body.at, thread: body.thread };
export const at = (id) => document.getElementById(id);
// The marks of the parts as they are shown: the server sends only those that differ.
const seen = JSON.parse(body.seen);
// What each keyed piece was drawn from; other scripts may have changed the piece since.
const source = new WeakMap();
for (const one of document.querySelectorAll(Object.keys(seen).map((part) => `#${part} [id]`))) source.set(one, one.outerHTML);

// ---- parts ------------------------------------------------------------------------------------

// Nothing is replaced under a finger or a pressed mouse button: the click would be lost with it. Where the
// release is never heard of (a scroll bar, a menu of the browser's), a second is enough.
let released = Promise.resolve();
document.addEventListener("pointerdown", () => {
  released = new Promise((resolve) => {
    const soon = () => setTimeout(resolve);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, soon, { once: true, capture: true });
    setTimeout(resolve, 1000);
  });
}, true);

let newest = 0;
async function showParts({ version, parts }) {
  await released;
  if (version < newest) return;
  newest = version;
  for (const [id, [mark, html, than]] of Object.entries(parts)) {
    // It differs from a drawing that another answer has replaced meanwhile.
    if (than && than !== seen[id]) { setTimeout(refresh); continue; }
    seen[id] = mark;
    if (id === "modal") showModal(html);
    else swap(at(id), html);
  }
  if ("thread" in parts) at("aside").hidden = !me.thread || !at("thread").children.length;
}

function swap(part, html) {
  const held = document.activeElement;
  const key = part.contains(held) ? held.dataset.key : null;
  const instant = part.id === "clock" ? at("instant")?.value : "";
  const low = part.scrollHeight - part.scrollTop - part.clientHeight < 80;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  patch(part, fresh.content);
  if (low && me.at !== "home" && (part.id === "stream" || part.id === "thread")) part.scrollTop = part.scrollHeight;
  if (instant) at("instant").value = instant;
  // A piece that was moved has lost the focus on its way.
  if (part.contains(held)) held.focus({ preventScroll: true });
  else if (key) {
    part.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}

// Put in what is new or different and leave the rest alone: pieces are known by their ids, and a piece that
// is a list of pieces is gone through in the same way. Of those that are the same the server sends the id alone.
function patch(part, fresh) {
  const old = new Map([...part.children].filter((one) => one.id).map((one) => [one.id, one]));
  let spot = part.firstElementChild;
  for (const one of [...fresh.children]) {
    const drawn = one.outerHTML;
    const here = one.id && old.get(one.id);
    const isList = here && "pieces" in one.dataset;
    if (isList) patch(here, one);
    if (isList || (here && ("same" in one.dataset || source.get(here) === drawn))) {
      if (here === spot) spot = spot.nextElementSibling;
      else part.insertBefore(here, spot);
      continue;
    }
    source.set(one, drawn);
    part.insertBefore(one, spot);
    if (!here) continue;
    if (here === spot) spot = spot.nextElementSibling;
    rescue(here, one);
    // A record that is open stays so, and shows what has been answered meanwhile.
    if (here.querySelector("details[open][data-kind]")) one.querySelector("details").open = true;
    here.remove();
  }
  while (spot) {
    const next = spot.nextElementSibling;
    // A record that somebody has opened is not taken away while they read.
    if (!spot.querySelector("details[open][data-kind]")) {
      rescue(spot, null);
      spot.remove();
    }
    spot = next;
  }
}

// The tools stand in the message at hand; they move to its new drawing.
function rescue(gone, instead) {
  const tools = at("tools");
  if (gone.contains(tools)) (instead ?? document.body).append(tools);
  if (!instead && tools.parentElement === document.body) tools.hidden = true;
}

let asking = false;
let again = false;
export async function refresh() {
  if (asking) return void (again = true);
  asking = true;
  try {
    const answer = await fetch("/parts?" + new URLSearchParams({ ...me, seen: JSON.stringify(seen) }));
    if (answer.ok) await showParts(await answer.json());
  } finally {
    asking = false;
    if (again) { again = false; refresh(); }
  }
}

// Open a thread, or close it with ''.
export async function openThread(ts) {
  me.thread = ts;
  const address = new URL(location.href);
  if (ts) address.searchParams.set("thread", ts);
  else address.searchParams.delete("thread");
  history.replaceState(null, "", address);
  if (!ts) at("aside").hidden = true;
  await refresh();
  if (ts && !at("aside").hidden) at("reply").focus();
}

// ---- acts -------------------------------------------------------------------------------------

export async function act(verb, body = {}) {
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/act/" + verb, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...me, seen, ...body }),
    });
    const result = await answer.json();
    await showParts(result);
    if (result.error) tell(result.error);
    return result;
  } catch {
    tell("The local workspace does not answer. Is it still running?");
    return { error: "away", errors: {} };
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

let fading;
export function tell(text) {
  const place = dialog.open ? dialog.querySelector(".whole") : null;
  if (place) return void (place.textContent = text);
  at("toast").textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { at("toast").textContent = ""; }, 8000);
}
