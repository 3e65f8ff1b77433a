"""A family moves: the file goes along, and the contact person stays until the code of the new office is typed in."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import timezone

from accounts import outbox
from accounts.choices import PdfState
from accounts.models import AuditEvent, Notification
from cases.choices import CloseReason, FactKind, HouseholdStatus, Part
from cases.models import Household
from cases.services.active import HouseholdIsClosed
from cases.services.households import close_household, reopen_household
from cases.services.protected import add_fact
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import end_now, face_of, involve
from tests.pdf_standards import broken_rules
from tests.veiligheidskaart import factories
from veiligheidskaart import document, reading, signing
from veiligheidskaart.choices import MoveState
from veiligheidskaart.models import CodeTry, KaartVersion, Move
from veiligheidskaart.moving import check_sign, reception_code
from veiligheidskaart.services import codes, issuing, moves
from veiligheidskaart.services.finalising import finalise_veiligheidskaart
from veiligheidskaart.signing import NotSigned
from veiligheidskaart.verify import Code

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Household:
    return factories.finalised().household


def prepared(household: Household, **changed: Any) -> Move:
    noor = factories.person(household, "Noor")
    told = {"agreed_by": [noor], "agreed_on": timezone.localdate(), "destination": "Gemeente Zuiderhaven", **changed}
    return moves.prepare_move(household, by=face_of(household), **told)


def travelling(household: Household, **changed: Any) -> Move:
    """Return a move whose file is made."""
    move = prepared(household, **changed)
    moves.make(move.uuid)
    move.refresh_from_db()
    return move


def told_by(file: bytes) -> document.Document:
    with pikepdf.open(io.BytesIO(file)) as opened:
        return document.read(opened.attachments[document.FILE_NAME].get_file().read_bytes())


def code_of(move: Move) -> str:
    """Return what the office that receives reads on its screen: made of the file, and of nothing else."""
    told = told_by(bytes(move.data))
    assert told.move is not None
    return reception_code(told.household, told.number, told.move.nonce)


def another_code(code: str) -> str:
    """Return a code without a slip that is another one."""
    signs = code.replace(" ", "")[:-1]
    signs = signs[:-1] + ("A" if signs[-1] != "A" else "B")
    return signs + check_sign(signs)


def a_secret(household: Household) -> None:
    add_fact(
        factories.person(household, "Noor"),
        kind=FactKind.ADDRESS,
        value="Wilgenroosdreef 83, 4716 KX Zegge",
        is_secret=True,
        by=face_of(household),
    )


def duo_of(household: Household) -> Any:
    organisation = OrganisationFactory()
    user = worker_of(organisation)
    involve(household, user, organisation, Part.DUO)
    return user


# --- Preparing ------------------------------------------------------------------------------------
def test_a_move_keeps_who_of_the_family_agreed_and_on_which_day(household: Household) -> None:
    move = prepared(household)

    assert (move.agreed_by, move.agreed_on, move.state) == (["Noor"], timezone.localdate(), MoveState.PREPARED)
    event = AuditEvent.objects.get(event="card.move_prepared")
    assert (event.actor, event.target) == (face_of(household).uuid, move.uuid)


def test_without_a_final_card_nothing_travels() -> None:
    household = factories.household()

    with pytest.raises(moves.CannotTravel, match="Maak eerst samen de kaart"):
        prepared(household)


def test_a_card_that_is_not_valid_any_more_does_not_travel() -> None:
    household, today = factories.with_draft(), timezone.localdate()
    finalise_veiligheidskaart(
        household,
        present=["Noor"],
        not_discussed_with=[],
        views=[],
        look_back_on=today - timedelta(days=30),
        past_on=today - timedelta(days=60),
        by=face_of(household),
    )

    with pytest.raises(moves.CannotTravel, match="niet meer geldig"):
        prepared(household)


def test_without_a_yes_of_the_family_nothing_travels(household: Household) -> None:
    with pytest.raises(moves.FamilyDidNotAgree):
        prepared(household, agreed_by=[])


@pytest.mark.parametrize("days", [-2, 2])
def test_the_family_agreed_after_the_card_was_final_and_not_tomorrow(household: Household, days: int) -> None:
    with pytest.raises(moves.FamilyDidNotAgree):
        prepared(household, agreed_on=timezone.localdate() + timedelta(days=days))


def test_a_child_alone_does_not_agree_while_there_is_an_adult_to_ask(household: Household) -> None:
    with pytest.raises(moves.FamilyDidNotAgree, match="volwassene"):
        prepared(household, agreed_by=[factories.person(household, "Sem")])


def test_somebody_of_another_family_does_not_agree(household: Household) -> None:
    other = factories.household()

    with pytest.raises(moves.FamilyDidNotAgree, match="bij het gezin hoort"):
        prepared(household, agreed_by=[factories.person(other, "Noor")])


def test_one_move_at_a_time(household: Household) -> None:
    prepared(household)

    with pytest.raises(moves.AlreadyMoving):
        prepared(household)


def test_the_duo_hears_of_it_and_not_where_the_family_goes(household: Household) -> None:
    duo = duo_of(household)

    prepared(household)

    told = Notification.objects.get(recipient=duo)
    assert (told.kind, told.about) == ("move_prepared", household.uuid)


# --- What is secret -------------------------------------------------------------------------------
def test_where_something_is_secret_the_destination_is_refused_and_kept_nowhere(household: Household) -> None:
    duo_of(household)
    a_secret(household)
    factories.finalised(household)

    with pytest.raises(moves.DestinationIsSecret):
        prepared(household, destination="Gemeente Zuiderhaven")

    assert not Move.objects.exists()


def test_where_something_is_secret_a_family_moves_without_a_destination(household: Household) -> None:
    duo_of(household)
    a_secret(household)
    factories.finalised(household)

    assert prepared(household, destination="").destination == ""


def test_a_card_that_no_duo_read_since_something_became_secret_does_not_travel(household: Household) -> None:
    duo_of(household)
    a_secret(household)

    with pytest.raises(moves.CannotTravel, match="je duo leest die eerst"):
        prepared(household, destination="")


def test_a_file_that_was_made_before_something_became_secret_does_not_leave_any_more(household: Household) -> None:
    move = travelling(household)
    assert moves.why_no_longer(move) == ""

    a_secret(household)

    assert "geheim" in moves.why_no_longer(move)


# --- The file -------------------------------------------------------------------------------------
def test_the_file_is_the_card_for_professionals_signed_and_genuine_with_the_nonce_of_this_move(
    household: Household,
) -> None:
    move = travelling(household)

    found = reading.ask(bytes(move.data), trust={"Wij": signing.published()}, today=timezone.localdate())

    assert (found.code, move.state) == (Code.GENUINE, MoveState.FILE_MADE)
    assert found.document is not None
    assert found.document.move == document.Move(move.nonce)
    assert found.document.content == move.edition.content
    assert (found.document.reader, found.document.schema) == (document.PROFESSIONALS, document.SCHEMA_OF_MOVE)


def test_the_file_breaks_no_rule_of_the_standards(household: Household) -> None:
    assert broken_rules(bytes(travelling(household).data)) == []


def test_where_the_family_goes_is_not_in_the_file(household: Household) -> None:
    data = document.write(told_by(bytes(travelling(household).data)))

    assert b"Zuiderhaven" not in data


def test_the_file_is_made_once(household: Household) -> None:
    move = travelling(household)

    moves.make(move.uuid)

    assert bytes(Move.objects.get().data) == bytes(move.data)


def test_no_file_is_signed_for_a_move_that_nobody_prepares(household: Household) -> None:
    edition = KaartVersion.objects.get().editions.get(reader_key="professionals")

    with pytest.raises(NotSigned, match="no such move"):
        issuing.issue(edition, None, document.Move("0" * 32))


def test_while_nobody_signs_the_file_waits(household: Household, settings: Any, tmp_path: Path) -> None:
    settings.SIGNER = str(tmp_path / "nobody")
    move = prepared(household)

    with as_application(face_of(household)):
        outbox.sweep()
        state = moves.state_of(move)

    assert state == PdfState.WAITING
    assert Move.objects.get().state == MoveState.PREPARED


def test_after_a_newer_card_the_file_does_not_leave_any_more(household: Household) -> None:
    move = travelling(household)

    factories.finalised(household)

    assert "nieuwere kaart" in moves.why_no_longer(move)


# --- Taken over -----------------------------------------------------------------------------------
def test_until_the_code_is_typed_in_the_contact_person_stays(household: Household) -> None:
    travelling(household)

    household.refresh_from_db()
    assert household.status == HouseholdStatus.OPEN
    assert Household.objects.switchable_by(face_of(household)).contains(household)


def test_the_code_of_the_file_closes_the_household(household: Household) -> None:
    move = travelling(household)

    moves.take_over(move, code=code_of(move).lower(), by=face_of(household))

    household.refresh_from_db()
    move.refresh_from_db()
    assert (household.status, household.close_reason) == (HouseholdStatus.CLOSED, CloseReason.MOVED)
    assert (move.state, move.data, move.ended_by) == (MoveState.TAKEN_OVER, None, face_of(household))


def test_another_code_changes_nothing(household: Household) -> None:
    move = travelling(household)
    before = bytes(move.data)

    with pytest.raises(moves.WrongCode, match="niet de code van deze verhuizing"):
        moves.take_over(move, code=another_code(code_of(move)), by=face_of(household))

    household.refresh_from_db()
    move.refresh_from_db()
    assert (household.status, move.state, bytes(move.data)) == (HouseholdStatus.OPEN, MoveState.FILE_MADE, before)


def test_the_code_of_another_move_of_the_same_card_changes_nothing(household: Household) -> None:
    first = travelling(household)
    old = code_of(first)
    moves.withdraw_move(first, by=face_of(household))
    second = travelling(household)

    with pytest.raises(moves.WrongCode):
        moves.take_over(second, code=old, by=face_of(household))


def test_a_slip_is_told_apart_and_is_no_try(household: Household) -> None:
    move = travelling(household)
    code = code_of(move)
    slip = ("B" if code[0] != "B" else "C") + code[1:]

    for _ in range(codes.TRIES_A_MINUTE + 1):
        with pytest.raises(moves.WrongCode, match="klopt een teken niet"):
            moves.take_over(move, code=slip, by=face_of(household))

    assert moves.take_over(move, code=code, by=face_of(household)).state == MoveState.TAKEN_OVER


def test_who_tries_many_codes_waits_a_minute(household: Household) -> None:
    move = travelling(household)
    code = code_of(move)
    for at in (timezone.now(), timezone.now() + timedelta(minutes=1)):  # the next minute may begin meanwhile
        for _ in range(codes.TRIES_A_MINUTE):
            codes.count_try_at(move.uuid, at=at)

    with pytest.raises(codes.TooManyTries):
        moves.take_over(move, code=code, by=face_of(household))

    household.refresh_from_db()
    assert household.status == HouseholdStatus.OPEN


def test_each_other_code_is_a_try(household: Household) -> None:
    move = travelling(household)
    other = another_code(code_of(move))
    with pytest.raises(moves.WrongCode):
        moves.take_over(move, code=other, by=face_of(household))

    assert CodeTry.objects.count() == 1


def test_after_it_was_taken_over_the_code_does_nothing_more(household: Household) -> None:
    move = travelling(household)
    code = code_of(move)
    moves.take_over(move, code=code, by=face_of(household))

    with pytest.raises(HouseholdIsClosed):
        moves.take_over(move, code=code, by=face_of(household))


def test_the_duo_hears_that_the_family_was_taken_over(household: Household) -> None:
    duo = duo_of(household)
    move = travelling(household)

    moves.take_over(move, code=code_of(move), by=face_of(household))

    assert Notification.objects.filter(recipient=duo, kind="move_taken_over").count() == 1


def test_the_newer_card_of_the_meantime_does_not_keep_the_code_from_working(household: Household) -> None:
    move = travelling(household)
    code = code_of(move)
    factories.finalised(household)

    assert moves.take_over(move, code=code, by=face_of(household)).state == MoveState.TAKEN_OVER


# --- Taken back -----------------------------------------------------------------------------------
def test_a_move_that_is_taken_back_loses_its_file_and_its_code(household: Household) -> None:
    move = travelling(household)
    code = code_of(move)

    moves.withdraw_move(move, by=face_of(household))

    move.refresh_from_db()
    assert (move.state, move.data) == (MoveState.WITHDRAWN, None)
    with pytest.raises(moves.MoveEnded):
        moves.take_over(move, code=code, by=face_of(household))
    household.refresh_from_db()
    assert household.status == HouseholdStatus.OPEN


def test_a_move_is_taken_back_once(household: Household) -> None:
    move = prepared(household)
    moves.withdraw_move(move, by=face_of(household))

    with pytest.raises(moves.MoveEnded):
        moves.withdraw_move(move, by=face_of(household))


def test_the_worker_makes_no_file_for_a_move_that_was_taken_back(household: Household) -> None:
    move = prepared(household)
    moves.withdraw_move(move, by=face_of(household))

    moves.make(move.uuid)

    assert Move.objects.get().data is None


def test_a_household_that_is_closed_by_hand_takes_its_move_back(household: Household) -> None:
    move = travelling(household)

    close_household(household, reason=CloseReason.SAFE, by=face_of(household))

    move.refresh_from_db()
    assert (move.state, move.data, move.ended_by) == (MoveState.WITHDRAWN, None, face_of(household))
    assert AuditEvent.objects.filter(event="card.move_withdrawn", target=move.uuid).count() == 1


def test_a_family_that_comes_back_after_it_was_closed_by_hand_is_not_moving_and_its_code_closes_nothing(
    household: Household,
) -> None:
    move = travelling(household)
    code = code_of(move)
    close_household(household, reason=CloseReason.SAFE, by=face_of(household))

    reopen_household(household, by=face_of(household))

    with pytest.raises(moves.MoveEnded):
        moves.take_over(move, code=code, by=face_of(household))


def test_nobody_prepares_a_move_of_a_closed_household(household: Household) -> None:
    close_household(household, reason=CloseReason.SAFE, by=face_of(household))

    with pytest.raises(HouseholdIsClosed):
        prepared(household)


# --- Who ------------------------------------------------------------------------------------------
def test_the_inner_circle_sees_a_move_and_only_the_contact_person_carries_it_on(household: Household) -> None:
    move = prepared(household)
    duo, stranger = duo_of(household), worker_of(OrganisationFactory())

    seen = [user for user in (face_of(household), duo, stranger) if Move.objects.visible_to(user).exists()]
    carries = [user for user in (face_of(household), duo, stranger) if move in Move.objects.changeable_by(user)]

    assert (seen, carries) == ([face_of(household), duo], [face_of(household)])


def test_in_the_database_a_move_is_for_who_sees_the_household(household: Household) -> None:
    organisation = OrganisationFactory()
    user = worker_of(organisation)
    involvement = involve(household, user, organisation, Part.DUO)
    prepared(household)

    with as_application(user):
        before = Move.objects.count()
    end_now(involvement)
    with as_application(user):
        after = Move.objects.count()

    assert (before, after) == (1, 0)
