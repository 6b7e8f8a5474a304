// Small help in fields: number of words, the value of a slider, what is still missing.
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

/** What is wrong with a field, in the language of the page; empty where the browser finds words of its own. */
function wrong(field) {
  const found = field.validity;
  if (found.valueMissing) return say(field.matches('select, [type="radio"], [type="checkbox"]') ? "choose" : "empty");
  if (found.typeMismatch) return field.type === "email" ? say("noAddress") : "";
  if (field.type !== "number") return found.badInput ? say("incomplete") : "";
  if (found.badInput) return say("noNumber");
  if (found.rangeUnderflow) return say("least", { n: field.min });
  if (found.rangeOverflow) return say("most", { n: field.max });
  return found.stepMismatch && !field.step ? say("whole") : "";
}

/** A browser tells what is missing in its own language, on a page that may be in another. */
function tellInWords() {
  document.addEventListener("invalid", (event) => event.target.setCustomValidity(wrong(event.target)), true);
  document.addEventListener("input", (event) => event.target.setCustomValidity?.(""), true);
  // What was said of one radio button, or of words that a script put back since, must not stop the form now.
  document.addEventListener(
    "click",
    (event) => {
      for (const field of event.target.closest("button")?.form?.elements ?? []) field.setCustomValidity("");
    },
    true,
  );
}

export function listen() {
  tellInWords();
  document.addEventListener(
    "input",
    (event) => {
      if (event.target.matches('input[type="range"]')) touch(event.target);
      if (event.target.matches("textarea, input")) show(event.target);
    },
    true,
  );
}
