"""A change and its history are one breath."""

import pytest
from django.db import connection, transaction

from accounts import audit
from accounts.choices import AccountEvent
from accounts.models import AuditEvent
from tests.accounts.factories import UserFactory


@pytest.mark.django_db
def test_an_event_says_what_who_and_about_what():
    user, colleague = UserFactory(), UserFactory()

    audit.record(AccountEvent.USER_BLOCKED, target=colleague, by=user, reason="left", since=colleague.uuid)

    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.target_kind, event.target, event.root, event.details) == (
        "user.blocked",
        user.uuid,
        "user",
        colleague.uuid,
        colleague.uuid,
        {"reason": "left", "since": str(colleague.uuid)},
    )


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    user = UserFactory()
    assert not connection.in_atomic_block

    with pytest.raises(RuntimeError, match="in the transaction of the change"):
        audit.record(AccountEvent.USER_BLOCKED, target=user, by=user)

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_disappears_with_the_change_that_failed():
    user = UserFactory()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(AccountEvent.PROFILE_CHANGED, target=user, by=user)
        raise ZeroDivisionError

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("story", ["Noor", "moeder is boos", "Beukenlaan 12", "é"])
def test_a_name_or_a_story_does_not_fit_in_an_event(story):
    user = UserFactory()

    with pytest.raises(ValueError, match="not an id or a code"):
        audit.record(AccountEvent.PROFILE_CHANGED, target=user, by=user, about=story)
