// Runs before the page is painted, so that a chosen theme does not flash. Kept apart because it must block.
try {
  const theme = localStorage.getItem("lw-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing follows the system.
}
