// Copy a text to the clipboard and say so: <button data-copy="#id">.
import { say, tell } from "./page.js";

function byHand(source, text) {
  if (source.select) {
    source.select();
  } else {
    getSelection().selectAllChildren(source);
  }
  return text !== "" && document.execCommand("copy"); // where there is no secure connection
}

async function copyFrom(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const text = source.value ?? source.textContent;
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copied = byHand(source, text);
  }
  const place = button.querySelector("[data-label]") ?? button;
  button.dataset.before ??= place.textContent;
  place.textContent = say(copied ? "copied" : "notCopied");
  tell(place.textContent);
  clearTimeout(button.again);
  button.again = setTimeout(() => (place.textContent = button.dataset.before), 3000);
}

export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copyFrom(button);
  });
}
