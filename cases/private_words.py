"""What the person typing knows and the table may not read: names, places and numbers of all households of that person.

The privacy check of `rvt` asks for it through the slot "private_words" and gets plain strings, read as that person. It
is no look at a household: nothing of it is shown, only compared with what the person types (docs/adr/0050).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from uuid import UUID

from accounts.models import User
from accounts.plain import plain, words_of
from accounts.slots import PrivateWord
from cases import guard
from cases.choices import FactKind, PersonRole
from cases.models import Household, Involvement, NetworkPerson, Person, ProtectedFact

_FAMILY = re.compile(r"^(?:familie|fam\.?|gezin|huishouden|de familie|het gezin)\s+", re.IGNORECASE)
_BETWEEN_SURNAMES = re.compile(r"\s*(?:[–—/&,]|\s-\s|\sen\s|-)\s*")
_PREFIX = re.compile(r"^(?:(?:van|de|der|den|het|'t|ten|ter|te|el|al|von|da|dos|la|le)\s+)+", re.IGNORECASE)
_KIND_OF_FACT = {
    FactKind.ADDRESS: "street",
    FactKind.PHONE: "phone",
    FactKind.SCHOOL: "school",
    FactKind.WORK: "employer",
    FactKind.CARE: "school",
    FactKind.PLATE: "plate",
    FactKind.OTHER: "place",
}
_FEWEST_LETTERS = 4
_TO_WHOM = re.compile(r"\s+(?:van|bij|in|uit|op|aan|met|voor|naast)\b|\s*[(,;:/\d]", re.IGNORECASE)


def private_words(user: User, household: UUID | None = None) -> Iterator[PrivateWord]:
    """Everything by which `user` could give away a family; of one `household` when it is named. Five queries."""
    one = {} if household is None else {"household__uuid": household}
    households = Household.objects.visible_to(user).filter(**({} if household is None else {"uuid": household}))
    for call_name, town in households.values_list("call_name", "municipality__name"):
        yield from _surnames(call_name)
        yield PrivateWord(town, "place", "hun gemeente")
    people = Person.objects.visible_to(user).filter(**one).order_by("household_id", "order", "id")
    names: set[str] = set()
    for _, family in groupby(people, key=lambda person: person.household_id):
        rows = list(family)
        names |= {part for person in rows for part in _parts(f"{person.name} {person.surname}")}
        yield from _people(rows)
    network = list(NetworkPerson.objects.visible_to(user).filter(**one).values_list("name", "relation_word", "phone"))
    names |= {part for name, _, _ in network for part in _parts(name)}
    for name, relation, phone in network:
        yield from _first_names(name, _relation(relation, names))
        yield PrivateWord(phone, "phone")
    # Not shown and not only the secret ones: whoever holds a grant may know them, nobody else reads a row here.
    facts = ProtectedFact.objects.visible_to(user).filter(**one)
    for kind, value in facts.values_list("kind", "value"):
        yield from _fact(kind, value)
    colleagues = Involvement.objects.visible_to(user).filter(**one).exclude(user=user)
    for name in colleagues.values_list("user__name", flat=True).distinct():
        yield PrivateWord(name, "name", "collega")


def _people(family: list[Person]) -> Iterator[PrivateWord]:
    for person, word in zip(family, _role_words(family), strict=True):
        yield from _first_names(person.name, word)
        yield from _surnames(person.surname, word)
        yield PrivateWord(person.phone, "phone")
        year = person.born_on.year if person.born_on else person.birth_year
        if year:
            yield PrivateWord(str(year), "date")


def _role_words(family: list[Person]) -> Iterator[str]:
    """What the table may call them: "moeder", "oudste kind", "kind 2"."""
    children = [person for person in family if person.role in PersonRole.CHILDREN]
    births = [person.born_on.year if person.born_on else person.birth_year or 9999 for person in children]
    places = {person.pk: place for place, (_, person) in enumerate(_by_birth(births, children), start=1)}
    for person in family:
        place = places.get(person.pk)
        if place is None or len(children) == 1:
            yield "" if person.role == PersonRole.OTHER else person.get_role_display()
        elif place == 1:
            yield "oudste kind"
        else:
            yield "jongste kind" if place == len(children) else f"kind {place}"


def _by_birth(births: list[int], children: list[Person]) -> list[tuple[int, Person]]:
    return sorted(zip(births, children, strict=True), key=lambda pair: (pair[0], pair[1].order, pair[1].pk))


def _parts(name: str) -> Iterator[str]:
    """The words of a name that are not as small as "de"."""
    return (part for part in words_of(plain(name)) if len(part) >= _FEWEST_LETTERS - 1)


def _relation(typed: str, names: set[str]) -> str:
    """What somebody of the network is, without who to: of "broer van Wouter" that is "broer"."""
    said = _TO_WHOM.split(typed.strip())[0]
    parts = said.split()
    tells = not names.isdisjoint(_parts(said)) or any(not part.islower() for part in parts[1:])
    return said.lower() if parts and not tells else "iemand van het netwerk"


def _first_names(name: str, word: str) -> Iterator[PrivateWord]:
    """The name as a whole, and its words apart: who is "Anne Fleur" here is "Anne" there."""
    yield PrivateWord(name, "name", word)
    yield from (PrivateWord(part, "name", word) for part in name.split() if len(part) >= _FEWEST_LETTERS - 1)


def _surnames(name: str, word: str = "") -> Iterator[PrivateWord]:
    """Both halves of "Haddad – Van Dijk", with and without their small words."""
    for half in _BETWEEN_SURNAMES.split(_FAMILY.sub("", name.strip())):
        bare = _PREFIX.sub("", half)
        yield PrivateWord(half, "name", word or "het gezin")
        if bare != half and len(bare) >= _FEWEST_LETTERS:
            yield PrivateWord(bare, "name", word or "het gezin")


def _fact(kind: str, value: str) -> Iterator[PrivateWord]:
    code = _KIND_OF_FACT[FactKind(kind)]
    for part in re.split(r"[,;\n]", value):
        yield PrivateWord(part.strip(), code)
        if code == "street":
            street = re.sub(r"\s*\d.*$", "", part).strip()
            if len(street) >= guard.NAME_ALONE:
                yield PrivateWord(street, code)
        elif code in {"school", "employer"}:
            yield PrivateWord(_without_type(part.split()), code)


def _without_type(words: Iterable[str]) -> str:
    return " ".join(word for word in words if word.casefold() not in guard.TYPE_WORDS)
