// One question of the method coach beside a field: <button data-coach="/url" data-mode data-for="ids of fields">.
import { message, signedOut, token } from "./page.js";

const PATIENCE = 5000; // ms

const written = (button) =>
  button.dataset.for
    .split(" ")
    .map((id) => document.getElementById(id)?.value ?? "")
    .filter(Boolean)
    .join("\n");

async function asked(button) {
  const response = await fetch(button.dataset.coach, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token(button.form) },
    body: new URLSearchParams({ text: written(button), mode: button.dataset.mode }),
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (signedOut(response)) throw new Error("signed out");
  if (!response.ok) return { message: (await message(response)) || button.dataset.failed };
  return response.json();
}

async function ask(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  const line = button.parentElement.querySelector('[role="status"]');
  const [label, said] = line.children;
  button.setAttribute("aria-busy", "true");
  const told = await asked(button).catch(() => ({ message: button.dataset.failed }));
  button.removeAttribute("aria-busy");
  label.hidden = !told.question;
  said.textContent = told.question || told.message;
}

export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-coach]");
    if (button) ask(button);
  });
}
