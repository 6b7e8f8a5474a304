// The words of an AI while they come: the little markup that models use becomes plain elements, all else is text.
// Only the block that still grows is made anew with each piece; the server's own drawing replaces all at the end.

const SIGN =
  /[*_`]{0,3}[[(]{1,2}\s*(?:nagaan|na te gaan|(?:te )?controleren|(?:to )?check|verify)\s*[\])]{1,2}[*_`]{0,3}/giu;
const UNFINISHED = /(?:[*`#|]+|\s+[-+•]|__?|!?\[[^\]\n]{0,80}(?:\]\(?[^)\s]{0,200})?)$/u;
const RULE = /^[-*_|:+•\s]+$/; // a line of marks only: a rule, or one that is still coming
const ITEM = /^(?:([-*+•])|(\d{1,3})[.)])\s+/;
const MARK = /(\*\*\*?|__|`+|\*)/;

function element(name, ...inside) {
  const made = document.createElement(name);
  made.append(...inside);
  return made;
}

/** Emphasis and code in one line. A mark that is still open counts to the end of the line, so none is ever seen. */
function inline(text) {
  const words = text.replace(SIGN, "").replace(/!?\[([^\]\n]{0,300})\]\(([^()\s]{1,2000})\)/gu, "$1 ($2)");
  const out = [];
  let rest = words;
  for (let mark = rest.match(MARK); mark; mark = rest.match(MARK)) {
    const before = rest.slice(0, mark.index);
    const after = rest.slice(mark.index + mark[0].length);
    if (mark[0] === "*" && /^(?:\s|$)/u.test(after)) {
      out.push(before, "*"); // a star by itself
      rest = after;
      continue;
    }
    const end = after.indexOf(mark[0]);
    const inside = end < 0 ? after : after.slice(0, end);
    const name = mark[0].startsWith("`") ? "code" : mark[0] === "*" ? "em" : "strong";
    out.push(before, element(name, ...(name === "code" ? [inside] : inline(inside))));
    rest = end < 0 ? "" : after.slice(end + mark[0].length);
  }
  return [...out, rest].filter((part) => part !== "");
}

/** The blocks of a text: headings, items, code and paragraphs; a row of a table is a line. */
function blocks(text) {
  const made = [];
  let last = null;
  let code = null;
  const add = (name, line, join) => {
    if (last?.localName !== name || !join) made.push((last = element(name)));
    else if (name === "p") last.append(element("br"));
    last.append(...line);
  };
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (/^(?:```|~~~)/.test(line)) {
      code = code ? null : element("code");
      if (code) made.push(element("pre", code));
      last = null;
    } else if (code) code.append(`${raw}\n`);
    else if (!line || RULE.test(line)) last = null;
    else if (/^#{1,6}(?:\s|$)/.test(line)) {
      made.push(element("p", element("strong", ...inline(line.replace(/^#+\s*|[\s#]+$|\*\*/g, "")))));
      last = null;
    } else if (ITEM.test(line)) {
      const [mark, , number] = line.match(ITEM);
      const item = element("li", ...inline(line.slice(mark.length)));
      if (number) item.value = Number(number);
      add(number ? "ol" : "ul", [item], true);
    } else add("p", inline(line.replace(/^>\s?|^\|\s*|\s*\|$/g, "").replace(/\s*\|\s*/g, " · ")), true);
  }
  return made;
}

export class Coming {
  constructor(place) {
    this.place = place;
    this.text = "";
    this.growing = [];
    const here = place.dataset.raw ?? "";
    place.replaceChildren();
    this.add(here);
  }

  add(fresh) {
    this.text += fresh;
    const end = this.text.lastIndexOf("\n\n");
    // Inside code an empty line ends nothing.
    if (end > 0 && (this.text.slice(0, end).match(/^\s*(?:```|~~~)/gm) ?? []).length % 2 === 0) {
      this.show(this.text.slice(0, end));
      this.text = this.text.slice(end + 2);
      this.growing = [];
    }
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.show(this.text.replace(UNFINISHED, ""));
    });
  }

  show(text) {
    for (const old of this.growing) old.remove();
    this.growing = blocks(text);
    if (!this.growing.length) this.growing.push(element("p"));
    this.place.append(...this.growing);
    this.place.querySelector(".tail")?.classList.remove("tail");
    const last = this.growing.at(-1);
    (last.localName === "p" || !last.lastElementChild ? last : last.lastElementChild).classList.add("tail");
  }
}

/** Words as they are heard: without marks. */
export const spoken = (text) => text.replace(SIGN, "").replace(/\*+|`+|^\s*#+\s*|__/gmu, "").trim();
