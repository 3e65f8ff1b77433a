"""The one draft of a household's card, shared by contact person and duo."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts import audit, versions
from accounts.errors import DomainError
from accounts.models import User
from cases.models import Household
from cases.services.active import lock_active
from cases.services.guarding import refuse_facts_on_card
from veiligheidskaart import content
from veiligheidskaart.choices import KaartEvent
from veiligheidskaart.content import Draft
from veiligheidskaart.models import KaartVersion, Veiligheidskaart


class NotOnThisCard(DomainError):
    """A draft names people, agreements and network of its own household only."""


@dataclass(frozen=True)
class Stand:
    """How the draft of a household is now. `version` 0: nobody wrote yet, there is no row."""

    draft: Draft
    version: int
    next_number: int
    card: Veiligheidskaart | None


def stand_of(household: Household) -> Stand:
    """Return the draft, its version and the number that the next card gets."""
    card = Veiligheidskaart.objects.filter(household=household).select_related("changed_by").first()
    if card is None:
        return Stand(Draft(), 0, 1, None)
    return Stand(content.load_draft(card.draft), card.version, last_number(card) + 1, card)


def last_number(card: Veiligheidskaart) -> int:
    """Return the number of the last card: the last final version, or the one from elsewhere, or 0."""
    last = KaartVersion.objects.filter(card=card).order_by("-number").values_list("number", flat=True).first()
    return last or card.earlier_number


@transaction.atomic
def save_draft(household: Household, *, draft: Draft, version: int, by: User) -> Veiligheidskaart:
    """Keep `draft` as the shared draft. Saving what is there already changes nothing.

    Raises versions.VersionConflict when somebody saved since `version`, NotOnThisCard for an id of another household,
    TellsASecret for a text that tells where somebody is.
    """
    household = lock_active(household)
    check_ids(household, draft)
    refuse_facts_on_card(household, **words_of(draft))
    card, is_new = Veiligheidskaart.objects.get_or_create(
        household=household, defaults={"changed_by": by, "version": 0}
    )
    if not is_new:
        card = versions.lock(card, version=None)
    data = content.dump(draft)
    if data == card.draft and not is_new:
        return card
    if card.version != version:
        raise versions.VersionConflict(card)
    goes_on = card.has_draft and card.changed_by_id == by.pk
    versions.save(card, by=by, fields={"draft": data, "has_draft": True})
    if not goes_on:
        # A draft is saved after each second of rest; history holds who began or took over, not every word.
        audit.record(KaartEvent.DRAFT_SAVED, target=card, by=by, version=card.version)
    return card


def words_of(draft: Draft) -> dict[str, str]:
    """Return what was typed on the card, by the name of its field at S12 and in the order of that page.

    The guard reads neighbours together: half an address in one field, half in the next. Names for the fingers of a
    hand are short and come last, so that they stand between nothing.
    """
    words: dict[str, str] = {}
    for block, voices in (("good", draft.good), ("unsafe", draft.unsafe), ("signals", draft.signals)):
        words |= {f"{block}_{number}_text": voice.text for number, voice in enumerate(voices.voices)}
        words[f"{block}_seen"] = voices.seen
    words |= {f"steps_{name}": getattr(draft.steps, name) for name in ("calm", "quarrel", "danger")}
    for block, lines in (("must", draft.must), ("facts", draft.facts), ("help", draft.help)):
        for number, line in enumerate(lines.lines):
            words |= {f"{block}_{number}_text": line.text, f"{block}_{number}_by": line.by}
    words |= {f"opinions_{opinion.who}_text": opinion.text for opinion in draft.opinions.opinions}
    for child in draft.children:
        own = f"child_{child.who}"
        words |= {f"{own}_nice": child.nice, f"{own}_notnice": child.not_nice}
        words |= {f"{own}_step{number}": step for number, step in enumerate(child.steps, 1)}
    hands = {f"child_{child.who}_hand": child.hand for child in draft.children}
    return words | {f"{name}{number}": text for name, hand in hands.items() for number, text in enumerate(hand)}


def check_ids(household: Household, draft: Draft) -> None:
    """Refuse a draft with an id that is not of this household. Raises NotOnThisCard."""
    people = {str(each) for each in household.people.values_list("uuid", flat=True)}
    voices = [voice for block in (draft.good, draft.unsafe, draft.signals) for voice in block.voices]
    lines = [line for block in (draft.must, draft.facts, draft.help) for line in block.lines]
    named = {each for voice in voices for each in voice.who} | {each for line in lines for each in line.apart}
    named |= {each.who for each in draft.opinions.opinions} | {child.who for child in draft.children}
    blocks = (draft.good, draft.unsafe, draft.agreements, draft.steps, draft.network)
    more = (draft.must, draft.facts, draft.signals, draft.help, draft.opinions)
    readers = {key for each in (*blocks, *more) for key in each.readers or ()}
    readers |= {key for voice in voices for key in voice.readers or ()}
    readers |= {key for line in lines for key in line.readers or ()}
    readers |= {key for each in (*draft.agreements.only, *draft.network.only) for key in each.readers}
    readers |= {key for each in draft.opinions.opinions for key in each.readers or ()}
    readers |= {pair[0] for child in draft.children for pair in child.answers if pair}
    readers.discard(content.PROFESSIONALS)
    if not named | readers <= people:
        raise NotOnThisCard("Kies mensen uit de lijst.")
    for chosen, related in ((draft.agreements.chosen, household.agreements), (draft.network.chosen, household.network)):
        known = {str(each) for each in related.filter(uuid__in=chosen).values_list("uuid", flat=True)}
        if not set(chosen) <= known:
            raise NotOnThisCard("Kies iets uit de lijst.")
