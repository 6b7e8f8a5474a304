// Search from anywhere: Ctrl+K or the glass opens one field. Without this script the glass is a link to a page.
// What was searched for stands in no address, so this tab alone remembers it, for who comes back from a result.
import { whose } from "./page.js";

const kept = () => `lw:${whose()}:search`;

function remember() {
  const form = document.querySelector("form[data-search]");
  if (!form) return;
  const field = form.elements.q;
  const [arrival] = performance.getEntriesByType("navigation");
  try {
    if (field.value) {
      sessionStorage.setItem(kept(), field.value);
      history.replaceState(null, "", form.action); // so that coming back asks for the page and sends nothing again
    } else if (arrival?.type === "back_forward" && sessionStorage.getItem(kept())) {
      field.value = sessionStorage.getItem(kept());
      form.requestSubmit();
    }
  } catch {
    // a browser that keeps nothing: the field is just empty
  }
}

export function start() {
  remember();
  const dialog = document.getElementById("search");
  if (!dialog) return;
  const open = () => {
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input[type=search]").select();
  };
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-search-open]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== "KeyK") return;
    if (document.querySelector("dialog[open]:not(#search)")) return;
    event.preventDefault();
    open();
  });
}
