"""Households that do not exist, with a word of its own in every place of a draft, and who may read each word.

Who may read what is decided here from the rules (ux S12, docs/adr/0060 and 0061), not by asking the application: a
reader is somebody of eight years or older, or "professionals"; a line is read by who may read its block and the line;
the own card of a child is for that card alone; a translation is for who reads that language; and what is not on the
card (not chosen, gone from the family, a source that stays unsaid) is for nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from cases.choices import PersonRole
from cases.models import Agreement, Household, NetworkPerson, Person
from veiligheidskaart import content
from veiligheidskaart.choices import ChildSays, Opinion
from veiligheidskaart.content import Card, Draft, DraftLine, DraftOnly, DraftVoice, Translation, Voice
from veiligheidskaart.services import texts
from veiligheidskaart.translating import key_of

DUTCH, PROFESSIONALS = "nl", "professionals"
LANGUAGES = {
    "nl": ("Nederlands", "bdfghklmnprstvwz", "aeiou"),
    "ar": ("Arabisch", "بتثجحخدذرزسشصضطظعغفقكلمنهوي", "اوي"),
    "ti": ("Tigrinya", "ሀለሐመሠረሰሸቀበተነኣከወዘየደገጠ", "ሁሊላሌልሎሙሚማሜምሞሩሪራሬርሮ"),
    "tr": ("Turks", "bcçdfgğhklmnprsştvyz", "aeıioöuü"),
    "pl": ("Pools", "bcćdflłmnńprsśtwzźż", "aąeęioóuy"),
    "uk": ("Oekraïens", "бвгґджзйклмнпрстфхцчшщ", "аеєиіїоуюя"),
    "en": ("Engels", "bdfghklmnprstvwz", "aeiou"),
}
"""By code: what stands beside a person, and letters to make words of."""
FILLER = {
    "nl": "wij gaan samen", "en": "we go together", "ar": "نذهب معا", "ti": "ናብ ገዛ ንኸይድ",
    "tr": "birlikte gidiyoruz", "pl": "idziemy razem", "uk": "йдемо разом",
}  # fmt: skip
Keys = frozenset[str]


@dataclass(frozen=True)
class Edition:
    """Somebody for whom a card is printed. `child` is the UUID whose own card it is."""

    key: str
    language: str = DUTCH
    child: str = ""


@dataclass(frozen=True)
class Planted:
    """A word in one place. `block` and `line` say who may read (None: not said); `child`: of whose own card it is."""

    word: str
    place: str
    block: Keys | None = None
    line: Keys | None = None
    child: str = ""
    translated: dict[str, str] = field(default_factory=dict)
    is_on_card: bool = True
    is_name: bool = False
    """Names of the family are no secret: they stand on the card, and in the file of a child's own card."""

    def is_for(self, edition: Edition) -> bool:
        """Whether this place is for this reader."""
        if not self.is_on_card or self.child != edition.child:
            return False
        return all(keys is None or edition.key in keys for keys in (self.block, self.line))

    def must_be_read(self, edition: Edition) -> list[str]:
        """Return the words that have to stand on the paper of this reader."""
        return [self.translated.get(edition.language, self.word)] if self.is_for(edition) else []

    def must_stay_away(self, edition: Edition) -> list[str]:
        """Return the words that may stand nowhere in the file of this reader."""
        if self.is_name:
            return []
        mine = self.is_for(edition)
        others = [word for code, word in self.translated.items() if not mine or code != edition.language]
        return others if mine else [self.word, *others]


@dataclass(frozen=True)
class Family:
    """A household as the application gets it, and what was planted in it."""

    card: Card
    editions: tuple[Edition, ...]
    planted: tuple[Planted, ...]


def family(seed: int) -> Family:
    """Return a whole card of a household that does not exist: the same for the same seed, but for its dates."""
    return _Sower(seed).whole()


