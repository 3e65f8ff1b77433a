"""Finalising: from the draft to a version that never changes, with an edition for each reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit, outbox, versions
from accounts.errors import DomainError
from accounts.models import User
from cases.models import Household, Person
from cases.services import history
from cases.services.active import lock_active
from cases.services.guarding import SENTENCE, telling_field
from cases.services.households import set_look_back
from veiligheidskaart import content, fit, letters, rules
from veiligheidskaart.choices import Block, KaartEvent
from veiligheidskaart.content import Card, Draft, Voice
from veiligheidskaart.languages import DUTCH, LANGUAGES
from veiligheidskaart.models import KaartEdition, KaartVersion, Veiligheidskaart
from veiligheidskaart.services import drafts, guarding, second_reader, texts
from veiligheidskaart.translating import for_reader

RENDER = "render_card_pdf"
"""Kind of the outbox row that asks the worker for a PDF; `unique_key` is the edition's UUID."""


@dataclass(frozen=True)
class Stop:
    """Why a card cannot be finalised yet, in Dutch. `block` says where it stands, `field` names the field of S14."""

    sentence: str
    block: Block | None = None
    field: str | None = None


class CardNotReady(DomainError):
    """A card that is handed out is right: `stops` says everything that still has to be done."""

    def __init__(self, stops: Sequence[Stop]) -> None:
        super().__init__(stops[0].sentence, field=stops[0].field)
        self.stops = list(stops)

    def __reduce__(self) -> tuple[type[CardNotReady], tuple[list[Stop]]]:
        """A process that loads households hands a refusal on to the one that started it."""
        return type(self), (self.stops,)


@dataclass(frozen=True)
class OtherView:
    """Somebody of the family sees it differently, in own words; printed on the card."""

    person: Person
    text: str


@transaction.atomic
def finalise_veiligheidskaart(
    household: Household,
    *,
    present: Sequence[str],
    not_discussed_with: Sequence[Person],
    views: Sequence[OtherView],
    look_back_on: date,
    draft_version: int | None = None,
    past_on: date | None = None,
    by: User,
) -> KaartVersion:
    """Make the draft the next final version, with editions, and ask the worker for their PDFs.

    `present` are first names, `look_back_on` is a local day. `draft_version` is the draft that was shown; None takes
    it as it is. `past_on` is for a household that arrives with its past (`cases.services.history`): the local day on
    which this card was agreed; its PDFs are made when somebody asks for them.
    Raises CardNotReady, versions.VersionConflict. Source: ux S14, design 5.
    """
    household = lock_active(household)
    card = Veiligheidskaart.objects.select_for_update(of=("self",), no_key=True).filter(household=household).first()
    if card is None:
        raise CardNotReady([Stop("Maak eerst de kaart.")])
    if draft_version is not None and card.version != draft_version:
        raise versions.VersionConflict(card)
    draft = replace(content.load_draft(card.draft), look_back_on=look_back_on)
    sources = texts.sources_of(household)
    text = texts.write(
        sources,
        draft,
        number=drafts.last_number(card) + 1,
        views=[Voice(view.person.name, view.text) for view in views],
        finalised_on=past_on or timezone.localdate(),
    )
    if stops := [*stops_of(text, draft), *guarded(sources, draft), *secrets_of(household, text, present)]:
        raise CardNotReady(stops)
    if past_on is None and (stops := list(unread(household, card, sources, text))):
        raise CardNotReady(stops)
    moment = {} if past_on is None else {"finalised_at": history.middle_of(past_on)}
    version = _keep(card, text, present, not_discussed_with, look_back_on=look_back_on, by=by, **moment)
    editions = _make_editions(version, text)
    if past_on is None:
        for edition in editions:
            outbox.enqueue(RENDER, unique_key=str(edition.uuid), by=by, edition=edition.uuid)
    # The next card begins with this text, and with a day of its own.
    versions.save(card, by=by, fields={"draft": content.dump(replace(draft, look_back_on=None)), "has_draft": False})
    set_look_back(household, day=look_back_on, by=by)
    audit.record(KaartEvent.FINALISED, target=version, by=by, number=version.number)
    return version


def stops_of(card: Card, draft: Draft) -> list[Stop]:
    """Return everything that keeps this card from being finalised (ux, S14)."""
    return [*_missing(card), *_without_speaker(card, draft), *_out_of_place(card), *_too_long(card)]


def guarded(sources: texts.Sources, draft: Draft) -> list[Stop]:
    """Return what may not stand there, or not for all who read it (`guards`)."""
    return [Stop(found.sentence, found.block) for found in guarding.found_in(sources, draft) if found.stops]


def unread(household: Household, card: Veiligheidskaart | None, sources: texts.Sources, text: Card) -> Iterator[Stop]:
    """Yield why the duo partner has to read first, where something of the family is protected (ux, S14)."""
    if card is None or not second_reader.is_needed(household):
        return
    if sources.duo is None:
        yield Stop(
            "Iets van dit gezin is geheim. Vraag eerst een duo: die leest elke kaart voor hij wordt vastgesteld."
        )
    elif not second_reader.is_read(card, sources, text):
        yield Stop(f"Iets van dit gezin is geheim. {sources.duo.first_name} leest eerst elke kaart.")
    if text.views:
        yield Stop(
            "Schrijf dit bij ‘Wat vinden wij hiervan’ op de kaart: iets is geheim, en je duo leest alles eerst.",
            field="agree",
        )


