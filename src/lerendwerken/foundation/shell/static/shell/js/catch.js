// Catch a thought in five seconds: one shortcut, one field. Without this script the pencil is a link to a page.
import { copy, remove, store } from "./local.js";
import { freshKey, say, signedOut, token, toast, whose } from "./page.js";

export function start() {
  const dialog = document.getElementById("catch");
  const form = dialog?.querySelector("form");
  if (!form) return;
  const text = form.elements.text;
  const key = form.elements.key;
  const problem = form.querySelector(".problem");
  const kept = `lw:${whose()}:${form.getAttribute("action")}#catch`;

  const open = () => {
    const earlier = copy(kept);
    if (earlier && !text.value) text.value = earlier.fields.text ?? "";
    key.value ||= earlier?.key || freshKey();
    if (!dialog.open) dialog.showModal();
    text.focus();
  };

  text.addEventListener("input", () => store(kept, JSON.stringify({ fields: { text: text.value }, key: key.value, at: Date.now() })));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector('[type="submit"]');
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    problem.hidden = true;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token(form) },
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
      });
      if (!response.ok || signedOut(response)) throw new Error("refused");
      remove(kept);
      form.reset();
      key.value = "";
      dialog.close();
      toast(say("caught"));
    } catch {
      problem.querySelector("[data-text]").textContent = say("notCaught");
      problem.hidden = false;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });

  form.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-catch-open]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.code !== "KeyV" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
}
