// The page's own script: clicks, keys and panels.

import "./composer.js";
import { collect, dialog } from "./modal.js";
import { act, at, refresh } from "./parts.js";

// ---- clicks and choices -----------------------------------------------------------------------

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
