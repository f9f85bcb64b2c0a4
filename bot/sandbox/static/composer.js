// The boxes in which messages, commands and replies are typed, with their completions.

import { act, at, me, tell } from "./parts.js";

const MOST = 8;
let names = { "/": [], "@": [], "#": [], ":": [] };
export const known = fetch("/names").then((answer) => answer.json()).then((found) => (names = found));

const fits = (one, start) =>
  one.name.toLowerCase().startsWith(start) ||
  (start[0] === "@" && start.length > 1 && one.hint.toLowerCase().split(" ").some((word) => word.startsWith(start.slice(1))));

export function composer(form, stream, body) {
  const words = form.querySelector("textarea");
  const completions = form.querySelector(".completions");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = words.value;
    if (!text.trim()) return;
    words.value = "";
    grow();
    suggest();
    if (me.at === "home" && !text.startsWith("/")) tell("Sent to the app's messages.");
    const result = await act("send", { text, ...body });
    if (result.error && !words.value) words.value = text;
    stream.scrollTop = stream.scrollHeight;
  });

  function grow() {
    words.style.height = "auto";
    if (words.value) words.style.height = Math.min(words.scrollHeight, 200) + "px";
  }

  // The word before the caret, if it begins like a command, a mention, a channel or an emoji.
  function begun() {
    const before = words.value.slice(0, words.selectionStart);
    const found = before.match(/(^\/\S*|(?:^|\s)[@#][\w.-]*|(?:^|\s):[a-z0-9_+-]{2,})$/);
    return found ? found[0].trimStart() : "";
  }

  function suggest() {
    const start = begun();
    const matches = start ? names[start[0]].filter((one) => fits(one, start.toLowerCase())).slice(0, MOST) : [];
    completions.replaceChildren(...matches.map(completion));
    completions.hidden = !matches.length;
    words.setAttribute("aria-expanded", String(Boolean(matches.length)));
    words.removeAttribute("aria-activedescendant");
  }

  function completion(one, place) {
    const item = document.createElement("li");
    item.id = `${completions.id}-${place}`;
    item.role = "option";
    item.ariaSelected = "false";
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
    for (const item of items) item.ariaSelected = String(item === next);
    words.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
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
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) form.requestSubmit();
    else return;
    event.preventDefault();
  });
  words.addEventListener("blur", () => { completions.hidden = true; });
  completions.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) complete(item);
  });
  // Its lines depend on its width, which the panels beside it change.
  new ResizeObserver(grow).observe(words);
  // Who types at once is not left without.
  known.then(suggest);
}

composer(at("composer"), at("stream"), {});
composer(at("replier"), at("thread"), { reply: true });
