// What the other modules share: the page's words, the person, the token, a toast, a spoken line, waiting.

const words = document.getElementById("lw-words")?.dataset ?? {};

/** A text of the page by its name, with {placeholders} filled in. */
export function say(name, values = {}) {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const person = () => document.body.dataset.person ?? "";

/** The person in the organisation where they act: what is written in one is never put back in another. */
export const whose = () => [person(), document.body.dataset.member].filter(Boolean).join(":");

/** The token against forged requests: the cookie is newest after signing in again in another tab. */
export function token(form) {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/);
  if (cookie) return cookie[1];
  const field = (form ?? document).querySelector('input[name="csrfmiddlewaretoken"]');
  return field ? field.value : "";
}

/** A random UUID, also on pages without a secure connection. */
export function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Whether an answer is really the sign-in page, or a door that is closed. */
export function signedOut(response) {
  if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return true;
  const signin = document.body.dataset.signin;
  return Boolean(signin && response.redirected && new URL(response.url).pathname === signin);
}

/** What the server says in words, if it does. */
export async function message(response) {
  try {
    return String((await response.json()).message ?? "");
  } catch {
    return "";
  }
}

export function clone(id) {
  return document.getElementById(id).content.cloneNode(true).firstElementChild;
}

export function toast(text) {
  const note = clone("lw-toast");
  note.querySelector("span").textContent = text;
  document.getElementById("toasts")?.append(note);
}

/** Tell a screen reader, without moving anything. */
export function tell(text) {
  const line = document.getElementById("lw-said");
  if (line) line.textContent = text;
}

/** 10.41 in Dutch, 10:41 in English; from the server's own "10.41", from an ISO time, or now. */
export function clockTime(told) {
  const clock = String(told ?? "").match(/^(\d\d?)[.:](\d\d)$/);
  const moment = told && !clock ? new Date(told) : new Date();
  const [hours, minutes] = clock ? clock.slice(1) : [moment.getHours(), moment.getMinutes()];
  const two = (number) => String(number).padStart(2, "0");
  return `${two(hours)}${words.clock || ":"}${two(minutes)}`;
}

/** How long to wait before the next try, in ms: doubling, at most `most`, never all at the same instant. */
export function patience(tries, first = 1000, most = 30000) {
  return Math.min(most, first * 2 ** tries) * (0.75 + Math.random() / 2);
}
