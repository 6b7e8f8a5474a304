// Copy a text to the clipboard and say so: <button data-copy="#id">, with data-copy-before what must stand above it.
import { say, tell } from "./page.js";

function byHand(text) {
  const sheet = document.createElement("textarea");
  sheet.value = text;
  document.body.append(sheet);
  sheet.select();
  const copied = text !== "" && document.execCommand("copy"); // where there is no secure connection
  sheet.remove();
  return copied;
}

/** The words of a part of the page, without the small buttons between them. */
function read(source) {
  const between = [...source.querySelectorAll(".claimbtn")];
  for (const one of between) one.hidden = true;
  const text = source.innerText;
  for (const one of between) one.hidden = false;
  return text;
}

async function copyFrom(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const text = [button.dataset.copyBefore, source.value ?? read(source)].filter(Boolean).join("\n\n");
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copied = byHand(text);
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
