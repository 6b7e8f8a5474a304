// A form that asks a partner says at once that it was sent: what comes of it may take a while.
//
// <form data-asks> may hold [data-once-sent], a line that is hidden until then.
import { tell } from "./page.js";

function sent(event) {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches("[data-asks]") || button?.hasAttribute("formaction")) return;
  // A writing form that is still being saved goes a moment later by itself: it is busy, and was not refused.
  if (event.defaultPrevented && form.getAttribute("aria-busy") !== "true") return;
  button?.setAttribute("aria-busy", "true");
  const line = form.querySelector("[data-once-sent]");
  if (!line) return;
  line.hidden = false;
  tell(line.textContent);
}

export function listen() {
  document.addEventListener("submit", sent);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return; // back on a page as it was left
    for (const button of document.querySelectorAll("[data-asks] [aria-busy]")) button.removeAttribute("aria-busy");
    for (const line of document.querySelectorAll("[data-once-sent]")) line.hidden = true;
  });
}
