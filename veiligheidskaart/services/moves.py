"""A family moves to another office: the file that goes along, and the code by which that office says it took over.

The contact person stays until that code is typed in: overlap, never a gap (design 5; docs/adr/0064).
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit, outbox, press
from accounts.choices import PdfState
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import User
from accounts.notifications import notify
from cases import doors
from cases.choices import CloseReason, Part
from cases.models import Household, Involvement, Person
from cases.rules import is_child
from cases.services.active import lock_active
from cases.services.households import close_household
from veiligheidskaart import content, document
from veiligheidskaart.choices import KaartEvent, MoveState
from veiligheidskaart.content import PROFESSIONALS
from veiligheidskaart.models import KaartVersion, Move
from veiligheidskaart.moving import read_reception_code, reception_code
from veiligheidskaart.services import codes, issuing, languages, second_reader
from veiligheidskaart.services.finalising import secrets_of
from veiligheidskaart.signing import SignerAway

RENDER = "render_move"
SLIP = "Er klopt een teken niet. Vraag de code nog een keer en typ hem over."
WRONG = "Dit is niet de code van deze verhuizing. Vraag de nieuwe organisatie welke code er op het scherm staat."


class CannotTravel(DomainError):
    """There is no card that may go along at this moment. The sentence says what to do."""


class AlreadyMoving(DomainError):
    """One move at a time."""


class FamilyDidNotAgree(DomainError):
    """Somebody of the family says yes, on a day that has been, to the card that goes along."""


class DestinationIsSecret(DomainError):
    """Where something is protected, where a family goes is written down nowhere."""


class MoveEnded(DomainError):
    """The family was taken over, or the move was taken back."""


class WrongCode(DomainError):
    """This is not the reception code of this move."""


def newest_card(household: Household) -> KaartVersion | None:
    """Return the card that goes along."""
    return KaartVersion.objects.filter(household=household).select_related("card", "household").first()


def asks_destination(household: Household) -> bool:
    """Whether it is written down where the family goes: nowhere where something is protected, secret or not."""
    return not doors.protection_of(household)


def why_not(version: KaartVersion) -> str:
    """Say in Dutch why this card cannot go along today, or "". Asked again each time that the file leaves."""
    edition = version.editions.filter(reader_key=PROFESSIONALS).first()
    if edition is None:
        return "Deze kaart heeft geen blad voor professionals. Maak eerst een nieuwe kaart."
    if version.look_back_on < timezone.localdate():
        return f"Kaart {version.number} is niet meer geldig. Maak eerst samen een nieuwe kaart."
    if languages.of_edition(edition) not in languages.reviewed_languages():
        return languages.SENTENCE
    if second_reader.is_needed(version.household) and not second_reader.was_read(version):
        return "Iets van dit gezin is geheim. Maak een nieuwe kaart: je duo leest die eerst helemaal."
    if any(secrets_of(version.household, content.load_card(edition.content))):
        return "Op deze kaart lijkt iets te staan dat geheim moet blijven. Maak een nieuwe kaart zonder."
    return ""


def why_no_longer(move: Move) -> str:
    """Say in Dutch why the file of this move may not leave any more, or ""."""
    version = move.edition.version
    newest = newest_card(move.household)
    if newest is not None and newest.pk != version.pk:
        return f"In het bestand zit kaart {version.number}, en er is een nieuwere kaart. Trek deze verhuizing in."
    return why_not(version)


@transaction.atomic
def prepare_move(
    household: Household, *, agreed_by: Sequence[Person], agreed_on: date, destination: str = "", by: User
) -> Move:
    """Keep that the family moves and agrees that its card goes along, and ask the worker for the file.

    `agreed_on` is a local day. Raises CannotTravel, AlreadyMoving, FamilyDidNotAgree, DestinationIsSecret,
    HouseholdIsClosed. Source: design 5; domain dossier 6.6.
    """
    household = lock_active(household)
    version = newest_card(household)
    if version is None:
        raise CannotTravel("Maak eerst samen de kaart. Die gaat mee met het gezin.")
    if sentence := why_not(version):
        raise CannotTravel(sentence)
    if Move.objects.filter(household=household).running().exists():
        raise AlreadyMoving("Er is al een verhuizing klaargemaakt.")
    _refuse_without_yes(household, agreed_by)
    if not timezone.localdate(version.finalised_at) <= agreed_on <= timezone.localdate():
        raise FamilyDidNotAgree(
            "Kies een dag vanaf de dag dat de kaart is vastgesteld, tot en met vandaag.", field="agreed_on"
        )
    if destination and not asks_destination(household):
        raise DestinationIsSecret("Iets van dit gezin is geheim. Schrijf niet op waar het gezin heen gaat.")
    move = Move.objects.create(
        household=household,
        edition=version.editions.get(reader_key=PROFESSIONALS),
        destination=destination,
        agreed_by=[person.name for person in agreed_by],
        agreed_on=agreed_on,
        prepared_by=by,
    )
    outbox.enqueue(RENDER, unique_key=str(move.uuid), by=by, move=move.uuid)
    audit.record(KaartEvent.MOVE_PREPARED, target=move, by=by, number=version.number)
    _tell("move_prepared", move, by=by)
    return move


def _refuse_without_yes(household: Household, agreed_by: Sequence[Person]) -> None:
    """Raise FamilyDidNotAgree when nobody says yes, or only children while there is an adult to ask."""
    if not agreed_by:
        raise FamilyDidNotAgree("Vraag eerst of het gezin dit goed vindt.", field="agreed_by")
    if any(person.household_id != household.pk or person.left_on for person in agreed_by):
        raise FamilyDidNotAgree("Kies iemand die nu bij het gezin hoort.", field="agreed_by")
    today = timezone.localdate()
    people = Person.objects.filter(household=household, left_on=None)
    adults = {person.pk for person in people if not is_child(person.role, person.age_on(today))}
    if adults and not adults & {person.pk for person in agreed_by}:
        raise FamilyDidNotAgree("Vraag het ook aan een volwassene van het gezin.", field="agreed_by")


def make(move_uuid: UUID | str) -> None:
    """Make the file of this move, unless it is there or the move is over. Twice gives one file.

    Raises outbox.NotNow when nobody signs.
    """
    with transaction.atomic():
        move = _locked(move_uuid)
        if move.state != MoveState.PREPARED:
            return
        try:
            printed = codes.new_print(move.edition)
            move.data = issuing.issue(move.edition, printed, document.Move(move.nonce))
        except SignerAway as away:
            raise outbox.NotNow("the signer is away") from away
        codes.keep(printed)
        move.state = MoveState.FILE_MADE
        move.save(update_fields=["data", "state"])


def state_of(move: Move) -> PdfState:
    """Return how far the file is."""
    jobs = outbox.states_of(RENDER, [move.uuid])
    return press.state_of(jobs.get(str(move.uuid)), is_ready=move.state == MoveState.FILE_MADE)


@transaction.atomic
def ask_again(move: Move, *, by: User) -> None:
    """Ask the worker for the file once more, when it is not there and nobody is making it."""
    if state_of(move) in (PdfState.READY, PdfState.WAITING):
        return
    outbox.enqueue_again(RENDER, unique_key=str(move.uuid), by=by, move=move.uuid)
    audit.record(KaartEvent.MOVE_FILE_ASKED, target=move, by=by)


@transaction.atomic
def withdraw_move(move: Move, *, by: User) -> Move:
    """The family stays: the file goes, and its code closes nothing any more. Raises MoveEnded, HouseholdIsClosed."""
    lock_active(move.household)
    move = _end(move, MoveState.WITHDRAWN, by=by)
    audit.record(KaartEvent.MOVE_WITHDRAWN, target=move, by=by)
    _tell("move_withdrawn", move, by=by)
    return move


def withdraw_with_household(household: Household, *, by: User) -> None:
    """The household closes by hand, not by a code: a move that is on its way ends with it, and its file goes."""
    for move in Move.objects.filter(household=household).running().without_data():
        audit.record(KaartEvent.MOVE_WITHDRAWN, target=_end(move, MoveState.WITHDRAWN, by=by), by=by)


def take_over(move: Move, *, code: str, by: User) -> Move:
    """Another office took the family over, and gave this code: the household closes, and its contact person stops.

    A try counts, also when the code is wrong: no transaction around it. Raises WrongCode, codes.TooManyTries,
    MoveEnded, HouseholdIsClosed.
    """
    typed = read_reception_code(code)
    if typed is None:
        raise WrongCode(SLIP, field="code")
    codes.count_try_at(move.uuid)
    with transaction.atomic():
        household = lock_active(move.household)
        move = _locked(move.uuid)
        if not hmac.compare_digest(typed, _code_of(move)):
            raise WrongCode(WRONG, field="code")
        move = _end(move, MoveState.TAKEN_OVER, by=by)
        audit.record(KaartEvent.MOVE_TAKEN_OVER, target=move, by=by)
        _tell("move_taken_over", move, by=by)
        close_household(household, reason=CloseReason.MOVED, by=by)
    return move


def _code_of(move: Move) -> str:
    """Return the code that only an office with the file can say."""
    version = move.edition.version
    return reception_code(str(version.card.travel_id), version.number, move.nonce)


def _locked(move_uuid: UUID | str) -> Move:
    rows = Move.objects.select_related("household", "edition__version__card", "edition__household").without_data()
    move: Move = rows.select_for_update(of=("self",), no_key=True).get(uuid=move_uuid)
    return move


def _end(move: Move, state: MoveState, *, by: User) -> Move:
    move = _locked(move.uuid)
    if move.state not in (MoveState.PREPARED, MoveState.FILE_MADE):
        raise MoveEnded("Deze verhuizing is al klaar.")
    move.state, move.data, move.ended_at, move.ended_by = state, None, now(), by
    move.save(update_fields=["state", "data", "ended_at", "ended_by"])
    return move


def _tell(kind: str, move: Move, *, by: User) -> None:
    """Tell the rest of the inner circle. Where the family goes is not in it."""
    close = Involvement.objects.filter(household=move.household, part__in=[Part.CONTACT, Part.DUO, Part.COVER])
    for other in close.running().exclude(user=by).select_related("user"):
        notify(other.user, kind, about=move.household.uuid, by=by)
