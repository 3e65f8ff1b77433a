"""What the privacy check finds without anybody's names: kind by kind, and what it leaves alone. No database."""

from itertools import pairwise
from time import process_time

import pytest

from rvt.choices import FindingKind
from rvt.privacy import (
    Finding,
    ages,
    contact,
    dates,
    groups,
    names,
    pieces,
    places,
    rarity,
    replace,
    replace_all,
    resolve,
)
from rvt.privacy.reading import Reading

PATTERNS = (contact.marks, dates.marks, ages.marks, places.marks, groups.marks, rarity.marks, names.marks)


def found_in(text: str) -> list[tuple[str, FindingKind]]:
    """What the patterns find, as they stand in the text."""
    return [(finding.text, finding.kind) for finding in findings_in(text)]


def findings_in(text: str) -> tuple[Finding, ...]:
    reading = Reading(text)
    return resolve.findings(reading, [mark for marks in PATTERNS for mark in marks(reading)], [])


@pytest.mark.parametrize(
    ("text", "piece", "kind"),
    [
        ("Bel 06-12345678 als het misgaat.", "06-12345678", FindingKind.PHONE),
        ("Bel nul zes twaalf vierendertig zesenvijftig achtenzeventig.",
         "nul zes twaalf vierendertig zesenvijftig achtenzeventig", FindingKind.PHONE),
        ("Mail samira@voorbeeld.nl maar.", "samira@voorbeeld.nl", FindingKind.EMAIL),
        ("Zij wonen op 9999 XK nu.", "9999 XK", FindingKind.POSTCODE),
        ("Haar BSN is 111222333.", "111222333", FindingKind.BSN),
        ("Een auto met 12-ABC-3 erop.", "12-ABC-3", FindingKind.PLATE),
        ("Stort op NL91 ABNA 0417 1643 00 graag.", "NL91 ABNA 0417 1643 00", FindingKind.IBAN),
        ("Zij wonen in de kastanjelaan 12.", "kastanjelaan 12", FindingKind.STREET),
        ("Op eenentwintig juni trouwt ze.", "eenentwintig juni", FindingKind.DATE),
        ("Een zesjarige hoort dat niet.", "zesjarige", FindingKind.AGE),
        ("Zij zit op basisschool De Regenboog.", "basisschool De Regenboog", FindingKind.SCHOOL),
        ("Vader werkt bij Bakkerij Van Beek.", "Bakkerij Van Beek", FindingKind.EMPLOYER),
        ("Er zijn elf kinderen in huis.", "elf kinderen", FindingKind.RARE),
        ("Oma heet Toos.", "Toos", FindingKind.NAME),
        ("Full-width ０６１２３４５６７８ ook.", "０６１２３４５６７８", FindingKind.PHONE),
        ("Bel 06\u200b1234\u200b5678 maar.", "06\u200b1234\u200b5678", FindingKind.PHONE),
    ],
)  # fmt: skip
def test_what_leads_to_somebody_is_found_where_it_was_typed(text, piece, kind):
    assert (piece, kind) in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Het kind van 4 tot 11 jaar slaapt slecht.",
        "Wij komen nu 3 jaar bij dit gezin.",
        "Zij geven een 4 op een schaal van 0 tot 10.",
        "In oktober startte de hulp bij geld.",
        "Er is een schuld van 12.000 euro.",
        "Veilig Thuis en de GGZ denken mee.",
        "Kind 1 en kind 2 slapen bij oma.",
        "Sinds 2024 is er hulp.",
    ],
)
def test_what_says_nothing_about_who_it_is_stays_unmarked(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    "text", ["9 jaar", "4 tot 11 jaar", "moeder", "veel kinderen", "eind van de zomer", "hun adres"]
)
def test_what_the_check_proposes_is_not_marked_again(text):
    assert found_in(f"Het gaat over {text}.") in ([], [("9 jaar", FindingKind.AGE)])


@pytest.mark.parametrize(
    ("age", "band"),
    [(3, "0 tot 3 jaar"), (4, "4 tot 11 jaar"), (12, "12 tot 17 jaar"), (18, "18 tot 26 jaar"), (64, "27 tot 64 jaar"),
     (65, "65 jaar of ouder")],
)  # fmt: skip
def test_an_exact_age_becomes_a_band(age, band):
    (finding,) = findings_in(f"Moeder is {age} jaar oud.")

    assert finding.proposal == band


def test_a_name_behind_the_word_for_who_it_is_is_taken_out():
    text = "Oma Toos vangt de kinderen op."
    (finding,) = findings_in(text)

    assert replace(text, finding) == "Oma vangt de kinderen op."


def test_a_name_that_begins_the_next_sentence_is_replaced():
    (finding,) = findings_in("Er is ruzie tussen de ouders. Samira zegt niets.")

    assert (finding.text, finding.proposal) == ("Samira", "iemand")


def test_what_replaces_the_first_word_of_a_sentence_begins_with_a_capital():
    text = "Het ging mis. Samira zegt niets."
    finding = Finding(14, 20, "Samira", FindingKind.NAME, "Staat hier een naam?", "moeder")

    assert replace(text, finding) == "Het ging mis. Moeder zegt niets."


def test_a_finding_that_is_no_longer_there_replaces_nothing():
    finding = Finding(0, 6, "Samira", FindingKind.NAME, "Staat hier een naam?", "moeder")

    assert replace("Moeder zegt niets.", finding) == "Moeder zegt niets."


def test_the_same_name_is_replaced_everywhere_at_once():
    text = "Ik zag Joy. Later belde Joy."
    findings = findings_in(text)

    assert replace_all(text, findings, findings[0].key) == "Ik zag iemand. Later belde iemand."


def test_the_key_of_a_finding_says_nothing_of_its_words_and_is_the_same_for_the_same_words():
    first, second = findings_in("Ik zag Zoë. Later belde Zoe weer.")

    assert first.key == second.key
    assert "zo" not in first.key


def test_the_pieces_are_the_text_again():
    text = "Ik zag Joy op 3 mei, daarna niet meer."

    assert "".join(piece for piece, _ in pieces(text, findings_in(text))) == text


def test_findings_never_overlap():
    text = "Juf Anneke van De Regenboog (34) belde 06-12345678 op 3 mei vanaf Kastanjelaan 12 in Waterdonk."
    findings = findings_in(text)

    assert all(before.end <= after.start for before, after in pairwise(findings))


@pytest.mark.parametrize(
    "unit", ["a", "1", "06-", "a.b", "a@", "De ", "Van de ", "4, ", "(0", "Jan-", "'", "werkt bij de ", "zij is nu "]
)
def test_no_text_however_odd_takes_long(unit):
    started = process_time()

    found_in((unit * 20_000)[:20_000])

    assert process_time() - started < 5, "some pattern looks again and again at the same signs"
