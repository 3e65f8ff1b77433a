"""What never stands on a card that somebody reads who may not know it (ux, S12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.models import UnsafeFor
from cases.models.household import Household
from tests.veiligheidskaart import factories
from tests.veiligheidskaart.test_finalise import stops
from veiligheidskaart.choices import Block
from veiligheidskaart.content import (
    PROFESSIONALS,
    Draft,
    DraftChild,
    DraftLine,
    DraftLines,
    DraftOpinion,
    DraftOpinions,
    DraftSteps,
    DraftVoice,
    DraftVoices,
)
from veiligheidskaart.guards import Family, Line, Somebody, found_in
from veiligheidskaart.services.drafts import stand_of
from veiligheidskaart.services.guarding import found_in as found_in_draft
from veiligheidskaart.services.texts import sources_of

SAMIRA, PETER = Somebody("a", "Samira", "mama", False), Somebody("b", "Peter", "papa", False)
NOOR, SEM = Somebody("c", "Noor", "", True), Somebody("d", "Sem", "", True)
EVERYBODY = frozenset("abcd") | {PROFESSIONALS}
FAMILY = Family((SAMIRA, PETER, NOOR, SEM), network=("Oma Ria",))
UNSAFE = replace(FAMILY, unsafe=frozenset({("a", "b"), ("c", "b")}))
APART = replace(FAMILY, apart=frozenset({frozenset("ab")}))


def of(who: str = "", *readers: str) -> dict[str, frozenset[str]]:
    return {"who": frozenset(who), "readers": frozenset(readers) or EVERYBODY}


CARD_OF_NOOR = {"who": frozenset("c"), "readers": frozenset("c"), "child": "c"}

REFUSED = [
    # words of a child without the child's yes
    (FAMILY, Line(Block.GOOD, "Papa lacht vaker.", **of("c"), child_agrees=False)),
    (FAMILY, Line(Block.OPINIONS, "Ik niet.", **of("c"), child_agrees=False)),
    # read by who is not safe for who says it
    (UNSAFE, Line(Block.UNSAFE, "Ik ben bang voor klappen.", **of("a"))),
    (UNSAFE, Line(Block.SIGNALS, "Dan wordt het stil.", **of("c"))),
    (UNSAFE, Line(Block.OPINIONS, "Het is niet genoeg.", **of("a"))),
    # a plan to get away
    (FAMILY, Line(Block.STEPS, "Samira pakt de vluchttas.", **of())),
    (FAMILY, Line(Block.UNSAFE, "De tas staat klaar bij oma.", **of("a"))),
    (FAMILY, Line(Block.HELP, "Er is plek in de vrouwenopvang.", **of())),
    # times and places, when there may be no contact
    (APART, Line(Block.AGREEMENTS, "Oma haalt Sem op van school.", **of())),
    (APART, Line(Block.GOOD, "Wij eten elke dinsdag bij oma.", **of("a"))),
    (APART, Line(Block.STEPS, "Om 17.00 uur belt Samira oma.", **of("", "b"))),
    # who told something dangerous
    (FAMILY, Line(Block.UNSAFE, "Noor vertelde dat er klappen vielen.", **of())),
    (FAMILY, Line(Block.FACTS, "Er was een melder uit de straat.", **of())),
    (FAMILY, Line(Block.FACTS, "Er vielen klappen.", **of(), source="oma Ria")),
    (FAMILY, Line(Block.FACTS, "Er vielen klappen.", **of(), source="mama")),
    # a diagnosis, a day of birth, a BSN
    (FAMILY, Line(Block.FACTS, "Peter heeft een depressie.", **of())),
    (FAMILY, Line(Block.GOOD, "Sem is geboren op een mooie dag.", **of("a"))),
    (FAMILY, Line(Block.GOOD, "Sinds 3-4-2015 is het rustig.", **of("a"))),
    # a task for a child
    (FAMILY, Line(Block.CHILD, "Ik neem Sem mee naar boven.", **CARD_OF_NOOR)),
    (FAMILY, Line(Block.CHILD, "Ik help mama als ze huilt.", **CARD_OF_NOOR)),
    (FAMILY, Line(Block.CHILD, "Ik let op mijn broertje.", **CARD_OF_NOOR)),
    # a hand that leads to who is not safe
    (UNSAFE, Line(Block.CHILD, "Papa", **CARD_OF_NOOR)),
    (UNSAFE, Line(Block.CHILD, "Ik ga naar papa.", **CARD_OF_NOOR)),
]

FINE = [
    (FAMILY, Line(Block.GOOD, "Papa lacht vaker.", **of("c"))),
    (UNSAFE, Line(Block.UNSAFE, "Ik ben bang voor klappen.", **of("a", "a", PROFESSIONALS))),
    (UNSAFE, Line(Block.UNSAFE, "Wij schreeuwen.", **of("ab"))),
    (FAMILY, Line(Block.UNSAFE, "De tas staat klaar bij oma.", **of("a", "a", "c", PROFESSIONALS))),
    (FAMILY, Line(Block.GOOD, "Wij zijn gevlucht uit Syrië als vluchteling.", **of("ab", "a", "b"))),
    (APART, Line(Block.MUST, "Peter komt op dinsdag niet bij school.", **of(), tells_ban=True)),
    (APART, Line(Block.AGREEMENTS, "Oma haalt Sem op van school.", **of("", "c"))),
    (FAMILY, Line(Block.AGREEMENTS, "Oma haalt Sem op van school.", **of())),
    (FAMILY, Line(Block.FACTS, "Er vielen klappen.", **of(), source="de politie")),
    (FAMILY, Line(Block.GOOD, "Ik praat over mijn depressie.", **of("a"))),
    (FAMILY, Line(Block.CHILD, "Ik ga naar mijn kamer.", **CARD_OF_NOOR)),
    (FAMILY, Line(Block.CHILD, "Samen met Sem en mama naar het zwembad.", **CARD_OF_NOOR)),
    (FAMILY, Line(Block.CHILD, "Papa", **CARD_OF_NOOR)),
]


@pytest.mark.parametrize(("family", "line"), REFUSED, ids=lambda value: getattr(value, "text", ""))
def test_what_never_stands_on_a_card_stops_it(family: Family, line: Line) -> None:
    assert [found.block for found in found_in(family, [line]) if found.stops] == [line.block]


@pytest.mark.parametrize(("family", "line"), FINE, ids=lambda value: getattr(value, "text", ""))
def test_what_may_stand_there_is_left_alone(family: Family, line: Line) -> None:
    assert found_in(family, [line]) == []


def test_what_somebody_finds_good_is_only_pointed_out() -> None:
    (found,) = found_in(UNSAFE, [Line(Block.GOOD, "Wij lachen.", **of("a"))])

    assert not found.stops
    assert "onveilig voor Samira is Peter" in found.sentence


def test_a_reason_repeats_nothing_of_the_text() -> None:
    sentences = [found.sentence for family, line in REFUSED for found in found_in(family, [line])]

    assert not [text for text in sentences if "klappen" in text or "vluchttas" in text]


# --- In a household --------------------------------------------------------------------------------
@pytest.fixture
def household(db: None) -> Household:
    made = factories.household()
    UnsafeFor.objects.create(
        household=made, person=factories.person(made, "Noor"), other=factories.person(made, "Daan")
    )
    return made


def key(of: Household, name: str) -> str:
    return str(factories.person(of, name).uuid)


def test_a_card_with_words_for_who_is_not_safe_is_not_finalised(household: Household) -> None:
    assert stops(factories.with_draft(household))[0] == (
        "Bij ‘Dit is nog niet veilig’: Daan mag woorden van Noor lezen. Bij Noor staat: onveilig voor Noor is Daan. "
        "Laat Daan dit niet lezen."
    )


@pytest.mark.parametrize("beside", ["block", "line"])
def test_hidden_from_that_reader_the_same_words_stand(household: Household, beside: str) -> None:
    noor = key(household, "Noor")
    mine = (noor, PROFESSIONALS)
    voice = DraftVoice((noor,), "Ik ben bang.", mine if beside == "line" else None)

    version = factories.finalised(household, unsafe=DraftVoices((voice,), readers=mine if beside == "block" else None))

    read = {edition.reader_name for edition in version.editions.all() if "Ik ben bang." in str(edition.content)}
    assert read == {"Noor", "professionals"}


@pytest.mark.parametrize(
    "draft",
    [
        lambda noor, daan, sem: Draft(signals=DraftVoices((DraftVoice((sem,), "Dan is het stil."),))),
        lambda noor, daan, sem: Draft(opinions=DraftOpinions((DraftOpinion(noor, "disagree"),))),
        lambda noor, daan, sem: Draft(facts=DraftLines((DraftLine("Er vielen klappen", "Sem", shows_by=True),))),
        lambda noor, daan, sem: Draft(
            must=DraftLines((DraftLine("Geen contact", "de rechter", apart=(noor, daan)),)),
            steps=DraftSteps("Op dinsdag bellen wij oma."),
        ),
        lambda noor, daan, sem: Draft(children=(DraftChild(sem, nice="Ik help mama met Lina."),)),
        lambda noor, daan, sem: Draft(steps=DraftSteps(danger="Noor gaat stiekem weg.")),
    ],
)
def test_every_block_of_a_draft_is_looked_at(household: Household, draft: object) -> None:
    one = draft(*(key(household, name) for name in ("Noor", "Daan", "Sem")))  # type: ignore[operator]

    assert [found for found in found_in_draft(sources_of(household), one) if found.stops]


def test_the_source_of_a_fact_is_not_printed_unless_that_is_said(household: Household) -> None:
    noor = key(household, "Noor")
    facts = DraftLines(
        (DraftLine("Er was politie", "de buren"), DraftLine("Er was brand", "de brandweer", shows_by=True))
    )

    version = factories.finalised(household, unsafe=DraftVoices(readers=(noor,)), facts=facts)

    texts = str([edition.content for edition in version.editions.all()])
    assert ("de buren" in texts, "de brandweer" in texts) == (False, True)
    assert "de buren" in str(stand_of(household).draft)
