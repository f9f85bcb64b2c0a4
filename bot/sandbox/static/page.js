// The page's own script: it sends what people do, and swaps in the parts that changed.
"use strict";

const me = { as: document.body.dataset.as, at: document.body.dataset.at };
const at = (id) => document.getElementById(id);
const dialog = at("dialog");
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

function showModal(html) {
  const before = at("modal-form");
  const typed = before ? { view: before.dataset.view, values: collect(before) } : null;
  const held = before && before.contains(document.activeElement) ? document.activeElement.id : "";
  const errors = before ? [...before.querySelectorAll(".error")].map((e) => [e.id, e.textContent]) : [];
  at("modal").innerHTML = html;
  const form = at("modal-form");
  if (!form) return void (dialog.open && dialog.close());
  if (typed && typed.view === form.dataset.view) {
    restore(form, typed.values);
    for (const [id, text] of errors) if (id && text && at(id)) complain(at(id).closest(".field"), text);
  }
  if (!dialog.open) dialog.showModal();
  const next = (held && at(held)) || (typed?.view === form.dataset.view ? null : firstField(form));
  next?.focus();
}

const firstField = (form) => form.querySelector(".field input, .field textarea, .field select, footer button");

let asking = false;
let again = false;
async function refresh() {
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

async function act(verb, body = {}) {
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
function tell(text) {
  const place = dialog.open ? dialog.querySelector(".whole") : null;
  if (place) return void (place.textContent = text);
  at("toast").textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { at("toast").textContent = ""; }, 8000);
}

function clickBody(element, value) {
  const { action, block, ts, view } = element.dataset;
  const form = element.closest("#modal-form");
  return { action, block, ts, view, value, values: form ? collect(form) : undefined };
}

document.addEventListener("click", async (event) => {
  const element = event.target.closest("[data-act]");
  if (!element) return;
  const { act: verb, confirm: question, value } = element.dataset;
  if (question && !window.confirm(question)) return void event.preventDefault();
  element.closest("details.menu")?.removeAttribute("open");
  const wait = verb === "click" || verb === "move" ? element : null;
  if (wait && "disabled" in wait) wait.disabled = true;
  if (verb === "click") await act("click", clickBody(element, value));
  else if (verb === "close") await act("close", { everything: element.dataset.everything });
  else await act(verb, { ...element.dataset });
  if (wait && "disabled" in wait) wait.disabled = false;
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.id === "as") return void target.form.submit();
  const element = target.closest('[data-change="click"], [data-group]');
  if (element) return void act("click", clickBody(element, chosen(element)));
  const field = target.closest("[data-dispatch]");
  if (field) act("fill", { values: { [field.dataset.field]: read(field) } });
});

function chosen(element) {
  if (!element.dataset.group) return element.value;
  const ticked = [...element.querySelectorAll("input:checked")].map((input) => input.value);
  return element.dataset.group === "checkboxes" ? ticked : ticked[0];
}

// ---- modals -----------------------------------------------------------------------------------

const collect = (form) =>
  Object.fromEntries([...form.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, read(field)]));

function read(field) {
  if (field.dataset.kind === "one") return field.querySelector("textarea, select, input")?.value ?? "";
  const ticked = [...field.querySelectorAll("input:checked")].map((input) => input.value);
  return field.dataset.kind === "many" ? ticked : ticked[0] ?? "";
}

function restore(form, values) {
  for (const field of form.querySelectorAll("[data-field]")) {
    const value = values[field.dataset.field];
    if (value === undefined) continue;
    const one = field.querySelector("textarea, select, input");
    if (field.dataset.kind === "one") { if (one) one.value = value; continue; }
    for (const input of field.querySelectorAll("input[type=checkbox], input[type=radio]")) {
      input.checked = [value].flat().includes(input.value);
      input.parentElement.classList.toggle("chosen", input.checked);
    }
  }
}

function complain(field, text) {
  field.querySelector(".error").textContent = text;
  field.classList.toggle("wrong", Boolean(text));
  field.querySelector("textarea, select, input")?.setAttribute("aria-invalid", text ? "true" : "false");
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  act("close");
});

// A second Escape closes a dialog whatever the page says.
dialog.addEventListener("close", () => { if (at("modal-form")) act("close", { everything: "yes" }); });

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const result = await act("submit", { values: collect(form) });
  const now = at("modal-form");
  if (!now) return;
  now.querySelector("[type=submit]")?.removeAttribute("disabled");
  if (now.dataset.view !== form.dataset.view) return;
  for (const field of now.querySelectorAll("[data-field]")) complain(field, result.errors[field.dataset.block] ?? "");
  now.querySelector(".wrong")?.querySelector("textarea, select, input")?.focus();
});

dialog.addEventListener("input", (event) => {
  const picker = event.target.closest(".picker");
  if (!picker) return;
  if (event.target.type === "checkbox") {
    event.target.parentElement.classList.toggle("chosen", event.target.checked);
    return;
  }
  const words = event.target.value.toLowerCase();
  for (const label of picker.querySelectorAll("label")) label.hidden = !label.textContent.toLowerCase().includes(words);
});

dialog.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) at("modal-form")?.requestSubmit();
  if (event.key === "Enter" && event.target.classList.contains("filter")) event.preventDefault();
});

