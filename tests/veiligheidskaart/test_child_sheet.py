"""The own card of a child: one sheet, also with the longest allowed text, with the fixed sentences on it."""

from __future__ import annotations

from dataclasses import replace

from tests.veiligheidskaart.cards import card
from veiligheidskaart import fit, pdf, rules
from veiligheidskaart.content import Card, Child
from veiligheidskaart.layout import arrange

NOOR = Child(
    "12345678-1234-1234-1234-123456789012", "Noor", ("Els", "Oma Ria", "Mama", "Juf Anne", "Sanne"),
    "Voorlezen.", "Ruzie.",
    ("Ik ga naar mijn kamer.", "Ik bel Els.", "Dan bel ik 112."), ("a",),
)  # fmt: skip


def own(child: Child) -> Card:
    return replace(card(), children=(child,)).for_reader(child.reader)


def test_the_longest_allowed_text_fits_on_one_sheet() -> None:
    words = "Samen pannenkoeken bakken en dan naar buiten gaan met de hond van oma Ria en van opa Jan, dat is fijn"
    longest = replace(
        NOOR,
        hand=("Buurvrouw Elsje.", "Oma Ria", "Meester Jan", "Juf Annemieke B.", "Verantwoordelijk"),
        nice=words[: rules.CHILD_LENGTH],
        not_nice=words[: rules.CHILD_LENGTH],
        steps=(words[: rules.CHILD_STEP_LENGTH],) * 3,
    )

    document = pdf.lay_out(pdf.markup(arrange(own(longest))))

    assert (fit.overflows(own(longest)), len(document.pages)) == ([], 1)


def test_what_does_not_fit_is_said_and_not_cut() -> None:
    wide = replace(NOOR, nice="W" * 100, not_nice="W" * 100, steps=("W" * 80,) * 3, hand=("W" * 16,) * 5)

    pages = len(pdf.lay_out(pdf.markup(arrange(own(wide)))).pages)

    assert fit.overflows(own(wide)) or pages == 1


def test_nothing_of_the_card_of_the_family_is_on_it() -> None:
    html = pdf.markup(arrange(own(NOOR)))

    assert "Het is niet mijn schuld." in html
    assert "Kindertelefoon 0800-0432" in html
    assert "Peter gaat een blokje om" not in html
