// The page's own script: clicks, keys and panels.

import { chooseEmoji, choosePerson } from "./choosers.js";
import "./composer.js";
import { close, dialog, fill, readField, showModal } from "./modal.js";
import { act, at, me, openThread, refresh } from "./parts.js";

// ---- clicks and choices -----------------------------------------------------------------------

function clickBody(element, value) {
  const { action, block, ts, view } = element.dataset;
  const form = element.closest("#modal-form");
  return { action, block, ts, view, value, values: form ? collect(form) : undefined };
}

const collect = (form) =>
  Object.fromEntries([...form.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, readField(field)]));

document.addEventListener("click", async (event) => {
  const element = event.target.closest("[data-act], [data-thread], [data-reply], [data-emoji], #me");
  if (!element || element === document.body) return;
  if (element.id === "me") return void choosePerson();
  const message = element.closest(".message")?.dataset.ts;
  if ("reply" in element.dataset) return void openThread(at("thread").contains(element) ? me.thread : message);
  if ("emoji" in element.dataset) return void chooseEmoji(message);
  if ("thread" in element.dataset) return void openThread(element.dataset.thread);
  const { act: verb, confirm: question, value } = element.dataset;
  if (question && !window.confirm(question)) return void event.preventDefault();
  element.closest("details.menu")?.removeAttribute("open");
  const wait = ["click", "move", "shortcut"].includes(verb) && "disabled" in element ? element : null;
  wait?.setAttribute("aria-busy", "true");
  if (wait) wait.disabled = true;
  if (verb === "click") await act("click", clickBody(element, value));
  else if (verb === "close") await close(element.dataset.everything);
  else await act(verb, { ts: message, ...element.dataset });
  wait?.removeAttribute("aria-busy");
  if (wait) wait.disabled = false;
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.dataset.change === "limits") return void act("limits", { value: target.checked });
  const element = target.closest('[data-change="click"], [data-group]');
  if (element) return void act("click", clickBody(element, chosen(element)));
  const field = target.closest("[data-dispatch]");
  if (field) fill(field);
});

function chosen(element) {
  if (!element.dataset.group) return element.value;
  const ticked = [...element.querySelectorAll("input:checked")].map((input) => input.value);
  return element.dataset.group === "checkboxes" ? ticked : ticked[0];
}

// ---- the tools of a message: they go to the one under the pointer or in focus -----------------

const tools = at("tools");

function offerTools(event) {
  const message = event.target.closest?.(".message");
  if (!message || message.classList.contains("private") || tools.parentElement === message) return;
  if (tools.contains(document.activeElement) && event.type !== "focusin") return;
  message.append(tools);
  tools.hidden = false;
}

// ---- messages by keyboard: arrows go from one to the next, Tab into what can be done with it ----

for (const list of [at("stream"), at("thread")]) {
  list.addEventListener("mouseover", offerTools);
  list.addEventListener("focusin", offerTools);
  list.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea")) return;
    const messages = [...list.querySelectorAll(".message")];
    const here = messages.indexOf(event.target.closest(".message"));
    if (event.key === "Escape" && here >= 0) return void list.focus();
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.target.closest("[role=toolbar]")) return;
    // From the list itself, up goes to the newest.
    const next = here >= 0 ? messages[here + step] : step < 0 ? messages.at(-1) : null;
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

// ---- panels, clock, inspector -----------------------------------------------------------------

document.addEventListener("submit", (event) => {
  if (event.target.id !== "move") return;
  event.preventDefault();
  act("move", { to: at("instant").value });
});

function toggles(button, name, startsOpen) {
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
  return show;
}

const wide = window.matchMedia("(min-width: 1100px)").matches;
const showPlaces = toggles(at("places"), "with-places", false);
const showSide = toggles(at("machinery"), "with-side", wide && localStorage.getItem("with-side") !== "no");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !wide && !document.querySelector("dialog[open]")) {
    showPlaces(false);
    showSide(false);
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) choosePerson();
  }
});

document.addEventListener("toggle", async (event) => {
  const record = event.target;
  if (!record.open || !record.dataset.kind) return;
  const answer = await fetch(`/inspect/${record.dataset.kind}/${record.dataset.place}`);
  record.querySelector("pre").textContent = await answer.text();
}, true);

// ---- beginning --------------------------------------------------------------------------------

// Messages are read from the newest, a Home from its beginning.
const newest = at("stream").lastElementChild;
if (me.at !== "home") at("stream").scrollTop = at("stream").scrollHeight;
// One that does not fit is read from where it begins.
if (newest?.offsetHeight > at("stream").clientHeight) newest.scrollIntoView();
at("aside").hidden = !at("thread").children.length;
if (location.hash) at(location.hash.slice(1))?.scrollIntoView({ block: "center" });
if (at("modal-form")) showModal(at("modal").innerHTML);
else if (wide || at("words").value) at("words").focus();
at("words").setSelectionRange(at("words").value.length, at("words").value.length);
// A reload does not write the same words again.
const address = new URL(location.href);
address.searchParams.delete("say");
history.replaceState(null, "", address);
new EventSource("/changes").onmessage = refresh;
setInterval(refresh, 30000);
document.body.dataset.ready = "yes";
