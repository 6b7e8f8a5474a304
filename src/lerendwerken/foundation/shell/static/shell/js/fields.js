// Small help in fields: number of words, the value of a slider.
import { say } from "./page.js";

function count(area) {
  const group = area.closest(".leafwrap, .field");
  const place = group?.querySelector("[data-words]");
  if (!place) return;
  const text = [...group.querySelectorAll("textarea")].map((one) => one.value).join(" ");
  const n = text.split(/\s+/u).filter(Boolean).length;
  place.textContent = n === 0 ? "" : say(n === 1 ? "wordsOne" : "wordsMany", { n });
}

/** An untouched slider sends nothing: without this, everybody would answer 50 by accident. */
function untouched(slider) {
  slider.dataset.name = slider.name;
  slider.removeAttribute("name");
}

export function touch(slider) {
  if (!slider.dataset.name) return;
  slider.name = slider.dataset.name;
  delete slider.dataset.name;
  slider.removeAttribute("data-untouched");
}

export function show(field) {
  if (field.matches("textarea")) count(field);
  if (field.matches('input[type="range"]')) {
    const output = field.form?.querySelector(`output[for="${field.id}"]`);
    if (output) output.textContent = field.name ? field.value : "–";
  }
}

export function start(root = document) {
  for (const slider of root.querySelectorAll("input[data-untouched]")) {
    if (!slider.dataset.name) untouched(slider);
    // A click on the middle changes no value, but is an answer.
    slider.addEventListener("pointerup", () => {
      if (!slider.dataset.name) return;
      touch(slider);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  root.querySelectorAll("textarea").forEach(show);
}

export function listen() {
  document.addEventListener(
    "input",
    (event) => {
      if (event.target.matches('input[type="range"]')) touch(event.target);
      if (event.target.matches("textarea, input")) show(event.target);
    },
    true,
  );
}
