// Copies of a writing in this browser, until the server has it.
//
// Each open page writes under its own name, `lw:<person>:<member>:<url>#<page>`, so that two tabs do not write over each
// other. A copy is {fields, key, version, at, sent}: `version` is the server's version it builds on, `sent` is
// true once the form was submitted and the answer has not come back yet.
import { copy, names, read, remove, store } from "./local.js";

/** The same text, whatever the line ends that a browser or server prefers. */
export function same(one, other) {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  const flat = (value) => String(value ?? "").replace(/\r\n?/g, "\n").trimEnd();
  keys.delete("key"); // travels with the fields, but is no text of anybody
  return [...keys].every((key) => flat(one[key]) === flat(other[key]));
}

export class Copies {
  constructor(person, url, page) {
    this.prefix = `lw:${person}:${url}#`;
    this.own = this.prefix + page;
  }

  keep(content) {
    return store(this.own, JSON.stringify({ ...content, at: Date.now() }));
  }

  /** The server has exactly these fields: then, and only then, the own copy may go. */
  confirm(fields) {
    const kept = copy(this.own);
    if (kept && same(kept.fields, fields)) remove(this.own);
  }

  /** Drop the copy whatever it holds: the person chose the other version. */
  drop() {
    remove(this.own);
  }

  /** Copies of earlier pages, newest first; what is empty or unreadable is swept away. */
  earlier() {
    const found = [];
    for (const name of names(this.prefix)) {
      if (name === this.own) continue;
      const kept = copy(name);
      if (kept && Object.values(kept.fields).some((value) => String(value).trim())) found.push({ name, ...kept });
      else if (kept || read(name) === null) remove(name);
    }
    return found.sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
  }

  take(name) {
    remove(name);
  }
}

/** Forget the copies of writings that have arrived, by their keys. */
export function forget(keys) {
  for (const name of names("lw:")) {
    const kept = copy(name);
    if (kept?.sent && keys.includes(kept.key)) remove(name);
  }
}
