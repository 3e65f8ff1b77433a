from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from veiligheidskaart import content, rules
from veiligheidskaart.content import BadContent, Draft, DraftSteps


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78", "0612345678", "06-12345678", "+31 6 12345678", "0031612345678", "020 123 45 67",
        "(020) 1234567",
        "088-000 11 22", "bel 06.12.34.56.78 maar",
    ],
)  # fmt: skip
def test_a_phone_number_is_found(text: str) -> None:
    assert rules.private_things(text) == ["een telefoonnummer"]


@pytest.mark.parametrize("text", ["1234 AB", "1234AB", "in 1234ab wonen", "9999 ZZ."])
def test_a_postcode_is_found(text: str) -> None:
    assert rules.private_things(text) == ["een postcode"]


@pytest.mark.parametrize("text", ["noor@voorbeeld.example", "a.b-c@x.nl"])
def test_an_e_mail_address_is_found(text: str) -> None:
    assert rules.private_things(text) == ["een e-mailadres"]


@pytest.mark.parametrize(
    "text",
    [
        "Kerkstraat 12",
        "kerkstraat 12a",
        "Lange Weg 3",
        "Burgemeester-Jansenlaan 101",
        "Dorpsplein nr. 4",
        "Havenkade 7 b",
    ],
)
def test_an_address_is_found(text: str) -> None:
    assert rules.private_things(text) == ["een adres"]


@pytest.mark.parametrize(
    "text",
    [
        "Bel 112.", "Veilig Thuis 0800-2000", "Kindertelefoon 0800-0432", "om 15.30 uur", "voor 24 november 2026",
        "in 2026 en in 2027",
        "Peter is 2 dagen weg", "Wij gaan weg 2 keer per week", "onderweg 3 keer bellen", "Er is 1 ding",
        "van 8.30 tot 17.00 uur",
        "1 op 10", "€ 1.250,50", "groep 5 en 6",
    ],
)  # fmt: skip
def test_ordinary_words_and_help_lines_are_fine(text: str) -> None:
    assert rules.private_things(text) == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("0612345678", "06 12 34 56 78"), ("+31 6 1234 5678", "06 12 34 56 78"), ("0031-612345678", "06 12 34 56 78"),
     ("088 000 11 22", ""), ("020 1234567", ""), ("", ""), ("06 123", "")],
)  # fmt: skip
def test_only_mobile_numbers_are_printed(typed: str, printed: str) -> None:
    assert rules.mobile(typed) == printed


@pytest.mark.parametrize(
    ("age", "is_child", "answer"),
    [(7, True, False), (8, True, True), (40, False, True), (None, True, False), (None, False, True)],
)
def test_who_gets_an_own_edition(age: int | None, is_child: bool, answer: bool) -> None:
    assert rules.can_read_own_edition(age, counts_as_child=is_child) is answer


@pytest.mark.parametrize(("days", "answer"), [(0, False), (1, True), (92, True), (93, False), (-3, False)])
def test_looking_back_is_within_three_months(days: int, answer: bool) -> None:
    today = date(2026, 11, 22)

    assert rules.look_back_is_allowed(today + timedelta(days=days), today=today) is answer


def test_working_days_are_one_sentence_when_the_hours_are_the_same() -> None:
    same = [("maandag", time(8, 30), time(17)), ("dinsdag", time(8, 30), time(17))]
    other = [("maandag", time(8, 30), time(17)), ("vrijdag", time(9), time(12))]

    assert rules.days_text(same) == "Maandag en dinsdag. Van 8.30 tot 17.00 uur."
    assert rules.days_text(other) == "Maandag 8.30 tot 17.00 uur. Vrijdag 9.00 tot 12.00 uur."
    assert rules.days_text([]) == ""


# --- The shape of a card ---------------------------------------------------------------------------
def test_a_draft_reads_back_as_it_was_written() -> None:
    draft = Draft(steps=DraftSteps("Thee", readers=("professionals",)), look_back_on=date(2026, 12, 1))

    assert content.load_draft(content.dump(draft)) == draft


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(address="Kerkstraat 12"),
        lambda data: data["steps"].update(location="52.1,4.5"),
        lambda data: data.pop("good"),
        lambda data: data.update(look_back_on="morgen"),
        lambda data: data.update(schema=3),
        lambda data: data["steps"].update(calm=3),
        lambda data: data["good"].update(voices={}),
        lambda data: data["good"]["voices"].append("Hoi"),
    ],
)
def test_anything_else_in_a_draft_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    data = content.dump(Draft())
    change(data)

    with pytest.raises(BadContent):
        content.load_draft(data)


def test_no_field_of_a_card_is_a_place() -> None:
    from dataclasses import fields, is_dataclass

    names = {field.name for kind in vars(content).values() if is_dataclass(kind) for field in fields(kind)}

    assert not {
        name
        for name in names
        if any(word in name for word in ("address", "place", "location", "street", "town", "postcode", "lat", "lon"))
    } - {"long", "translations"}
