// What the page shows, and what people do on it: both come and go as parts, rendered by the server.

import { dialog, showModal } from "./modal.js";

export const me = { as: document.body.dataset.as, at: document.body.dataset.at };
export const at = (id) => document.getElementById(id);
const shown = {};

// ---- parts ------------------------------------------------------------------------------------

function showParts(parts) {
  for (const [id, html] of Object.entries(parts)) {
    if (shown[id] === html) continue;
    shown[id] = html;
    if (id === "modal") showModal(html);
    else swap(at(id), html, id === "stream");
  }
}

function swap(part, html, follows) {
  const held = document.activeElement;
  const key = part.contains(held) ? held.dataset.key : null;
  const instant = part.id === "clock" ? at("instant")?.value : "";
  const open = [...part.querySelectorAll("details[open]")].map((d) => d.dataset.kind + d.dataset.place);
  const low = part.scrollHeight - part.scrollTop - part.clientHeight < 80;
  part.innerHTML = html;
  if (follows && low) part.scrollTop = part.scrollHeight;
  if (instant) at("instant").value = instant;
  for (const d of part.querySelectorAll("details[data-kind]")) {
    if (open.includes(d.dataset.kind + d.dataset.place)) d.open = true;
  }
  if (key) part.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

let asking = false;
let again = false;
export async function refresh() {
  if (asking) return void (again = true);
  asking = true;
  try {
    const answer = await fetch("/parts?" + new URLSearchParams(me));
    if (answer.ok) showParts(await answer.json());
  } finally {
    asking = false;
    if (again) { again = false; refresh(); }
  }
}

// ---- acts -------------------------------------------------------------------------------------

export async function act(verb, body = {}) {
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/act/" + verb, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...me, ...body }),
    });
    const result = await answer.json();
    showParts(result.parts);
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
