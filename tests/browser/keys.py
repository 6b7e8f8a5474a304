"""Somebody without a mouse: Tab and Shift+Tab to move, Enter, Space, arrows and letters to act."""

from __future__ import annotations

import re

from playwright.sync_api import ElementHandle, Locator

from tests.browser.living import Person

FAR = 200  # presses of Tab after which a thing is called unreachable
# Where the focus is as seen from a thing: on it, before it or behind it in the page.
WHERE = """thing => {
  const now = document.activeElement;
  if (now === thing) return "here";
  if (!now || now === document.body) return "before";
  return now.compareDocumentPosition(thing) & Node.DOCUMENT_POSITION_PRECEDING ? "behind" : "before";
}"""
# Whether the eye can tell where the focus is: a ring on the thing itself, or on the sheet or label that holds it.
SEEN = """() => {
  const now = document.activeElement;
  const rings = [now, now.closest("label"), now.closest(".row"), now.closest(".box"), now.closest(".leaf")];
  return rings.some((one) => {
    if (!one) return false;
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
}"""


class Keys(Person):
    """Does everything with keys alone."""

    def reach(self, where: Locator) -> Keys:
        """Move to a thing with Tab or Shift+Tab; the focus is visible there."""
        where.wait_for()
        thing = where.element_handle()
        assert thing is not None
        self._move_to(thing, str(where))
        return self

    def _move_to(self, thing: ElementHandle, name: str) -> None:
        for _ in range(FAR):
            place = thing.evaluate(WHERE)
            if place == "here":
                assert self.page.evaluate(SEEN), f"no visible focus on {name} of {self.page.url}"
                return
            self.page.keyboard.press("Shift+Tab" if place == "behind" else "Tab")
        raise AssertionError(f"keys do not reach {name} of {self.page.url}")

    def press(self, key: str) -> Keys:
        """One key command."""
        self.effort += 1
        self.page.keyboard.press(key)
        return self

    def click(self, where: Locator) -> Person:
        """Enter on it."""
        return self.reach(where.first).press("Enter")

    def write(self, label: str, text: str, within: Locator | None = None) -> Person:
        """Type in a field, in place of what stands there."""
        field = self.field(label, within).first
        self.reach(field)
        if field.input_value():
            self.press("Control+a")
        self.page.keyboard.insert_text(text)
        return self

    def choose(self, label: str, option: str) -> Person:
        """Type the name of an option in a list."""
        field = self.field(label)
        self.reach(field)
        self.page.keyboard.type(option)
        self.effort += 1
        assert field.evaluate("list => list.selectedOptions[0].label") == option
        return self

    def pick(self, label: str, name: str) -> Person:
        """Move through a few choices with the arrows."""
        group = self.page.get_by_role("group", name=label)
        radios = group.get_by_role("radio")
        wanted = group.get_by_role("radio", name=re.compile(rf"^{re.escape(name)}"))
        chosen = group.locator("input:checked")
        if chosen.count() == 0:
            self.reach(radios.first).press("Space")
        else:
            self.reach(chosen)
        for _ in range(radios.count()):
            if wanted.is_checked():
                return self
            self.press("ArrowDown")
        raise AssertionError(f"arrows do not reach {name} of {label}")

    def slide(self, label: str, steps: int) -> Person:
        """Say how sure with the arrows."""
        self.reach(self.page.get_by_role("slider", name=label))
        for _ in range(abs(steps)):
            self.press("ArrowRight" if steps > 0 else "ArrowLeft")
        return self
