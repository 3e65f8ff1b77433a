"""Reading in a card from elsewhere: judging its file, and making a household of it (docs/adr/0063)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import Municipality, Organisation, User
from cases.choices import PersonRole
from cases.models import Agreement, Household, NetworkPerson, Person
from cases.services.agreements import make_agreement
from cases.services.households import FamilyKnows, NewPerson, open_household
from cases.services.network import add_network_person
from cases.services.parties import Party
from veiligheidskaart import content, document, languages, reading
from veiligheidskaart.arriving import OWN, READABLE, SENTENCES, Made, draft_of, what_of
from veiligheidskaart.choices import KaartEvent
from veiligheidskaart.content import Card
from veiligheidskaart.document import Document
from veiligheidskaart.keylist import load
from veiligheidskaart.models import KaartEdition, KaartVersion, ReceivedCard, Veiligheidskaart
from veiligheidskaart.moving import reception_code
from veiligheidskaart.services import trust
from veiligheidskaart.services.drafts import save_draft
from veiligheidskaart.services.languages import save_translations
from veiligheidskaart.translating import key_of, typed_texts
from veiligheidskaart.verify import Code, Verdict

ME = "me"
"""Whoever reads the card in, as the one who does what was agreed; others are "person:0" and "network:0"."""


class AlreadyHere(DomainError):
    """A family comes in once; after that its people here go on with its card."""


class MadeHere(DomainError):
    """What was made here does not come from elsewhere."""


class NotBelieved(DomainError):
    """Between looking and reading in, its keys were taken away."""


class DoesNotFit(DomainError):
    """Something on the card is longer than it can be here."""


@dataclass(frozen=True)
class Opening:
    """What a card does not say, and a household here needs."""

    call_name: str
    municipality: Municipality
    team: Organisation
    family_knows: FamilyKnows
    colleague: User | None = None


def judge(data: bytes, *, by: User) -> Verdict:
    """Return the verdict about a file, made in a process of its own. `by` hears only of cards that `by` may see."""
    return reading.ask(data, trust=trust.lists(), today=timezone.localdate(), newest=_newest_for(by))


def household_of(told: Document, *, by: User) -> Household | None:
    """Return the household of this card, when it is here and `by` may see it."""
    found: Household | None = (
        Household.objects.visible_to(by).filter(veiligheidskaart__travel_id=told.household).first()
    )
    return found


def card_before(told: Document, household: Household, *, by: User) -> Card | None:
    """Return the last card that was made or read in here for the reader of this one, as far as `by` may see it."""
    name = _reader_name(content.load_card(told.content))
    editions = KaartEdition.objects.visible_to(by).filter(household=household).order_by("-version__number", "order")
    professional = told.reader == content.PROFESSIONALS
    same = editions.filter(reader_key=told.reader) if professional else editions.filter(reader_name=name)
    received = ReceivedCard.objects.visible_to(by).filter(household=household, reader_name=name)
    row = same.first() or received.first()
    return content.load_card(row.content) if row else None


@transaction.atomic
def read_in(
    told: Document, *, issuer: str, opening: Opening, roles: Sequence[PersonRole], who: Sequence[str], by: User
) -> Household:
    """Make household, people, agreements and a card draft of a card that was judged to be genuine.

    `roles` are the parts in the family of the people on the card, `who` says of each agreement who does it: ME,
    "person:<place>" or "network:<place>". The contact person is `by` from the first moment, also while a colleague is
    asked to become it (`open_household`). Raises AlreadyHere, MadeHere, NotBelieved, DoesNotFit and what the services
    of a household raise.
    """
    _refuse(told, issuer, by=by)
    card = content.load_card(told.content)
    people = tuple(
        NewPerson(_fitting(Person, "name", name), role) for name, role in zip(card.family, roles, strict=True)
    )
    household = open_household(
        call_name=opening.call_name,
        municipality=opening.municipality,
        people=people,
        team=opening.team,
        family_knows=opening.family_knows,
        colleague=opening.colleague,
        by=by,
    )
    family = list(Person.objects.filter(household=household).order_by("order"))
    day = min(card.finalised_on or told.issued_on, timezone.localdate())
    network = _network(household, card, day, by=by)
    parties: Mapping[str, Party] = {
        ME: by,
        **{f"person:{place}": person for place, person in enumerate(family)},
        **{f"network:{place}": each for place, each in enumerate(network)},
    }
    agreements = _agreements(household, card, [parties[chosen] for chosen in who], day, by=by)
    made = Made(
        people={person.name: str(person.uuid) for person in reversed(family)},
        agreements=tuple(str(agreement.uuid) for agreement in agreements),
        network=tuple(str(each.uuid) for each in network),
    )
    _begin_card(household, told, by=by)
    save_draft(household, draft=draft_of(told, made, today=timezone.localdate()), version=0, by=by)
    _translations(household, card, by=by)
    received: ReceivedCard = ReceivedCard.objects.create(
        household=household,
        number=told.number,
        reader_name=_reader_name(card),
        issuer=issuer,
        key_id=told.key,
        issued_on=told.issued_on,
        content=told.content,
        sha256=hashlib.sha256(document.write(told)).hexdigest(),
        reception_code=reception_code(told.household, told.number, told.move.nonce) if told.move else "",
        by=by,
    )
    audit.record(KaartEvent.READ_IN, target=received, by=by, number=told.number, key=told.key)
    return household


def _reader_name(card: Card) -> str:
    return card.reader.name if card.reader else ""


def _refuse(told: Document, issuer: str, *, by: User) -> None:
    if issuer == OWN:
        raise MadeHere("Deze kaart is hier gemaakt. Het gezin staat al bij Huishoudens.")
    if household_of(told, by=by) is not None:
        raise AlreadyHere("Dit gezin is hier al.")
    known = trust.lists().get(issuer)
    key = load(known).key(told.key) if known else None
    if key is None:
        raise NotBelieved(SENTENCES[Code.UNKNOWN_KEY])
    if not key.may_have_signed(told.issued_on):
        raise NotBelieved(SENTENCES[Code.KEY_COMPROMISED])


def _newest_for(by: User) -> dict[str, int]:
    """Return by travelling id the number of the last card of every household that `by` may see."""
    made = KaartVersion.objects.visible_to(by).order_by().values_list("card__travel_id").annotate(Max("number"))
    came = ReceivedCard.objects.visible_to(by).order_by().values_list("household__veiligheidskaart__travel_id")
    newest: dict[str, int] = {}
    for travel_id, number in [*made, *came.annotate(Max("number"))]:
        newest[str(travel_id)] = max(number, newest.get(str(travel_id), 0))
    return newest


def _network(household: Household, card: Card, day: date, *, by: User) -> list[NetworkPerson]:
    items = card.network.items if card.network else ()
    return [
        add_network_person(
            household,
            name=_fitting(NetworkPerson, "name", item.title),
            helps_with=_fitting(NetworkPerson, "helps_with", item.detail),
            said_yes_on=day,
            by=by,
        )
        for item in items
    ]


def _agreements(household: Household, card: Card, parties: Sequence[Party], day: date, *, by: User) -> list[Agreement]:
    items = card.agreements.items if card.agreements else ()
    return [
        make_agreement(
            household,
            what=_fitting(Agreement, "what", what_of(item.title)),
            detail=_fitting(Agreement, "detail", item.detail),
            who=party,
            since=day,
            checker=by,
            by=by,
        )
        for item, party in zip(items, parties, strict=True)
    ]


def _fitting(model: type[Model], field: str, text: str) -> str:
    """Return the text when it fits in that field. Raises DoesNotFit."""
    if len(text) > model._meta.get_field(field).max_length:  # type: ignore[union-attr, operator]
        raise DoesNotFit(f"Deze tekst is te lang om in te lezen: {text[:60]}…")
    return text


def _begin_card(household: Household, told: Document, *, by: User) -> None:
    """Go on with the number and the travelling id of the card.

    That id may be here already, with a household that `by` may not see. Then this one goes on under another id, and
    `by` does not hear it; who is the face there does, when they look the same (ux, S7).
    """
    fields = {"household": household, "earlier_number": told.number, "changed_by": by, "version": 0}
    try:
        with transaction.atomic():
            Veiligheidskaart.objects.create(travel_id=told.household, **fields)
    except IntegrityError as error:
        if household_of(told, by=by) is not None:
            raise AlreadyHere("Dit gezin is hier al.") from error
        Veiligheidskaart.objects.create(**fields)


def _translations(household: Household, card: Card, *, by: User) -> None:
    """Keep the translations that came along, in languages that we know."""
    dutch = {key_of(text): text for _, text in typed_texts(card)}
    for language in sorted({each.language for each in card.translations} & set(languages.TRANSLATED)):
        mine = [each for each in card.translations if each.language == language and each.of in dutch]
        for checker in sorted({each.checked_by for each in mine}):
            of = {dutch[each.of]: each.text for each in mine if each.checked_by == checker}
            save_translations(household, language, of=of, checked_by=checker, by=by)


def may_be_read_in(verdict: Verdict) -> bool:
    """Whether a household can be made of this card."""
    return verdict.code in READABLE and verdict.issuer != OWN
