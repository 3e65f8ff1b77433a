"""A consultation during the call, with the keyboard only and in few presses (ux S18)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import Organisation, User
from rvt.models import Consultation
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

Arrive = Callable[..., Visitor]

MOST_PRESSES = 45
QUESTION = "Hoe praat de juf met een kind dat na het weekend stil is?"
ADVICE = "Kies een rustig moment. Zeg wat je ziet. Vraag niet naar de ouders."


class CountingKeyboard(Keyboard):
    """Counts every press but the letters of a text; two keys at once count for two."""

    presses = 0

    def press(self, *keys: str) -> None:
        self.presses += sum(len(key.split("+")) for key in keys)
        super().press(*keys)


@pytest.fixture
def marco(visit: Arrive, name_finder: str) -> User:
    """Somebody of a Veilig Thuis that works for three municipalities; made after the browser."""
    organisation: Organisation = OrganisationFactory(kind="veilig_thuis")
    for name in ("Esdoorn", "Lindehout", "Waterdonk"):
        organisation.municipalities.add(MunicipalityFactory(name=name, region=organisation.region))
    return worker_of(organisation, name="Marco Janssen")


@pytest.fixture
def visitor(visit: Arrive, marco: User) -> Visitor:
    visitor = visit()
    visitor.become(marco)
    visitor.open(reverse("rvt:consultation-create"))
    return visitor


def test_a_consultation_takes_few_presses(visitor: Visitor) -> None:
    keys = CountingKeyboard(visitor)

    keys.press("2")  # Wie vraagt? School
    keys.press("Tab", "Tab", "2")  # Gemeente: Lindehout
    keys.press("Tab", "3", "4")  # Waar gaat het over? Two natures
    keys.press("Tab", "Tab", "2")  # Hoe lang speelt dit al?
    keys.press("Tab")
    keys.type(QUESTION)
    keys.press("Tab")
    keys.type(ADVICE)
    keys.press("Tab", "Tab", "1")  # Hoe? Telefoon
    keys.press("Tab", "1")  # En nu? Klaar
    with visitor.page.expect_navigation(url="**/consultaties/"):
        keys.press("Control+Enter")

    print(f"FIGURE consultation_key_presses {keys.presses} {MOST_PRESSES}")
    kept = Consultation.objects.get()
    assert (kept.question, kept.advice) == (QUESTION, ADVICE)
    assert (kept.seeker_role.label, kept.municipality.name) == ("School", "Lindehout")
    assert {nature.code for nature in kept.natures.all()} == {"km_getuige", "km_scheiding"}
    assert kept.duration is not None
    assert kept.setting is not None
    assert (kept.duration.label, kept.setting.label, kept.what_now) == ("Korter dan 1 jaar", "Telefoon", "done")
    assert keys.presses <= MOST_PRESSES


def test_arrows_reach_what_has_no_number(visitor: Visitor) -> None:
    keys = Keyboard(visitor)
    keys.reach("Kind: lichamelijk geweld", "checkbox")

    keys.press("ArrowUp")
    assert visitor.focused() == "Nog niet duidelijk"
    assert visitor.has_visible_focus()

    keys.press("Space", "ArrowDown")
    assert visitor.focused().startswith("Kind: lichamelijk geweld")


def test_a_name_is_marked_when_the_field_is_left(visitor: Visitor) -> None:
    keys = Keyboard(visitor)
    keys.write("De vraag in één zin", "Wat doe ik met de appjes van 06 12345678?")
    keys.press("Tab")

    visitor.page.locator("#bevindingen").get_by_text("Staat hier een telefoonnummer?").wait_for()
    assert visitor.page.locator("#merk-question mark").inner_text() == "06 12345678"
    assert visitor.focused().startswith("Het advies")
