// At sign-out the copies of this person go from this browser; what is not saved yet is asked about first.
import { names, remove } from "./local.js";
import { person } from "./page.js";
import { settle, stop } from "./writing.js";

const PATIENCE = 2000; // ms to save the last words

const copies = () => (person() ? names(`lw:${person()}:`) : []);

function ask() {
  const dialog = document.getElementById("signout-unsaved");
  if (!dialog) return Promise.resolve(true);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.querySelector("[data-leave]").onclick = () => answer(true);
    dialog.querySelector("[data-stay]").onclick = () => answer(false);
    dialog.oncancel = () => answer(false);
  }).finally(() => dialog.close());
}

async function leave(form) {
  await Promise.race([settle(), new Promise((done) => setTimeout(done, PATIENCE))]);
  if (copies().length && !(await ask())) return;
  stop();
  copies().forEach(remove);
  form.submit(); // without the event, so that this does not begin again
}

export function start() {
  for (const form of document.querySelectorAll("form[data-signout]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(form);
    });
  }
}
