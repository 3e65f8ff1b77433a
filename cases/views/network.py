"""The family's own people who think along."""

from __future__ import annotations

from typing import Any

from cases.forms.network import NetworkPersonChangeForm, NetworkPersonForm
from cases.models import NetworkPerson
from cases.services.network import add_network_person, change_network_person
from cases.views.base import PanelForm, RowForm


class NetworkCreate(PanelForm):
    """Somebody new in the network."""

    form_class = NetworkPersonForm
    title = "Iemand uit het eigen netwerk"
    panel = "netwerk"
    partial = "cases/partials/network_form.html"
    said = "Het staat in het eigen netwerk."

    def act(self, **cleaned: Any) -> NetworkPerson:
        return add_network_person(self.object, by=self.user, **cleaned)


class NetworkChange(RowForm):
    """What is known of somebody in the network."""

    model = NetworkPerson
    access = "changeable_by"
    slug_url_kwarg = "network"
    form_class = NetworkPersonChangeForm
    title = "Wijzig de gegevens"
    panel = "netwerk"
    partial = "cases/partials/network_form.html"
    said = "Gegevens bewaard."

    def get_title(self) -> str:
        return f"Wijzig de gegevens van {self.object.name}"

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def act(self, **cleaned: Any) -> NetworkPerson:
        return change_network_person(self.object, by=self.user, **cleaned)
