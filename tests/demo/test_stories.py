"""The stories as they are planned for one day: nobody who exists, no story twice, and no date against another."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from cases.choices import PersonRole
from tests.demo.conftest import TODAY
from veiligheidskaart.demo import days, planning, present, reading
from veiligheidskaart.demo.people import PROFESSIONALS
from veiligheidskaart.demo.planning import Plan
from veiligheidskaart.demo.reading import FOLDER, StoryError
from veiligheidskaart.demo.region import MUNICIPALITIES, ORGANISATIONS
from veiligheidskaart.demo.story import Ago

REAL_PEOPLE = [
    "Pietermans",
    "Bakker",
    "Kukenheim",
    "Ooijen",
    "Koot",
    "Poel",
    "Noordzij",
    "Hoekstra",
    "Brandt",
    "Hofland",
    "Hendriks",
    "Polderman",
    "Joossen",
    "Wils",
    "Ruger",
    "Goedhart",
    "Vliet",
    "Langen",
    "Nooteboom",
]
"""Named in public sources; never in demo data (domain dossier 1.2)."""

REAL_PLACES = (
    "Roosendaal",
    "Bergen op Zoom",
    "Etten-Leur",
    "Moerdijk",
    "Halderberge",
    "Steenbergen",
    "Rucphen",
    "Woensdrecht",
    "Zundert",
    "Tilburg",
    "Breda",
    "Waalwijk",
)
"""The real region and its surroundings (domain dossier 9.1, 1.3)."""

NOT_OUR_WORDS = re.compile(
    r"cliënt|casus|dossier|\bdader|slachtoffer|systeem|coöperatief|escal|no-show|monitor|\bborg|geeft aan|!",
    re.IGNORECASE,
)
"""Words that families do not use about themselves (ux, 4)."""

OTHER_DAYS = [date(2027, month, 16) for month in range(1, 13)] + [date(2028, 2, 29)]


def _texts(plan: Plan) -> list[str]:
    """Everything that a reader can read about this household."""
    story = plan.story
    texts = [event.said.text for event in plan.film]
    texts += [note.text for event in plan.film for note in event.said.notes]
    texts += [words for phase in plan.phases for _, words in phase.said.quotes]
    for agreement in plan.agreements:
        texts += [agreement.said.what, agreement.said.detail, agreement.said.if_not, agreement.said.helps]
    for card in plan.cards:
        texts += [words for _, words in (*card.said.good, *card.said.unsafe, *card.said.views)]
        texts += [*card.said.steps, card.said.seen]
    texts += [face.heard for face in plan.faces] + [plan.duo.why if plan.duo else "", story.not_told_why]
    return [text for text in texts if text]


def _names(plan: Plan) -> set[str]:
    names = {person.said.name for person in plan.people} | {face.who.name.split()[0] for face in plan.faces}
    names |= {word for one in plan.story.network for word in one.name.split()}
    return names | ({plan.duo.who.name.split()[0]} if plan.duo else set())


def test_the_same_day_and_seed_give_the_same_plan() -> None:
    stories = reading.read_all()

    assert planning.make(stories, TODAY) == planning.make(stories, TODAY)


def test_there_are_eighty_active_and_forty_closed_households(plans: list[Plan]) -> None:
    kinds = Counter(plan.story.kind for plan in plans if plan.is_active)
    print(f"FIGURE demo_households {len(plans)} 120")
    print(f"FIGURE demo_people {sum(len(plan.people) for plan in plans)} 420")
    for kind, share in {
        "one_parent": 30,
        "two_parents": 24,
        "separated": 20,
        "blended": 8,
        "couple": 8,
        "adult_child": 6,
    }.items():
        print(f"FIGURE demo_kind_{kind}_percent {100 * kinds[kind] / kinds.total():.0f} {share}")

    assert Counter(plan.is_active for plan in plans) == {True: 80, False: 40}


def test_contact_changes_duos_and_places_keep_their_proportions(plans: list[Plan]) -> None:
    changes = Counter(min(len(plan.faces) - 1, 2) for plan in plans)
    for number, share in {0: 60, 1: 28, 2: 12}.items():
        print(f"FIGURE demo_face_changes_{number}_percent {100 * changes[number] / len(plans):.0f} {share}")
    active = [plan for plan in plans if plan.is_active]
    duos = [plan for plan in active if plan.duo]
    mixed = [plan for plan in duos if plan.partner.organisation != plan.team]
    print(f"FIGURE demo_duo_percent {100 * len(duos) / len(active):.0f} 55")
    print(f"FIGURE demo_duo_mixed_percent {100 * len(mixed) / len(duos):.0f} 80")
    places = Counter(plan.municipality for plan in plans)

    assert all(abs(100 * places[name] / len(plans) - share) < 2 for name, share in MUNICIPALITIES.items())


def test_no_film_sentence_stands_in_two_households(plans: list[Plan]) -> None:
    stands_in: dict[str, set[str]] = {}
    for plan in plans:
        names = _names(plan)
        for event in plan.film:
            for sentence in re.split(r"(?<=[.?])\s+", event.said.text):
                words = ["…" if word.strip(".,:?") in names else word for word in sentence.split()]
                stands_in.setdefault(re.sub(r"[^a-zà-ÿ… ]", "", " ".join(words).lower()), set()).add(
                    plan.story.call_name
                )
    alone = sum(len(households) == 1 for households in stands_in.values())
    print(f"FIGURE demo_unique_sentences {alone / len(stands_in):.3f} 0.95")

    assert alone / len(stands_in) >= 0.95


def test_nobody_who_exists_is_named() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt"))
    written += "\n".join(one.name for one in (*PROFESSIONALS, *ORGANISATIONS)) + "\n".join(MUNICIPALITIES)

    assert [name for name in (*REAL_PEOPLE, *REAL_PLACES) if re.search(rf"\b{name}\b", written)] == []


def test_the_words_are_those_of_families(plans: list[Plan]) -> None:
    assert [text for plan in plans for text in _texts(plan) if NOT_OUR_WORDS.search(text)] == []


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS])
def test_no_day_lies_ahead_except_what_is_due(today: date) -> None:
    for plan in planning.make(reading.read_all(), today):
        happened = [event.on for event in plan.film] + [phase.on for phase in plan.phases]
        happened += [face.since for face in plan.faces] + [card.on for card in plan.cards if card.on]
        happened += [moment.date() for agreement in plan.agreements for moment, _ in agreement.ticks]

        assert max(happened) < today, plan.story.call_name


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS])
def test_a_film_runs_from_earlier_to_later_and_stops_at_closing(today: date) -> None:
    for plan in planning.make(reading.read_all(), today):
        film = [event.on for event in plan.film]

        assert film == sorted(film), plan.story.call_name
        if not plan.is_active:
            assert plan.closed_on is not None
            assert film[-1] <= plan.closed_on < film[-1] + timedelta(days=45), plan.story.call_name
            assert [phase.on for phase in plan.phases if phase.on > plan.closed_on] == [], plan.story.call_name


def test_nothing_is_told_of_or_by_somebody_who_was_not_there_yet(plans: list[Plan]) -> None:
    for plan in plans:
        tellers = {one.name for one in plan.story.network} | {"vast", "duo"}
        for event in plan.film:
            for person in plan.people:
                named = re.search(rf"\b{re.escape(person.said.name)}\b", event.said.text)
                if named and person.born_on:
                    assert event.on >= person.born_on.replace(day=1), (plan.story.call_name, event.said.text)
                if event.said.teller == person.said.name and person.born_on:
                    assert (event.on - person.born_on).days > 4 * 365, (plan.story.call_name, event.said.text)
            assert event.said.teller in tellers | {person.said.name for person in plan.people}, plan.story.call_name


def test_the_contact_person_tells_and_is_named_only_from_the_start_on(plans: list[Plan]) -> None:
    for plan in plans:
        for raw, event in zip(plan.story.film, plan.film, strict=True):
            if raw.teller == "vast" or "{vast}" in raw.text:
                assert event.on >= plan.since.replace(day=1), (plan.story.call_name, raw.text)
            if raw.teller == "duo" or "{duo}" in raw.text:
                assert plan.duo, plan.story.call_name
                assert event.on >= plan.duo.since.replace(day=1), (plan.story.call_name, raw.text)


def test_faces_follow_each_other_and_each_change_has_a_reason(plans: list[Plan]) -> None:
    for plan in plans:
        assert plan.faces[0].since == plan.since
        for before, after in pairwise(plan.faces):
            assert before.since < after.since, plan.story.call_name
            assert before.who != after.who, plan.story.call_name
            assert after.reason, plan.story.call_name
            assert after.heard, plan.story.call_name


def test_phases_follow_each_other_within_the_time_together(plans: list[Plan]) -> None:
    for plan in plans:
        spoken = [phase.on for phase in plan.phases]

        assert spoken == sorted(spoken), plan.story.call_name
        assert not spoken or spoken[0] >= plan.since, plan.story.call_name


def test_parents_are_older_than_their_children(plans: list[Plan]) -> None:
    for plan in plans:
        parents = [one.said for one in plan.people if one.said.role in {PersonRole.MOTHER, PersonRole.FATHER}]
        children = [one.said for one in plan.people if one.said.role in {PersonRole.CHILD, PersonRole.ADULT_CHILD}]
        for parent in parents:
            for child in children:
                assert (parent.age or 0) - (child.age or 0) >= 16, (plan.story.call_name, parent.name, child.name)


def test_a_visit_on_a_weekday_falls_on_a_day_that_the_face_works(plans: list[Plan]) -> None:
    for plan in plans:
        face = plan.faces[-1].who
        for agreement in plan.agreements:
            if agreement.said.who == "vast":
                for number, word in days.WORDS.items():
                    if f"elke {word}" in agreement.said.what:
                        assert number in face.days, (plan.story.call_name, agreement.said.what)


def test_every_card_has_an_agreement_to_stand_on_it(plans: list[Plan]) -> None:
    for plan in plans:
        for card in plan.cards:
            assert plan.agreements_on(card.on or TODAY), (plan.story.call_name, card.on)


@pytest.mark.parametrize(
    ("day", "free"),
    [(date(2026, 12, 25), True), (date(2027, 3, 29), True), (date(2027, 5, 6), True), (date(2026, 11, 24), False)],
)
def test_nobody_works_on_a_holiday(day: date, free: bool) -> None:
    assert days.is_working_day(day) is not free


def test_a_school_day_moves_out_of_the_holidays() -> None:
    assert days.day_of(Ago(0, "s"), date(2026, 8, 20)) == date(2026, 7, 3)


def test_a_line_that_does_not_fit_says_where(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("== Familie Test\nfilm:\n3w ? Jan: wat\n", encoding="utf-8")

    with pytest.raises(StoryError, match=r"broken\.txt:3"):
        list(reading.read(path))


def test_who_stands_in_is_there_on_whatever_day_the_demo_is_loaded() -> None:
    """Weekends and holidays push days together."""
    years = 15
    for day in (TODAY + timedelta(days=number) for number in range(years * 366)):
        planned = list(present.absences(day))
        away = [(who, first, last) for who, _, first, last, yes in planned if yes]
        for _, stand_in, first, last, _ in planned:
            at_once = [who for who, begin, end in away if who == stand_in and begin <= last and first <= end]
            assert at_once == [], f"loaded on {day}"
