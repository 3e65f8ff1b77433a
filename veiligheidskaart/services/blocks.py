"""Which blocks the cards of a region have. A card that is final keeps the blocks that it was made with."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts import audit
from accounts.errors import DomainError
from accounts.models import Region, User
from cases.models import Household
from veiligheidskaart.choices import ALWAYS, Block, KaartEvent
from veiligheidskaart.models import RegionBlocks


class ChosenMeanwhile(DomainError):
    """Two people chose at once; the second one looks again."""


def of_household(household: Household) -> frozenset[Block]:
    """Return the blocks of the cards of this household: those of the region of its municipality."""
    return _blocks(RegionBlocks.objects.filter(region__municipalities=household.municipality_id).first())


def newest(region: Region) -> RegionBlocks | None:
    """Return the last choice of a region; None when it never chose."""
    return RegionBlocks.objects.filter(region=region).select_related("by").first()


def of_region(region: Region) -> frozenset[Block]:
    """Return the blocks of the cards of a region."""
    return _blocks(newest(region))


def _blocks(chosen: RegionBlocks | None) -> frozenset[Block]:
    return frozenset(Block) if chosen is None else frozenset(map(Block, chosen.blocks)) | ALWAYS


@transaction.atomic
def choose(region: Region, blocks: Collection[Block], *, after: int, by: User) -> RegionBlocks:
    """Keep these blocks for the cards of a region, from the next card on. The same blocks again change nothing.

    `after` is the id of the choice that was shown, 0 for none. Raises ChosenMeanwhile.
    """
    Region.objects.select_for_update(of=("self",), no_key=True).get(pk=region.pk)
    last = newest(region)
    wanted = [block for block in Block if block in ALWAYS or block in blocks]
    if last is not None and list(last.blocks) == wanted:
        return last
    if (last.pk if last else 0) != after:
        raise ChosenMeanwhile("Iemand koos net andere blokken. Kijk nog een keer en kies opnieuw.")
    row: RegionBlocks = RegionBlocks.objects.create(region=region, blocks=wanted, by=by)
    audit.record(KaartEvent.BLOCKS_CHOSEN, target=row, by=by, number=len(wanted))
    return row
