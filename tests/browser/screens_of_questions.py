"""The screens of who brings a question, of the queue, and "Moet ik melden?" (ux, S19 to S21 and S34)."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from cases.services.questions import bring_question, weigh_report
from rvt.choices import QuestionState
from rvt.models import Question
from rvt.services.questions import keep_reflection
from tests.browser.screens import Screen, Where, full, nadia, newcomer, sanne, send, send_empty
from tests.browser.visitor import Visitor
from tests.browser.world import World
from tests.rvt.factories import QuestionFactory, office_of

MARKED = {"unsafe": "Bel moeder op 06 12345678. Op 29 augustus was het te veel.", "goes_well": "Oma helpt."}


def secretary(world: World) -> User:
    """Who looks questions over."""
    return office_of(world.organisation.region).secretary


def question(state: str = QuestionState.CONCEPT, **written: Any) -> Where:
    """A question of Sanne that stands like this."""

    def of(world: World) -> dict[str, Any]:
        asked = {"by": world.sanne, "organisation": world.organisation}
        made = QuestionFactory(state=state, **{**asked, **MARKED, **written})
        if state == QuestionState.CONCEPT:
            keep_reflection(made, text="Ik lig er wakker van.", by=world.sanne)
        return {"uuid": made.uuid}

    return of


def with_a_question(state: str) -> Where:
    """A page without a question in its address, after one was made."""
    return lambda world: question(state)(world) and {}


def about_full(world: World) -> dict[str, Any]:
    """A question about the full family."""
    texts = {"unsafe": "Er wordt geschreeuwd.", "goes_well": "", "tried": ""}
    members: list[dict[str, str]] = []
    made = bring_question(
        world.full, organisation=world.organisation, about="family", members=members, by=world.sanne, **texts
    )
    Question.objects.filter(pk=made.pk).update(sentence="Hoe praten we met vader?")
    return {"uuid": made.uuid}


def full_with_a_question(world: World) -> dict[str, Any]:
    """The full family, about which a question was asked."""
    about_full(world)
    return full(world)


def weighed(world: World) -> dict[str, Any]:
    """The full family, with a weighing that was kept."""
    weigh_report(world.full, choice="no", reported_on=None, reason="Beide ouders doen mee.", by=world.sanne)
    return full(world)


def look_for_names(visitor: Visitor) -> None:
    """Leave a field: the findings come beside it."""
    visitor.page.get_by_label("Wat gaat goed?").fill("Bel oma op 06 87654321.")
    visitor.page.get_by_label("Wat gaat goed?").blur()
    visitor.page.locator("#bevindingen mark", has_text="06 87654321").wait_for()


def replace_one(visitor: Visitor) -> None:
    """Replace the first finding."""
    visitor.page.locator("button[name=vervang]").first.click()
    visitor.page.get_by_role("button", name="Maak ongedaan").first.wait_for()


OF_QUESTIONS = [
    Screen("table, nothing asked", "rvt:start", newcomer),
    Screen("table, asker", "rvt:start", sanne, with_a_question("returned")),
    Screen("table, secretary", "rvt:start", secretary),
    Screen("question, begin", "rvt:question-begin", sanne),
    Screen("question, begin, empty", "rvt:question-begin", sanne, then=send, then_status=422),
    Screen("question, step 1", "rvt:question-step-1", sanne, question()),
    Screen("question, step 1, of a household", "rvt:question-step-1", sanne, about_full),
    Screen("question, step 1, came back", "rvt:question-step-1", sanne, question("returned")),
    Screen("question, step 2", "rvt:question-step-2", sanne, question()),
    Screen("question, step 2, empty", "rvt:question-step-2", sanne, question(members=[]), then=send, then_status=422),
    Screen("question, step 3", "rvt:question-step-3", sanne, question()),
    Screen("question, step 3, a field left", "rvt:question-step-3", sanne, question(), then=look_for_names),
    Screen("question, step 3, replaced", "rvt:question-step-3", sanne, question(), then=replace_one),
    Screen(
        "question, step 4", "rvt:question-step-4", sanne, question(family_knows="not_yet", family_knows_why="Boos.")
    ),
    Screen("question, step 5", "rvt:question-step-5", sanne, question()),
    Screen("question, look", "rvt:question-review", sanne, question()),
    Screen("question, look, missing", "rvt:question-review", sanne, question(dilemma="", members=[])),
    Screen("question, look, marks open", "rvt:question-review", sanne, question(), then=send, then_status=422),
    Screen("question, withdraw", "rvt:question-withdraw", sanne, question()),
    Screen("question, mine", "rvt:question-detail", sanne, question("checked")),
    Screen("question, read by the secretary", "rvt:question-detail", secretary, question("submitted")),
    Screen("queue", "rvt:queue", secretary, with_a_question("submitted")),
    Screen("queue, no names seen", "rvt:question-checked", secretary, question("submitted", library_searched=False)),
    Screen("queue, send back", "rvt:question-send-back", secretary, question("checked")),
    Screen(
        "queue, send back, empty", "rvt:question-send-back", secretary, question("checked"), then=send, then_status=422
    ),
    Screen("queue, fits elsewhere", "rvt:question-refer", secretary, question("checked")),
    Screen("my day with a question that came back", "accounts:my-day", sanne, with_a_question("returned")),
    Screen("my day with questions that wait", "accounts:my-day", secretary, with_a_question("submitted")),
    Screen("question from a household", "cases:question-bring", sanne, full),
    Screen("question from a household, once more", "cases:question-bring", sanne, full_with_a_question),
    Screen("household with a question", "cases:household-detail", sanne, full_with_a_question),
    Screen("must I report", "cases:must-i-report", nadia),
    Screen("must I report, from a household", "cases:report-weigh", sanne, weighed),
    Screen("must I report, empty", "cases:report-weigh", sanne, full, then=send_empty, then_status=422),
]
