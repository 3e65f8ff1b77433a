"""The cards of a demo household: drafts, final versions of earlier days, and who got them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import User
from cases.models import Agreement, Household, NetworkPerson, Person
from cases.rules import is_child
from veiligheidskaart import content
from veiligheidskaart.choices import Handed, HolderKind
from veiligheidskaart.content import Draft, DraftChoice, DraftSteps, DraftVoice, DraftVoices
from veiligheidskaart.demo import days
from veiligheidskaart.demo.planning import PlannedCard
from veiligheidskaart.models import KaartVersion
from veiligheidskaart.services import drafts, pdfs
from veiligheidskaart.services.finalising import OtherView, finalise_veiligheidskaart
from veiligheidskaart.services.handouts import Bringing, Outsider, hand_out

MOST_AGREEMENTS = 4
MOST_NETWORK = 4


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
        )

    def _voices(self, lines: tuple[tuple[str, str], ...]) -> tuple[DraftVoice, ...]:
        return tuple(
            DraftVoice(tuple(str(self.people[name].uuid) for name in who.split(" en ")), words) for who, words in lines
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
