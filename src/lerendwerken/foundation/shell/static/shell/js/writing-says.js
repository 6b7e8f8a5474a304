// What the writing form says: a line at the top, the choice between two versions, both side by side.
import { clone, say } from "./page.js";

function place(form) {
  let says = form.querySelector(":scope > .says");
  if (!says) {
    says = document.createElement("div");
    says.className = "says";
    form.prepend(says);
  }
  return says;
}

/** Show a line at the top of the form, or take it away with an empty text. */
export function note(form, text, signin = false, kind = "state") {
  const says = place(form);
  let line = says.querySelector(`[data-kind="${kind}"]`);
  if (!text) {
    line?.remove();
    return;
  }
  if (!line) {
    line = clone("lw-kept");
    line.dataset.kind = kind;
    says.append(line);
  }
  const words = line.querySelector("[data-text]");
  if (words.textContent !== text) words.textContent = text;
  const link = line.querySelector("[data-signin]");
  if (link) link.hidden = !signin;
}

function twin(field, text) {
  const box = document.createElement("div");
  box.className = "twin";
  const meta = document.createElement("p");
  meta.className = "meta";
  meta.textContent = say("other");
  const words = document.createElement("p");
  words.className = "own";
  words.textContent = text || "–";
  box.append(meta, words);
  (field.closest(".box") ?? field).after(box);
}

function beside(form, fields) {
  clearTwins(form);
  for (const [name, text] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLElement && field.value !== text) twin(field, text);
  }
}

function clearTwins(form) {
  form.querySelectorAll(".twin").forEach((old) => old.remove());
}

/** Ask which of two versions to keep; both stay until the person has chosen. */
export function askWhich(form, fields, { mine, theirs }) {
  const says = place(form);
  says.querySelector('.alert[data-kind="choice"]')?.remove();
  const alert = clone("lw-two-versions");
  const done = (choose) => () => {
    alert.remove();
    clearTwins(form);
    choose();
  };
  alert.querySelector("[data-mine]").addEventListener("click", done(mine));
  alert.querySelector("[data-theirs]").addEventListener("click", done(theirs));
  alert.querySelector("[data-beside]").addEventListener("click", () => beside(form, fields));
  says.append(alert);
}

/** Put texts into the controls of a form. */
export function restoreFields(form, controls, fields, touch) {
  for (const slider of form.querySelectorAll('input[type="range"][data-name]')) {
    if (fields[slider.dataset.name]) touch(slider);
  }
  for (const field of new Set([...controls, ...form.querySelectorAll('input[type="range"][name]')])) {
    if (!(field.name in fields)) continue;
    const text = String(fields[field.name] ?? "");
    if (field.type === "radio") field.checked = field.value === text;
    else field.value = text;
  }
}
