"""The cards of a demo household: drafts, final versions of earlier days, and who got them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases.models import Agreement, Household, NetworkPerson, Person
from cases.rules import is_child
from veiligheidskaart import content, rules
from veiligheidskaart.choices import ChildSays, Handed, HolderKind, Opinion
from veiligheidskaart.content import (
    Draft,
    DraftChild,
    DraftChoice,
    DraftLine,
    DraftLines,
    DraftOpinion,
    DraftOpinions,
    DraftSteps,
    DraftVoice,
    DraftVoices,
)
from veiligheidskaart.demo import days
from veiligheidskaart.demo.planning import PlannedCard
from veiligheidskaart.models import KaartVersion
from veiligheidskaart.services import drafts, pdfs
from veiligheidskaart.services.finalising import OtherView, finalise_veiligheidskaart
from veiligheidskaart.services.handouts import Bringing, Outsider, hand_out

MOST_AGREEMENTS = 4
MOST_NETWORK = 4
SHARE_WITH_MORE = 0.33
EIGHT, GROWN = 8, 18
SIGNALS = ("Dan wordt het heel stil aan tafel.", "Dan slaan de deuren.", "Dan praten wij alleen nog over geld.")
OPINIONS = ((Opinion.AGREE.value, "Zo durf ik het aan."), (Opinion.OTHER.value, "Het gaat nog veel over mij."))
CHILD_WORDS = (
    ("Samen pannenkoeken bakken. En buiten spelen.", "Schreeuwen. Dan krijg ik buikpijn."),
    ("Voorlezen voor het slapen. Naar het zwembad.", "Als er met deuren wordt geslagen."),
)
CHILD_STEPS = (
    "Ik ga naar mijn kamer.",
    "Ik bel iemand van mijn hand.",
    "Ben ik heel bang? Dan bel ik 112. Dat mag ik.",
)


class CardMaker:
    """Makes the cards of one household, from earlier to later."""

    def __init__(
        self,
        household: Household,
        people: dict[str, Person],
        network: dict[str, NetworkPerson],
        readers: tuple[str, ...],
        chance: Random,
    ) -> None:
        self.household, self.people, self.network, self.chance = household, people, network, chance
        keys = (*(str(people[name].uuid) for name in readers), content.PROFESSIONALS)
        self.readers = keys if readers else None
        self.last: KaartVersion | None = None

    def make(self, planned: PlannedCard, agreements: list[Agreement], *, by: User) -> None:
        """Write the draft and, when the card has a day, finalise and hand it out on that day."""
        drafts.save_draft(
            self.household,
            draft=self._draft(planned, agreements),
            version=drafts.stand_of(self.household).version,
            by=by,
        )
        if planned.on is None:
            return
        speakers = {name for who, _ in planned.said.good + planned.said.unsafe for name in who.split(" en ")}
        self.last = finalise_veiligheidskaart(
            self.household,
            present=[name for name in self.people if name in speakers] + [by.first_name],
            not_discussed_with=[],
            views=[OtherView(self.people[who], words) for who, words in planned.said.views],
            look_back_on=planned.look_back_on,
            past_on=planned.on,
            by=by,
        )
        self._hand_out(self.last, planned.on, by=by)

    def ask_pdfs(self, *, by: User) -> None:
        """Ask the worker for the PDFs of the newest version; those of older ones are made when somebody asks."""
        for edition in self.last.editions.all() if self.last else ():
            pdfs.ask_again(edition, by=by)

    def _draft(self, planned: PlannedCard, agreements: list[Agreement]) -> Draft:
        said = planned.said
        calm, quarrel, danger = said.steps
        yes = [person for person in self.network.values() if person.said_yes_on]
        return Draft(
            good=DraftVoices(self._voices(said.good), said.seen, self.readers),
            unsafe=DraftVoices(self._voices(said.unsafe), "", self.readers),
            agreements=DraftChoice(tuple(str(each.uuid) for each in agreements[:MOST_AGREEMENTS]), self.readers),
            steps=DraftSteps(calm, quarrel, danger, self.readers),
            network=DraftChoice(tuple(str(each.uuid) for each in yes[:MOST_NETWORK]), self.readers),
            look_back_on=planned.look_back_on,
            **self._more(yes),
        )

    def _more(self, network: list[NetworkPerson]) -> dict[str, Any]:
        """Return a follow-up sheet and the own card of a child, for one in three households."""
        own = Random(self.household.call_name)
        today = timezone.localdate()
        grown = [person for person in self.people.values() if not is_child(person.role, person.age_on(today))]
        if self.readers is not None or own.random() > SHARE_WITH_MORE or not grown:
            return {}
        more: dict[str, Any] = {
            "signals": DraftVoices((DraftVoice((str(grown[0].uuid),), own.choice(SIGNALS)),)),
            "help": DraftLines(
                (
                    DraftLine("Hulp bij geld", "de schuldhulp", not_yet=True),
                    DraftLine("Praten over boos zijn", "de GGZ"),
                )
            ),
            "opinions": DraftOpinions(
                tuple(
                    DraftOpinion(str(person.uuid), view, text)
                    for person, (view, text) in zip(grown, OPINIONS, strict=False)
                )
            ),
        }
        for child in self.people.values():
            age = child.age_on(today)
            if age is not None and EIGHT <= age < GROWN and child not in grown and not child.is_unborn:
                hand = [person.name for person in network if len(person.name) <= rules.FINGER_LENGTH]
                hand = [name for name in hand if name not in self.people][: rules.FINGERS]
                answers = ((str(grown[0].uuid), ChildSays.YES.value),)
                more["children"] = (
                    DraftChild(str(child.uuid), tuple(hand), *own.choice(CHILD_WORDS), CHILD_STEPS, answers),
                )
                break
        return more

    def _voices(self, lines: tuple[tuple[str, str], ...]) -> tuple[DraftVoice, ...]:
        return tuple(
            DraftVoice(tuple(str(self.people[name].uuid) for name in who.split(" en ")), words, child_agrees=True)
            for who, words in lines
        )

    def _hand_out(self, version: KaartVersion, on: date, *, by: User) -> None:
        today = timezone.localdate()
        brought = []
        for edition in version.editions.select_related("person"):
            person = edition.person
            if person is None or (self.readers and edition.reader_key not in self.readers):
                continue
            how = Handed.READ_ALOUD if is_child(person.role, person.age_on(on)) else Handed.PAPER
            later = days.working_day_from(on + timedelta(days=self.chance.choice([0, 0, 0, 1, 2])))
            brought.append(Bringing(person, how, "Nederlands", min(later, today)))
        if self.readers is None and self.chance.random() < 0.4:
            doctor = Outsider("Huisarts", HolderKind.GP, family_agrees=True)
            brought.append(
                Bringing(doctor, Handed.PDF, "Nederlands", min(days.working_day_from(on + timedelta(days=2)), today))
            )
        hand_out(self.household, version, brought=brought, by=by)
