// The one writing form: what somebody writes is never lost.
//
// Every stroke goes to this browser first and, after a pause, to the server. A copy in the browser is dropped only
// when the server has confirmed exactly that text. Two versions are never merged or overwritten: the person chooses.
import { Copies, forget, same } from "./copies.js";
import { clockTime, freshKey, message, patience, say, signedOut, token, whose } from "./page.js";
import { note } from "./writing-says.js";
import { conflict, putBack } from "./writing-versions.js";

const PAUSE = 800; // ms without typing before saving
const ANSWER = 15000; // ms to wait for an answer
const KEEPALIVE = 60000; // bytes that a browser still sends while a page closes
const open = new Set();

class Writing {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.version = Number(form.dataset.version) || 0;
    this.copies = new Copies(form.dataset.person || whose(), this.url, freshKey());
    this.given = this.fields();
    this.confirmed = this.given; // what the server is known to have
    this.sending = null; // the content that is on its way
    this.busy = null; // the promise of the save that is on its way
    this.tries = 0;
    this.choosing = false;
    this.held = form.querySelector('.alert[data-kind="choice"]') !== null; // the server asks already
    this.over = false; // submitted, the answer not there yet
    this.gone = false; // signed out: nothing may be kept any more
    this.lost = []; // contents that may have arrived although no answer came back
    form.addEventListener("input", (event) => this.written(event.target));
    form.addEventListener("change", (event) => this.written(event.target));
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", (event) => this.submitted(event));
    putBack(this);
  }

  controls() {
    const kinds = 'textarea[name], select[name], input[name]:is([type="text"], [type="radio"], [type="range"], [type="number"], [type="date"], [type="search"], :not([type]))';
    return [...this.form.querySelectorAll(kinds)].filter((field) => !field.closest("[data-no-draft]"));
  }

  fields() {
    const fields = {};
    for (const field of this.controls()) {
      if (field.type !== "radio") fields[field.name] = field.value;
      else if (field.checked) fields[field.name] = field.value;
      else fields[field.name] ??= "";
    }
    return fields;
  }

  hidden(name) {
    return this.form.querySelector(`input[type="hidden"][name="${name}"]`);
  }

  get key() {
    return this.hidden("key")?.value ?? "";
  }

  set key(value) {
    if (value && this.hidden("key")) this.hidden("key").value = value;
  }

  at(version) {
    this.version = Number(version) || 0;
    this.form.dataset.version = String(this.version);
    if (this.hidden("version")) this.hidden("version").value = String(this.version);
  }

  get dirty() {
    return !same(this.fields(), this.confirmed);
  }

  keep(sent = false) {
    const content = { fields: this.fields(), key: this.key, version: this.version, sent };
    this.kept = this.copies.keep(content);
  }

  // ---- writing

  written(field) {
    if (this.gone || field.type === "hidden" || !field.name || field.closest("[data-no-draft]")) return;
    this.last = field;
    if (this.serverKey) {
      // The text put back had been submitted once; changed, it is a new writing and needs a key of its own.
      this.key = this.serverKey;
      this.serverKey = null;
    }
    this.keep();
    clearTimeout(this.timer);
    // Who goes on writing while a submit hangs keeps those words here, and on the server when it came to nothing.
    if (this.over) this.timer = setTimeout(() => ((this.over = false), this.save()), ANSWER);
    else this.timer = setTimeout(() => this.save(), PAUSE);
  }

  save({ closing = false } = {}) {
    if (this.gone || this.over || this.held || this.choosing || !this.dirty) return this.busy ?? Promise.resolve();
    if (this.busy) return this.busy.then(() => this.save());
    clearTimeout(this.timer);
    this.busy = this.put(this.fields(), closing).finally(() => (this.busy = null));
    return this.busy;
  }

  async put(fields, closing) {
    const key = this.serverKey || this.key;
    const body = JSON.stringify({ version: this.version, fields: { ...fields, key }, key });
    this.cut = new AbortController();
    const alarm = setTimeout(() => this.cut.abort(), ANSWER);
    this.sending = fields;
    try {
      const response = await fetch(this.url, {
        method: "PUT",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-CSRFToken": token(this.form),
          "X-Acting-As": this.hidden("acting_as")?.value ?? "",
        },
        body,
        redirect: "manual",
        credentials: "same-origin",
        keepalive: closing && body.length < KEEPALIVE,
        signal: this.cut.signal,
      });
      await this.answered(response, fields);
    } catch {
      this.later(say("kept"));
    } finally {
      clearTimeout(alarm);
    }
  }

  async answered(response, fields) {
    if (signedOut(response)) this.later(say("signedOut"), true);
    else if (response.ok) this.saved(await response.json(), fields);
    else if (response.status === 409) conflict(this, await response.json());
    else if (response.status >= 500 || response.status === 429) this.later(say("kept"));
    else this.note((await message(response)) || say("refused"));
  }

  saved(answer, fields) {
    this.tries = 0;
    this.lost = [];
    this.at(answer.version);
    this.confirmed = fields;
    this.copies.confirm(fields);
    this.form.dataset.saved = String(this.version);
    this.note("");
    const foot = (this.last ?? this.form).closest(".field, .leafwrap")?.querySelector("[data-saved-at]") ??
      this.form.querySelector("[data-saved-at]");
    if (foot) foot.textContent = say("saved", { time: clockTime(answer.saved_at) });
    if (this.dirty) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  later(text, signin = false) {
    this.lost.push(this.sending);
    this.note(this.kept === false ? say("notKept") : text, signin);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), patience(this.tries++));
  }

  note(text, signin = false) {
    note(this.form, text, signin);
  }

  // ---- going

  submitted(event) {
    if (event.defaultPrevented) return;
    if (this.choosing) {
      event.preventDefault();
      this.form.querySelector(".says .alert button")?.focus();
      return;
    }
    const csrf = this.hidden("csrfmiddlewaretoken");
    if (csrf) csrf.value = token(this.form);
    if (this.busy) {
      // A save that lands after the submit would bring the draft back, or look like another tab.
      event.preventDefault();
      this.form.setAttribute("aria-busy", "true");
      const wait = new Promise((done) => setTimeout(done, 2000));
      Promise.race([this.busy, wait]).then(() => {
        this.cut.abort();
        this.busy = null;
        this.form.removeAttribute("aria-busy");
        this.form.requestSubmit(event.submitter ?? undefined);
      });
      return;
    }
    clearTimeout(this.timer);
    this.over = true;
    this.keep(true);
  }
}

export function start(root = document) {
  for (const form of root.querySelectorAll("form[data-writing]")) {
    if (form.writing || !form.dataset.draftUrl) continue;
    form.writing = new Writing(form);
    open.add(form.writing);
  }
}

/** Save everything that is open; settles when it is saved or has failed. */
export function settle() {
  return Promise.allSettled([...open].map((writing) => writing.save()));
}

export function stop() {
  for (const writing of open) writing.gone = true;
}

export function listen() {
  forget([...document.querySelectorAll('meta[name="lw-done"]')].map((meta) => meta.content));
  const flush = () => open.forEach((writing) => writing.save({ closing: true }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
  addEventListener("pagehide", flush);
  addEventListener("beforeunload", (event) => {
    if ([...open].some((writing) => writing.kept === false && writing.dirty && !writing.over)) event.preventDefault();
  });
  addEventListener("online", () => open.forEach((writing) => writing.save()));
  addEventListener("pageshow", (event) => {
    // Back on a page that was submitted: the server knows what became of it, this memory does not.
    if (event.persisted && [...open].some((writing) => writing.over)) location.reload();
  });
}
