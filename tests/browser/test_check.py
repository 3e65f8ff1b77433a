"""The public check in a real browser: the code of a QR is verified there, and no server hears of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.browser.visitor import Visitor
from tests.veiligheidskaart import factories
from veiligheidskaart.services import codes

GENUINE = "Deze kaart is echt. Of dit de nieuwste is, weet je vaste contactpersoon."
UNKNOWN = "Wij kennen deze code niet."
TYPE_IT = "Dit apparaat kan de code niet zelf nakijken. Typ de 12 tekens die naast het blokje staan."
NO_ED25519 = "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));"
WEATHER = "https://www.buienradar.nl/"


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit(size="phone")


@pytest.fixture
def scanned(visitor: Visitor) -> str:
    """What stands after the # of a genuine print."""
    return codes.new_print(factories.finalised().editions.first()).address.partition("#")[2]


def answer(visitor: Visitor, after: str) -> str:
    """Return what the page says to who scans this."""
    visitor.open(f"{reverse('veiligheidskaart:check')}#{after}")
    shown = visitor.page.locator("[data-say]:not([hidden])")
    shown.wait_for()
    return shown.inner_text().strip()


def test_a_genuine_code_is_verified_without_asking_anybody(visitor: Visitor, scanned: str) -> None:
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url.partition("#")[0]))

    said = answer(visitor, scanned)

    assert said == GENUINE
    assert not [url for url in asked if scanned[:22] in url]
    assert {url.removeprefix(visitor.url).split("/")[1] for url in asked} == {"k", "static"}
    assert visitor.page.url.endswith("/k/")


@pytest.mark.parametrize("forge", ["another code", "another signature", "half"])
def test_a_forged_code_is_not_known(visitor: Visitor, scanned: str, forge: str) -> None:
    code, _, signature = scanned.partition(".")
    forged = {
        "another code": f"{codes.codes.new_scanned()}.{signature}",
        "another signature": f"{code}.{'A' * 86}",
        "half": f"{code}.{signature[:40]}",
    }[forge]

    assert answer(visitor, forged) == UNKNOWN


def test_a_browser_that_cannot_verify_says_so_and_offers_to_type(visitor: Visitor, scanned: str) -> None:
    visitor.page.add_init_script(NO_ED25519)

    assert answer(visitor, scanned) == TYPE_IT


@pytest.mark.parametrize("way", ["button", "shift"])
def test_the_way_out_leaves_no_page_to_go_back_to(visitor: Visitor, way: str) -> None:
    visitor.context.route(f"{WEATHER}**", lambda route: route.fulfill(body="weer"))
    visitor.forgiven.add(WEATHER)
    visitor.open(reverse("privacy"))
    visitor.open(reverse("veiligheidskaart:check"))

    if way == "button":
        visitor.page.get_by_role("link", name="Verlaat deze pagina").click()
    else:
        for _ in range(3):
            visitor.page.keyboard.press("Shift")
    visitor.page.wait_for_url(WEATHER)
    visitor.page.go_back()

    assert visitor.page.url.endswith(reverse("privacy"))


def test_typing_capitals_does_not_leave(visitor: Visitor) -> None:
    visitor.open(reverse("veiligheidskaart:check"))
    field = visitor.page.get_by_label("Typ de code van de kaart")

    field.focus()
    for sign in "KQM":
        visitor.page.keyboard.press(f"Shift+{sign}")

    assert field.input_value() == "KQM"
    assert visitor.page.url.endswith("/k/")
