"""What somebody typed is kept for that person, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.http import QueryDict
from django.utils import timezone

from accounts import drafts, onetime
from accounts.models import Draft, SubmissionKey
from tests.accounts.factories import UserFactory
from tests.at_once import wait_until_somebody_waits

pytestmark = pytest.mark.django_db


def typed(text: str) -> QueryDict:
    return QueryDict(text)


def test_what_was_typed_comes_back_as_it_was_posted():
    user, about = UserFactory(), uuid4()

    drafts.keep(user, "film-add", about, typed("text=Samen+gegeten&lane=fine&lane=help"))

    kept = drafts.as_post(drafts.find(user, "film-add", about))
    assert dict(kept.lists()) == {"text": ["Samen gegeten"], "lane": ["fine", "help"]}


def test_the_keys_of_the_form_itself_are_not_kept():
    user = UserFactory()

    drafts.keep(
        user,
        "film-add",
        None,
        typed("csrfmiddlewaretoken=a&_sleutel=8a8a7f3e-3f0b-4f57-9d6e-0d5d3f1c2b11&_wie=c&_concept=1&text=d"),
    )

    assert Draft.objects.get().data == {"text": ["d"]}


@pytest.mark.parametrize("about", [None, uuid4()], ids=["about nothing", "about something"])
def test_there_is_one_draft_for_each_person_form_and_thing(about):
    user = UserFactory()

    drafts.keep(user, "film-add", about, typed("text=eerst"))
    drafts.keep(user, "film-add", about, typed("text=daarna"))

    assert Draft.objects.get().data == {"text": ["daarna"]}


@pytest.mark.parametrize("about", [None, uuid4()], ids=["about nothing", "about something"])
def test_the_database_holds_one_draft_for_each_person_form_and_thing(about):
    user = UserFactory()
    Draft.objects.create(owner=user, form="film-add", about=about, data={})

    with pytest.raises(IntegrityError, match="draft_once"), transaction.atomic():
        Draft.objects.create(owner=user, form="film-add", about=about, data={})


def test_another_person_does_not_find_it():
    user, colleague, about = UserFactory(), UserFactory(), uuid4()
    drafts.keep(user, "film-add", about, typed("text=geheim"))

    assert drafts.find(colleague, "film-add", about) is None


def test_another_form_and_another_thing_have_their_own():
    user, about = UserFactory(), uuid4()
    drafts.keep(user, "film-add", about, typed("text=film"))

    assert drafts.find(user, "phase-set", about) is None
    assert drafts.find(user, "film-add", uuid4()) is None
    assert drafts.find(user, "film-add", None) is None


def test_a_draft_that_was_sent_is_gone_and_the_others_stay():
    user, colleague, about = UserFactory(), UserFactory(), uuid4()
    for owner in (user, colleague):
        drafts.keep(owner, "film-add", about, typed("text=iets"))

    drafts.discard(user, "film-add", about)

    assert Draft.objects.get().owner == colleague


def test_a_draft_that_its_own_form_overtook_is_not_kept():
    user, key = UserFactory(), onetime.new_key()
    onetime.claim(user, UUID(key), "sent")

    drafts.keep(user, "film-add", None, typed(f"_concept=1&_sleutel={key}&text=iets"))

    assert not Draft.objects.exists()


def test_what_is_typed_after_going_back_to_a_form_that_was_sent_is_kept():
    user, key = UserFactory(), onetime.new_key()
    onetime.claim(user, UUID(key), "sent")
    SubmissionKey.objects.update(created_at=timezone.now() - drafts.OVERTAKEN_WITHIN)

    drafts.keep(user, "film-add", None, typed(f"_concept=1&_sleutel={key}&text=iets"))

    assert Draft.objects.get().data == {"text": ["iets"]}


@pytest.mark.django_db(transaction=True)
def test_a_draft_waits_for_its_form_that_is_being_sent():
    user, key = UserFactory(), onetime.new_key()

    def keep() -> None:
        try:
            drafts.keep(user, "film-add", None, typed(f"_concept=1&_sleutel={key}&text=iets"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        with transaction.atomic():
            onetime.claim(user, UUID(key), "sent")
            kept = worker.submit(keep)
            wait_until_somebody_waits()
            drafts.discard(user, "film-add", None)
        kept.result()

    assert not Draft.objects.exists()


def test_old_drafts_are_found():
    user = UserFactory()
    drafts.keep(user, "old", None, typed("text=oud"))
    drafts.keep(user, "new", None, typed("text=nieuw"))
    Draft.objects.filter(form="old").update(saved_at=timezone.now() - timedelta(days=31))

    assert [draft.form for draft in Draft.objects.older_than(timedelta(days=30))] == ["old"]
