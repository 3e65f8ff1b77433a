"""Agreements: who does what, whether it works, and two colleagues in one agreement at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Draft
from cases.choices import AgreementState, Level, Part, TickOutcome
from cases.models import Agreement, AgreementTick, Household
from cases.services.agreements import (
    AgreementEnded,
    NotTheLastTick,
    change_agreement,
    end_agreement,
    make_agreement,
    tick_agreement,
    withdraw_tick,
)
from cases.services.parties import NotOfThisHousehold
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.cases.stories import agreed, days_ago, family, helper, member, two_families
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"


def address(name: str, *things: Any) -> str:
    """Return the address of a page about these rows."""
    return reverse(f"cases:{name}", args=[thing.uuid for thing in things])


def filled(household: Household, **fields: Any) -> dict[str, Any]:
    """Return a good post of a new agreement."""
    samira = member(household, "Samira")
    return {
        "what": "Samira belt oma",
        "who": f"person:{samira.uuid}",
        "checker": f"user:{face_of(household).uuid}",
        "since": f"{timezone.localdate():%Y-%m-%d}",
        **fields,
    }


def fields_of(page: str) -> dict[str, list[str]]:
    """Return the hidden fields of a page by name, as a browser would post them."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found.setdefault(name[1], []).append(value[1] if value else "")
    return found


# --- Making ---------------------------------------------------------------------------------------------------------


def test_making_an_agreement_keeps_who_does_it_and_who_looks(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("agreement-create", household), filled(household, if_not="Dan bellen we samen."))

    agreement = Agreement.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, household.get_absolute_url())
    assert (agreement.who, agreement.checker) == (member(household, "Samira"), face_of(household))


def test_making_an_agreement_is_written_in_the_history_without_its_words():
    household = family()

    agreement = agreed(household, what="Peter gaat een blokje om")

    event = AuditEvent.objects.get(event="agreement.made")
    assert (event.target, event.root, event.actor, event.details) == (
        agreement.uuid,
        household.uuid,
        face_of(household).uuid,
        {},
    )


def test_somebody_of_the_network_can_do_it():
    household = family()
    oma = helper(household)

    assert agreed(household, who=oma).who == oma


def test_an_agreement_may_begin_in_the_future(client: Client):
    household = family()
    sign_in(client, face_of(household))
    ahead = timezone.localdate() + timedelta(days=30)

    answer = client.post(address("agreement-create", household), filled(household, since=f"{ahead:%Y-%m-%d}"))

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        ({"what": ""}, "Fout:"),
        ({"what": "x" * 201}, "Fout:"),
        ({"who": ""}, "Kies wie dit doet."),
        ({"checker": ""}, "Kies wie kijkt of het lukt."),
        ({"since": "1899-12-31"}, "Kies een dag na 1900."),
        ({"since": "morgen"}, "Vul een datum in, bijvoorbeeld 1 december 2026."),
        ({"who": f"person:{NOBODY}"}, "Kies iemand uit de lijst."),
        ({"who": "person:geen-id"}, "Kies iemand uit de lijst."),
        ({"due_at": "14:30"}, "Kies ook een dag."),
        ({"due_on": "2020-01-01"}, "Deze dag ligt voor de eerste dag van de afspraak."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(client: Client, bad: dict[str, str], text: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("agreement-create", household), filled(household, if_not="Dan belt Peter oma.", **bad))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert text in page
    assert "Dan belt Peter oma." in page
    assert not Agreement.objects.exists()


def test_somebody_of_another_household_is_refused_like_somebody_who_does_not_exist(client: Client):
    household, other = two_families()
    sign_in(client, face_of(household))
    stranger = member(other, "Samira")

    answers = [
        client.post(address("agreement-create", household), filled(household, who=f"person:{who}"))
        for who in (stranger.uuid, NOBODY)
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Kies iemand uit de lijst." in answer.content.decode() for answer in answers)


def test_the_service_refuses_somebody_of_another_household_too():
    household, other = family(), family()

    with pytest.raises(NotOfThisHousehold):
        agreed(household, who=member(other, "Samira"))


def test_the_same_post_twice_makes_one_agreement(client: Client):
    household = family()
    sign_in(client, face_of(household))
    key = fields_of(client.get(address("agreement-create", household)).content.decode())["_sleutel"][0]

    first = client.post(address("agreement-create", household), filled(household, _sleutel=key))
    again = client.post(address("agreement-create", household), filled(household, _sleutel=key))

    assert Agreement.objects.count() == 1
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])


