"""An advice of the table on the side of who asked: read by the duo, taken over as agreements, unseen by the table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import acting_as
from accounts.choices import Role
from accounts.models import AuditEvent, Notification, User
from cases.choices import Level, Part, SharingGround
from cases.models import AdviceTaskAnswer, Agreement, DuoRequest, Household, Involvement, QuestionLink
from cases.services.advice import duo_reason
from rvt.models import Advice, Question
from rvt.services import advising
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.rvt.factories import WRITTEN
from tests.rvt.tables import Table, advice_of, offered, table_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

FIRST, SECOND = "Praat eerst met het kind alleen.", "Praat daarna met elke ouder apart."


@pytest.fixture
def household() -> Household:
    return HouseholdFactory(call_name="Brouwer – Öz")


@pytest.fixture
def table(household: Household) -> Table:
    """The face asked, the table advised, and the link stands on this side."""
    made = table_of(by=face_of(household))
    offered(made)
    QuestionLink.objects.create(household=household, question=made.question.uuid, asker=face_of(household))
    return made


@pytest.fixture
def duo(household: Household) -> User:
    partner = worker_of(OrganisationFactory())
    involve(household, partner, partner.memberships.get().organisation, Part.DUO)
    return partner


def page_of(household: Household, question: Question) -> str:
    return reverse("cases:advice", args=[household.uuid, question.uuid])


def taken(client: Client, household: Household, table: Table, **changed: Any) -> Any:
    """Send the form as the face fills it in: what that person does, and looks after, is "ik"."""
    page = client.get(page_of(household, table.question))
    me = page.context["form"].fields["who"].choices[0][0]
    typed = {"lines": ["0"], "who": me, "checker": me, "since": str(timezone.localdate()), **changed}
    return client.post(page_of(household, table.question), typed)


def test_the_duo_reads_the_advice(client: Client, household: Household, table: Table, duo: User):
    page = sign_in(client, duo).get(page_of(household, table.question)).content.decode()

    assert FIRST in page
    assert "Zet in mijn huishouden" in page


@pytest.mark.parametrize("part", [Part.COVER, Part.INVITED])
def test_somebody_else_of_the_household_finds_no_advice(client: Client, household: Household, table: Table, part: Part):
    other = worker_of(team_of(household))
    involve(household, other, team_of(household), part, Level.FILM if part == Part.INVITED else "")

    assert sign_in(client, other).get(page_of(household, table.question)).status_code == 404


def test_an_advice_about_another_household_is_not_there(client: Client, household: Household, table: Table):
    other = HouseholdFactory()
    sign_in(client, face_of(household))

    assert client.get(page_of(other, table.question)).status_code == 404


def test_an_advice_that_is_still_written_is_not_there(client: Client, household: Household):
    writing = table_of(by=face_of(household))
    QuestionLink.objects.create(household=household, question=writing.question.uuid, asker=face_of(household))

    assert sign_in(client, face_of(household)).get(page_of(household, writing.question)).status_code == 404


def test_chosen_lines_become_agreements_of_the_household(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    answer = taken(client, household, table, lines=["0", "1"])

    assert (answer.status_code, answer["Location"]) == (303, household.get_absolute_url())
    assert set(Agreement.objects.filter(household=household).values_list("what", flat=True)) == {FIRST, SECOND}


def test_a_line_that_was_not_chosen_stays_advice(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    taken(client, household, table)

    assert [agreement.what for agreement in Agreement.objects.filter(household=household)] == [FIRST]


def test_without_a_line_nothing_is_made_and_the_form_says_so(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    answer = taken(client, household, table, lines=[])

    assert answer.status_code == 422
    assert answer.context["form"].errors["lines"] == ["Kies één regel of meer."]
    assert not Agreement.objects.filter(household=household).exists()


def test_the_table_never_sees_what_followed(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))
    taken(client, household, table)
    after = [household.call_name, str(household.uuid), "afspraak"]

    told = Notification.objects.filter(recipient__in=[table.office.chair, table.office.secretary, *table.experts])
    about = AuditEvent.objects.filter(target=table.question.uuid).values_list("event", flat=True)
    sign_in(client, table.office.chair)
    page = client.get(reverse("rvt:advice-detail", args=[table.question.uuid])).content.decode()

    assert [notification.kind for notification in told if notification.kind.startswith("agreement")] == []
    assert [event for event in about if event.startswith("agreement")] == []
    assert [word for word in after if word in page] == []


def test_a_duo_advice_leads_to_asking_a_duo(client: Client, household: Household, table: Table):
    page = sign_in(client, face_of(household)).get(page_of(household, table.question)).content.decode()

    assert "De tafel adviseert een duo" in page
    assert reverse("cases:duo-create", args=[household.uuid]) in page


def test_who_asked_is_led_from_the_table_to_the_own_side(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    page = client.get(reverse("rvt:advice-detail", args=[table.question.uuid])).content.decode()

    assert page_of(household, table.question) in page


# --- The duo ---------------------------------------------------------------------------------------------------------


def asked_from_advice(client: Client, household: Household, table: Table, partner: User) -> Any:
    """Walk from the advice to the form for a duo, as the face does, and return that form."""
    sign_in(client, face_of(household))
    page = client.get(page_of(household, table.question)).context["duo_url"]
    organisation = partner.memberships.get().organisation
    chosen = client.get(page, {"organisatie": organisation.uuid, "advies": "ja"})
    return client.get(chosen["Location"])


@pytest.fixture
def partner(household: Household) -> User:
    return worker_of(OrganisationFactory(region=team_of(household).region))


def test_the_request_for_a_duo_begins_with_the_reason_of_the_advice(
    client: Client, household: Household, table: Table, partner: User
):
    form = asked_from_advice(client, household, table, partner).context["form"]

    assert form["why"].value() == f"De tafel adviseert een duo. {FIRST} {SECOND}"


def test_a_request_that_does_not_come_from_an_advice_begins_empty(
    client: Client, household: Household, table: Table, partner: User
):
    page = reverse("cases:duo-ask", args=[household.uuid, partner.memberships.get().organisation.uuid])

    assert not sign_in(client, face_of(household)).get(page).context["form"]["why"].value()


def test_a_long_advice_is_cut_after_a_word(household: Household, table: Table):
    Advice.objects.update(text="Vraag het eerst aan oma zelf. " * 30)

    with acting_as(face_of(household)):
        reason = duo_reason(household, by=face_of(household))

    assert len(reason) <= 300
    assert reason.removesuffix("…").split()[-1] in {"Vraag", "het", "eerst", "aan", "oma", "zelf."}


def test_nobody_else_of_the_household_learns_why_the_table_advises_a_duo(household: Household, table: Table):
    lead = worker_of(team_of(household), Role.TEAM_LEAD)

    with acting_as(lead):
        assert duo_reason(household, by=lead) == ""


def test_the_request_is_accepted_and_the_table_does_not_see_it(
    client: Client, household: Household, table: Table, partner: User
):
    form = asked_from_advice(client, household, table, partner)
    typed = {
        "partner": partner.uuid,
        "why": form.context["form"]["why"].value(),
        "ground": SharingGround.CONSENT,
        "knows": "yes",
        "informed_on": str(timezone.localdate()),
    }
    assert client.post(form.wsgi_request.get_full_path(), typed).status_code == 303

    request = reverse("cases:duo-answer", args=[DuoRequest.objects.get().uuid])
    sign_in(client, partner).post(request, {"antwoord": "ja"})

    assert Involvement.objects.running().filter(household=household, user=partner, part=Part.DUO).exists()
    office = [table.office.chair, table.office.secretary, *table.experts]
    assert not Notification.objects.filter(recipient__in=office, kind__startswith="duo").exists()


# --- What the asker was going to do ----------------------------------------------------------------------------------


def tasks_page(household: Household) -> str:
    return reverse("cases:advice-tasks", args=[household.uuid])


@pytest.fixture
def agreed(table: Table) -> Table:
    advising.agree(advice_of(table.item), by=table.question.asker)
    return table


def answer(client: Client, household: Household, table: Table, code: str = "tell", **typed: str) -> Any:
    return client.post(tasks_page(household), {"task": f"{table.question.uuid}:{code}", **typed})


def test_the_tasks_follow_from_the_advice(client: Client, household: Household, agreed: Table):
    tasks = sign_in(client, face_of(household)).get(page_of(household, agreed.question)).context["tasks"]

    assert [task.code.label for task in tasks] == ["Vertel het gezin wat de tafel zei", "Spreek af met je duo"]
    assert {task.due_on for task in tasks} == {timezone.localdate() + timedelta(weeks=1)}


def test_there_are_no_tasks_before_the_asker_agrees(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    assert client.get(page_of(household, table.question)).context["tasks"] == []
    assert client.get(tasks_page(household)).status_code == 404


def test_a_task_is_done(client: Client, household: Household, agreed: Table):
    said = answer(sign_in(client, face_of(household)), household, agreed, outcome="done", reason="Toch iets.")

    kept = AdviceTaskAnswer.objects.get()
    assert (said.status_code, said["Location"]) == (303, tasks_page(household))
    assert (kept.task, kept.outcome, kept.reason) == ("tell", "done", "")


def test_what_was_not_done_has_a_reason(client: Client, household: Household, agreed: Table):
    sign_in(client, face_of(household))
    refused = answer(client, household, agreed, outcome="not_done")

    assert refused.status_code == 422
    assert "Schrijf op waarom niet." in refused.content.decode()
    assert not AdviceTaskAnswer.objects.exists()

    answer(client, household, agreed, outcome="not_done", reason="Moeder was ziek.")
    assert "Moeder was ziek." in client.get(tasks_page(household)).content.decode()


def test_the_newest_answer_counts(client: Client, household: Household, agreed: Table):
    sign_in(client, face_of(household))
    answer(client, household, agreed, outcome="not_done", reason="Moeder was ziek.")
    answer(client, household, agreed, outcome="done")

    task = client.get(tasks_page(household)).context["tasks"][0]
    assert (task.is_done, task.reason) == (True, "")


def test_a_task_of_no_advice_of_this_household_is_refused(client: Client, household: Household, agreed: Table):
    sign_in(client, face_of(household))

    assert answer(client, household, agreed, code="council_talk", outcome="done").status_code == 422
    assert not AdviceTaskAnswer.objects.exists()


def test_the_duo_answers_too_and_nobody_else(client: Client, household: Household, agreed: Table, duo: User):
    cover = worker_of(team_of(household))
    involve(household, cover, team_of(household), Part.COVER)

    assert answer(sign_in(client, cover), household, agreed, outcome="done").status_code == 404
    assert answer(sign_in(client, duo), household, agreed, outcome="done").status_code == 303


def test_the_database_shows_an_answer_to_who_sees_the_link_only(client: Client, household: Household, agreed: Table):
    answer(sign_in(client, face_of(household)), household, agreed, outcome="done")
    cover = worker_of(team_of(household))
    involve(household, cover, team_of(household), Part.COVER)

    seen = {}
    for person in (face_of(household), cover):
        with as_application(), acting_as(person):
            by_rule = AdviceTaskAnswer.objects.visible_to(person).exists()
            seen[person] = (by_rule, AdviceTaskAnswer.objects.exists())
    assert list(seen.values()) == [(True, True), (False, False)]


def on_my_day(client: Client, days: int) -> str:
    """Return Mijn dag of who is signed in, so many days after the asker agreed."""
    Advice.objects.update(agreed_on=timezone.localdate() - timedelta(days=days))
    return client.get(reverse("accounts:my-day")).content.decode()


@pytest.mark.parametrize(("days", "is_shown"), [(6, False), (7, True), (42, True), (43, False)])
def test_a_task_stands_on_my_day_from_its_day_until_the_table_looks_back(
    client: Client, household: Household, agreed: Table, days: int, is_shown: bool
):
    sign_in(client, face_of(household))

    assert ("Vertel het gezin wat de tafel zei" in on_my_day(client, days)) is is_shown


def test_a_task_that_was_answered_leaves_my_day(client: Client, household: Household, agreed: Table):
    answer(sign_in(client, face_of(household)), household, agreed, outcome="done")

    page = on_my_day(client, 7)

    assert "Vertel het gezin wat de tafel zei" not in page
    assert "Spreek af met je duo" in page


def test_the_duo_is_not_reminded_of_what_the_asker_was_going_to_do(
    client: Client, household: Household, agreed: Table, duo: User
):
    assert "Vertel het gezin" not in on_my_day(sign_in(client, duo), 7)


# --- Once more -------------------------------------------------------------------------------------------------------


def again(household: Household, question: Question) -> str:
    return reverse("cases:advice-again", args=[household.uuid, question.uuid])


@pytest.fixture
def wanted_again(agreed: Table) -> Table:
    """The table wants to talk about it once more; the asker changed nothing since."""
    Advice.objects.update(follow_ups=["again"])
    return agreed


def test_a_question_is_asked_again_with_the_text_that_lay_on_the_table(
    client: Client, household: Household, wanted_again: Table
):
    sign_in(client, face_of(household))
    assert (
        again(household, wanted_again.question)
        in client.get(page_of(household, wanted_again.question)).content.decode()
    )

    said = client.post(again(household, wanted_again.question))

    new = Question.objects.latest("pk")
    assert (said.status_code, said["Location"]) == (303, reverse("rvt:question-latest"))
    assert (new.state, new.sentence, new.dilemma) == ("concept", wanted_again.question.sentence, WRITTEN["dilemma"])
    assert QuestionLink.objects.get(question=new.uuid).household == household


def test_without_that_advice_there_is_nothing_to_ask_again(client: Client, household: Household, agreed: Table):
    sign_in(client, face_of(household))

    assert client.post(again(household, agreed.question)).status_code == 404
    assert client.post(reverse("rvt:question-again", args=[agreed.question.uuid])).status_code == 404


def test_a_question_without_a_household_is_asked_again_at_the_table(client: Client):
    table = table_of()
    offered(table, follow_ups="again")
    advising.agree(advice_of(table.item), by=table.question.asker)
    sign_in(client, table.question.asker)
    page = reverse("rvt:question-again", args=[table.question.uuid])
    assert page in client.get(reverse("rvt:advice-detail", args=[table.question.uuid])).content.decode()

    said = client.post(page)

    new = Question.objects.latest("pk")
    assert said["Location"] == reverse("rvt:question-step-1", args=[new.uuid])
    assert (new.sentence, new.asker) == (table.question.sentence, table.question.asker)
    assert not QuestionLink.objects.exists()
