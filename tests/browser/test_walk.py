"""From the sign-in page to a family's card on paper, with the keyboard alone (ux 2, "New family")."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader

from cases.models import Agreement, FilmEvent, Household
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.browser.world import PASSWORD, Team, code_of, with_app
from veiligheidskaart.models import HandOut

GOOD = "Wij eten elke avond samen aan tafel."
UNSAFE = "Als wij ruzie maken, is Bram bang."


def test_a_new_family_has_a_card_on_paper_without_a_mouse(visit: Callable[..., Visitor], worker: None) -> None:
    team = Team()
    app = with_app(team.sanne)
    visitor = visit()
    keys = Keyboard(visitor)
    page = visitor.page

    _sign_in(visitor, keys, team.sanne.email, code_of(app))

    keys.follow("Huishoudens", "link")
    keys.follow("Nieuw huishouden", "link")
    _open_household(visitor, keys)
    household = Household.objects.get()
    assert page.url.endswith(household.get_absolute_url())

    _put_in_the_film(visitor, keys)
    assert FilmEvent.objects.get().text == "Eva belde op tijd."

    _agree(visitor, keys)
    assert Agreement.objects.get().who_person.name == "Eva"

    keys.follow("Maak kaart")
    _write_the_card(visitor, keys)
    keys.follow("Naar vaststellen")

    keys.choose("Eva")
    keys.choose("Sanne")
    keys.choose("Ja")
    keys.follow("Stel kaart 1 vast")

    assert page.locator("h1").inner_text() == "Kaart 1 uitreiken"
    text, pages = _download(visitor, keys)
    assert pages in {1, 2}
    assert GOOD in text
    assert UNSAFE in text

    keys.choose("op papier")
    keys.follow("Klaar")
    assert HandOut.objects.get().to_person.name == "Eva"


def _sign_in(visitor: Visitor, keys: Keyboard, email: str, code: str) -> None:
    """S1 and S2."""
    visitor.open("/inloggen/")
    keys.write("E-mailadres", email)
    keys.write("Wachtwoord", PASSWORD)
    keys.follow("Ga verder")
    keys.write("Code uit je app", code)
    keys.follow("Log in")
    assert visitor.page.url.endswith("/mijn-dag/")


def _open_household(visitor: Visitor, keys: Keyboard) -> None:
    """S7: two people, and the family knows."""
    keys.write("Hoe noemt het gezin zichzelf?", "Eva en Bram")
    keys.write("Voornaam persoon 1", "Eva")
    keys.choose_from_list("Is in dit gezin persoon 1", "moeder")
    keys.activate("Nog iemand")
    assert visitor.focused() == "Voornaam persoon 2"
    keys.write("Voornaam persoon 2", "Bram")
    keys.choose_from_list("Is in dit gezin persoon 2", "kind")
    keys.choose("Ja, op …")
    keys.follow("Maak huishouden")


def _put_in_the_film(visitor: Visitor, keys: Keyboard) -> None:
    """S6, in its panel."""
    keys.activate("Zet in de film", "link")
    visitor.wait_for_focus("Zet in de film", role="heading")
    keys.write("Wat gebeurde er?", "Eva belde op tijd.")
    keys.choose("Gisteren")
    keys.choose("Ging goed")
    keys.choose("Eva")
    keys.activate("Zet in de film", "button")
    visitor.wait_for_focus("De film", role="heading")
    assert "Eva belde op tijd." in visitor.page.locator("#paneel-film").inner_text()
    assert "Het staat in de film." in visitor.page.locator("#melding").inner_text()


def _agree(visitor: Visitor, keys: Keyboard) -> None:
    """The form of an agreement: first sent empty, then whole."""
    keys.activate("Nieuwe afspraak")
    visitor.wait_for_focus("Nieuwe afspraak", role="heading")
    visitor.expect(422)
    keys.activate("Bewaar de afspraak")
    visitor.wait_for_focus("Er klopt nog iets niet")
    keys.write("Wat?", "Eva belt oma als het spannend wordt")
    keys.choose("Eva")
    keys.press("Tab")
    keys.choose("ik")
    keys.activate("Bewaar de afspraak")
    visitor.wait_for_focus("Afspraken", role="heading")


def _write_the_card(visitor: Visitor, keys: Keyboard) -> None:
    """S12: what goes well, what is not safe, the agreement, three steps and the day to look back."""
    keys.open("Dit gaat goed")
    keys.write("In eigen woorden", GOOD)
    keys.choose("Eva")
    keys.open("Dit is nog niet veilig")
    keys.write("In eigen woorden", UNSAFE)
    keys.choose("Eva")
    keys.open("Dit spreken wij af")
    keys.choose("Eva belt oma als het spannend wordt")
    keys.open("Als het spannend wordt")
    keys.write("Stap 1: wij voelen spanning", "Wij drinken thee.")
    keys.write("Stap 2: het wordt ruzie", "Eva belt oma.")
    keys.write("Stap 3: iemand is bang of krijgt klappen", "Bel 112.")
    keys.open("Wij kijken terug op")
    keys.activate("over 4 weken")
    visitor.page.locator("#kaart-voorbeeld").get_by_text(GOOD).wait_for()
    assert visitor.focused() == "over 4 weken"


def _download(visitor: Visitor, keys: Keyboard) -> tuple[str, int]:
    """Wait for the worker, open the card of Eva and return its text and its number of pages."""
    ready = visitor.page.get_by_role("link", name="Pdf voor Eva")
    ready.wait_for(timeout=30_000)
    keys.reach("Pdf voor Eva")
    with visitor.page.expect_download() as download:
        keys.press("Enter")
    assert download.value.suggested_filename == "onze-kaart.pdf"
    content = Path(download.value.path()).read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)