def test_what_is_typed_is_kept_and_comes_back(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("agreement-create", household), filled(household, what="Half getypt", _concept="1"))
    page = client.get(address("agreement-create", household)).content.decode()

    assert 'value="Half getypt"' in page
    assert not Agreement.objects.exists()


def test_the_draft_goes_when_the_agreement_is_made(client: Client):
    household = family()
    sign_in(client, face_of(household))
    client.post(address("agreement-create", household), filled(household, _concept="1"))

    client.post(address("agreement-create", household), filled(household))

    assert not Draft.objects.exists()


def test_a_form_has_four_fields_that_must_be_filled(client: Client):
    household = family()
    sign_in(client, face_of(household))

    form = client.get(address("agreement-create", household)).context["form"]

    assert [name for name, field in form.fields.items() if field.required] == ["what", "who", "since", "checker"]


@pytest.mark.parametrize("level", [Level.FILM, Level.AGREEMENTS, Level.CARD])
def test_who_was_invited_makes_no_agreements(client: Client, level: Level):
    household = family()
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, level)
    sign_in(client, guest)

    assert client.post(address("agreement-create", household), filled(household)).status_code == 404


def test_nothing_is_agreed_in_a_closed_household(client: Client):
    household = HouseholdFactory(closed=True)
    sign_in(client, face_of(household))

    assert client.get(address("agreement-create", household)).status_code == 404


# --- Changing -------------------------------------------------------------------------------------------------------


def opened(client: Client, household: Household, agreement: Agreement) -> dict[str, Any]:
    """Open the form of an agreement and return what a browser would post when nothing is typed."""
    page = client.get(address("agreement-change", household, agreement))
    form, hidden = page.context["form"], fields_of(page.content.decode())
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return {**values, **{name: value for name, value in hidden.items() if name.startswith("getoond-")}}


def test_changing_an_agreement_counts_one_version_up(client: Client):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))

    answer = client.post(
        address("agreement-change", household, agreement),
        {**opened(client, household, agreement), "what": "Sanne komt elke maandag."},
    )

    agreement.refresh_from_db()
    assert (answer.status_code, agreement.what, agreement.version) == (303, "Sanne komt elke maandag.", 2)


def test_two_who_change_other_fields_both_get_their_way(client: Client):
    household = family()
    agreement = agreed(household, if_not="")
    sign_in(client, face_of(household))
    mine = {**opened(client, household, agreement), "if_not": "Dan belt ze."}
    change(agreement, what="Sanne komt elke maandag.")

    answer = client.post(address("agreement-change", household, agreement), mine)

    agreement.refresh_from_db()
    assert answer.status_code == 303
    assert (agreement.what, agreement.if_not, agreement.version) == ("Sanne komt elke maandag.", "Dan belt ze.", 3)


def test_two_who_change_the_same_field_see_both_texts(client: Client):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))
    mine = {**opened(client, household, agreement), "what": "Mijn woorden"}
    change(agreement, what="Andere woorden")

    answer = client.post(address("agreement-change", household, agreement), mine)

    page = answer.content.decode()
    agreement.refresh_from_db()
    assert answer.status_code == 409
    assert "Iemand anders veranderde dit ook" in page
    assert re.sub("<[^>]+>", "", page).count("Andere woorden") >= 1
    assert "Mijn woorden" in page
    assert agreement.what == "Andere woorden"


@pytest.mark.parametrize(
    ("choice", "both", "expected"),
    [("mine", "", "Mijn woorden"), ("theirs", "", "Andere woorden"), ("both", "Onze woorden", "Onze woorden")],
)
def test_the_choice_between_both_texts_is_kept(client: Client, choice: str, both: str, expected: str):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))
    mine = {**opened(client, household, agreement), "what": "Mijn woorden", "if_not": "Dan belt ze."}
    change(agreement, what="Andere woorden")
    page = client.post(address("agreement-change", household, agreement), mine).content.decode()

    answer = client.post(
        address("agreement-change", household, agreement),
        {**fields_of(page), "conflict": "1", "take_what": choice, "both_what": both},
    )

    agreement.refresh_from_db()
    assert answer.status_code == 303
    assert (agreement.what, agreement.if_not) == (expected, "Dan belt ze.")


