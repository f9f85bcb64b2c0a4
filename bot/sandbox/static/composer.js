// The box in which messages and commands are typed, with its completions.

import { act, at, me, tell } from "./parts.js";

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
