"""Whose paper must tell no protective step, and what a row says then. No database."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.choices import AccessEvent
from cases.overview import CARE, NEUTRAL, Looked, Safety, rows_of

MOTHER, FATHER, CHILD, GRANDMOTHER = 1, 2, 3, 4
DAY = date(2026, 11, 3)
TEAM, SHELTER = uuid4(), uuid4()
NAMES = {TEAM: "Wijkteam Oost", SHELTER: "Opvang Het Baken"}


def looked(organisation: UUID = TEAM, **more: Any) -> Looked:
    fields: dict[str, Any] = {
        "day": DAY,
        "organisation": organisation,
        "role": "contact",
        "is_emergency": False,
        "kind": "household",
        "event": AccessEvent.LOOK,
        "is_own": False,
    }
    return Looked(**{**fields, **more})


def safety(**more: Any) -> Safety:
    """A household with a child; keys of people in sets."""
    return Safety(children=frozenset({CHILD}), **{name: frozenset(value) for name, value in more.items()})


# --- Whose paper ----------------------------------------------------------------------------------


def test_without_anything_to_keep_everybody_reads_everything() -> None:
    assert [reader for reader in (MOTHER, FATHER, CHILD) if safety().guards_from(reader)] == []


@pytest.mark.parametrize(
    ("kept", "guarded"),
    [
        ({"unsafe": {(MOTHER, FATHER)}}, {FATHER, CHILD}),
        ({"unsafe": {(CHILD, FATHER)}}, {FATHER, CHILD}),
        ({"hidden": {MOTHER}}, {FATHER, CHILD, GRANDMOTHER}),
        ({"hidden": {MOTHER, CHILD}}, {FATHER, CHILD, GRANDMOTHER}),
        ({"hidden": {MOTHER, CHILD}, "unsafe": {(MOTHER, FATHER)}}, {FATHER, CHILD, GRANDMOTHER}),
        ({"hidden": {CHILD}}, {MOTHER, FATHER, CHILD, GRANDMOTHER}),
        ({"hidden": {CHILD}, "unsafe": {(CHILD, FATHER)}}, {FATHER, CHILD}),
        ({"hidden": {MOTHER, FATHER}}, {MOTHER, FATHER, CHILD, GRANDMOTHER}),
    ],
)
def test_a_paper_is_guarded_from_whoever_is_unsafe_or_might_be(kept: dict[str, Any], guarded: set[int]) -> None:
    household = safety(**kept)

    assert {each for each in (MOTHER, FATHER, CHILD, GRANDMOTHER) if household.guards_from(each)} == guarded


def test_a_shelter_is_told_only_to_who_is_known_to_be_kept_safe() -> None:
    unknown = Safety(in_shelter=True)
    known = Safety(in_shelter=True, unsafe=frozenset({(MOTHER, FATHER)}))

    assert unknown.guards_from(MOTHER)
    assert not known.guards_from(MOTHER)
    assert known.guards_from(GRANDMOTHER)


# --- What a row says ------------------------------------------------------------------------------


def test_lines_of_one_day_organisation_and_role_are_one_row() -> None:
    lines = [looked(), looked(kind="filmevent", event=AccessEvent.CHANGE), looked(role="cover")]

    rows = rows_of(lines, NAMES, guarded=False)

    assert [(row.organisation, row.role, row.what, row.did, row.why) for row in rows] == [
        (
            "Wijkteam Oost",
            "Vaste contactpersoon",
            "film en huishouden",
            "gelezen en opgeschreven",
            "Hulp aan het gezin",
        ),
        ("Wijkteam Oost", "Waarneming", "huishouden", "gelezen", "Hulp aan het gezin"),
    ]


def test_an_emergency_is_told_as_such() -> None:
    (row,) = rows_of([looked(role="emergency", is_emergency=True)], NAMES, guarded=False)

    assert (row.role, row.why, row.is_emergency) == ("Noodtoegang", "Er was gevaar", True)


def test_an_organisation_that_is_gone_is_care() -> None:
    (row,) = rows_of([looked(uuid4())], NAMES, guarded=False)

    assert row.organisation == CARE


@pytest.mark.parametrize(
    "more",
    [
        {"organisation": SHELTER, "role": "invited"},
        {"role": "duo"},
        {"role": "team_lead"},
        {"role": "emergency", "is_emergency": True},
        {"is_emergency": True},
        {"kind": "reveal"},
        {"kind": "protectedfact", "is_own": True},
        {"kind": "filmevent"},
        {"kind": "kaartpdf", "event": AccessEvent.EXPORT},
        {"kind": "involvement"},
        {"kind": "something_new"},
        {"event": AccessEvent.CHANGE},
        {"kind": "person"},
    ],
)
def test_for_a_guarded_reader_everything_that_could_tell_a_step_is_one_neutral_row_a_day(more: dict[str, Any]) -> None:
    rows = rows_of([looked(**more), looked(**more)], NAMES, guarded=True)

    assert [(row.day, row.organisation, row.role, row.what, row.did, row.why, row.is_emergency) for row in rows] == [
        (DAY, CARE, "", "", "", NEUTRAL, False)
    ]


@pytest.mark.parametrize(
    "more",
    [{}, {"role": "cover"}, {"kind": "agreement"}, {"kind": "person", "is_own": True, "event": AccessEvent.CHANGE}],
)
def test_a_guarded_reader_learns_that_the_face_read_along_but_no_organisation(more: dict[str, Any]) -> None:
    (row,) = rows_of([looked(**more)], NAMES, guarded=True)

    assert row.organisation == CARE
    assert row.why == "Hulp aan het gezin"
    assert row.role
