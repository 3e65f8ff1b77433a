"""From a household and a draft to the text of a card. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from accounts.choices import Weekday
from accounts.models import Absence, User
from cases.choices import Part
from cases.models import Agreement, Household, Involvement, NetworkPerson, Person, UnsafeFor
from cases.rules import is_child
from veiligheidskaart import content, rules
from veiligheidskaart.choices import Block, ChildSays
from veiligheidskaart.content import (
    PROFESSIONALS,
    Card,
    Child,
    Contact,
    Contacts,
    Draft,
    Item,
    Items,
    Reader,
    Steps,
    Translation,
    Voice,
    Voices,
)
from veiligheidskaart.languages import DUTCH, LANGUAGES, Language, language_named
from veiligheidskaart.services import blocks
from veiligheidskaart.services.languages import reviewed_languages, translations_of
from veiligheidskaart.translating import key_of, typed_texts


@dataclass(frozen=True)
class Sources:
    """What a card is filled from, read once: the household as it is now."""

    household: Household
    people: tuple[Person, ...]
    agreements: tuple[Agreement, ...]
    network: tuple[NetworkPerson, ...]
    face: User
    face_when: str
    stand_in: User | None
    duo: User | None
    unsafe: frozenset[tuple[str, str]] = frozenset()
    """Pairs of people (UUIDs): the second one is not safe for the first."""
    languages: frozenset[str] = frozenset({DUTCH})
    """Those that may be handed out."""
    translations: tuple[Translation, ...] = ()
    blocks: frozenset[Block] = frozenset(Block)
    """Those of the cards of this region."""

    def language_of(self, person: Person) -> str:
        """The reading language of somebody, as far as its fixed texts were reviewed; Dutch otherwise."""
        code = language_named(person.language)
        return code if code in self.languages else DUTCH

    @property
    def other_languages(self) -> list[tuple[Language, str, bool]]:
        """The languages beside Dutch that the family reads: each with who, and whether its texts were reviewed."""
        readers: dict[str, list[str]] = {}
        for person in self.people:
            readers.setdefault(language_named(person.language), []).append(person.name)
        readers.pop(DUTCH, None)
        return [(LANGUAGES[code], rules.join(who), code in self.languages) for code, who in readers.items()]

    @property
    def seen_by(self) -> str:
        """Who sees something professionally: "Sanne en Marco"."""
        return rules.join(user.first_name for user in (self.face, self.duo) if user)

    @property
    def readers(self) -> tuple[Reader, ...]:
        """Who gets an edition: the people of the family who can read one, in their order, and the professionals."""
        today = timezone.localdate()
        family = []
        for person in self.people:
            age = person.age_on(today)
            if rules.can_read_own_edition(age, counts_as_child=is_child(person.role, age)) and not person.is_unborn:
                family.append(Reader(str(person.uuid), person.name, self.language_of(person)))
        return (*family, Reader(PROFESSIONALS, "professionals"))

    @property
    def children(self) -> tuple[Person, ...]:
        """Who may have an own card: the children, born, of whatever age."""
        return tuple(person for person in self.people if self.is_child(person) and not person.is_unborn)

    def is_child(self, person: Person) -> bool:
        return is_child(person.role, person.age_on(timezone.localdate()))


def sources_of(household: Household) -> Sources:
    """Read everything a card is filled from: ten queries, however large the household is."""
    parts = Involvement.objects.running().filter(household=household, part__in=[Part.CONTACT, Part.DUO, Part.COVER])
    by_part = {row.part: row.user for row in parts.select_related("user")}
    face = by_part[Part.CONTACT]
    return Sources(
        household=household,
        people=tuple(Person.objects.filter(household=household, left_on=None)),
        agreements=tuple(Agreement.objects.current().filter(household=household)),
        network=tuple(NetworkPerson.objects.filter(household=household, ended_on=None, said_yes_on__isnull=False)),
        face=face,
        face_when=rules.days_text(
            [(Weekday(day.weekday).label, day.starts_at, day.ends_at) for day in face.working_days.all()]
        ),
        stand_in=by_part.get(Part.COVER) or _next_stand_in(face),
        duo=by_part.get(Part.DUO),
        languages=reviewed_languages(),
        translations=translations_of(household),
        blocks=blocks.of_household(household),
        unsafe=frozenset(
            (str(person), str(other))
            for person, other in UnsafeFor.objects.filter(household=household).values_list(
                "person__uuid", "other__uuid"
            )
        ),
    )


def write(
    sources: Sources, draft: Draft, *, number: int, views: Iterable[Voice] = (), finalised_on: date | None = None
) -> Card:
    """Return the full text of a card. What was chosen and is gone since (an ended agreement) is left out."""
    used = sources.blocks
    readers = sources.readers
    names = {str(person.uuid): person.name for person in sources.people}

    def voices(block: content.DraftVoices) -> Voices:
        allowed = _allowed(block.readers, readers)
        return Voices(
            voices=tuple(
                Voice(
                    by=rules.join(names[each] for each in voice.who if each in names),
                    text=voice.text,
                    readers=_narrowed(allowed, voice.readers),
                )
                for voice in block.voices
                if voice.text and any(each in names for each in voice.who)
            ),
            seen=block.seen,
            seen_by=sources.seen_by,
            readers=allowed,
        )

    card = Card(
        schema=content.SCHEMA,
        number=number,
        finalised_on=finalised_on,
        reader=None,
        readers=readers,
        family=tuple(person.name for person in sources.people),
        contacts=_contacts(sources),
        good=voices(draft.good) if Block.GOOD in used else None,
        unsafe=voices(draft.unsafe) if Block.UNSAFE in used else None,
        agreements=_agreements(sources, draft, readers) if Block.AGREEMENTS in used else None,
        steps=_steps(draft, readers) if Block.STEPS in used else None,
        network=_network(sources, draft, readers) if Block.NETWORK in used else None,
        look_back_on=draft.look_back_on if Block.LOOK_BACK in used else None,
        must=_lines(draft.must, readers) if Block.MUST in used else None,
        facts=_facts(draft.facts, readers) if Block.FACTS in used else None,
        signals=voices(draft.signals) if Block.SIGNALS in used else None,
        help=_lines(draft.help, readers) if Block.HELP in used else None,
        opinions=_opinions(draft.opinions, names, readers) if Block.OPINIONS in used else None,
        children=_children(sources, draft) if Block.CHILD in used else (),
        views=tuple(views),
    )
    keys = {key_of(text) for _, text in typed_texts(card)}
    return replace(card, translations=tuple(each for each in sources.translations if each.of in keys))


def _narrowed(block: tuple[str, ...], line: tuple[str, ...] | None) -> tuple[str, ...]:
    """Who reads a line: who reads the block, unless the line says fewer."""
    return block if line is None else tuple(key for key in block if key in line)


def _lines(block: content.DraftLines, readers: tuple[Reader, ...]) -> Items:
    allowed = _allowed(block.readers, readers)
    return Items(
        items=tuple(
            Item(_sentence(line.text), line.by, "not_yet" if line.not_yet else "", _narrowed(allowed, line.readers))
            for line in block.lines
        ),
        readers=allowed,
    )


def _facts(block: content.DraftLines, readers: tuple[Reader, ...]) -> Items:
    """Facts, with their source only where it may be known."""
    return _lines(
        replace(block, lines=tuple(line if line.shows_by else replace(line, by="") for line in block.lines)), readers
    )


def _opinions(block: content.DraftOpinions, names: dict[str, str], readers: tuple[Reader, ...]) -> Items:
    allowed = _allowed(block.readers, readers)
    by_person = {opinion.who: opinion for opinion in block.opinions}
    return Items(
        items=tuple(
            Item(name, by_person[uuid].text, by_person[uuid].view, _narrowed(allowed, by_person[uuid].readers))
            for uuid, name in names.items()
            if uuid in by_person
        ),
        readers=allowed,
    )


def _children(sources: Sources, draft: Draft) -> tuple[Child, ...]:
    """The own cards that hold something; another reads along only when the child said yes."""
    own = []
    for person in sources.children:
        child = draft.child(str(person.uuid))
        if not child.is_empty:
            yes = tuple(pair[0] for pair in child.answers if pair[1:] == (ChildSays.YES.value,))
            keys = tuple(reader.key for reader in sources.readers if reader.key in yes)
            own.append(Child(child.who, person.name, child.hand, child.nice, child.not_nice, child.steps, keys))
    return tuple(own)


def _allowed(chosen: tuple[str, ...] | None, readers: tuple[Reader, ...]) -> tuple[str, ...]:
    return tuple(reader.key for reader in readers if chosen is None or reader.key in chosen)


def _contacts(sources: Sources) -> Contacts:
    def someone(user: User | None) -> Contact | None:
        return Contact(user.first_name, rules.mobile(user.phone)) if user and rules.mobile(user.phone) else None

    face = Contact(sources.face.name, rules.mobile(sources.face.phone), sources.face_when)
    return Contacts(face=face, stand_in=someone(sources.stand_in), duo=someone(sources.duo))


def _agreements(sources: Sources, draft: Draft, readers: tuple[Reader, ...]) -> Items:
    known = {str(agreement.uuid): agreement for agreement in sources.agreements}
    allowed = _allowed(draft.agreements.readers, readers)
    return Items(
        items=tuple(
            Item(
                _sentence(known[each].what),
                known[each].detail,
                readers=_narrowed(allowed, draft.agreements.readers_of(each)),
            )
            for each in draft.agreements.chosen
            if each in known
        ),
        readers=allowed,
    )


def _network(sources: Sources, draft: Draft, readers: tuple[Reader, ...]) -> Items:
    known = {str(person.uuid): person for person in sources.network}
    allowed = _allowed(draft.network.readers, readers)
    return Items(
        items=tuple(
            Item(
                known[each].name,
                known[each].helps_with,
                readers=_narrowed(allowed, draft.network.readers_of(each)),
            )
            for each in draft.network.chosen
            if each in known
        ),
        readers=allowed,
    )


def _steps(draft: Draft, readers: tuple[Reader, ...]) -> Steps:
    steps = draft.steps
    return Steps(steps.calm, steps.quarrel, steps.danger, _allowed(steps.readers, readers))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _next_stand_in(face: User) -> User | None:
    """Whoever stands in next: a card lives longer than one day."""
    absence = (
        Absence.objects.accepted_from(timezone.localdate())
        .filter(user=face)
        .order_by("days")
        .select_related("stand_in")
        .first()
    )
    return absence.stand_in if absence else None
