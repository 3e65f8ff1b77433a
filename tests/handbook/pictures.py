"""What every picture of the handbook shows: whose screen, from which page on, and what that person does there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page], None]


def click(name: str) -> Act:
    """Follow the first link or press the first button that is called like this."""
    return lambda page: page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()


def unfold(selector: str) -> Act:
    """Open what folds."""
    return lambda page: page.locator(selector).first.click()


def choose(name: str) -> Act:
    """Choose one answer."""
    return lambda page: page.get_by_role("radio", name=name, exact=True).check(force=True)


def tick(name: str) -> Act:
    """Choose an answer beside others."""
    return lambda page: page.get_by_role("checkbox", name=name).first.check(force=True)


def write(name: str, text: str) -> Act:
    """Write into a field."""
    return lambda page: page.get_by_label(name).first.fill(text)


def press(key: str) -> Act:
    """Press a key."""
    return lambda page: page.keyboard.press(key)


def wait_for(text: str) -> Act:
    """Wait until this can be read."""
    return lambda page: page.get_by_text(text).first.wait_for()


@dataclass(frozen=True)
class Picture:
    """One file. `who` is a demo person; without `part` it shows the top of the page, as a window does."""

    name: str
    who: str
    path: str
    acts: tuple[Act, ...] = ()
    part: str = ""
    height: int = 900

    @property
    def file(self) -> str:
        """Its file beside the pages."""
        return f"{self.name}.png"


FAMILY = "Haddad – Van Dijk"
"""The household of the examples."""

SANNE, GERBEN, MARCO = "Sanne Verbeek", "Gerben Stolk", "Marco Janssen"
TAMARA, FRITS = "Tamara Wessels", "Frits van Elzen"
LOTTE, RENSKE, OLAF = "Lotte Zijlmans", "Renske Duinker", "Olaf Meeuwis"

PICTURES: dict[str, tuple[Picture, ...]] = {
    "iedereen.md": (
        Picture("iedereen-mijn-gegevens", SANNE, "/mijn/"),
        Picture("iedereen-sneltoetsen", SANNE, "/mijn-dag/", (click(FAMILY), press("?")), part="#toetsen"),
    ),
    "wijkteam.md": (
        Picture("wijkteam-mijn-dag", SANNE, "/mijn-dag/"),
        Picture("wijkteam-huishouden", SANNE, "/mijn-dag/", (click(FAMILY),)),
        Picture(
            "wijkteam-film",
            SANNE,
            "/mijn-dag/",
            (
                click(FAMILY),
                press("f"),
                wait_for("Wat gebeurde er?"),
                write("Wat gebeurde er?", "Noor vertelde over zwemles. Ze durft weer."),
                choose("Ging goed"),
            ),
            part="#paneel-film",
        ),
        Picture(
            "wijkteam-afspraak",
            SANNE,
            "/mijn-dag/",
            (click(FAMILY), press("a"), wait_for("Wie kijkt of het lukt?")),
            part="#paneel-afspraken",
        ),
        Picture(
            "wijkteam-kaart",
            SANNE,
            "/mijn-dag/",
            (click(FAMILY), press("k"), wait_for("Naar vaststellen"), choose("Peter"), wait_for("Wie bellen wij?")),
        ),
        Picture("wijkteam-vraag", SANNE, "/rvt/", (click("Stel een vraag"),), height=760),
    ),
    "duo-waarneming-teamleider.md": (
        Picture("duo-vraag", MARCO, "/mijn-dag/", (click("Lees de vraag"),), height=820),
        Picture("teamleider-mijn-dag", GERBEN, "/mijn-dag/", height=640),
        Picture("teamleider-vast-gezicht", GERBEN, "/mijn-dag/", (click("Kies een vast gezicht"),)),
    ),
    "veilig-thuis.md": (
        Picture(
            "veilig-thuis-consultatie",
            MARCO,
            "/consultaties/",
            (click("Nieuwe consultatie"), choose("School"), choose("Waterdonk"), tick("Kind ziet of hoort geweld")),
        ),
        Picture("veilig-thuis-lijst", MARCO, "/consultaties/", height=760),
    ),
    "voorzitter-en-secretaris.md": (
        Picture("rvt-wachtrij", TAMARA, "/rvt/", (click("Naar de wachtrij"),)),
        Picture("rvt-agenda", TAMARA, "/mijn-dag/", (click("Agenda samenstellen"),)),
        Picture("rvt-overleg", TAMARA, "/mijn-dag/", (click("Bekijk het overleg"),)),
    ),
    "deskundige.md": (
        Picture("deskundige-overleg", FRITS, "/rvt/", height=700),
        Picture("deskundige-mijn-gegevens", FRITS, "/mijn/", part="section:has(> #expertise)"),
    ),
    "beleid.md": (
        Picture("beleid-cijfers", LOTTE, "/"),
        Picture("beleid-wachten", LOTTE, "/cijfers/", (click("Van vraag tot tafel"),)),
    ),
    "beheerder.md": (
        Picture("beheerder-organisaties", RENSKE, "/beheer/"),
        Picture("beheerder-organisatie", RENSKE, "/beheer/", (click("GGZ De Oever"),), height=720),
        Picture("beheerder-talen", RENSKE, "/beheer/", (click("Talen van de kaart"),), height=760),
    ),
    "functionaris-gegevensbescherming.md": (
        Picture("fg-logboek", OLAF, "/logboek/", height=640),
        Picture("fg-nakijken", OLAF, "/logboek/", (click("Na te kijken"),), height=520),
        Picture("fg-noodtoegang", OLAF, "/noodtoegang/beoordelen/", height=520),
    ),
}
"""The pictures of each page, in the order in which the page shows them."""
