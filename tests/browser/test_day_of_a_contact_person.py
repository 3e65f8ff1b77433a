"""The day of a fixed face, from sign-in to sign-out without a mouse (domain 8.1; issue 7, "Shows").

Each function is a step. The telephone itself (3), the visit (5) and the drive (6) lie outside: what is played is what
is read before and written after. The second pair of eyes on a card about a secret place (11) has tests of its own
(`test_second_reader`); here each reader has an own print.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import OrganisationKind
from accounts.models import Absence, Organisation, User
from cases.choices import Lane, PersonRole
from cases.models import Agreement, AgreementTick, FilmEvent, FilmNote, HelpStep, Household, SafetyRating, Statement
from cases.services.agreements import make_agreement
from cases.services.faces import answer_duo
from cases.services.network import add_network_person
from cases.services.people import PersonData, add_person
from cases.services.protected import set_safe_contact
from rvt.models import Question
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.browser.door import come_in, go_out
from tests.browser.keyboard import Keyboard
from tests.browser.paper import print_of, write_card
from tests.browser.visitor import Visitor
from tests.browser.world import Team, ask_as_duo, family
from tests.rvt.agendas import meeting_of
from tests.rvt.factories import office_of

pytestmark = pytest.mark.long

CALLS_GRANDMA = "Bram belt oma"
SAFE = "Na 9 uur, dan is Tom op zijn werk."
POLICE = "De buren hoorden vannacht geschreeuw. De politie kwam langs."
VISIT, HER_VIEW = "Eva en Tom praatten rustig aan tafel.", "Ik durfde niet alles te zeggen."
IN_THE_CAR = "Bram liet zijn tekening zien."
EATS = "Bram eet op woensdag bij oma"
SENTENCE = "Hoe praten we met vader over wat het kind hoort?"
STUCK = "Als ik doorvraag, haakt vader af. Als ik wacht, duurt het te lang."


@dataclass
class Day:
    """Sanne at her browser, and a family with two parents, a child and a grandmother; Marco is the duo."""

    visitor: Visitor
    team: Team = field(default_factory=Team)
    clinic: Organisation = field(init=False)
    marco: User = field(init=False)
    household: Household = field(init=False)

    def __post_init__(self) -> None:
        self.keys = Keyboard(self.visitor)
        self.page = self.visitor.page
        team, sanne = self.team, self.team.sanne
        meeting_of(office_of(team.organisation.region))
        self.clinic = OrganisationFactory(name="GGZ De Brug", kind=OrganisationKind.MENTAL_HEALTH)
        self.marco = worker_of(self.clinic, name="Marco Visser", phone="06 45 67 89 01")
        self.household = household = family(team, "Eva, Tom en Bram")
        add_person(household, PersonData("Tom", PersonRole.FATHER), by=sanne)
        add_network_person(household, name="Oma Ria", helps_with="Bram kan er altijd heen", by=sanne)
        answer_duo(ask_as_duo(household, self.marco, self.clinic, by=sanne), yes=True, by=self.marco)
        eva = household.people.get(name="Eva")
        how = {"safe_when": SAFE, "safe_how": "bellen", "leave_no_message": True, "unsafe_for": []}
        set_safe_contact(eva, version=eva.version, **how, by=sanne)
        today = timezone.localdate()
        bram = household.people.get(name="Bram")
        make_agreement(household, what=CALLS_GRANDMA, who=bram, since=today, checker=sanne, due_on=today, by=sanne)


@pytest.mark.usefixtures("name_finder", "worker")
def test_the_day_of_a_fixed_face(visit: Callable[..., Visitor]) -> None:
    day = Day(visit())
    come_in(day.keys, day.team.sanne)

    the_day_says_what_it_asks(day)
    a_note_of_the_police_is_a_fact_with_a_source(day)
    the_safe_moment_stands_with_the_mother(day)
    who_does_what_stands_on_top(day)
    the_visit_has_two_views(day)
    a_few_lines_from_the_car(day)
    each_parent_gives_an_own_number(day)
    an_agreement_with_grandmother(day)
    help_is_waited_for_and_somebody_keeps_contact(day)
    a_question_goes_to_the_table(day)
    father_has_his_own_print(day)
    a_colleague_stands_in_tomorrow(day)

    go_out(day.keys, day.team.sanne)


def the_day_says_what_it_asks(day: Day) -> None:
    """Step 1: what was agreed for today stands there, and is ticked there."""
    expect(day.page.locator("main")).to_contain_text(CALLS_GRANDMA)
    day.keys.reach("Gelukt", "radio")
    day.keys.press("Space")
    expect(day.page.get_by_role("button", name=f"Maak ongedaan : {CALLS_GRANDMA}")).to_be_visible()
    assert AgreementTick.objects.get().agreement.what == CALLS_GRANDMA


def a_note_of_the_police_is_a_fact_with_a_source(day: Day) -> None:
    """Step 2: typed once, with who said it and when."""
    day.keys.follow("Eva, Tom en Bram", "link")
    day.keys.follow("Wat is er aan de hand?", "link")
    day.keys.follow("Zet iets erbij", "link")
    day.keys.choose("Zorgen")
    day.keys.choose("Feit")
    day.keys.write("Wat is er aan de hand?", POLICE)
    day.keys.write("Wie of wat zegt dit?", "Bericht van de politie")
    day.keys.activate("gisteren", "button")
    day.keys.follow("Zet het erbij", "button")
    kept = Statement.objects.get()
    assert kept.household == day.household
    expect(day.page.locator("main")).to_contain_text("Bericht van de politie")


def the_safe_moment_stands_with_the_mother(day: Day) -> None:
    """Step 3: when and how she can be called safely."""
    back_to_the_family(day)
    day.keys.follow("Eva", "link")
    expect(day.page.locator("main")).to_contain_text(SAFE)


def who_does_what_stands_on_top(day: Day) -> None:
    """Step 4: the duo, with a number that calls."""
    back_to_the_family(day)
    day.keys.reach("06 45 67 89 01", "link")
    assert day.page.evaluate("document.activeElement.href") == "tel:0645678901"


def the_visit_has_two_views(day: Day) -> None:
    """Step 5: one note; who sees it differently says so in it."""
    keys = day.keys
    keys.press("f")
    day.visitor.wait_for_focus("Zet in de film", role="heading")
    keys.write("Wat gebeurde er?", VISIT)
    keys.choose("Ging goed")
    keys.open("Ziet iemand het anders?")
    keys.choose_from_list("Wie ziet het anders?", "Eva")
    keys.write("Wat ziet diegene anders?", HER_VIEW)
    keys.activate("Zet in de film", "button")
    day.visitor.wait_for_focus("De film", role="heading")
    assert (FilmEvent.objects.get().text, FilmNote.objects.get().text) == (VISIT, HER_VIEW)


def a_few_lines_from_the_car(day: Day) -> None:
    """Step 6: what was typed and not sent is there the next time."""
    keys, page = day.keys, day.page
    keys.press("f")
    day.visitor.wait_for_focus("Zet in de film", role="heading")
    keys.write("Wat gebeurde er?", IN_THE_CAR)
    expect(page.locator("#bewaard")).to_contain_text("Opgeslagen om")
    page.reload()
    keys.press("f")
    day.visitor.wait_for_focus("Zet in de film", role="heading")
    expect(page.get_by_label("Wat gebeurde er?")).to_have_value(IN_THE_CAR)
    keys.choose("Ging goed")
    keys.activate("Zet in de film", "button")
    day.visitor.wait_for_focus("De film", role="heading")
    assert FilmEvent.objects.filter(text=IN_THE_CAR, lane=Lane.FINE).count() == 1


def each_parent_gives_an_own_number(day: Day) -> None:
    """Step 7: asked apart, with own words; nowhere one number for both."""
    for name, number in (("Eva", "4"), ("Tom", "7")):
        day.keys.activate("Vraag hoe veilig het is", "link")
        day.visitor.wait_for_focus("Hoe veilig is het?", role="heading")
        day.keys.choose(name)
        day.keys.choose(number)
        day.keys.write("Waarom dit cijfer?", f"{name} vertelt waarom.")
        day.keys.write("Wat helpt één stap hoger?", "Samen praten.")
        day.keys.activate("Bewaar", "button")
        expect(day.page.locator("#paneel-fase")).to_contain_text(f"{name} geeft een {number}")
    assert sorted(SafetyRating.objects.values_list("given_by_person__name", "number")) == [("Eva", 4), ("Tom", 7)]
    expect(day.page.locator("#paneel-fase")).not_to_contain_text("5,5")


def an_agreement_with_grandmother(day: Day) -> None:
    """Step 8: who, what, and who looks whether it works."""
    keys = day.keys
    keys.press("a")
    day.visitor.wait_for_focus("Nieuwe afspraak", role="heading")
    keys.write("Wat?", EATS)
    keys.choose("Oma Ria")
    keys.press("Tab")
    keys.choose("Eva")
    keys.activate("Bewaar de afspraak", "button")
    day.visitor.wait_for_focus("Afspraken", role="heading")
    kept = Agreement.objects.get(what=EATS)
    assert (kept.who.name, kept.checker.name) == ("Oma Ria", "Eva")


def help_is_waited_for_and_somebody_keeps_contact(day: Day) -> None:
    """Step 10: nobody waits alone."""
    keys = day.keys
    keys.activate("Hulp toevoegen", "link")
    day.visitor.wait_for_focus("Wie helpt waarmee?", role="heading")
    keys.write("Waarmee?", "Slapen")
    keys.choose("Bram")
    keys.write("Wie helpt?", "GGZ De Brug")
    keys.choose("Wacht")
    keys.press("Tab")
    keys.choose("ik")
    keys.activate("Bewaar de hulp", "button")
    day.visitor.wait_for_focus("Wie helpt waarmee", role="heading")
    assert HelpStep.objects.get().keeper_user == day.team.sanne


def a_question_goes_to_the_table(day: Day) -> None:
    """Step 9: in six short steps, begun with what is known, without names."""
    keys, page = day.keys, day.page
    keys.open("Meer keuzes voor dit huishouden")
    keys.follow("Breng vraag in bij het RVT", "link")
    keys.follow("Neem over, zonder namen", "button")
    keys.write("Wat wil je weten?", SENTENCE)
    keys.follow("Ga verder", "button")
    keys.follow("Ga verder", "button")
    keys.write("Wat is niet veilig?", "De ouders hebben ruzie.")
    keys.follow("Ga verder", "button")
    keys.write("Wat wil het gezin zelf?", "Rust in huis.")
    keys.choose("Ja")
    keys.follow("Ga verder", "button")
    keys.write("Waar zit je klem?", STUCK)
    keys.choose("Gedragswetenschapper")
    keys.choose("Volgend overleg")
    keys.follow("Ga verder", "button")
    expect(page.get_by_text("Er staat niets open.").first).to_be_visible()
    keys.follow("Breng in", "button")
    question = Question.objects.get(sentence=SENTENCE)
    assert question.asker == day.team.sanne


def father_has_his_own_print(day: Day) -> None:
    """Step 11: the card is written, read as each reader reads it, and printed for each apart."""
    keys = day.keys
    keys.press("g", "h")
    day.page.wait_for_url("**/huishoudens/")
    keys.follow("Eva, Tom en Bram", "link")
    keys.follow("Maak kaart")
    write_card(day.visitor, keys, agreement=EATS)
    keys.follow("Naar vaststellen")
    keys.choose("Eva")
    keys.choose("Tom")
    keys.choose("Ja")
    keys.follow("Stel kaart 1 vast")
    text, pages = print_of(day.visitor, keys, "Tom")
    assert pages in {1, 2}
    assert EATS in text


def a_colleague_stands_in_tomorrow(day: Day) -> None:
    """Step 12: two days and a name; she has to say yes, and the family sees who."""
    keys = day.keys
    tomorrow = timezone.localdate() + timedelta(days=1)
    keys.activate(f"{day.team.sanne.name}, jouw menu")
    keys.follow("Waarneming", "link")
    for name in ("Eerste dag", "Laatste dag"):
        keys.reach(name)
        keys.type(tomorrow.strftime("%m%d%Y"))
    keys.choose_from_list("Wie neemt waar?", "Fatima El Amrani")
    keys.follow("Vraag waarneming", "button")
    asked = Absence.objects.get()
    assert (asked.stand_in, asked.first_day) == (day.team.fatima, tomorrow)


def back_to_the_family(day: Day) -> None:
    """By the crumbs."""
    day.keys.follow("Eva, Tom en Bram", "link")
