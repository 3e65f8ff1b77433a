"""The next fixed face (ux, S9): asking, yes and no, taking back, the team lead who appoints, and who hears what."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.choices import Role
from accounts.models import AuditEvent, Notification, User
from cases.choices import CloseReason, Part, RequestState, SwitchReason
from cases.models import ContactPeriod, Household, Involvement, SwitchRequest
from cases.services import faces
from cases.services.active import HouseholdIsClosed
from cases.services.faces import AlreadyAsked, NobodyToJoin, NotAColleague, NotOpenAnymore, NotYourQuestion
from cases.services.households import close_household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def team() -> Any:
    return OrganisationFactory(name="Wijkteam Oost")


@pytest.fixture
def sanne(team: Any) -> Any:
    return worker_of(team, name="Sanne Verbeek")


@pytest.fixture
def fatima(team: Any) -> Any:
    return worker_of(team, name="Fatima el Amrani")


@pytest.fixture
def household(team: Any, sanne: Any) -> Any:
    return HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)


def ask(household: Household, colleague: Any, **changed: Any) -> SwitchRequest:
    return faces.ask_switch(
        household,
        **{
            "colleague": colleague,
            "reason": SwitchReason.OTHER_JOB,
            "from_on": days(0),
            "family_heard": "Samen verteld",
            "meeting_on": None,
            "by": face_of(household),
            **changed,
        },
    )


# --- The service ------------------------------------------------------------------------------------
def test_the_old_face_stays_until_the_new_one_says_yes(household: Any, sanne: Any, fatima: Any) -> None:
    request = ask(household, fatima)

    assert face_of(household) == sanne
    assert not Household.objects.visible_to(fatima).contains(household)

    faces.answer_switch(request, yes=True, by=fatima)

    assert face_of(household) == fatima
    assert Household.objects.changeable_by(fatima).contains(household)
    assert not Household.objects.visible_to(sanne).contains(household)


def test_the_periods_abut_and_say_why(household: Any, sanne: Any, fatima: Any) -> None:
    faces.answer_switch(ask(household, fatima, meeting_on=days(2)), yes=True, by=fatima)

    old = Involvement.objects.faces().get(household=household, user=sanne)
    new = Involvement.objects.faces().get(household=household, user=fatima)
    period = ContactPeriod.objects.get(involvement=new)
    assert old.period.upper == new.period.lower
    assert (period.reason, period.family_heard, period.meeting_on) == (SwitchReason.OTHER_JOB, "Samen verteld", days(2))


def test_a_switch_later_leaves_the_old_face_until_that_midnight(household: Any, sanne: Any, fatima: Any) -> None:
    faces.answer_switch(ask(household, fatima, from_on=days(7)), yes=True, by=fatima)

    new = Involvement.objects.faces().get(household=household, user=fatima)
    assert face_of(household) == sanne
    assert timezone.localtime(new.period.lower).date() == days(7)
    assert timezone.localtime(new.period.lower).hour == 0
    assert not Household.objects.visible_to(fatima).contains(household)


def test_asking_answering_and_changing_are_recorded_without_names(household: Any, sanne: Any, fatima: Any) -> None:
    AuditEvent.objects.filter(event="none")
    request = ask(household, fatima)
    faces.answer_switch(request, yes=True, by=fatima)

    events = AuditEvent.objects.filter(event__in=["switch.asked", "switch.answered", "contact.changed"]).order_by("id")
    assert [(event.event, event.actor, event.details) for event in events] == [
        ("switch.asked", sanne.uuid, {"asked_of": str(fatima.uuid), "reason": "other_job"}),
        ("switch.answered", fatima.uuid, {"yes": True}),
        ("contact.changed", fatima.uuid, {"to": str(fatima.uuid), "reason": "other_job"}),
    ]
    assert {event.root for event in events} == {household.uuid}


def test_a_no_changes_nothing_and_asks_for_no_reason(household: Any, sanne: Any, fatima: Any) -> None:
    request = faces.answer_switch(ask(household, fatima), yes=False, by=fatima)

    assert request.state == RequestState.DECLINED
    assert face_of(household) == sanne
    assert Notification.objects.get(recipient=sanne).kind == "switch_no"


def test_the_next_face_stops_being_duo_or_stand_in(household: Any, team: Any, fatima: Any) -> None:
    involve(household, fatima, team, Part.DUO)

    faces.answer_switch(ask(household, fatima), yes=True, by=fatima)

    running = Involvement.objects.running().filter(household=household)
    assert [(part.user, part.part) for part in running] == [(fatima, Part.CONTACT)]


def test_somebody_of_another_team_cannot_be_the_next_face(household: Any) -> None:
    with pytest.raises(NotAColleague):
        ask(household, worker_of(OrganisationFactory()))
    assert not SwitchRequest.objects.exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.POLICY])
def test_somebody_of_the_team_who_does_not_work_with_families_cannot_either(
    household: Any, team: Any, role: Role
) -> None:
    with pytest.raises(NotAColleague):
        ask(household, worker_of(team, role))


def test_the_face_cannot_ask_itself(household: Any, sanne: Any) -> None:
    with pytest.raises(NotAColleague):
        ask(household, sanne)


def test_one_question_at_a_time(household: Any, team: Any, fatima: Any) -> None:
    ask(household, fatima)

    with pytest.raises(AlreadyAsked):
        ask(household, worker_of(team))


def test_no_new_question_while_a_switch_is_agreed(household: Any, team: Any, fatima: Any) -> None:
    faces.answer_switch(ask(household, fatima, from_on=days(7)), yes=True, by=fatima)

    with pytest.raises(AlreadyAsked):
        ask(household, worker_of(team))


def test_only_the_one_who_was_asked_answers(household: Any, team: Any, fatima: Any) -> None:
    request = ask(household, fatima)

    with pytest.raises(NotYourQuestion):
        faces.answer_switch(request, yes=True, by=worker_of(team))


def test_an_answer_counts_once(household: Any, fatima: Any) -> None:
    request = ask(household, fatima)
    faces.answer_switch(request, yes=False, by=fatima)

    with pytest.raises(NotOpenAnymore):
        faces.answer_switch(request, yes=True, by=fatima)


def test_a_question_that_was_taken_back_is_not_answered(household: Any, sanne: Any, fatima: Any) -> None:
    request = ask(household, fatima)
    faces.withdraw_switch(request, by=sanne)

    with pytest.raises(NotOpenAnymore):
        faces.answer_switch(request, yes=True, by=fatima)
    assert face_of(household) == sanne


def test_who_left_the_team_meanwhile_cannot_say_yes(household: Any, sanne: Any, fatima: Any) -> None:
    request = ask(household, fatima)
    fatima.memberships.all().delete()

    with pytest.raises(NobodyToJoin):
        faces.answer_switch(request, yes=True, by=fatima)
    assert face_of(household) == sanne


def test_closing_takes_the_open_question_back(household: Any, sanne: Any, fatima: Any) -> None:
    request = ask(household, fatima)

    close_household(household, reason=CloseReason.SAFE, by=sanne)

    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    with pytest.raises(HouseholdIsClosed):
        faces.answer_switch(request, yes=True, by=fatima)


# --- Appointing -------------------------------------------------------------------------------------
def test_a_team_lead_appoints_at_once_and_both_hear_it(household: Any, team: Any, sanne: Any, fatima: Any) -> None:
    lead = worker_of(team, Role.TEAM_LEAD)

    faces.appoint_face(household, colleague=fatima, reason=SwitchReason.ILL, family_heard="Samen verteld", by=lead)

    assert face_of(household) == fatima
    assert set(Notification.objects.values_list("recipient", "kind")) == {
        (fatima.pk, "face_appointed"),
        (sanne.pk, "face_replaced"),
    }


def test_both_faces_are_mailed_at_once_that_something_waits_also_who_wants_no_mail_at_8(
    household: Any, team: Any, sanne: Any, fatima: Any
) -> None:
    User.objects.filter(pk=sanne.pk).update(daily_mail=False)
    lead = worker_of(team, Role.TEAM_LEAD)

    faces.appoint_face(household, colleague=fatima, reason=SwitchReason.ILL, family_heard="Samen verteld", by=lead)
    outbox.sweep()

    assert sorted(message.to[0] for message in mail.outbox) == sorted([sanne.email, fatima.email])
    assert {message.subject for message in mail.outbox} == {"Er staat iets voor je klaar in Rondom"}
    assert not any("Adu" in message.body for message in mail.outbox)


def test_appointing_takes_an_open_question_back(household: Any, team: Any, fatima: Any) -> None:
    request = ask(household, fatima)

    faces.appoint_face(
        household,
        colleague=worker_of(team),
        reason=SwitchReason.ILL,
        family_heard="",
        by=worker_of(team, Role.TEAM_LEAD),
    )

    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN


def test_appointing_comes_before_a_switch_that_was_agreed_for_later(
    household: Any, team: Any, sanne: Any, fatima: Any
) -> None:
    faces.answer_switch(ask(household, fatima, from_on=days(7)), yes=True, by=fatima)
    joris = worker_of(team)

    faces.appoint_face(
        household, colleague=joris, reason=SwitchReason.ILL, family_heard="", by=worker_of(team, Role.TEAM_LEAD)
    )

    real = Involvement.objects.faces().filter(household=household).exclude(period__isempty=True).order_by("period")
    assert [part.user for part in real] == [sanne, joris]
    assert real[0].period.upper == real[1].period.lower
    assert real[1].period.upper is None


def test_the_one_agreed_for_later_can_be_appointed_now(household: Any, team: Any, fatima: Any) -> None:
    faces.answer_switch(ask(household, fatima, from_on=days(7)), yes=True, by=fatima)

    faces.appoint_face(
        household, colleague=fatima, reason=SwitchReason.ILL, family_heard="", by=worker_of(team, Role.TEAM_LEAD)
    )

    assert face_of(household) == fatima


# --- The pages ------------------------------------------------------------------------------------
def form(**changed: Any) -> dict[str, Any]:
    data = {"reason": "other_job", "from_on": days(1).isoformat(), "heard": "together", "tell_on": "", "meeting_on": ""}
    return {name: value for name, value in {**data, **changed}.items() if value is not None}


def switch_url(household: Household) -> str:
    return reverse("cases:switch-create", args=[household.uuid])


def test_the_page_says_which_face_it_will_be_and_asks_a_colleague(
    client: Client, household: Any, sanne: Any, fatima: Any
) -> None:
    sign_in(client, sanne)

    page = client.get(switch_url(household)).content.decode()
    response = client.post(switch_url(household), form(colleague=str(fatima.uuid)))

    assert "Dit wordt het 2e vaste gezicht van dit gezin." in page
    assert "Fatima el Amrani" in page
    assert response.status_code == 303
    assert SwitchRequest.objects.get().asked_of == fatima


def test_the_button_names_who_is_asked(client: Client, household: Any, team: Any, sanne: Any, fatima: Any) -> None:
    sign_in(client, sanne)

    with_one = client.get(switch_url(household)).content.decode()
    worker_of(team, name="Joris Vos")
    with_two = client.get(switch_url(household)).content.decode()
    chosen = client.get(switch_url(household), {"colleague": str(fatima.uuid)}).content.decode()
    refused = client.post(switch_url(household), form(colleague=str(fatima.uuid), from_on="")).content.decode()

    assert ">Vraag Fatima</button>" in with_one
    assert ">Vraag je collega</button>" in with_two
    assert ">Vraag Fatima</button>" in chosen
    assert ">Vraag Fatima</button>" in refused


def test_a_team_of_one_is_told_so(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)

    assert "In dit team werkt nog niemand anders met gezinnen." in client.get(switch_url(household)).content.decode()


def test_after_asking_the_page_says_who_stays(client: Client, household: Any, sanne: Any, fatima: Any) -> None:
    request = ask(household, fatima)
    sign_in(client, sanne)

    page = client.get(switch_url(household)).content.decode()

    assert "Sanne blijft het vaste gezicht tot Fatima ja zegt." in page
    assert reverse("cases:switch-withdraw", args=[request.uuid]) in page
    assert 'name="colleague"' not in page


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"colleague": None}, "Kies iemand. Zonder vast gezicht kan niet."),
        ({"colleague": "x"}, "Kies iemand uit de lijst."),
        ({"colleague": str(uuid.uuid4())}, "Kies iemand uit de lijst."),
        ({"reason": None}, "Kies waarom er iemand anders komt."),
        ({"from_on": ""}, "Vul ‘Per wanneer’ in."),
        ({"from_on": "2020-01-01"}, "Kies vandaag of een dag daarna."),
        ({"from_on": "1899-01-01"}, "Kies een dag na 1900."),
        ({"from_on": "9999-01-01"}, "Kies een dag voor 2100."),
        ({"heard": None}, "Kies hoe het gezin dit hoort."),
        ({"heard": "i_tell"}, "Kies een dag waarop je het vertelt."),
        ({"heard": "i_tell", "tell_on": "2020-01-01"}, "Kies vandaag of een dag daarna."),
        ({"meeting_on": "2020-01-01"}, "Kies vandaag of een dag daarna."),
        ({"meeting_on": "morgen"}, "Vul een datum in"),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(
    *, client: Client, household: Any, sanne: Any, fatima: Any, changed: dict[str, Any], message: str
) -> None:
    sign_in(client, sanne)

    response = client.post(switch_url(household), form(**{"colleague": str(fatima.uuid), **changed}))

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not SwitchRequest.objects.exists()


def test_a_colleague_of_another_team_is_not_in_the_list(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)
    other = worker_of(OrganisationFactory(), name="Iemand Anders")

    response = client.post(switch_url(household), form(colleague=str(other.uuid)))

    assert response.status_code == 422
    assert "Iemand Anders" not in response.content.decode()


def test_two_questions_at_once_tell_the_second_one(client: Client, household: Any, sanne: Any, team: Any) -> None:
    sign_in(client, sanne)
    client.get(switch_url(household))
    ask(household, worker_of(team))

    response = client.post(switch_url(household), form(colleague=str(worker_of(team).uuid)))

    assert response.status_code == 422
    assert SwitchRequest.objects.count() == 1


@pytest.mark.parametrize("who", ["duo", "cover", "colleague", "team lead", "stranger"])
@pytest.mark.parametrize("page", ["cases:switch-create", "cases:household-close", "cases:duo-create"])
def test_only_the_face_reaches_these_pages(client: Client, household: Any, team: Any, who: str, page: str) -> None:
    user = worker_of(team, Role.TEAM_LEAD if who == "team lead" else Role.PROFESSIONAL)
    if who in {"duo", "cover"}:
        involve(household, user, team, Part(who))
    if who == "stranger":
        user = worker_of(OrganisationFactory())
    sign_in(client, user)

    assert client.get(reverse(page, args=[household.uuid])).status_code == 404


def test_the_one_who_was_asked_reads_what_the_answer_takes_and_no_more(
    client: Client, household: Any, sanne: Any, fatima: Any
) -> None:
    request = ask(household, fatima, reason=SwitchReason.ILL)
    sign_in(client, fatima)

    page = client.get(reverse("cases:switch-answer", args=[request.uuid])).content.decode()

    assert "Sanne Verbeek vraagt of jij het vaste gezicht wordt van Familie Adu." in page
    assert "Sanne blijft het vaste gezicht tot Fatima ja zegt." in page
    for hidden in ("Noor", "Sem", "Ziek", household.municipality.name, household.get_absolute_url()):
        assert hidden not in page


@pytest.mark.parametrize(("answer", "state"), [("ja", RequestState.ACCEPTED), ("nee", RequestState.DECLINED)])
def test_an_answer_is_one_button(client: Client, household: Any, fatima: Any, answer: str, state: RequestState) -> None:
    request = ask(household, fatima)
    sign_in(client, fatima)

    response = client.post(reverse("cases:switch-answer", args=[request.uuid]), {"antwoord": answer})

    request.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, "/mijn-dag/")
    assert request.state == state


@pytest.mark.parametrize("data", [{}, {"antwoord": "misschien"}])
def test_something_else_is_no_answer(client: Client, household: Any, fatima: Any, data: dict[str, str]) -> None:
    request = ask(household, fatima)
    sign_in(client, fatima)

    response = client.post(reverse("cases:switch-answer", args=[request.uuid]), data)

    request.refresh_from_db()
    assert response.status_code == 422
    assert request.state == RequestState.ASKED


def test_a_question_to_somebody_else_is_not_there(
    client: Client, household: Any, sanne: Any, team: Any, fatima: Any
) -> None:
    request = ask(household, fatima)

    for user in (sanne, worker_of(team), worker_of(team, Role.TEAM_LEAD)):
        sign_in(client, user)
        assert client.get(reverse("cases:switch-answer", args=[request.uuid])).status_code == 404
        assert client.post(reverse("cases:switch-answer", args=[request.uuid]), {"antwoord": "ja"}).status_code == 404
    assert face_of(household) == sanne


def test_only_the_asker_takes_it_back(client: Client, household: Any, sanne: Any, fatima: Any) -> None:
    request = ask(household, fatima)
    url = reverse("cases:switch-withdraw", args=[request.uuid])

    sign_in(client, fatima)
    by_asked = client.post(url).status_code
    sign_in(client, sanne)
    shown, by_asker = client.get(url), client.post(url)

    request.refresh_from_db()
    assert by_asked == 404
    assert "Trek je vraag in" in shown.content.decode()
    assert (by_asker.status_code, request.state) == (303, RequestState.WITHDRAWN)


def test_the_page_of_the_team_lead_appoints(client: Client, household: Any, team: Any, fatima: Any) -> None:
    sign_in(client, worker_of(team, Role.TEAM_LEAD))
    url = reverse("cases:face-appoint", args=[household.uuid])

    page = client.get(url).content.decode()
    response = client.post(url, {"reason": "ill", "colleague": str(fatima.uuid), "heard": "together"})

    assert "2e vaste gezicht" in page
    assert response.status_code == 303
    assert face_of(household) == fatima


@pytest.mark.parametrize("who", ["face", "colleague", "other lead"])
def test_nobody_else_appoints(*, client: Client, household: Any, team: Any, sanne: Any, fatima: Any, who: str) -> None:
    user = {
        "face": sanne,
        "colleague": fatima,
        "other lead": worker_of(OrganisationFactory(), Role.TEAM_LEAD),
    }[who]
    sign_in(client, user)
    url = reverse("cases:face-appoint", args=[household.uuid])

    assert client.get(url).status_code == 404
    assert client.post(url, {"reason": "ill", "colleague": str(fatima.uuid), "heard": "together"}).status_code == 404
    assert face_of(household) == sanne


# --- Notifications ----------------------------------------------------------------------------------
def lines(client: Client, user: Any) -> str:
    sign_in(client, user)
    return client.get(reverse("notifications")).content.decode()


def test_the_question_leads_to_the_answer_as_long_as_it_is_open(
    client: Client, household: Any, sanne: Any, fatima: Any
) -> None:
    request = ask(household, fatima)
    url = reverse("cases:switch-answer", args=[request.uuid])

    while_open = lines(client, fatima)
    faces.withdraw_switch(request, by=sanne)
    afterwards = lines(client, fatima)

    assert "Sanne Verbeek vraagt of jij het vaste gezicht wordt van Familie Adu." in while_open
    assert url in while_open
    assert url not in afterwards
    assert "Adu" not in afterwards
    assert "Die vraag is ingetrokken." in afterwards


def test_who_lost_the_access_reads_no_name_and_gets_no_link(
    client: Client, household: Any, sanne: Any, fatima: Any
) -> None:
    faces.answer_switch(ask(household, fatima), yes=True, by=fatima)

    page = lines(client, sanne)

    assert "Fatima el Amrani zei ja op je vraag over het vaste gezicht van een gezin." in page
    assert "Adu" not in page
    assert str(household.uuid) not in page


def test_the_appointed_face_gets_a_link_and_the_old_one_does_not(
    client: Client, household: Any, team: Any, sanne: Any, fatima: Any
) -> None:
    lead = worker_of(team, Role.TEAM_LEAD, name="Ineke Bos")
    faces.appoint_face(household, colleague=fatima, reason=SwitchReason.ILL, family_heard="", by=lead)

    for_new, for_old = lines(client, fatima), lines(client, sanne)

    assert "Ineke Bos koos jou als vast gezicht van Familie Adu." in for_new
    assert household.get_absolute_url() in for_new
    assert "Fatima el Amrani is het vaste gezicht geworden van een gezin van jou." in for_old
    assert str(household.uuid) not in for_old