class _Sower:
    """Fills a draft place by place and remembers what it put where."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - the same household each time
        self.planted: list[Planted] = []
        self.translations: list[Translation] = []
        self.words: set[str] = set()
        self.codes = [*LANGUAGES][seed * 3 % 7 :] + [*LANGUAGES][: seed * 3 % 7]
        self.year = timezone.localdate().year
        self.household = Household()
        parents = [
            self._person(self.chance.choice([PersonRole.MOTHER, PersonRole.FATHER, PersonRole.GRANDPARENT]), 40, code)
            for code in self.codes[: self.chance.randint(3, 4)]
        ]
        self.old_child = self._person(PersonRole.CHILD, 11, self.codes[-1])
        self.young_child = self._person(PersonRole.CHILD, 4, DUTCH)
        self.people = [*parents, self.old_child, self.young_child]
        readers = [*parents, self.old_child]
        self.editions = (
            *(Edition(str(each.uuid), _code_of(each)) for each in readers),
            Edition(PROFESSIONALS),
        )

    # --- Words -----------------------------------------------------------------------------------
    def word(self, code: str = DUTCH) -> str:
        """Return a word that was not given out before."""
        _, hard, soft = LANGUAGES[code]
        while True:
            made = "".join(self.chance.choice(hard) + self.chance.choice(soft) for _ in range(4))
            if made not in self.words:
                self.words.add(made)
                return made

    def uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def plant(
        self, place: str, block: Keys | None = None, line: Keys | None = None, *, plain: bool = False, **more: object
    ) -> str:
        """Return a text for this place: a word among others, or the word alone when it is `plain` (a name)."""
        word = self.word()
        text = word if plain else self._text(word, DUTCH)
        known = {} if plain or more.get("child") else self._translated(text)
        self.planted.append(Planted(word, place, block, line, translated=known, **more))  # type: ignore[arg-type]
        return text

    def _text(self, word: str, code: str) -> str:
        first, _, rest = FILLER[code].partition(" ")
        return f"{first} {word} {rest}."

    def _translated(self, text: str) -> dict[str, str]:
        """Translate a text into some of the languages that the family reads."""
        known = {}
        for code in self.codes[:5]:
            if code != DUTCH and self.chance.random() < 0.7:
                known[code] = self.word(code)
                self.translations.append(Translation(code, key_of(text), self._text(known[code], code)))
        return known

    def some(self, share: float = 0.6) -> tuple[str, ...] | None:
        """Return who may read: nobody said (None), or some of the readers."""
        if self.chance.random() < 0.3:
            return None
        return tuple(edition.key for edition in self.editions if self.chance.random() < share)

    # --- The family ------------------------------------------------------------------------------
    def _person(self, role: str, age: int, code: str) -> Person:
        name = self.word("ar" if code == "ar" and self.chance.random() < 0.5 else DUTCH).capitalize()
        return Person(uuid=self.uuid(), name=name, role=role, birth_year=self.year - age, language=LANGUAGES[code][0])

    def whole(self) -> Family:
        self.planted += [Planted(each.name, "name", is_name=True) for each in self.people]
        face = User(name="Sanne Verbeek", phone="0612345678")
        draft, agreements, network = self._draft()
        views = [Voice(self.people[0].name, self.plant("view"))] if self.chance.random() < 0.5 else []
        self.translations.append(Translation("ar", key_of("Een tekst van toen"), self._gone("ar")))
        sources = texts.Sources(
            household=self.household,
            people=tuple(self.people),
            agreements=tuple(agreements),
            network=tuple(network),
            face=face,
            face_when="Maandag en dinsdag. Van 8.30 tot 17.00 uur.",
            stand_in=User(name="Fatima Amrani", phone="0634567890"),
            duo=None,
            languages=frozenset(LANGUAGES),
            translations=tuple(self.translations),
        )
        today = timezone.localdate()
        card = texts.write(sources, draft, number=3, views=views, finalised_on=today)
        own = tuple(Edition(f"c{UUID(each.who).hex}", DUTCH, each.who) for each in draft.children)
        return Family(card, (*self.editions, *own), tuple(self.planted))

    def _gone(self, code: str) -> str:
        """Return a word in another language that belongs to no text any more."""
        word = self.word(code)
        self.planted.append(Planted(word, "old translation", is_on_card=False))
        return word

    # --- The draft -------------------------------------------------------------------------------
    def _draft(self) -> tuple[Draft, list[Agreement], list[NetworkPerson]]:
        agreements, chosen_agreements = self._agreements()
        network, chosen_network = self._network()
        steps = self.some()
        return (
            Draft(
                good=self._voices("good"),
                unsafe=self._voices("unsafe"),
                agreements=chosen_agreements,
                steps=content.DraftSteps(*(self.plant(f"step {n}", _keys(steps)) for n in range(3)), readers=steps),
                network=chosen_network,
                must=self._lines("must"),
                facts=self._lines("facts"),
                signals=self._voices("signals"),
                help=self._lines("help"),
                opinions=self._opinions(),
                children=tuple(self._child(each) for each in (self.old_child, self.young_child)),
                look_back_on=timezone.localdate() + timedelta(days=28),
            ),
            agreements,
            network,
        )

    def _voices(self, place: str) -> content.DraftVoices:
        block, lines = self.some(), [self.some() for _ in range(2)]
        voices = tuple(
            DraftVoice((str(self.people[n].uuid),), self.plant(f"{place} {n}", _keys(block), _keys(line)), line)
            for n, line in enumerate(lines)
        )
        left = DraftVoice((str(self.uuid()),), self.plant(f"{place} of who left", is_on_card=False))
        return content.DraftVoices((*voices, left), self.plant(f"{place} seen", _keys(block)), block)

    def _agreements(self) -> tuple[list[Agreement], content.DraftChoice]:
        block, lines = self.some(), [self.some() for _ in range(self.chance.randint(1, 3))]
        rows = [
            Agreement(
                uuid=self.uuid(),
                what=self.plant("agreement", _keys(block), _keys(line)),
                detail=self.plant("agreement detail", _keys(block), _keys(line)),
            )
            for line in lines
        ]
        other = Agreement(uuid=self.uuid(), what=self.plant("agreement not chosen", is_on_card=False))
        return [*rows, other], self._choice(rows, lines, block)

    def _network(self) -> tuple[list[NetworkPerson], content.DraftChoice]:
        block, lines = self.some(), [self.some() for _ in range(self.chance.randint(1, 3))]
        rows = [
            NetworkPerson(
                uuid=self.uuid(),
                name=self.plant("network", _keys(block), _keys(line), plain=True),
                helps_with=self.plant("network helps", _keys(block), _keys(line)),
            )
            for line in lines
        ]
        other = NetworkPerson(uuid=self.uuid(), name=self.plant("network not chosen", plain=True, is_on_card=False))
        return [*rows, other], self._choice(rows, lines, block)

    def _choice(self, rows: list, lines: list, block: tuple[str, ...] | None) -> content.DraftChoice:  # type: ignore[type-arg]
        only = tuple(DraftOnly(str(row.uuid), line) for row, line in zip(rows, lines, strict=True) if line is not None)
        return content.DraftChoice(tuple(str(row.uuid) for row in rows), block, only)

    def _lines(self, place: str) -> content.DraftLines:
        block = self.some()
        lines = []
        for _ in range(self.chance.randint(1, 2)):
            line, told = self.some(), place != "facts" or self.chance.random() < 0.5
            lines.append(
                DraftLine(
                    text=self.plant(place, _keys(block), _keys(line)),
                    by=self.plant(f"{place} by", _keys(block), _keys(line), plain=True, is_on_card=told),
                    not_yet=place == "help" and self.chance.random() < 0.5,
                    shows_by=told,
                    readers=line,
                )
            )
        return content.DraftLines(tuple(lines), block)

    def _opinions(self) -> content.DraftOpinions:
        block = self.some()
        opinions = []
        for person in self.people[: self.chance.randint(1, 3)]:
            line = self.some()
            text = self.plant("opinion", _keys(block), _keys(line))
            view = self.chance.choice(Opinion.values)
            opinions.append(content.DraftOpinion(str(person.uuid), view, text, line))
        return content.DraftOpinions(tuple(opinions), block)

    def _child(self, person: Person) -> content.DraftChild:
        who = str(person.uuid)
        self.planted.append(Planted(person.name, "own name", child=who, is_name=True))
        return content.DraftChild(
            who,
            hand=tuple(self.plant("hand", plain=True, child=who) for _ in range(5)),
            nice=self.plant("nice", child=who),
            not_nice=self.plant("not nice", child=who),
            steps=tuple(self.plant("own step", child=who) for _ in range(3)),
            answers=tuple((each.key, self.chance.choice(ChildSays.values)) for each in self.editions),
        )


def _keys(readers: tuple[str, ...] | None) -> Keys | None:
    return None if readers is None else frozenset(readers)


def _code_of(person: Person) -> str:
    return next(code for code, (name, *_) in LANGUAGES.items() if name == person.language)
