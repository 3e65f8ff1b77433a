"""Nobody's text disappears: the version, the lock, and how two edits join."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.versions import VersionConflict, lock, merge, save
from cases.models import Household
from tests.cases.factories import HouseholdFactory, face_of

texts = st.sampled_from(["", "een", "twee", "drie"])
edits = st.fixed_dictionaries({"name": texts, "word": texts})


# --- Joining --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "mine", "theirs", "joined", "conflicts"),
    [
        ("oud", "oud", "oud", "oud", []),
        ("oud", "mijn", "oud", "mijn", []),
        ("oud", "oud", "hun", "hun", []),
        ("oud", "zelfde", "zelfde", "zelfde", []),
        ("oud", "mijn", "hun", "mijn", ["text"]),
        ("oud", "", "hun", "", ["text"]),
        (None, "mijn", None, "mijn", []),
        ("oud", None, "oud", None, []),
    ],
    ids=["nobody", "only me", "only them", "both the same", "both", "I emptied it", "it was empty", "I took it away"],
)
def test_two_edits_of_one_field(shown, mine, theirs, joined, conflicts):
    answer = merge(shown={"text": shown}, mine={"text": mine}, theirs={"text": theirs})

    assert answer == ({"text": joined}, conflicts)


@given(shown=edits, mine=edits, theirs=edits)
def test_no_text_of_either_disappears_without_being_shown(shown, mine, theirs):
    joined, conflicts = merge(shown=shown, mine=mine, theirs=theirs)

    for name in shown:
        changed = {value[name] for value in (mine, theirs) if value[name] != shown[name]}
        assert changed <= {joined[name]} or name in conflicts
        assert joined[name] in {shown[name], mine[name], theirs[name]}


@given(shown=edits, mine=edits)
def test_without_another_person_everything_is_as_i_typed_it(shown, mine):
    assert merge(shown=shown, mine=mine, theirs=shown) == (mine, [])


# --- Locking --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_row_that_nobody_changed_is_given_fresh():
    household = HouseholdFactory()
    Household.objects.filter(pk=household.pk).update(call_name="In de database")

    with transaction.atomic():
        assert lock(household, version=1).call_name == "In de database"


@pytest.mark.django_db
@pytest.mark.parametrize("seen", [1, 3])
def test_a_row_at_another_version_is_refused_and_shown_as_it_is(seen):
    household = HouseholdFactory()
    Household.objects.filter(pk=household.pk).update(version=2, call_name="Van een ander")

    with pytest.raises(VersionConflict) as conflict, transaction.atomic():
        lock(household, version=seen)

    assert (conflict.value.current.version, conflict.value.current.call_name) == (2, "Van een ander")


@pytest.mark.django_db
def test_an_act_that_replaces_no_text_asks_for_no_version():
    household = HouseholdFactory()
    Household.objects.filter(pk=household.pk).update(version=9)

    with transaction.atomic():
        assert lock(household, version=None).version == 9


@pytest.mark.django_db
def test_saving_counts_one_up_says_who_and_writes_nothing_else():
    household = HouseholdFactory()
    face = face_of(household)
    stale = Household.objects.get()
    Household.objects.filter(pk=household.pk).update(look_back_on="2026-12-24")

    save(stale, by=face, fields={"call_name": "Nieuw"})

    row = Household.objects.get()
    assert (row.call_name, row.version, row.changed_by, row.look_back_on.isoformat()) == (
        "Nieuw",
        2,
        face,
        "2026-12-24",
    )


@pytest.mark.django_db(transaction=True)
def test_of_five_who_save_the_same_version_at_once_one_wins_and_four_hear_it():
    household = HouseholdFactory()
    face = face_of(household)

    def change(number: int) -> str:
        try:
            with transaction.atomic():
                save(lock(household, version=1), by=face, fields={"call_name": f"Naam {number}"})
            return f"Naam {number}"
        except VersionConflict:
            return "conflict"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as threads:
        answers = sorted(threads.map(change, range(5)))

    row = Household.objects.get()
    assert (row.version, answers) == (2, [row.call_name, *["conflict"] * 4])
