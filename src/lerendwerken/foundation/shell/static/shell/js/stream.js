// Reading an AI answer as it comes. The stream can break anywhere and goes on where it stopped.
//
// <div data-stream-url data-stop-url data-page-url data-state data-offset> holds [data-stream-text] (where the text
// grows; its data-raw is what the page already had), [data-stream-status] (one line of state) and a [data-stop] button. Events, each with JSON as data:
//   text  {offset, text}   offset: number of characters (code points) that stand before this piece
//   state {state, html}    html replaces the line of state
//   end   {html}           html replaces everything in the block
// What else on the page waited for the answer has an id and data-after-answer; it is renewed when the answer is over,
// from data-page-url where the page itself is the answer to a form.
import { Coming, spoken } from "./coming.js";
import { patience, say, signedOut, tell, token } from "./page.js";

const ended = (state) => ["done", "stopped", "interrupted", "failed"].includes(state);

class Stream {
  constructor(block) {
    this.block = block;
    this.have = Number(block.dataset.offset) || 0;
    this.tries = 0;
    this.unsaid = "";
    const place = block.querySelector("[data-stream-text]");
    if (place) this.coming = new Coming(place);
    if (!block.dataset.state || block.dataset.state === "waiting") this.state("waiting", say("waiting"));
    block.querySelector("[data-stop]")?.addEventListener("click", (event) => this.stop(event));
    this.read();
  }

  get status() {
    return this.block.querySelector("[data-stream-status]");
  }

  state(name, text) {
    this.block.dataset.state = name;
    this.block.querySelector(".ai")?.setAttribute("data-state", name);
    this.block.setAttribute("aria-busy", String(!ended(name)));
    if (text !== undefined && this.status) this.status.textContent = text;
  }

  async read() {
    this.reading = new AbortController();
    try {
      const response = await fetch(this.block.dataset.streamUrl, {
        headers: { Accept: "text/event-stream", "Last-Event-ID": String(this.have) },
        credentials: "same-origin",
        cache: "no-store",
        signal: this.reading.signal,
      });
      if (signedOut(response)) return this.lost(say("signedOut"));
      if (response.status === 404) return this.state("failed", say("gone"));
      if (!response.ok) return this.lost();
      await this.pieces(response.body.getReader());
      return this.over || this.lost();
    } catch {
      return this.over || this.lost();
    }
  }

  async pieces(reader) {
    const decoder = new TextDecoder();
    let waiting = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      waiting += decoder.decode(value, { stream: true });
      const events = waiting.split("\n\n");
      waiting = events.pop();
      for (const event of events) this.event(event);
      if (this.over) return;
    }
  }

  event(lines) {
    let name = "message";
    const data = [];
    for (const line of lines.split("\n")) {
      if (line.startsWith("event:")) name = line.slice(6).trim();
      else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
    if (!data.length) return;
    const content = JSON.parse(data.join("\n"));
    this.tries = 0;
    if (name === "text") this.text(content);
    else if (name === "state") this.told(content);
    else if (name === "end") this.end(content);
  }

  text({ offset, text }) {
    if (offset > this.have) throw new Error("a piece is missing"); // read again from what is here
    const fresh = [...text].slice(this.have - offset).join("");
    if (!fresh) return;
    this.have += [...fresh].length;
    this.block.dataset.offset = String(this.have);
    this.coming?.add(fresh);
    if (this.block.dataset.state !== "writing") this.state("writing");
    this.speak(fresh);
  }

  /** A screen reader hears whole sentences, not pieces of words. */
  speak(fresh) {
    this.unsaid += fresh;
    const last = [...this.unsaid.matchAll(/[.!?…:]["'’”)]*\s+/gu)].pop();
    if (!last) return;
    const end = last.index + last[0].length;
    tell(spoken(this.unsaid.slice(0, end)));
    this.unsaid = this.unsaid.slice(end);
  }

  told({ state, html }) {
    this.state(state);
    if (state === "interrupted" || state === "failed") this.over = true; // what to do next stands in the html
    if (this.status && html !== undefined) this.status.innerHTML = html;
    if (this.over) this.renew();
  }

  end({ html }) {
    this.over = true;
    if (spoken(this.unsaid)) tell(spoken(this.unsaid));
    this.block.removeAttribute("aria-busy");
    this.block.dataset.state = "done";
    this.block.innerHTML = html;
    this.block.dispatchEvent(new CustomEvent("lw:end", { bubbles: true }));
    this.renew();
  }

  /** The same page once more, of which only the parts are taken that waited. */
  async renew() {
    const waiting = [...document.querySelectorAll("[data-after-answer]")];
    if (!waiting.length) return;
    try {
      const page = this.block.dataset.pageUrl || location.href;
      const response = await fetch(page, { credentials: "same-origin", cache: "no-store" });
      if (!response.ok || response.redirected) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const part of waiting) {
        const now = fresh.getElementById(part.id);
        if (!now) continue;
        const renewed = document.importNode(now, true);
        part.replaceWith(renewed);
        renewed.dispatchEvent(new CustomEvent("lw:end", { bubbles: true })); // forms in it save as one types
      }
    } catch {
      // Opening the page again shows them.
    }
  }

  lost(text = say("lost")) {
    if (this.status) this.status.textContent = text;
    const retry = () => {
      clearTimeout(timer);
      removeEventListener("online", retry);
      this.read();
    };
    const timer = setTimeout(retry, patience(this.tries++, 500, 10000));
    addEventListener("online", retry);
  }

  async stop(event) {
    event.preventDefault();
    const button = event.currentTarget;
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    if (this.status) this.status.textContent = say("stopping");
    try {
      const response = await fetch(this.block.dataset.stopUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token() },
        credentials: "same-origin",
      });
      if (!response.ok) throw new Error("not stopped");
    } catch {
      button.removeAttribute("aria-busy"); // pressing again tries again
    }
  }
}

export function start(root = document) {
  for (const block of root.querySelectorAll("[data-stream-url]")) {
    if (block.stream || ended(block.dataset.state)) continue;
    block.stream = new Stream(block);
  }
}
