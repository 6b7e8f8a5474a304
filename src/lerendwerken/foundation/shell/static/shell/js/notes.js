// Explanations of signs and figures: there while one points at them or comes to them with the keyboard; a click keeps
// them. WCAG 2.2, 1.4.13: Escape takes them away, the pointer may go into them, they stay until it leaves.

const WAIT = 250; // ms, so that a pointer that passes by opens nothing
const LINGER = 300; // ms to cross from the sign into its explanation

let shown = null; // what was opened by pointing or by the keyboard; what a click opened is the browser's own
let place = null; // the sign or the explanation under the pointer
let timer = 0;
let opening = false;

function noteOf(trigger) {
  const note = trigger.matches("summary")
    ? trigger.parentElement.querySelector(":scope > .note")
    : document.getElementById(trigger.getAttribute("popovertarget"));
  return note?.matches(".note") ? note : null;
}

function triggerAt(node) {
  const trigger = node.closest?.("button[popovertarget], .defn > summary");
  return trigger && noteOf(trigger) ? trigger : null;
}

function isOpen(trigger) {
  return trigger.matches("summary") ? trigger.parentElement.open : noteOf(trigger).matches(":popover-open");
}

function close() {
  const trigger = shown;
  shown = null;
  if (!trigger || !isOpen(trigger)) return;
  if (trigger.matches("summary")) trigger.parentElement.open = false;
  else noteOf(trigger).hidePopover();
}

function open(trigger) {
  if (trigger === shown || document.querySelector("[popover]:popover-open:not(.note)")) return;
  close();
  if (isOpen(trigger)) return;
  shown = trigger;
  if (trigger.matches("summary")) {
    trigger.parentElement.open = true;
    return;
  }
  opening = true; // by the button itself, so that the explanation stands beside it
  trigger.click();
  opening = false;
}

function settle() {
  if (!shown) return;
  const note = noteOf(shown);
  const pointed = shown.matches(":hover") || note?.matches(":hover");
  if (!pointed && !shown.matches(":focus-visible") && !note?.contains(document.activeElement)) close();
}

function soon(act, wait) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

function pointed(event) {
  if (event.pointerType === "touch") return;
  const trigger = triggerAt(event.target);
  const now = trigger ?? event.target.closest?.(".note") ?? null;
  if (now === place) return;
  place = now;
  if (trigger) soon(() => open(trigger), WAIT);
  else soon(settle, LINGER);
}

function clicked(event) {
  const trigger = triggerAt(event.target);
  if (!trigger || opening) return;
  clearTimeout(timer);
  if (trigger === shown && isOpen(trigger)) event.preventDefault(); // it is there already: now it stays
  shown = null;
}

export function listen() {
  document.addEventListener("pointermove", pointed);
  document.addEventListener("click", clicked, true);
  document.addEventListener("focusin", (event) => {
    const trigger = triggerAt(event.target);
    if (trigger?.matches(":focus-visible")) open(trigger);
  });
  document.addEventListener("focusout", () => soon(settle, 0));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clearTimeout(timer);
    for (const definition of document.querySelectorAll(".defn[open]")) definition.open = false;
  });
  document.addEventListener(
    "toggle",
    () => {
      if (shown && !isOpen(shown)) shown = null;
    },
    true,
  );
}
