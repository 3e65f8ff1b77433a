"""What somebody typed is kept for that person, and for nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from accounts import drafts
from accounts.models import Draft
from tests.accounts.factories import UserFactory

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

    drafts.keep(user, "film-add", None, typed("csrfmiddlewaretoken=a&_sleutel=b&_wie=c&_concept=1&text=d"))

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


def test_old_drafts_are_found():
    user = UserFactory()
    drafts.keep(user, "old", None, typed("text=oud"))
    drafts.keep(user, "new", None, typed("text=nieuw"))
    Draft.objects.filter(form="old").update(saved_at=timezone.now() - timedelta(days=31))

    assert [draft.form for draft in Draft.objects.older_than(timedelta(days=30))] == ["old"]
