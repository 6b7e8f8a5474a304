// Documents that are being read: their part of the page is looked at again until they are ready. Without this script
// opening the page again shows the same.
//
// #documents-read[data-reading] holds them; what waited for them has an id and data-after-reading.
import { patience, tell } from "./page.js";

const AGAIN = 1000; // ms

export function start(root = document) {
  const list = document.getElementById("documents-read");
  if (!list || !("reading" in list.dataset) || list.waits || !root.contains(list)) return;
  list.waits = true;
  look(list, 0);
}

function look(list, tries) {
  setTimeout(async () => {
    const fresh = await page();
    const now = fresh?.getElementById(list.id);
    if (!list.isConnected) return;
    if (!now) return look(list, tries + 1);
    const ready = !("reading" in now.dataset);
    if (now.textContent !== list.textContent) replace(list, now);
    else return look(list, 0);
    if (!ready) return;
    tell(document.getElementById(list.id).textContent.replace(/\s+/g, " ").trim());
    for (const part of document.querySelectorAll("[data-after-reading]")) {
      const renewed = fresh.getElementById(part.id);
      if (renewed) replace(part, renewed);
    }
  }, patience(tries, AGAIN, 10000));
}

async function page() {
  try {
    const response = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    if (!response.ok || response.redirected) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
}

function replace(part, fresh) {
  const renewed = document.importNode(fresh, true);
  part.replaceWith(renewed);
  renewed.dispatchEvent(new CustomEvent("lw:end", { bubbles: true }));
}
