"""The whole story of a question, with five people at their own browsers (issue 4, "Shows").

A question is brought, a name is found and replaced, it is looked over, put on the agenda without a mouse, sent; the
expert says yes, the table meets with two who write, the advice is read, approved and becomes final; an agreement in the
household, a duo, and six weeks later a look back. Time passes by moving the days in the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.choices import OrganisationKind
from accounts.models import Notification, Organisation, User
from cases.choices import Part
from cases.models import Agreement, Household, Involvement, QuestionLink
from rvt.choices import AdviceState, GuestAnswer, ItemKind, QuestionState
from rvt.models import Advice, Guest, LookBackAnswer, LookBackLink, Meeting, Question
from rvt.tasks import promise_final_advice, promise_look_backs
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.browser import at_the_table as act
from tests.browser.visitor import Visitor
from tests.browser.world import Team, family
from tests.rvt.agendas import meeting_of, order_of, pool_of
from tests.rvt.factories import Office, office_of

pytestmark = pytest.mark.long

OWN_LINE, LESSON = "Vraag ook wat oma ziet.", "Vraag eerst wat het kind wil."


@dataclass
class Story:
    """Five people at their browsers, and what they work on."""

    asker: Visitor
    secretary: Visitor
    chair: Visitor
    expert: Visitor
    partner: Visitor
    team: Team = field(default_factory=Team)
    office: Office = field(init=False)
    joris: User = field(init=False)
    """The expert. He signs in for his line only; he says yes behind the link in his mail."""
    clinic: Organisation = field(init=False)
    marco: User = field(init=False)
    household: Household = field(init=False)
    meeting: Meeting = field(init=False)

    def __post_init__(self) -> None:
        region = self.team.organisation.region
        self.office = office_of(region)
        self.joris = pool_of(self.office, "behavioural", name="Joris Maas").user
        self.clinic = OrganisationFactory(name="GGZ De Brug", kind=OrganisationKind.MENTAL_HEALTH, region=region)
        self.marco = worker_of(self.clinic, name="Marco Visser")
        self.household = family(self.team, "Eva en Bram")
        self.meeting = meeting_of(self.office)
        self.asker.become(self.team.sanne)
        self.secretary.become(self.office.secretary)
        self.chair.become(self.office.chair)
        self.partner.become(self.marco)

    @property
    def at_the_table(self) -> list[User]:
        """Who sits there."""
        return [self.office.chair, self.office.secretary, self.joris]


@pytest.mark.usefixtures("name_finder")
def test_the_whole_story_of_a_question(visit: Callable[..., Visitor]) -> None:
    story = Story(*(visit() for _ in range(5)))

    question = the_question_is_brought(story)
    the_agenda_goes_out(story)
    advice = the_table_meets(story)
    the_advice_becomes_final(story, question, advice)
    the_family_gets_an_agreement_and_a_duo(story, question)
    six_weeks_later(story)


def the_question_is_brought(story: Story) -> Question:
    """With a name in it that is found and replaced; the secretary saw none any more."""
    question = act.bring(story.asker, story.household)
    act.see_no_names(story.secretary)

    question.refresh_from_db()
    assert (question.state, question.library_searched) == (QuestionState.CHECKED, True)
    assert QuestionLink.objects.get(question=question.uuid).household == story.household
    return question


def the_agenda_goes_out(story: Story) -> None:
    """Made and sent without a mouse; the expert says yes by the link in the mail."""
    act.make_agenda_by_keyboard(story.chair, story.joris)
    assert order_of(story.meeting) == [ItemKind.WELCOME, ItemKind.BREAK, act.SENTENCE, ItemKind.CLOSING]

    story.expert.open(act.link_in_mail(story.joris, "/rvt/uitnodiging/"))
    act.press(story.expert.page, "Ja, ik kom")
    assert Guest.objects.get(user=story.joris, meeting=story.meeting).answer == GuestAnswer.YES


def the_table_meets(story: Story) -> Advice:
    """Two people write in one field, and the question is closed as it lay on the table."""
    item = act.open_question(story.chair, story.meeting)
    story.secretary.open(reverse("rvt:item-live", args=[story.meeting.uuid, item.uuid]))
    words = act.write_together(story.chair, story.secretary)
    act.decide(story.chair)
    act.note_who_is_there_and_stop(story.chair, story.meeting)

    advice = Advice.objects.get(item=item)
    assert [word for word in words if word not in advice.considerations.split()] == []
    assert (advice.state, advice.presented["sentence"]) == (AdviceState.READING, act.SENTENCE)
    return advice


def the_advice_becomes_final(story: Story, question: Question, advice: Advice) -> None:
    """The asker agrees, the expert adds one line, and after two working days nothing changes any more."""
    act.agree_to_advice(story.asker)
    story.expert.become(story.joris)
    act.add_a_line(story.expert, question, OWN_LINE)
    Advice.objects.update(lines_until=timezone.localdate() - timedelta(days=1))
    with as_application():
        promise_final_advice()
        outbox.sweep()

    advice.refresh_from_db()
    assert (advice.state, [line.text for line in advice.lines.all()]) == (AdviceState.FINAL, [OWN_LINE])


def the_family_gets_an_agreement_and_a_duo(story: Story, question: Question) -> None:
    """On the own side; the table sees neither."""
    act.take_over_a_line(story.asker, question)
    assert Agreement.objects.get(household=story.household).what == act.LINE

    reason = act.ask_the_duo(story.asker, story.household, question, story.clinic, story.marco)
    act.say_yes_to_the_duo(story.partner)
    assert reason.startswith(f"De tafel adviseert een duo. {act.LINE}")
    duo = Involvement.objects.running().get(household=story.household, part=Part.DUO)
    assert duo.user == story.marco

    told = Notification.objects.filter(recipient__in=story.at_the_table)
    assert {row.kind.partition(".")[0] for row in told} <= {"question", "advice", "meeting_asked", "meeting_no"}
    story.chair.open(reverse("rvt:advice-detail", args=[question.uuid]))
    shown = story.chair.page.content()
    assert [word for word in (story.household.call_name, str(story.household.uuid), "Marco") if word in shown] == []


def six_weeks_later(story: Story) -> None:
    """The asker looks back behind a link that works once."""
    Meeting.objects.update(starts_at=timezone.now() - timedelta(weeks=6, hours=2))
    with as_application():
        promise_look_backs()
    link = act.link_in_mail(story.team.sanne, "/rvt/terugkijken/")
    act.look_back(story.asker, link, LESSON)
    assert LookBackAnswer.objects.get().lesson == LESSON
    assert not LookBackLink.objects.filter(user=story.team.sanne).exists()

    story.asker.expect(404)
    assert story.asker.open(link).status == 404
