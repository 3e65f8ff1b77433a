"""From the sign-in page to a family's card on paper, with the keyboard alone (ux 2, "New family")."""

from __future__ import annotations

from collections.abc import Callable

from cases.models import Agreement, FilmEvent, Household
from tests.browser.door import come_in
from tests.browser.keyboard import Keyboard
from tests.browser.paper import GOOD, UNSAFE, print_of, write_card
from tests.browser.visitor import Visitor
from tests.browser.world import Team
from veiligheidskaart.models import HandOut

CALLS = "Eva belt oma als het spannend wordt"


def test_a_new_family_has_a_card_on_paper_without_a_mouse(visit: Callable[..., Visitor], worker: None) -> None:
    team = Team()
    visitor = visit()
    keys = Keyboard(visitor)
    page = visitor.page

    come_in(keys, team.sanne)

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
    write_card(visitor, keys, agreement=CALLS)
    keys.follow("Naar vaststellen")

    keys.choose("Eva")
    keys.choose("Sanne")
    keys.choose("Ja")
    keys.follow("Stel kaart 1 vast")

    assert page.locator("h1").inner_text() == "Kaart 1 uitreiken"
    text, pages = print_of(visitor, keys, "Eva")
    assert pages in {1, 2}
    assert GOOD in text
    assert UNSAFE in text

    keys.choose("op papier")
    keys.follow("Klaar")
    assert HandOut.objects.get().to_person.name == "Eva"


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
    keys.write("Wat?", CALLS)
    keys.choose("Eva")
    keys.press("Tab")
    keys.choose("ik")
    keys.activate("Bewaar de afspraak")
    visitor.wait_for_focus("Afspraken", role="heading")