def test_two_who_choose_somebody_else_see_names_and_no_ids(client: Client):
    household = family()
    agreement = agreed(household)
    samira, peter = member(household, "Samira"), member(household, "Peter")
    sign_in(client, face_of(household))
    mine = {**opened(client, household, agreement), "who": f"person:{samira.uuid}"}
    change(agreement, who=peter)

    page = client.post(address("agreement-change", household, agreement), mine).content.decode()
    answer = client.post(
        address("agreement-change", household, agreement), {**fields_of(page), "conflict": "1", "take_who": "theirs"}
    )

    agreement.refresh_from_db()
    assert "Samira" in page
    assert "Peter" in page
    assert "Maak er samen één van" not in page
    assert (answer.status_code, agreement.who) == (303, peter)


def change(agreement: Agreement, **fields: Any) -> Agreement:
    """Let a colleague change an agreement meanwhile."""
    agreement = Agreement.objects.get(pk=agreement.pk)
    words = {"what": agreement.what, "who": agreement.who, "checker": agreement.checker, "since": agreement.since}
    by = worker_of(team_of(agreement.household), name="Marco Janssen")
    return change_agreement(agreement, version=agreement.version, by=by, **{**words, **fields})


def test_an_agreement_of_another_household_is_not_found_under_this_one(client: Client):
    household, other = two_families()
    agreement = agreed(other)
    sign_in(client, face_of(household))

    answers = [
        client.get(reverse("cases:agreement-change", args=[household.uuid, uuid])) for uuid in (agreement.uuid, NOBODY)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_somebody_who_left_stays_in_the_own_agreement(client: Client):
    household = family()
    peter = member(household, "Peter")
    agreement = agreed(household, who=peter)
    peter.left_on = days_ago(1)
    peter.save(update_fields=["left_on"])
    sign_in(client, face_of(household))

    answer = client.post(
        address("agreement-change", household, agreement),
        {**opened(client, household, agreement), "what": "Peter belt"},
    )

    agreement.refresh_from_db()
    assert (answer.status_code, agreement.what, agreement.who) == (303, "Peter belt", peter)


# --- Ticking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([TickOutcome.DONE], AgreementState.WORKS),
        ([TickOutcome.NOT_YET], AgreementState.NOT_YET),
        ([TickOutcome.NOT_YET, TickOutcome.DONE], AgreementState.MOSTLY),
    ],
)
def test_ticks_say_how_an_agreement_stands(outcomes: list[TickOutcome], state: AgreementState):
    household = family()
    agreement = agreed(household)

    for outcome in outcomes:
        tick_agreement(agreement, outcome=outcome, by=face_of(household))

    agreement.refresh_from_db()
    assert agreement.state == state


def test_a_tick_by_one_post_from_the_row_needs_one_field(client: Client):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))

    answer = client.post(address("agreement-tick", household, agreement), {"outcome": "done"})

    assert (answer.status_code, AgreementTick.objects.get().outcome) == (303, TickOutcome.DONE)


def test_not_yet_asks_what_helps_and_shows_it_in_the_row(client: Client):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))

    client.post(
        address("agreement-tick", household, agreement), {"outcome": "not_yet", "what_helps": "Een seintje vooraf."}
    )

    assert "Een seintje vooraf." in client.get(household.get_absolute_url()).content.decode()


def test_a_tick_without_an_answer_is_refused(client: Client):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))

    answer = client.post(address("agreement-tick", household, agreement), {"what_helps": "Rust"})

    assert answer.status_code == 422
    assert "Kies of het lukt." in answer.content.decode()
    assert "Rust" in answer.content.decode()


def test_a_tick_from_my_day_goes_back_there(client: Client):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))

    answer = client.post(address("agreement-tick", household, agreement), {"outcome": "done", "terug": "dag"})

    assert answer["Location"] == reverse("accounts:my-day")


