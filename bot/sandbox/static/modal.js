// Modals: what is typed stays while the server's picture of them changes.

import { act, at } from "./parts.js";

export const dialog = document.getElementById("dialog");

export function showModal(html) {
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

// ---- modals -----------------------------------------------------------------------------------

export const collect = (form) =>
  Object.fromEntries([...form.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, readField(field)]));

export function readField(field) {
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
    if (field.querySelector("input[type=file]")) continue;
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

// What a field holds, to the bot: Slack tells of it while it is typed, so it is there before the form goes.
let told;
export const fill = (field) => { told = act("fill", { values: { [field.dataset.field]: readField(field) } }); };

export async function close(everything) {
  if (dialog.contains(document.activeElement)) document.activeElement.blur();
  await told;
  await act("close", { everything });
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  close();
});

// A second Escape closes a dialog whatever the page says.
dialog.addEventListener("close", () => { if (at("modal-form")) act("close", { everything: "yes" }); });

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  const result = await act("submit", { values: collect(form) });
  const now = at("modal-form");
  if (!now) return;
  for (const name of ["disabled", "aria-busy"]) now.querySelector("[type=submit]")?.removeAttribute(name);
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

// Files are put into the pretend Slack one by one, as soon as they are chosen.
dialog.addEventListener("change", async (event) => {
  if (event.target.type !== "file") return;
  const field = event.target.closest("[data-field]");
  for (const file of event.target.files) {
    const name = field.dataset.field;
    const here = dialog.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    await act("attach", { field: name, name: file.name, content, before: readField(here) });
  }
});

dialog.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) at("modal-form")?.requestSubmit();
  if (event.key === "Enter" && event.target.classList.contains("filter")) event.preventDefault();
});
