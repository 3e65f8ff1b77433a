"""Walking a page with the keys that a person has: Tab, arrows, Enter, Space and letters. No mouse."""

from __future__ import annotations

from tests.browser.visitor import Visitor

FARTHEST = 80
"""How many times Tab is pressed at most before something counts as out of reach."""


class Keyboard:
    """The keyboard of one visitor."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._keys = visitor.page.keyboard

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other."""
        for key in keys:
            self._keys.press(key)

    def type(self, text: str) -> None:
        """Type letters into what has focus."""
        self._keys.type(text)

    def reach(self, name: str, *roles: str) -> None:
        """Press Tab (and arrows within radios) until what is called `name` has focus, and see that the focus shows.

        `roles` are the only roles that count. A name may be followed by more words, as "(mag leeg)". Fails with
        everything that had focus on the way.
        """
        passed = []
        for _ in range(FARTHEST):
            if self._is_at(name, roles) or (self.visitor.focused_role() == "radio" and self._turn_to(name)):
                assert self.visitor.has_visible_focus(), f"the focus on {name!r} cannot be seen"
                return
            passed.append(self.visitor.focused())
            self.press("Tab")
        raise AssertionError(f"{name!r} was not reached with Tab; these had focus: {passed}")

    def write(self, name: str, text: str) -> None:
        """Go to a field, replace what stands in it by `text`."""
        self.reach(name)
        self.press("Control+a")
        self.type(text)

    def choose(self, name: str) -> None:
        """Go to a radio, a checkbox or a chip and choose it. Arrows choose a radio by themselves."""
        self.reach(name, "radio", "checkbox")
        if not self.visitor.page.evaluate("document.activeElement.checked"):
            self.press("Space")
        assert self.visitor.page.evaluate("document.activeElement.checked"), f"{name!r} is not chosen"

    def choose_from_list(self, name: str, option: str) -> None:
        """Go to a select and type the first letters of an option."""
        self.reach(name)
        self.type(option)
        assert self.visitor.page.evaluate("document.activeElement.selectedOptions[0].text.trim()") == option

    def activate(self, name: str, *roles: str) -> None:
        """Go to a link or button and press Enter."""
        self.reach(name, *roles)
        self.press("Enter")

    def follow(self, name: str, *roles: str) -> None:
        """Go to a link or button that leads to another page, press Enter and wait for that page."""
        self.reach(name, *roles)
        with self.visitor.page.expect_navigation():
            self.press("Enter")

    def open(self, name: str) -> None:
        """Go to something that folds and open it; nothing happens when it is open already."""
        self.reach(name)
        if not self.visitor.page.evaluate("document.activeElement.closest('details').open"):
            self.press("Enter")

    def _is_at(self, name: str, roles: tuple[str, ...] = ()) -> bool:
        found = self.visitor.focused()
        return (found == name or found.startswith(f"{name} ")) and (not roles or self.visitor.focused_role() in roles)

    def _turn_to(self, name: str) -> bool:
        """Go around the radios of one group with the arrows; say whether `name` was among them."""
        first = self.visitor.focused()
        names = self.visitor.page.evaluate(NAMES_OF_GROUP)
        if not any(one == name or one.startswith(f"{name} ") for one in names):
            return False
        while not self._is_at(name):
            self.press("ArrowDown")
            assert self.visitor.focused() != first, f"the arrows do not lead to {name!r}"
        return True


NAMES_OF_GROUP = """() => [...document.getElementsByName(document.activeElement.name)].map((radio) => {
  const label = radio.labels[0].cloneNode(true);
  label.querySelectorAll('[aria-hidden=true]').forEach((key) => key.remove());
  return label.textContent.trim();
})"""
"""What the radios are called of the group that has focus; the number of its key is no part of a name."""