// ---- the composer -----------------------------------------------------------------------------

const words = at("words");
const completions = at("completions");
let names = { "/": [], "@": [], "#": [] };
fetch("/names").then((answer) => answer.json()).then((found) => { names = found; });

at("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = words.value;
  if (!text.trim()) return;
  words.value = "";
  grow();
  suggest();
  if (me.at === "home" && !text.startsWith("/")) tell("Sent to the app's messages.");
  const result = await act("send", { text });
  if (result.error && !words.value) words.value = text;
  at("stream").scrollTop = at("stream").scrollHeight;
});

function grow() {
  words.style.height = "auto";
  words.style.height = Math.min(words.scrollHeight, 200) + "px";
}

// The word before the caret, if it begins like a command, a mention or a channel.
function begun() {
  const before = words.value.slice(0, words.selectionStart);
  const found = before.match(/(^\/\S*|(?:^|\s)[@#][\w.-]*)$/);
  return found ? found[0].trimStart() : "";
}

function suggest() {
  const start = begun();
  const mark = start[0];
  const matches = start
    ? names[mark].filter((one) => fits(one, start.toLowerCase())).slice(0, 8)
    : [];
  completions.replaceChildren(...matches.map((one, place) => completion(one, place)));
  completions.hidden = !matches.length;
  words.setAttribute("aria-expanded", String(Boolean(matches.length)));
  words.removeAttribute("aria-activedescendant");
}

const fits = (one, start) =>
  one.name.toLowerCase().startsWith(start) ||
  (start[0] === "@" && start.length > 1 && one.hint.toLowerCase().split(" ").some((word) => word.startsWith(start.slice(1))));

function completion(one, place) {
  const item = document.createElement("li");
  item.id = "completion-" + place;
  item.role = "option";
  item.dataset.name = one.name;
  const name = document.createElement("strong");
  name.textContent = one.name;
  item.append(name, " " + one.hint);
  return item;
}

function select(step) {
  const items = [...completions.children];
  const here = items.findIndex((item) => item.ariaSelected === "true");
  const next = items[(here + step + items.length + (here < 0 && step < 0 ? 1 : 0)) % items.length];
  items.forEach((item) => { item.ariaSelected = String(item === next); });
  words.setAttribute("aria-activedescendant", next.id);
}

function complete(item) {
  const start = begun();
  const caret = words.selectionStart;
  const head = words.value.slice(0, caret - start.length) + item.dataset.name + " ";
  words.value = head + words.value.slice(caret).trimStart();
  words.setSelectionRange(head.length, head.length);
  suggest();
}

words.addEventListener("input", () => { grow(); suggest(); });
words.addEventListener("keydown", (event) => {
  const open = !completions.hidden;
  const active = completions.querySelector('[aria-selected="true"]');
  const exact = open && completions.children.length === 1 && completions.firstChild.dataset.name === begun();
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) select(event.key === "ArrowDown" ? 1 : -1);
  else if (open && event.key === "Escape") completions.hidden = true;
  else if (open && event.key === "Tab") complete(active ?? completions.firstChild);
  else if (open && event.key === "Enter" && active && !exact) complete(active);
  else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) at("composer").requestSubmit();
  else return;
  event.preventDefault();
});
words.addEventListener("blur", () => { completions.hidden = true; });
completions.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const item = event.target.closest("li");
  if (item) complete(item);
});

// ---- messages by keyboard: arrows go from one to the next, Tab into what can be done with it ----

at("stream").addEventListener("focusin", (event) => {
  const message = event.target.closest(".message");
  for (const tool of message?.querySelectorAll(".tools button") ?? []) tool.tabIndex = 0;
});

at("stream").addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.target.closest("input, select, textarea")) return;
  const messages = [...at("stream").querySelectorAll(".message")];
  const next = messages[messages.indexOf(event.target.closest(".message")) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// ---- panels, clock, inspector -----------------------------------------------------------------

document.addEventListener("submit", (event) => {
  if (event.target.id !== "move") return;
  event.preventDefault();
  act("move", { to: at("instant").value });
});

function toggles(button, part, name, startsOpen) {
  const show = (open) => {
    document.body.classList.toggle(name, open);
    button.setAttribute("aria-expanded", String(open));
  };
  show(startsOpen);
  button.addEventListener("click", () => {
    const open = !document.body.classList.contains(name);
    show(open);
    localStorage.setItem(name, open ? "yes" : "no");
  });
}

const wide = window.matchMedia("(min-width: 1100px)").matches;
toggles(at("places"), at("sidebar"), "with-places", false);
toggles(at("machinery"), at("side"), "with-side", wide && localStorage.getItem("with-side") !== "no");

document.addEventListener("toggle", async (event) => {
  const record = event.target;
  if (!record.open || !record.dataset.kind) return;
  const answer = await fetch(`/inspect/${record.dataset.kind}/${record.dataset.place}`);
  record.querySelector("pre").textContent = await answer.text();
}, true);

// ---- beginning --------------------------------------------------------------------------------

at("stream").scrollTop = at("stream").scrollHeight;
if (location.hash) at(location.hash.slice(1))?.scrollIntoView({ block: "center" });
if (at("modal-form")) dialog.showModal();
else if (wide) words.focus();
new EventSource("/changes").onmessage = refresh;
setInterval(refresh, 30000);
