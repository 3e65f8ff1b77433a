"""The fixed texts of a card in every language: nothing is forgotten, and the words that people typed are their own."""

from __future__ import annotations

import gettext
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings
from django.utils.html import escape

from tests.veiligheidskaart.cards import card
from veiligheidskaart import languages, pdf
from veiligheidskaart.content import Item, Items, Reader, Translation, Voice, Voices
from veiligheidskaart.isolated import Isolated, bdi
from veiligheidskaart.languages import LANGUAGES, TRANSLATED, language_named, long_day, names, say, working_days
from veiligheidskaart.layout import arrange
from veiligheidskaart.translating import for_reader, key_of, spoken, typed_texts

CARD = Path(settings.BASE_DIR, "templates", "veiligheidskaart", "card")
CODE = Path(settings.BASE_DIR, "veiligheidskaart")
DUTCH = "Peter gaat nu wandelen als hij boos wordt."
ARABIC = "يذهب بيتر الآن للمشي عندما يغضب."


def fixed_texts() -> set[str]:
    """Return every fixed text that the templates and the code of the card ask for by name."""
    said = {
        text
        for path in CARD.glob("*.html")
        for text in re.findall(r'{% vast "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    code = "".join((CODE / f"{name}.py").read_text(encoding="utf-8") for name in ("layout", "calling", "heights"))
    said |= set(re.findall(r'say(?:_of)?\([\w.]*language, "([^"]+)"', code))
    return said | {*languages.DAYS, *languages.MONTHS}


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_fixed_text_is_in_every_catalogue(code: str) -> None:
    assert fixed_texts() - languages.texts_of(code).keys() == set()
    assert len(fixed_texts()) > 50


def test_everything_that_a_whole_card_says_is_in_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what is chosen while the card is laid out: titles of blocks, steps, what somebody finds."""
    asked: set[str] = set()

    class Listening(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            asked.add(message)
            return message

        def ngettext(self, one: str, many: str, count: int) -> str:
            return self.gettext(one)

    monkeypatch.setattr(languages, "catalogue", lambda code: Listening())
    lines = Items((Item("Een.", "twee", "not_yet"), Item("Noor", "Nee.", "disagree"), Item("Sem", "", "other")))
    voices = Voices((Voice("Samira", "Zo."),), "Dit.", "Sanne")
    whole = card(must=lines, facts=lines, help=lines, opinions=lines, signals=voices, views=(Voice("Sem", "Nee."),))

    pdf.markup(arrange(whole))

    assert asked - languages.texts_of("en").keys() == set()
    assert len(asked) > 40


@pytest.mark.parametrize("code", TRANSLATED)
def test_all_catalogues_hold_the_same_texts_and_none_is_empty(code: str) -> None:
    texts = languages.texts_of(code)

    assert texts.keys() == languages.texts_of("en").keys()
    assert [dutch for dutch, said in texts.items() if not all(each.strip() for each in said)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_fills_in_what_the_dutch_fills_in(code: str) -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    texts = languages.texts_of(code)

    assert [dutch for dutch, said in texts.items() if any(places(each) != places(dutch) for each in said)] == []


def test_no_template_of_the_card_says_something_in_dutch_by_itself() -> None:
    for path in CARD.glob("*.html"):
        if path.name == "child.html":  # the own card of a child is Dutch
            continue
        bare = re.sub(
            r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}|{{.*?}}|<[^>]*>", "", path.read_text(), flags=re.S
        )
        assert re.findall(r"[^\W\d_]{2,}", bare) == [], path.name


def test_another_text_is_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = languages.digest_of("tr")
    changed = {**languages.texts_of("tr"), "Onze kaart": ["Başka bir kart"]}
    monkeypatch.setattr(languages, "texts_of", lambda code: changed)

    assert languages.digest_of.__wrapped__("tr") != before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Nederlands", "nl"),
        ("arabisch", "ar"),
        ("Arabisch (Syrië)", "ar"),
        ("Oekraïens", "uk"),
        ("Gebarentaal", "nl"),
        ("", "nl"),
    ],
)
def test_the_language_of_somebody_is_read_from_what_was_written(words: str, code: str) -> None:
    assert language_named(words) == code


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("nl", "dinsdag 1 december 2026"),
        ("en", "Tuesday 1 December 2026"),
        ("ar", "الثلاثاء 1 ديسمبر 2026"),
        ("tr", "1 Aralık 2026 Salı"),
        ("pl", "wtorek 1 grudnia 2026"),
        ("uk", "вівторок 1 грудня 2026"),
        ("ti", "ሰሉስ 1 ታሕሳስ 2026"),
    ],
)
def test_a_day_is_written_as_in_that_language(code: str, day: str) -> None:
    assert long_day(date(2026, 12, 1), code) == day


def test_names_are_joined_as_in_that_language() -> None:
    assert names("pl", ["Samira", "Peter", "Noor"]) == "Samira, Peter i Noor"
    assert names("tr", ["Samira"]) == "Samira"


def test_working_days_are_said_again_and_anything_else_is_left_alone() -> None:
    same, own = "Maandag en dinsdag. Van 8.30 tot 17.00 uur.", "Maandag 8.30 tot 17.00 uur. Vrijdag 9.00 tot 12.00 uur."

    assert working_days(same, "en") == "Monday and Tuesday. From 8.30 to 17.00."
    assert working_days(own, "pl") == "Poniedziałek od 8.30 do 17.00. Piątek od 9.00 do 12.00."
    assert working_days("Bel liever na het eten.", "en") is None


# --- Texts in two directions ---------------------------------------------------------------------
def test_on_a_card_from_right_to_left_names_and_numbers_stand_apart() -> None:
    made = say("ar", "Gevaar? Bel {number}", number=112)

    assert '<bdi dir="ltr" class="kaart-nowrap">112</bdi>' in made.__html__()
    assert names("ar", ["Samira"]).__html__() == '<bdi dir="ltr">Samira</bdi>'


def test_on_a_dutch_card_a_name_from_right_to_left_stands_apart() -> None:
    assert bdi("سميرة", "ltr").__html__() == '<bdi dir="rtl">سميرة</bdi>'
    assert bdi("Samira", "ltr").__html__() == "Samira"


def test_what_was_typed_is_never_markup() -> None:
    text = '<script>{day}</script> "a" & {names}'

    assert say("ar", "Van: {who}", who=text).__html__().count(escape(text)) == 1
    assert "<script>" not in bdi(text, "rtl", lang="nl").__html__()


# --- The words of the family ---------------------------------------------------------------------
def test_a_translated_text_stands_for_the_dutch_and_a_missing_one_is_dutch() -> None:
    made = spoken(card(language="ar", translations=(Translation("ar", key_of(DUTCH), ARABIC),)))

    assert made.good is not None
    assert made.steps is not None
    assert made.good.voices[0].text == ARABIC
    assert isinstance(made.steps.calm, Isolated)
    assert made.steps.calm.__html__() == '<bdi dir="ltr" lang="nl">Peter gaat wandelen.</bdi>'


def test_when_the_dutch_changes_its_translation_is_no_longer_used() -> None:
    changed = Voices((Voice("Samira", f"{DUTCH} Altijd."),))
    made = spoken(card(language="ar", good=changed, translations=(Translation("ar", key_of(DUTCH), ARABIC),)))

    assert made.good is not None
    assert made.good.voices[0].text == f"{DUTCH} Altijd."


def test_names_are_no_texts_to_translate() -> None:
    texts = [text for _, text in typed_texts(card())]

    assert DUTCH in texts
    assert "Kinderen kunnen er altijd slapen" in texts
    assert {"Oma Ria", "Samira", "Sanne Verbeek"}.isdisjoint(texts)


def test_the_translation_of_a_hidden_text_does_not_travel_along() -> None:
    """Canary: an edition holds no word that its reader may not read, in no language."""
    secret, hidden = "Dit is geheim.", "Bu bir sır."
    known = Voice("Peter", "Dit mag.", readers=("a", "b"))
    whole = card(
        reader=None,
        readers=(Reader("a", "Samira", "tr"), Reader("b", "Peter")),
        good=Voices((Voice("Peter", secret, readers=("b",)), known), readers=("a", "b")),
        translations=(Translation("tr", key_of(secret), hidden), Translation("tr", key_of("Dit mag."), "Olur.")),
    )

    own = for_reader(whole, whole.readers[0])

    assert (own.language, [each.text for each in own.translations]) == ("tr", ["Olur."])


def test_an_edition_holds_only_its_own_language() -> None:
    both = (Translation("tr", key_of(DUTCH), "Yürür."), Translation("ar", key_of(DUTCH), ARABIC))

    good = Voices((Voice("Samira", DUTCH, readers=("a",)),), readers=("a",))

    own = for_reader(card(good=good, translations=both), Reader("a", "Samira", "ar"))

    assert [each.language for each in own.translations] == ["ar"]


def test_the_name_in_a_list_of_names_stays_a_name() -> None:
    layout = arrange(card(language="tr", network=Items((Item("Oma Ria", "Luistert"),), readers=())))

    (network,) = [cell for cell in layout.cells if cell.kind == "network"]
    assert network.items[0].title.__html__() == "Oma Ria"  # type: ignore[attr-defined]
    assert network.items[0].detail.__html__() == '<bdi dir="ltr" lang="nl">Luistert</bdi>'  # type: ignore[attr-defined]


def test_every_language_is_known_by_its_own_name() -> None:
    assert [each.own for each in LANGUAGES.values()] == [
        "Nederlands", "English", "العربية", "Türkçe", "Polski", "Українська", "ትግርኛ",
    ]  # fmt: skip
