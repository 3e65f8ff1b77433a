"""In and out by keyboard: the sign-in page and the code (ux S1 and S2), and "Log uit" in the own menu."""

from __future__ import annotations

from playwright.sync_api import expect

from accounts.models import User
from tests.browser.keyboard import Keyboard
from tests.browser.world import PASSWORD, code_of, with_app


def come_in(keys: Keyboard, user: User) -> None:
    """Sign in at the sign-in page, with an app that `user` gets here."""
    app = with_app(user)
    keys.visitor.open("/inloggen/")
    keys.write("E-mailadres", user.email)
    keys.write("Wachtwoord", PASSWORD)
    keys.follow("Ga verder")
    keys.write("Code uit je app", code_of(app))
    keys.follow("Log in")
    assert keys.visitor.page.url.endswith("/mijn-dag/")


def go_out(keys: Keyboard, user: User) -> None:
    """Leave by the own menu; the sign-in page stands there, and the way back leads to it too."""
    page = keys.visitor.page
    keys.activate(f"{user.name}, jouw menu")
    keys.follow("Log uit", "button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    keys.visitor.open("/mijn-dag/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
