// The choice between the system's theme, light and dark. Kept in this browser only.
import { read, remove, store } from "./local.js";

const NAME = "lw-theme";

function apply(theme) {
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
    store(NAME, theme);
  } else {
    delete document.documentElement.dataset.theme;
    remove(NAME);
  }
}

export function start() {
  const chosen = read(NAME) || "system";
  for (const radio of document.querySelectorAll('input[name="lw-theme"]')) {
    radio.checked = radio.value === chosen;
    radio.addEventListener("change", () => radio.checked && apply(radio.value));
  }
}
