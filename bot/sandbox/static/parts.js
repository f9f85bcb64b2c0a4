// What the page shows, and what people do on it: both come and go as parts, rendered by the server.

import { dialog, showModal } from "./modal.js";

const body = document.body.dataset;
export const me = { as: body.as, at: body.at, thread: body.thread };
export const at = (id) => document.getElementById(id);
// The marks of the parts as they are shown: the server sends only those that differ.
const seen = {};
// What each keyed piece was drawn from; other scripts may have changed the piece since.
const source = new WeakMap();

// ---- parts ------------------------------------------------------------------------------------

let newest = 0;
function showParts({ version, parts }) {
  if (version < newest) return;
  newest = version;
  for (const [id, [mark, html]] of Object.entries(parts)) {
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
  const open = [...part.querySelectorAll("details[open]")].map((d) => d.dataset.kind + d.dataset.place);
  const low = part.scrollHeight - part.scrollTop - part.clientHeight < 80;
  patch(part, html);
  if (low && me.at !== "home" && (part.id === "stream" || part.id === "thread")) part.scrollTop = part.scrollHeight;
  if (instant) at("instant").value = instant;
  for (const d of part.querySelectorAll("details[data-kind]")) {
    if (open.includes(d.dataset.kind + d.dataset.place)) d.open = true;
  }
  if (key && !part.contains(document.activeElement)) {
    part.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}

// Put in what is new or different and leave the rest alone: pieces are known by their ids.
function patch(part, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const old = new Map([...part.children].filter((one) => one.id).map((one) => [one.id, one]));
  let spot = part.firstElementChild;
  for (const one of [...fresh.content.children]) {
    const drawn = one.outerHTML;
    const here = one.id && old.get(one.id);
    if (here && source.get(here) === drawn) {
      if (here === spot) spot = spot.nextElementSibling;
      else part.insertBefore(here, spot);
      continue;
    }
    source.set(one, drawn);
    part.insertBefore(one, spot);
    if (!here) continue;
    if (here === spot) spot = spot.nextElementSibling;
    rescue(here, one);
    here.remove();
  }
  while (spot) {
    const next = spot.nextElementSibling;
    rescue(spot, null);
    spot.remove();
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
    if (answer.ok) showParts(await answer.json());
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
    showParts(result);
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
