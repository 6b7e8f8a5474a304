// The browser's own store. It may be full, forbidden or absent: then it says no, and never throws.

export function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function store(name, text) {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

export function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept, so nothing has to go.
  }
}

export function names(prefix) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

/** A kept copy as an object, or null when it is absent or damaged. */
export function copy(name) {
  try {
    const found = JSON.parse(read(name));
    return found && typeof found.fields === "object" ? found : null;
  } catch {
    return null;
  }
}
