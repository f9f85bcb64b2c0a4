// The two lists one searches: people to act as, and emoji to react with.

import { known } from "./composer.js";
import { act, at, me } from "./parts.js";

function chooser(dialog, items) {
  const search = dialog.querySelector("input");
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().trim();
    for (const item of items()) item.hidden = !(item.dataset.words ?? item.textContent).toLowerCase().includes(words);
  });
  // Arrows go from one to the next, Enter in the search takes the first.
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const inSearch = event.target === search;
    if (event.key === "Enter" && inSearch) {
      event.preventDefault();
      return void reachable()[0]?.click();
    }
    if (!step || (inSearch && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const all = reachable();
    const next = all[all.indexOf(event.target) + step];
    (next ?? (step < 0 ? search : all.at(-1)))?.focus();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const reachable = () => items().filter((item) => !item.hidden).map((item) => item.querySelector("a") ?? item);
  return () => {
    search.value = "";
    search.dispatchEvent(new Event("input"));
    dialog.showModal();
  };
}

// ---- people -----------------------------------------------------------------------------------

const people = at("people");
const openPeople = chooser(people, () => [...people.querySelectorAll("li")]);

export async function choosePerson() {
  // The search takes words at once; the list follows.
  openPeople();
  const answer = await fetch("/people?" + new URLSearchParams({ as: me.as, at: me.at }));
  people.querySelector("ul").innerHTML = await answer.text();
  people.querySelector("input").dispatchEvent(new Event("input"));
}

// ---- emoji ------------------------------------------------------------------------------------

const emoji = at("emoji");
const grid = emoji.querySelector(".grid");
const openEmoji = chooser(emoji, () => [...grid.children]);
let ts = "";

export async function chooseEmoji(message) {
  ts = message;
  if (!grid.children.length) grid.append(...(await known)[":"].map(face));
  openEmoji();
}

function face({ name, hint }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = hint;
  button.title = button.ariaLabel = name;
  button.dataset.words = name.replaceAll("_", " ") + name;
  return button;
}

grid.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  emoji.close();
  await act("react", { ts, name: button.title.replaceAll(":", "") });
});
