"""A family moves from one installation to another: two times `bin/run`, and nothing between them but a file.

Both load the demo region, under keys of their own. People do what they would do: click, type, and call each other.
Loading twice takes minutes, so `bin/test -m card` plays it; the suite goes the same way in one process (test_read_in).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitor import SIZES
from tests.ops.test_run import Run
from veiligheidskaart.arriving import SENTENCES
from veiligheidskaart.verify import Code

pytestmark = [pytest.mark.slow, pytest.mark.card]

SENDER, RECEIVER = "Sanne Verbeek", "Aisha Bouali"
CALL_NAME, NEW_NAME = "Haddad – Van Dijk", "De zeilers"
FAMILY = {"Samira": "moeder", "Peter": "vader", "Noor": "kind", "Sem": "kind", "Lina": "kind", "Oma Ria": "grootouder"}
AGREEMENTS = ("Peter gaat een blokje om als hij boos wordt", "Bij ruzie slapen de kinderen bij oma Ria")
OLD = "Donk en Kreek, oost"
CODE = re.compile(r"^[0-9A-Z]{4} [0-9A-Z]{4}$")
READY_SECONDS = 600
WAIT = 60_000
"""Milliseconds for a page; the machine runs two whole applications and a browser."""


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, Run]]:
    """Where the family lived, and where it goes."""
    if request.config.option.markexpr != "card":
        pytest.skip("bin/test -m card plays this: it takes minutes")
    both = Run(tmp_path_factory.mktemp("old"), is_demo=True), Run(tmp_path_factory.mktemp("new"), is_demo=True)
    try:
        yield both[0].wait_until_ready(READY_SECONDS), both[1].wait_until_ready(READY_SECONDS)
    finally:
        for run in both:
            run.stop()


class At:
    """People at one installation; each has a browser of their own."""

    def __init__(self, browser: Browser, port: int) -> None:
        self.browser, self.url = browser, f"http://127.0.0.1:{port}"

    def sign_in(self, name: str) -> Page:
        page = self._page()
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_count(0)
        return page

    def administrators(self) -> tuple[Page, Page]:
        """The two of the regiobureau."""
        page = self._page()
        names = page.get_by_role("button").filter(has_text="Beheerder").locator("strong").all_inner_texts()
        first, second = names
        return self.sign_in(first), self.sign_in(second)

    def _page(self) -> Page:
        context = self.browser.new_context(base_url=self.url, viewport=SIZES["wide"], locale="nl-NL")  # type: ignore[arg-type]
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.goto("/inloggen/")
        return page


def trust_the_old_one(old: At, new: At) -> None:
    """The new installation puts the keys of the old one on its list: one pastes them, another one says yes."""
    theirs, _ = old.administrators()
    theirs.goto("/beheer/kaarten-van-elders/")
    key_list = theirs.locator("#onze-lijst").input_value()
    first, second = new.administrators()
    first.goto("/beheer/kaarten-van-elders/")
    first.get_by_label("Van welke installatie?").fill(OLD)
    first.get_by_label("Sleutellijst", exact=True).fill(key_list)
    first.get_by_role("button", name="Voer de lijst in").click()
    second.goto("/beheer/kaarten-van-elders/")
    second.get_by_role("link", name=f"Bekijk de sleutels van {OLD}").click()
    second.get_by_role("button", name="De codes kloppen").click()
    expect(second.locator("body")).to_contain_text(f"Kaarten van {OLD} worden nu vertrouwd.")


def prepare(page: Page) -> bytes:
    """Gezin verhuist, as its contact person; return the file that goes along."""
    page.goto("/huishoudens/")
    page.get_by_role("link", name=CALL_NAME).first.click()
    page.wait_for_url("**/huishoudens/*-*/")
    page.goto(f"{page.url}verhuizen/")
    page.locator("label.chip", has_text="Samira").click()
    page.get_by_role("button", name="Maak de verhuizing klaar").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Pdf die meegaat").click()
    return Path(download.value.path()).read_bytes()


def send(page: Page, file: bytes) -> None:
    page.goto("/kaart-inlezen/")
    page.get_by_label("Bestand van de kaart").set_input_files(
        {"name": "onze-kaart.pdf", "mimeType": "application/pdf", "buffer": file}
    )
    page.get_by_role("button", name="Bekijk de kaart").click()


def one_byte_changed(file: bytes) -> bytes:
    """Of what is drawn on the first page."""
    start = file.index(b"stream") + 60
    return file[:start] + bytes([file[start] ^ 1]) + file[start + 1 :]


def read_in(page: Page) -> None:
    """Say yes to the card, with what it does not say."""
    expect(page.locator("main")).to_contain_text(f"Gemaakt door {OLD}")
    page.get_by_label("Hoe noemt het gezin zichzelf?").fill(NEW_NAME)
    for name, role in FAMILY.items():
        page.get_by_label(name, exact=True).select_option(label=role)
    for question in page.locator("select[name^=who_]").all():
        if not question.input_value():
            question.select_option(label="ik")
    page.locator("input[name=knows][value=yes]").check(force=True)
    page.locator("input[name=informed_on]").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Lees de kaart in").click()
    page.wait_for_url("**/huishoudens/*-*/")


def is_contact_person(page: Page, name: str) -> None:
    """On the page of a household there is one to call, and that is `name`."""
    expect(page.locator(".face__main .face__name")).to_have_text([name])


def test_a_family_moves_and_is_never_without_a_contact_person(browser: Browser, runs: tuple[Run, Run]) -> None:
    old, new = (At(browser, run.port) for run in runs)
    trust_the_old_one(old, new)
    sender, receiver = old.sign_in(SENDER), new.sign_in(RECEIVER)
    file = prepare(sender)

    send(receiver, one_byte_changed(file))
    expect(receiver.locator("main")).to_contain_text(SENTENCES[Code.DAMAGED])
    expect(receiver.get_by_role("button", name="Lees de kaart in")).to_have_count(0)

    send(receiver, file)
    read_in(receiver)
    is_contact_person(receiver, RECEIVER)
    for text in (*FAMILY, *AGREEMENTS, f"Kaart 3 van {OLD} is ingelezen", "Ga verder met de kaart"):
        expect(receiver.locator("main")).to_contain_text(text)

    sender.goto(sender.url.removesuffix("verhuizen/"))
    is_contact_person(sender, SENDER)
    expect(sender.locator("main")).to_contain_text("Jij blijft tot de nieuwe organisatie het gezin overneemt.")
    expect(sender.locator("main")).not_to_contain_text("Dit huishouden is afgesloten")

    code = receiver.locator("strong", has_text=CODE).inner_text()
    sender.get_by_role("link", name="Bekijk de verhuizing").click()
    sender.get_by_role("link", name="Ik heb de code").click()
    sender.get_by_label("Ontvangstcode").fill(code)
    sender.get_by_role("button", name="Gezin is overgenomen").click()
    expect(sender.get_by_text("Het gezin is overgenomen.")).to_be_visible()
    expect(sender.locator("main")).to_contain_text("Dit huishouden is afgesloten")
    receiver.reload()
    is_contact_person(receiver, RECEIVER)
