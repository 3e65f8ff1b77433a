"""In Beheer: which blocks the cards of a region have."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from accounts.access import ScopedAction
from accounts.models import Organisation
from veiligheidskaart.choices import ALWAYS, Block
from veiligheidskaart.forms.blocks import BlocksForm
from veiligheidskaart.models import RegionBlocks
from veiligheidskaart.services import blocks as service


class CardBlocks(ScopedAction):
    """The blocks of one region, for who looks after its regiobureau."""

    model = Organisation
    access = "offices_of"
    template_name = "veiligheidskaart/region_blocks.html"
    form_class = BlocksForm

    def get_form_extras(self) -> dict[str, Any]:
        last = service.newest(self.object.region)
        return {"chosen": service.of_region(self.object.region), "after": last.pk if last else 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        always = [block.label for block in Block if block in ALWAYS]
        return super().get_context_data(
            region=self.object.region, always=always, last=service.newest(self.object.region), **kwargs
        )

    def act(self, *, blocks: list[str], after: int) -> RegionBlocks:
        chosen = service.choose(self.object.region, [Block(each) for each in blocks], after=after, by=self.user)
        messages.success(self.request, "De blokken van de kaart zijn bewaard. Ze gelden vanaf de volgende kaart.")
        return chosen

    def get_success_url(self) -> str:
        return reverse("veiligheidskaart:blocks", args=[self.object.uuid])
