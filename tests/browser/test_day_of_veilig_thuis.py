"""The day of somebody of Veilig Thuis, from sign-in to sign-out without a mouse (domain 8.3; issue 7, "Shows").

Steps 1 to 4 are the call of a teacher, 5 its text for the own system, 6 the local team that asks for a fixed face, 8
and 10 the duo with its card and its day to look back, 11 the figures and the file for the bureau, 12 the code word.
Step 7 (an item of the table counts as a consultation) is an act of who runs the table; step 9 (the five-day clock) lies
outside this application.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from playwright.sync_api import expect

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from cases.choices import PersonRole
from cases.models import FaceQuestion, Household
from cases.services.faces import answer_duo
from cases.services.households import set_look_back
from cases.services.people import PersonData, add_person
from rvt.models import Consultation
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.browser.door import come_in, go_out
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.browser.world import Team, ago, ask_as_duo, family
from veiligheidskaart.services.drafts import stand_of

pytestmark = pytest.mark.long

NAME = "Samira"
QUESTION = f"Hoe praat de juf met {NAME}, die na het weekend stil is?"
WITHOUT_NAME = QUESTION.replace(NAME, "iemand")
ADVICE = "Kies een rustig moment. Zeg wat je ziet."
DOES = "De juf praat morgen met het kind."


@dataclass
class Day:
    """Nadia at her browser, a family of which she is the duo, and one that she does not know."""

    visitor: Visitor
    team: Team = field(default_factory=Team)
    veilig_thuis: Organisation = field(init=False)
    nadia: User = field(init=False)
    of_the_duo: Household = field(init=False)

    def __post_init__(self) -> None:
        self.keys = Keyboard(self.visitor)
        self.page = self.visitor.page
        self.veilig_thuis = OrganisationFactory(
            name="Veilig Thuis", kind=OrganisationKind.VEILIG_THUIS, municipalities=[self.team.municipality]
        )
        self.nadia = worker_of(self.veilig_thuis, name="Nadia Bouzid")
        sanne = self.team.sanne
        self.of_the_duo = family(self.team, "Eva en Bram")
        answer_duo(ask_as_duo(self.of_the_duo, self.nadia, self.veilig_thuis, by=sanne), yes=True, by=self.nadia)
        set_look_back(self.of_the_duo, day=ago(days=-3), by=sanne)
        grandmother = PersonData("Ria", PersonRole.GRANDPARENT, surname="de Vries", born_on=date(1957, 4, 4))
        add_person(family(self.team, "Familie Kade"), grandmother, by=sanne)


@pytest.mark.usefixtures("name_finder")
def test_the_day_of_somebody_of_veilig_thuis(visit: Callable[..., Visitor]) -> None:
    day = Day(visit())
    come_in(day.keys, day.nadia)

    a_teacher_calls(day)
    she_says_a_name(day)
    the_advice_is_written(day)
    the_text_goes_to_the_own_system(day)
    code_word = the_consultation_is_kept(day)
    the_local_team_asks_for_a_fixed_face(day)
    the_duo_sees_when_to_look_back(day)
    the_duo_writes_in_the_same_card(day)
    the_year_is_counted(day)
    the_file_for_the_bureau_is_checked(day)
    the_teacher_calls_back(day, code_word)

    go_out(day.keys, day.nadia)


def a_teacher_calls(day: Day) -> None:
    """Steps 1 and 3: from anywhere two letters lead to the register; chips answer to arrows, and to their number."""
    day.keys.press("g", "c")
    day.page.wait_for_url("**/consultaties/")
    day.keys.follow("Nieuwe consultatie", "link")
    day.keys.choose("School")
    day.keys.choose("Waterloo aan Zee")
    day.keys.reach("Kind: lichamelijk geweld", "checkbox")
    day.keys.press("3")
    assert day.visitor.focused() == "Kind ziet of hoort geweld"
    day.keys.choose("Korter dan 1 jaar")


def she_says_a_name(day: Day) -> None:
    """Step 2: the name is found when the field is left, and replaced."""
    day.keys.write("De vraag in één zin", QUESTION)
    day.keys.press("Tab")
    day.page.locator("#bevindingen mark", has_text=NAME).wait_for()
    day.keys.follow("Vervang door: iemand", "button")
    assert day.page.get_by_label("De vraag in één zin").input_value() == WITHOUT_NAME


def the_advice_is_written(day: Day) -> None:
    """Step 4: what the caller will do has a field of its own."""
    day.keys.write("Het advies", ADVICE)
    day.keys.write("Wat gaat de beller doen, en wanneer?", DOES)
    day.keys.choose("Telefoon")
    day.keys.choose("Klaar")


def the_text_goes_to_the_own_system(day: Day) -> None:
    """Step 5: it becomes a report, so the text is copied; a second record there is none."""
    day.visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    day.keys.activate("Kopieer de tekst", "button")
    expect(day.page.locator("#melding")).to_contain_text("De tekst is gekopieerd.")
    assert day.page.evaluate("navigator.clipboard.readText()") == "\n\n".join((WITHOUT_NAME, ADVICE, DOES))


def the_consultation_is_kept(day: Day) -> str:
    """Step 3: two keys at once, and the page says by which word the caller is found."""
    shown = day.page.locator(".codeword").inner_text()
    with day.page.expect_navigation(url="**/consultaties/"):
        day.keys.press("Control+Enter")
    kept = Consultation.objects.get()
    assert (kept.question, kept.advice, kept.caller_does) == (WITHOUT_NAME, ADVICE, DOES)
    assert (kept.staff, kept.code_word) == (day.nadia, shown)
    return shown


def the_local_team_asks_for_a_fixed_face(day: Day) -> None:
    """Step 6: an exact name and birthday give a person to call, and nothing else."""
    day.keys.press("g", "h")
    day.page.wait_for_url("**/huishoudens/")
    day.keys.follow("Is er al een vast gezicht?", "link")
    day.keys.write("Achternaam", "de Vries")
    day.keys.reach("Geboortedatum")
    day.keys.type("04041957")  # the order of day and month is that of the browser
    day.keys.write("Waarom vraag je dit?", "Een wijkteam belt over oma.")
    day.keys.follow("Vraag het", "button")
    expect(day.page.locator("main")).to_contain_text("Ja. Bel Sanne Verbeek, Wijkteam Oost, 06 12 34 56 78")
    expect(day.page.locator("main")).not_to_contain_text("Familie Kade")
    assert FaceQuestion.objects.get().asked_by == day.nadia


def the_duo_sees_when_to_look_back(day: Day) -> None:
    """Step 10: the day that the card promises stands on Mijn dag of who carries the family too."""
    day.keys.press("g", "d")
    day.page.wait_for_url("**/mijn-dag/")
    week = day.page.get_by_role("region", name="Deze week")
    expect(week).to_contain_text("Terugkijken met Eva en Bram")


def the_duo_writes_in_the_same_card(day: Day) -> None:
    """Step 8: no second file; the card of the contact person is hers too."""
    day.keys.follow("Eva en Bram", "link")
    day.keys.follow("Maak kaart", "link")
    day.keys.open("Dit gaat goed")
    day.keys.write("In eigen woorden", "Wij eten elke avond samen.")
    day.keys.choose("Eva")
    expect(day.page.locator("#kaart-voorbeeld")).to_contain_text("Wij eten elke avond samen.")
    assert stand_of(day.of_the_duo).card.has_draft


def the_year_is_counted(day: Day) -> None:
    """Step 11: the figures of the region; fewer than five are not told."""
    day.keys.follow("Cijfers", "link")
    row = day.page.get_by_role("row", name="Consultatie en advies")
    expect(row).to_contain_text("minder dan 5")


def the_file_for_the_bureau_is_checked(day: Day) -> None:
    """Step 11: the same codes; whether something is missing is said before the file is made."""
    day.keys.press("g", "c")
    day.page.wait_for_url("**/consultaties/")
    day.keys.follow("Voor het statistiekbureau", "link")
    day.keys.reach("Tot en met")
    day.keys.type(f"0101{ago().year + 1}")  # it begins with the last half-year that is over
    day.keys.follow("Kijk na", "button")
    missing = day.page.get_by_role("region", name="Niet ingevuld").get_by_role("listitem")
    expect(missing).to_have_text(re.compile(f"{re.escape(WITHOUT_NAME)}.*organisatie"))


def the_teacher_calls_back(day: Day, code_word: str) -> None:
    """Step 12: whoever answers finds the call by its word, which stands in no address."""
    day.keys.follow("Consultaties", "link")
    day.keys.write("Zoek codewoord of woord", code_word)
    with day.page.expect_navigation():
        day.keys.press("Enter")
    assert code_word.split(maxsplit=1)[0] not in day.page.url
    day.keys.follow(WITHOUT_NAME, "link")
    expect(day.page.locator("main")).to_contain_text(DOES)
