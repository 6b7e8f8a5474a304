"""Walking through all pages of somebody, and what must be true of each of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.living import Person

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1440, "height": 900}
DEPTH = 3
PLENTY = {"/proposals/*/": 10, "/dialogue/*/": 2}  # pages with many states
FOOT = {"nl": "Wie ziet wat", "en": "Who sees what"}
FOUND = """(options) => {
  const places = (one) => one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
  return axe.run(document, options).then((found) => found.violations.map((one) => `${one.id} at ${places(one)}`));
}"""
FACTS = """() => ({
  lang: document.documentElement.lang,
  mains: document.querySelectorAll("main").length,
  primaries: [...document.querySelectorAll(".btn--primary")].filter((one) => one.checkVisibility()).length,
  links: [...document.querySelectorAll("a[href]:not([download])")].map((one) => one.getAttribute("href")),
  foot: document.querySelector("footer")?.textContent ?? "",
  styled: document.querySelectorAll("[style], style, script:not([src]):not([type])").length,
})"""
ANATOMY = """() => {
  const names = (one) => one.getAttributeNames().filter((name) => !/^(id|href|value|action|d|data-.*)$/.test(name));
  const told = (one) => `${one.localName}.${one.className?.baseVal ?? one.className}[${names(one)}]`
    + (one.textContent.trim() ? "" : " silent");
  return [...new Set([...document.querySelectorAll("*")].map(told))].sort().join("\\n");
}"""
WIDTHS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const beyond = (one) => one.getBoundingClientRect().right > root.clientWidth + 1;
  const wide = [...document.body.querySelectorAll("*")].filter(beyond);
  return `scrolls to ${root.scrollWidth}: ${wide.slice(-2).map((one) => one.outerHTML.slice(0, 90)).join(" | ")}`;
}"""

SQUEEZED = """() => {
  const box = (one) => one.getBoundingClientRect();
  const squeezed = (one) => one.textContent.trim().length > 40 && box(one).width < 100 && box(one).height > 100;
  const found = [...document.querySelectorAll("main p, main h1, main h2")].filter(squeezed);
  return found.length ? `squeezes its text: ${found.slice(0, 2).map((one) => one.outerHTML.slice(0, 90)).join(" | ")}` : "";
}"""


_checked: set[tuple[str, str]] = set()


@dataclass
class Walk:
    """All pages that somebody reaches from a start page, each looked at in one language."""

    who: Person
    language: str
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=lambda: {"/"})
    kinds: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Dutch, with its longer words, on a phone by day; English on a wide screen by night."""
        dutch = self.language == "nl"
        self.who.page.set_viewport_size(NARROW if dutch else WIDE)  # type: ignore[arg-type]
        self.who.page.emulate_media(color_scheme="light" if dutch else "dark")

    def from_start(self, start: str = "/", deep: int = DEPTH) -> Walk:
        """Follow the links of each page, `deep` steps from the first."""
        waiting = [(start, 0)]
        while waiting:
            path, depth = waiting.pop(0)
            links = self.look(path)
            if depth < deep:
                waiting += [(link, depth + 1) for link in self._fresh(links)]
        return self

    def again(self, paths: list[str]) -> Walk:
        """Look at these pages."""
        for path in paths:
            self.look(path)
        return self

    def look(self, path: str) -> list[str]:
        """Everything that must be true of one page; the links on it."""
        page = self.who.page
        answer = page.goto(path)
        self.who.ready()
        self.seen.append(path)
        self._must(path, answer is None or answer.status == 200, f"answers {answer and answer.status}")
        return self.check(path)

    def check(self, path: str) -> list[str]:
        """What must be true of the page that is open."""
        page = self.who.page
        facts = page.evaluate(FACTS)
        self._must(path, facts["lang"] == self.language, f"says it is in {facts['lang']}")
        self._must(path, facts["mains"] == 1, f"{facts['mains']} times <main>")
        self._must(path, facts["primaries"] <= 1, f"{facts['primaries']} primary buttons")
        self._must(path, facts["styled"] == 0, f"{facts['styled']} inline styles or scripts")
        self._must(path, not facts["foot"] or FOOT[self.language] in facts["foot"], "is in another language")
        sideways = page.evaluate(WIDTHS)
        self._must(path, not sideways, sideways)
        squeezed = page.evaluate(SQUEEZED)
        self._must(path, not squeezed, squeezed)
        self._axe(path)
        return [str(link) for link in facts["links"]]

    def _axe(self, path: str) -> None:
        """Look with axe at each state of a template once: what is made of the same parts has the same faults."""
        page = self.who.page
        state = (self.language, page.evaluate(ANATOMY))
        if state in _checked:
            return
        _checked.add(state)
        page.evaluate(AXE + ";0")
        found = page.evaluate(FOUND, {"runOnly": RULES, "resultTypes": ["violations"]})
        self.wrong += [f"{self.language} {path}: {violation}" for violation in found]

    def _must(self, path: str, holds: bool, words: str) -> None:
        if not holds:
            self.wrong.append(f"{self.language} {path}: {words}")

    def _fresh(self, links: list[str]) -> list[str]:
        """The links to pages of a kind of which not enough were seen."""
        fresh = []
        for link in links:
            parts = urlsplit(link)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            kind = _kind(parts.path, parts.query)
            if parts.netloc or not path.startswith("/") or path in self.known:
                continue
            if self.kinds[kind] < PLENTY.get(kind, 1):
                self.kinds[kind] += 1
                self.known.add(path)
                fresh.append(path)
        return fresh


def _kind(path: str, query: str) -> str:
    """A page by its pattern: keys, weeks, numbers and kinds of sparring left out."""
    nameless = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", path)
    nameless = re.sub(r"/(\d{4}-[Ww])?\d+/", "/*/", nameless)
    nameless = re.sub(r"^/ai/prompts/[a-z]+/", "/ai/prompts/*/", nameless)
    return nameless + (f"?{re.sub('=.*', '', query)}" if query and "step" not in query else query)


def say(who: Person, language: str) -> None:
    """Read in another language from now on, chosen in the menu."""
    who.go("/transparency/").page.locator("[popovertarget=account-menu]").click()
    who.onward(lambda: who.page.get_by_role("button", name=language, exact=True).click())
