"""The screens of cards from elsewhere: looking at a file, reading it in, and whose keys are trusted (docs/adr/0063)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from accounts.choices import Role
from accounts.models import User
from tests.accounts.factories import worker_of
from tests.browser.screens import Screen, send, send_empty
from tests.browser.screens_of_beheer import regional
from tests.browser.visitor import Visitor
from tests.browser.world import World
from tests.veiligheidskaart import factories
from tests.veiligheidskaart.forgeries import Issuer
from veiligheidskaart.models import TrustedIssuer
from veiligheidskaart.services import trust

PAGE = "veiligheidskaart:read-in"


def sanne(world: World) -> User:
    """Somebody of a local team."""
    return world.sanne


@cache
def elsewhere() -> tuple[str, bytes]:
    """Return the key list of another installation, and a card of it. Sealed in a thread without a browser in it."""
    folder = Path(tempfile.mkdtemp(prefix="elsewhere-"))

    def work() -> tuple[str, bytes]:
        there = Issuer.at(folder)
        return there.keys.public.read_text(), there.issue()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(work).result()


def trusted(world: World) -> dict[str, Any]:
    """Our list says whose keys those are."""
    row = TrustedIssuer.objects.trusted().filter(name="Voorbeeldstad").first()
    if row is None:
        row = trust.put_in(name="Voorbeeldstad", key_list=elsewhere()[0], by=regional(world))
        if row.trusted_at is None:
            office = regional(world).memberships.get().organisation
            trust.trust(row, by=worker_of(office, Role.ADMINISTRATOR, name="Bram Vos"))
    return {}


def listed(world: World) -> dict[str, Any]:
    """That installation."""
    trusted(world)
    return {"uuid": TrustedIssuer.objects.trusted().get(name="Voorbeeldstad").uuid}


def waiting(world: World) -> dict[str, Any]:
    """An installation that somebody else put in."""
    office = regional(world).memberships.get().organisation
    other = worker_of(office, Role.ADMINISTRATOR, name="Ada Bos")
    return {"uuid": factories.issuer(other, "Anderdorp").uuid}


def choose(data: Callable[[], bytes]) -> Callable[[Visitor], None]:
    """Choose this file and look at it."""

    def act(visitor: Visitor) -> None:
        file = {"name": "onze-kaart.pdf", "mimeType": "application/pdf", "buffer": data()}
        visitor.page.get_by_label("Bestand van de kaart").set_input_files(file)  # type: ignore[arg-type]
        send(visitor)

    return act


def genuine() -> bytes:
    return elsewhere()[1]


def look(visitor: Visitor) -> None:
    """Look at a genuine card."""
    choose(genuine)(visitor)
    visitor.page.get_by_role("button", name="Lees de kaart in").wait_for()


def unfinished(visitor: Visitor) -> None:
    """Look at a genuine card, and say yes without answering anything."""
    look(visitor)
    visitor.page.get_by_role("button", name="Lees de kaart in").click()


OF_READING_IN = [
    Screen("card from elsewhere, file", PAGE, sanne),
    Screen("card from elsewhere, no file", PAGE, sanne, then=send, then_status=422),
    Screen("card from elsewhere, genuine", PAGE, sanne, trusted, then=look),
    Screen("card from elsewhere, unfinished", PAGE, sanne, trusted, then=unfinished, then_status=422),
    Screen("card from elsewhere, no card", PAGE, sanne, then=choose(lambda: b"hallo"), then_status=422),
    Screen("whose cards", "veiligheidskaart:issuers", regional, lambda world: waiting(world) and trusted(world)),
    Screen("whose cards, refused", "veiligheidskaart:issuers", regional, then=send_empty, then_status=422),
    Screen("keys of another, waiting", "veiligheidskaart:issuer", regional, waiting),
    Screen("keys of another", "veiligheidskaart:issuer", regional, listed),
]
