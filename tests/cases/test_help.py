"""Who helps with what: help that was asked, that is waited for and that runs, and nobody who waits alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from cases import rules
from cases.choices import HelpState, Level, Part
from cases.models import HelpItem, HelpStep, Household
from cases.services.help import (
    HelpNeedsAnswer,
    NotADayOfHelp,
    NotTheLastStep,
    add_help,
    step_help,
    withdraw_help_step,
)
from cases.services.parties import NotOfThisHousehold
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, end_now, face_of, involve
from tests.cases.stories import days_ago, family, helped, helper, member, two_families
from tests.cases.test_agreements import address
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def filled(household: Household, **fields: Any) -> dict[str, Any]:
    """Return a good post of help for Samira that was asked today."""
    return {
        "what": "Rekeningen op orde",
        "people": [str(member(household, "Samira").uuid)],
        "helper": "Stichting De Brug",
        "state": "asked",
        "since": f"{timezone.localdate():%Y-%m-%d}",
        **fields,
    }


def panel_of(client: Client, household: Household) -> str:
    """Return the panel as the page shows it."""
    page = client.get(household.get_absolute_url()).content.decode()
    return page[page.index('id="paneel-hulp"') :].split("</section>")[0]


def stood(item: HelpItem) -> list[str]:
    """Return the states of the steps that stand, oldest first."""
    return list(HelpStep.objects.standing().filter(item=item).values_list("state", flat=True))


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_help_is_with_something_for_somebody_by_somebody_and_since_a_day(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("help-create", household), filled(household))

    step = HelpStep.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, household.get_absolute_url())
    assert (step.item.what, step.item.helper, step.state, step.since) == (
        "Rekeningen op orde",
        "Stichting De Brug",
        HelpState.ASKED,
        timezone.localdate(),
    )
    assert [each.person for each in step.item.people.all()] == [member(household, "Samira")]


def test_the_panel_says_it_in_words(client: Client):
    household = family()
    helped(household, people=[member(household, "Samira"), member(household, "Noor")])
    sign_in(client, face_of(household))

    panel = panel_of(client, household)

    for words in ("Rekeningen op orde", "Voor Samira en Noor", "Stichting De Brug", "Gevraagd"):
        assert words in panel


def test_somebody_of_the_network_helps(client: Client):
    household = family()
    oma = helper(household)
    sign_in(client, face_of(household))

    client.post(address("help-create", household), filled(household, helper="", helper_network=f"network:{oma.uuid}"))

    assert HelpItem.objects.get().helper_network == oma
    assert "Oma Ria" in panel_of(client, household)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": ""}, "Fout:"),
        ({"people": []}, "Kies voor wie de hulp is."),
        ({"helper": ""}, "Schrijf op wie helpt, of kies iemand uit het eigen netwerk."),
        ({"state": ""}, "Kies hoe het staat."),
        ({"state": "waiting"}, "Kies wie ondertussen contact houdt."),
        ({"since": "2999-01-01"}, "Kies een dag die al geweest is."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, fields: dict[str, Any], sentence: str):
    household = family()
    sign_in(client, face_of(household))
    post = filled(household, **fields)

    answer = client.post(address("help-create", household), post)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert all(post[name] in page for name in ("what", "helper"))
    assert not HelpItem.objects.exists()


def test_two_households_of_one_contact_person_stay_apart():
    mine, other = two_families()

    with pytest.raises(NotOfThisHousehold):
        helped(mine, people=[member(other, "Samira")])
    with pytest.raises(NotOfThisHousehold):
        helped(mine, helper_network=helper(other))
    with pytest.raises(NotOfThisHousehold):
        helped(mine, state=HelpState.WAITING, keeper=helper(other))


def test_adding_is_kept_in_the_history_without_words():
    household = family()

    step = helped(household)

    events = AuditEvent.objects.filter(event__startswith="help.").order_by("id")
    assert [(event.event, event.target, event.details) for event in events] == [
        ("help.added", step.item.uuid, {}),
        ("help.stepped", step.item.uuid, {"state": "asked"}),
    ]


def test_who_only_saw_the_agreements_does_not_see_who_helps(client: Client):
    household = family()
    helped(household)
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, Level.AGREEMENTS)
    sign_in(client, guest)

    assert "Rekeningen op orde" not in client.get(household.get_absolute_url()).content.decode()


# --- Waiting --------------------------------------------------------------------------------------------------------


def test_who_waits_has_somebody_who_keeps_contact(client: Client):
    household = family(by=worker_of(team := OrganisationFactory(), name="Sanne Verbeek"), team=team)
    face = face_of(household)
    helped(household, state=HelpState.WAITING, since=days_ago(40), keeper=face)
    sign_in(client, face)

    panel = panel_of(client, household)

    assert "Wacht" in panel
    assert "Sanne houdt ondertussen contact." in panel
    assert "wacht sinds" in panel


def test_a_keeper_who_left_is_missed(client: Client):
    household = family()
    guest = worker_of(organisation := OrganisationFactory(), name="Dennis Maat")
    part = involve(household, guest, organisation, Part.INVITED, Level.FILM)
    helped(household, state=HelpState.WAITING, keeper=guest)
    sign_in(client, face_of(household))
    before = panel_of(client, household)

    end_now(part)

    assert "Dennis houdt ondertussen contact." in before
    assert "Dennis hield contact en is er niet meer bij. Spreek af wie het nu doet." in panel_of(client, household)


def test_the_form_does_not_say_that_the_keeper_left(client: Client):
    household = family()
    step = helped(household, state=HelpState.WAITING, keeper=face_of(household))
    sign_in(client, face_of(household))

    assert "is er niet meer bij" not in client.get(address("help-step", household, step.item)).content.decode()


def test_a_keeper_is_for_waiting_only():
    household = family()

    step = helped(household, state=HelpState.STARTED, keeper=face_of(household))

    assert step.keeper is None


def test_nobody_of_the_family_is_the_one_who_keeps_contact(client: Client):
    household = family()
    samira = member(household, "Samira")
    sign_in(client, face_of(household))

    answer = client.post(
        address("help-create", household), filled(household, state="waiting", keeper=f"person:{samira.uuid}")
    )

    assert (answer.status_code, HelpItem.objects.count()) == (422, 0)


def test_the_database_refuses_waiting_without_a_keeper():
    step = helped(family())

    with pytest.raises(IntegrityError, match="help_waiting_has_a_keeper"), transaction.atomic():
        HelpStep.objects.create(
            household=step.household,
            item=step.item,
            state=HelpState.WAITING,
            since=step.since,
            added_by=step.added_by,
        )


def test_another_keeper_does_not_make_the_waiting_shorter():
    steps = [
        (HelpState.ASKED, date(2026, 1, 5)),
        (HelpState.WAITING, date(2026, 1, 20)),
        (HelpState.WAITING, date(2026, 3, 9)),
    ]

    assert rules.state_since(steps) == date(2026, 1, 20)


def test_waiting_again_begins_anew():
    steps = [
        (HelpState.WAITING, date(2026, 1, 5)),
        (HelpState.STARTED, date(2026, 1, 20)),
        (HelpState.WAITING, date(2026, 3, 9)),
    ]

    assert rules.state_since(steps) == date(2026, 3, 9)


# --- How it stands --------------------------------------------------------------------------------------------------


def test_a_change_is_a_row_and_what_stood_there_stays_readable(client: Client):
    household = family()
    step = helped(household, since=date(2026, 3, 2))
    sign_in(client, face_of(household))

    answer = client.post(
        address("help-step", household, step.item), {"state": "started", "since": f"{days_ago(1):%Y-%m-%d}"}
    )

    panel = panel_of(client, household)
    assert answer.status_code == 303
    assert stood(step.item) == ["asked", "started"]
    assert "Begonnen" in panel
    assert "Zo stond het eerst" in panel
    assert "2 maart: Gevraagd" in panel or "2 maart 2026: Gevraagd" in panel


def test_a_step_does_not_lie_before_the_one_before_it():
    step = helped(family(), since=days_ago(5))

    with pytest.raises(NotADayOfHelp):
        step_help(step.item, state=HelpState.STARTED, since=days_ago(6), by=step.added_by)


def test_what_is_over_is_folded_away(client: Client):
    household = family()
    step = helped(household)
    step_help(step.item, state=HelpState.DONE, since=days_ago(1), by=step.added_by)
    sign_in(client, face_of(household))

    panel = panel_of(client, household)

    assert "Nog geen hulp." in panel
    assert panel.index("Klaar of gestopt (1)") < panel.index("Rekeningen op orde")


# --- Maak ongedaan --------------------------------------------------------------------------------------------------


def test_the_message_offers_to_take_it_back(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("help-create", household), filled(household))
    page = client.get(household.get_absolute_url()).content.decode()

    step = HelpStep.objects.get()
    assert f"/hulp/{step.item.uuid}/{step.uuid}/ongedaan/" in page


def test_taking_the_first_step_back_takes_the_help_off_the_page_and_deletes_nothing(client: Client):
    household = family()
    step = helped(household)
    sign_in(client, face_of(household))

    client.post(address("help-withdraw", household, step.item, step))

    assert "Rekeningen op orde" not in panel_of(client, household)
    assert (HelpItem.objects.count(), HelpStep.objects.count()) == (1, 2)
    assert client.get(address("help-step", household, step.item)).status_code == 404


def test_taking_a_later_step_back_leaves_it_as_it_stood():
    first = helped(family())
    later = step_help(first.item, state=HelpState.STARTED, since=days_ago(1), by=first.added_by)

    withdraw_help_step(later, by=first.added_by)

    assert stood(first.item) == ["asked"]


def test_a_step_of_waiting_can_be_taken_back():
    household = family()
    step = helped(household, state=HelpState.WAITING, keeper=helper(household))

    withdraw_help_step(step, by=step.added_by)

    assert stood(step.item) == []


def test_only_the_last_step_is_taken_back():
    first = helped(family())
    step_help(first.item, state=HelpState.STARTED, since=days_ago(1), by=first.added_by)

    with pytest.raises(NotTheLastStep):
        withdraw_help_step(first, by=first.added_by)


# --- Where and for whom ---------------------------------------------------------------------------------------------


def test_help_of_another_household_is_not_there(client: Client):
    mine, other = two_families()
    step = helped(other)
    sign_in(client, face_of(mine))

    assert client.get(address("help-step", mine, step.item)).status_code == 404
    assert client.get(address("help-withdraw", mine, step.item, step)).status_code == 404


def test_a_closed_household_gets_no_help(client: Client):
    household = HouseholdFactory(closed=True)
    sign_in(client, face_of(household))

    assert client.get(address("help-create", household)).status_code == 404


def test_without_anybody_there_is_no_help():
    household = family()

    with pytest.raises(HelpNeedsAnswer):
        add_help(household, what="Slapen", people=[], helper="De Brug", since=days_ago(1), by=face_of(household))


def test_a_colleague_who_reads_along_may_not_add(client: Client):
    household = family()
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, Level.FILM)
    sign_in(client, guest)

    assert client.post(address("help-create", household), filled(household)).status_code == 404
    assert "/hulp/nieuw/" not in panel_of(client, household)


def test_what_is_typed_is_kept_as_a_draft(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("help-create", household), {"what": "Een bed voor Noor", "_concept": "1"})

    assert "Een bed voor Noor" in client.get(address("help-create", household)).content.decode()


def test_the_panel_is_one_question_to_the_database(client: Client):
    household = family()
    face = face_of(household)
    for number in range(3):
        step = helped(household, what=f"Hulp {number}")
        step_help(step.item, state=HelpState.WAITING, since=days_ago(2), keeper=helper(household), by=face)
    sign_in(client, face)

    with CaptureQueriesContext(connection) as queries:
        panel_of(client, household)

    assert len([query for query in queries if "cases_helpstep" in query["sql"]]) == 1
