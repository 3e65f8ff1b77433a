"""The week of secretary and chair in one day, from sign-in to sign-out without a mouse (domain 8.2; issue 7, "Shows").

Each function is a step. Reading the advice (10) is an act of who asked: see `test_story`. What happened later in the
family (12) is not known at the table; what stands there is what people learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from rvt.choices import AdviceState, QuestionState
from rvt.models import Advice, Expert, Invitation, Meeting, Question
from tests.browser import at_the_table as act
from tests.browser.door import come_in, go_out
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.browser.world import Team
from tests.rvt.agendas import meeting_of, pool_of
from tests.rvt.factories import Office, QuestionFactory, office_of

pytestmark = pytest.mark.long

NAMED, ASKED_BACK = "Wat zegt een school als het kind thuis geslagen is?", "Van welke school is dit? Laat dat weg."
CONSIDERED, OTHER_VIEW = "Het kind praat al met de juf.", "Een van ons wil eerst met vader praten."


@dataclass
class Day:
    """Secretary and chair at their browsers, an expert in the pool, and two questions that were brought."""

    secretary: Visitor
    chair: Visitor
    team: Team = field(default_factory=Team)
    office: Office = field(init=False)
    meeting: Meeting = field(init=False)
    expert: Expert = field(init=False)

    def __post_init__(self) -> None:
        self.office = office_of(self.team.organisation.region)
        self.expert = pool_of(self.office, "behavioural", name="Joris Maas")
        self.meeting = meeting_of(self.office)
        brought = {"state": QuestionState.SUBMITTED, "organisation": self.team.organisation, "by": self.team.sanne}
        for sentence in (act.SENTENCE, NAMED):
            QuestionFactory(sentence=sentence, disciplines=["behavioural"], **brought)


@pytest.mark.usefixtures("name_finder", "worker")
def test_the_day_of_secretary_and_chair(visit: Callable[..., Visitor]) -> None:
    day = Day(visit(), visit())
    come_in(Keyboard(day.secretary), day.office.secretary)
    come_in(Keyboard(day.chair), day.office.chair)

    one_question_goes_back(day)
    in_the_other_no_name_was_seen(day)
    the_agenda_is_made_and_sent(day)
    everybody_gets_one_paper_without_names(day)
    the_table_meets(day)
    what_was_weighed_stands_without_names(day)
    the_decision_is_kept(day)
    the_half_year_is_counted(day)
    what_was_learnt_stands_apart(day)

    go_out(Keyboard(day.secretary), day.office.secretary)
    go_out(Keyboard(day.chair), day.office.chair)


def one_question_goes_back(day: Day) -> None:
    """Steps 1 and 2: from the first page to what waits; one question goes back with a question."""
    keys = Keyboard(day.secretary)
    keys.follow("RVT", "link")
    keys.follow("Naar de wachtrij", "link")
    expect(day.secretary.page.locator(".queue > li")).to_have_count(2)
    keys.follow(f"Stuur terug met een vraag : {NAMED}", "link")
    keys.write("Wat wil je vragen?", ASKED_BACK)
    keys.follow("Stuur terug", "button")
    assert Question.objects.get(sentence=NAMED).state == QuestionState.RETURNED


def in_the_other_no_name_was_seen(day: Day) -> None:
    """Step 2: a second pair of eyes, in the queue itself."""
    keys = Keyboard(day.secretary)
    keys.press("g", "r")
    day.secretary.page.wait_for_url("**/rvt/")
    keys.follow("Naar de wachtrij", "link")
    keys.follow(f"Geen namen gezien : {act.SENTENCE}", "button")
    assert Question.objects.get(sentence=act.SENTENCE).state == QuestionState.CHECKED


def the_agenda_is_made_and_sent(day: Day) -> None:
    """Steps 3 to 5: which knowledge is missing, who has it, when there is a break; every guest for an own item."""
    act.make_agenda_by_keyboard(day.chair, day.expert.user)
    asked = Invitation.objects.get(guest__user=day.expert.user)
    assert asked.item.question.sentence == act.SENTENCE


def everybody_gets_one_paper_without_names(day: Day) -> None:
    """Step 6: one PDF for all."""
    keys = Keyboard(day.chair)
    day.chair.open(day.meeting.get_absolute_url())
    keys.follow("Agenda samenstellen", "link")
    keys.follow("Pdf", "link")
    keys.follow("Agenda", "button")
    ready = day.chair.page.get_by_role("link", name="Pdf")
    ready.first.wait_for(timeout=30_000)


def the_table_meets(day: Day) -> None:
    """Step 7: the meeting begins, and its question is opened."""
    keys = Keyboard(day.chair)
    day.chair.open(day.meeting.get_absolute_url())
    keys.follow("Naar het overleg", "link")
    keys.follow("Begin het overleg", "link")
    keys.follow("Begin het overleg", "button")
    shown = day.chair.page.get_by_role("link", name=act.SENTENCE).first.inner_text()
    keys.follow(" ".join(shown.split()), "link")  # its time stands before it
    keys.follow("Open deze vraag", "button")


def what_was_weighed_stands_without_names(day: Day) -> None:
    """Step 8: what speaks for and against, and a view that differs; nobody's name."""
    keys = Keyboard(day.chair)
    keys.write("Overwegingen", CONSIDERED)
    keys.write("Advies", f"1. {act.LINE}\n2. Praat daarna met elke ouder apart.")
    keys.write("Andere kijk", OTHER_VIEW)
    keys.press("Tab")
    act.wait_until_saved(day.chair)
    advice = Advice.objects.get()
    assert (advice.considerations, advice.other_view) == (CONSIDERED, OTHER_VIEW)


def the_decision_is_kept(day: Day) -> None:
    """Step 9: what follows, and who tells the family."""
    keys, page = Keyboard(day.chair), day.chair.page
    keys.choose("duo")
    keys.write("Wie vertelt het gezin?", "de vaste contactpersoon")
    keys.press("Tab")
    act.wait_until_saved(day.chair)
    while not page.get_by_role("button", name="Naar het besluit").count():
        keys.follow("Volgend deel", "button")
    keys.follow("Naar het besluit", "button")
    if page.get_by_label("Ik heb gekeken. Hier staan geen namen.").count():
        keys.choose("Ik heb gekeken. Hier staan geen namen.")
    keys.follow("Leg het besluit vast", "button")
    assert (Advice.objects.get().state, Advice.objects.get().follow_ups) == (AdviceState.READING, ["duo"])


def the_half_year_is_counted(day: Day) -> None:
    """Step 11: what was discussed is counted; fewer than five are not told."""
    keys, page = Keyboard(day.secretary), day.secretary.page
    keys.follow("Cijfers", "link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Halfjaarcijfers")
    expect(page.get_by_role("row", name="Besproken vragen").first).to_contain_text("minder dan 5")


def what_was_learnt_stands_apart(day: Day) -> None:
    """Step 12: never per question."""
    keys, page = Keyboard(day.secretary), day.secretary.page
    keys.press("g", "r")
    page.wait_for_url("**/rvt/")
    keys.follow("Bekijk de leerpunten", "link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Leerpunten")
    expect(page.locator("main")).not_to_contain_text(act.SENTENCE)