def test_done_takes_the_day_off_and_taking_it_back_puts_it_there_again():
    household = family()
    agreement = agreed(household, due_on=timezone.localdate())
    by = face_of(household)

    tick = tick_agreement(agreement, outcome=TickOutcome.DONE, by=by)
    agreement.refresh_from_db()
    after = agreement.due_on
    withdraw_tick(tick, by=by)
    agreement.refresh_from_db()

    assert (after, agreement.due_on, agreement.state) == (None, timezone.localdate(), AgreementState.NEW)


def test_taking_a_tick_back_deletes_nothing(client: Client):
    household = family()
    tick = tick_agreement(agreed(household), outcome=TickOutcome.DONE, by=face_of(household))
    sign_in(client, face_of(household))

    answer = client.post(address("agreement-tick-withdraw", household, tick.agreement, tick))

    assert answer.status_code == 303
    assert AgreementTick.objects.count() == 2
    assert not AgreementTick.objects.standing().exists()


def test_only_the_last_tick_is_taken_back():
    household = family()
    agreement, by = agreed(household), face_of(household)
    first = tick_agreement(agreement, outcome=TickOutcome.DONE, by=by)
    tick_agreement(agreement, outcome=TickOutcome.NOT_YET, by=by)

    with pytest.raises(NotTheLastTick):
        withdraw_tick(first, by=by)


@pytest.mark.parametrize(("level", "status"), [(Level.FILM, 303), (Level.AGREEMENTS, 303), (Level.CARD, 404)])
def test_who_was_invited_for_the_agreements_ticks_them(client: Client, level: Level, status: int):
    household = family()
    agreement = agreed(household)
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, level)
    sign_in(client, guest)

    assert client.post(address("agreement-tick", household, agreement), {"outcome": "done"}).status_code == status


def test_an_agreement_that_lapsed_leaves_the_list_and_is_not_ticked(client: Client):
    household = family()
    agreement = agreed(household, what="Peter belt elke avond")
    sign_in(client, face_of(household))

    client.post(address("agreement-end", household, agreement))

    assert "Peter belt elke avond" not in client.get(household.get_absolute_url()).content.decode()
    assert client.post(address("agreement-tick", household, agreement), {"outcome": "done"}).status_code == 404


def test_an_agreement_lapses_once():
    household = family()
    agreement = end_agreement(agreed(household), by=face_of(household))

    with pytest.raises(AgreementEnded):
        end_agreement(agreement, by=face_of(household))


# --- Inside the panel -----------------------------------------------------------------------------------------------

IN_PANEL = {"HX-Request": "true", "HX-Target": "paneel-afspraken"}


def test_the_form_comes_alone_inside_the_panel_and_with_the_page_without_htmx(client: Client):
    household = family()
    sign_in(client, face_of(household))

    inside = client.get(address("agreement-create", household), headers=IN_PANEL).content.decode()
    page = client.get(address("agreement-create", household)).content.decode()

    assert ("<html" in inside, "<html" in page) == (False, True)
    assert 'id="paneel-afspraken"' in inside


def test_after_a_post_inside_the_panel_htmx_ends_with_the_panel_and_the_message(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("agreement-create", household), filled(household), headers=IN_PANEL, follow=True)

    page = answer.content.decode()
    assert "<html" not in page
    assert "Samira belt oma" in page
    assert "Afspraak bewaard." in page


def test_a_conflict_inside_the_panel_takes_the_whole_page(client: Client):
    household = family()
    agreement = agreed(household)
    sign_in(client, face_of(household))
    mine = {**opened(client, household, agreement), "what": "Mijn woorden"}
    change(agreement, what="Andere woorden")

    answer = client.post(address("agreement-change", household, agreement), mine, headers=IN_PANEL)

    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reselect"]) == (409, "#inhoud", "#inhoud")


def test_an_agreement_made_by_the_service_needs_a_running_household():
    household = HouseholdFactory(closed=True)

    with pytest.raises(Exception, match="afgesloten"):
        make_agreement(
            household,
            what="Iets",
            who=face_of(household),
            checker=face_of(household),
            since=date(2026, 1, 1),
            by=face_of(household),
        )