def secrets_of(household: Household, card: Card, present: Sequence[str] = ()) -> Iterator[Stop]:
    """Yield why this card would tell where somebody is; also what is no secret may not."""
    blocks = [*free_texts(card), *((None, name) for name in (*present, *card.family))]
    field = telling_field(household, {str(n): text for n, (_, text) in enumerate(blocks)}, on_card=True)
    if field is not None:
        block = blocks[int(field)][0]
        yield Stop(f"Bij ‘{block.label}’: {SENTENCE}" if block else SENTENCE, block)


def _missing(card: Card) -> Iterator[Stop]:
    face = card.contacts.face
    if not face.phone:
        first = face.name.split(" ", 1)[0]
        yield Stop(f"{first} heeft nog geen mobiel nummer. Vul het in bij Mijn gegevens van {first}.", Block.CALL)
    if card.agreements is not None and not card.agreements.items:
        yield Stop("Kies minstens één afspraak.", Block.AGREEMENTS)
    if card.look_back_on is None:
        yield Stop("Vul in wanneer jullie terugkijken.", Block.LOOK_BACK, "look_back_on")
    elif not rules.look_back_is_allowed(card.look_back_on, today=card.finalised_on or timezone.localdate()):
        yield Stop("Kies een dag na vandaag, binnen drie maanden.", Block.LOOK_BACK, "look_back_on")


def _without_speaker(card: Card, draft: Draft) -> Iterator[Stop]:
    for block, on_card, written in (
        (Block.GOOD, card.good, draft.good),
        (Block.UNSAFE, card.unsafe, draft.unsafe),
        (Block.SIGNALS, card.signals, draft.signals),
    ):
        if on_card is not None and len(on_card.voices) < len(written.voices):
            yield Stop(f"Kies bij ‘{block.label}’ wie dit vertelt.", block)


def _out_of_place(card: Card) -> Iterator[Stop]:
    for where, text, block in _places(card):
        for thing in rules.private_things(text):
            yield Stop(f"{where} staat {thing}. Haal dat weg.", block)
        if strange := letters.strange_signs(text):
            yield Stop(f"{where} staat iets wat niet op de kaart kan: {strange}", block)


def _places(card: Card) -> Iterator[tuple[str, str, Block | None]]:
    """Yield everything that is printed and was typed, with where it stands."""
    for block, text in free_texts(card):
        yield (f"Bij ‘{block.label}’" if block else "Bij ‘Is iedereen het eens?’"), text, block
    for each in card.translations:
        yield f"In een vertaling in het {LANGUAGES[each.language].dutch}", each.text, None
    for name in card.family:
        yield "In een naam", name, None


def _too_long(card: Card) -> Iterator[Stop]:
    seen = set()
    for reader in card.editions:
        for over in fit.overflows(for_reader(card, reader)):
            if (over.kind, over.lines) not in seen:
                seen.add((over.kind, over.lines))
                names = " en ".join(f"‘{block.label}’" for block in over.blocks) or "‘Is iedereen het eens?’"
                code = reader.language
                where = "" if code == DUTCH else f" In het {LANGUAGES[code].dutch}, voor {reader.name}."
                yield Stop(f"{names}. {over.sentence}.{where}", over.blocks[0] if over.blocks else None)


def free_texts(card: Card) -> Iterator[tuple[Block | None, str]]:
    """Yield every text that somebody typed, with its block; the views at S14 have none."""
    for block, voices in ((Block.GOOD, card.good), (Block.UNSAFE, card.unsafe), (Block.SIGNALS, card.signals)):
        if voices is not None:
            yield from ((block, voice.text) for voice in voices.voices)
            yield block, voices.seen
    for block, items in (
        (Block.AGREEMENTS, card.agreements),
        (Block.NETWORK, card.network),
        (Block.MUST, card.must),
        (Block.FACTS, card.facts),
        (Block.HELP, card.help),
        (Block.OPINIONS, card.opinions),
    ):
        if items is not None:
            yield from ((block, f"{item.title} {item.detail}") for item in items.items)
    if card.steps is not None:
        yield from ((Block.STEPS, text) for text in (card.steps.calm, card.steps.quarrel, card.steps.danger))
    for child in card.children:
        words = (*child.hand, child.nice, child.not_nice, *child.steps)
        yield from ((Block.CHILD, text) for text in words)
    yield from ((None, view.text) for view in card.views)


def _keep(
    card: Veiligheidskaart,
    text: Card,
    present: Sequence[str],
    not_discussed_with: Sequence[Person],
    *,
    look_back_on: date,
    by: User,
    **moment: datetime,
) -> KaartVersion:
    version: KaartVersion = KaartVersion.objects.create(
        household=card.household,
        card=card,
        number=text.number,
        content=content.dump(text),
        sha256=content.digest(text),
        present=list(present),
        not_discussed_with=[person.name for person in not_discussed_with],
        all_agree=not text.views,
        look_back_on=look_back_on,
        finalised_by=by,
        **moment,
    )
    return version


def _make_editions(version: KaartVersion, text: Card) -> list[KaartEdition]:
    people = {str(person.uuid): person for person in version.household.people.all()}
    editions = []
    for order, reader in enumerate(text.editions):
        own = for_reader(text, reader)
        editions.append(
            KaartEdition(
                household=version.household,
                version=version,
                reader_key=reader.key,
                reader_name=reader.name,
                person=people.get(reader.key),
                order=order,
                content=content.dump(own),
                sha256=content.digest(own),
            )
        )
    return list(KaartEdition.objects.bulk_create(editions))
