"""One mail a day to whom something waits (ux, S31). It says only that: not what, and not about whom.

A function of the database says for whom something came in; the mail is then sent in the name of that person.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from accounts import audit, outbox
from accounts.actor import acting_as
from accounts.choices import AccountEvent
from accounts.mail import WAITING
from accounts.models import User


def promise() -> int:
    """Promise one mail a person and a day, to who wants it; return how many have something unread of the last day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_with_news()")
        keys = [key for (key,) in cursor.fetchall()]
    wanting = User.objects.active().filter(pk__in=keys, daily_mail=True)
    people = {f"digest:{it.uuid}:{timezone.localdate()}": it for it in wanting}
    promised = outbox.states_of("send_mail", people)
    for key, person in people.items():
        if key in promised:
            continue
        with acting_as(person), transaction.atomic():
            audit.record(AccountEvent.DIGEST_PROMISED, target=person, by=person, scheduled=True)
            outbox.enqueue("send_mail", unique_key=key, by=person, mail=WAITING, user=person.uuid)
    return len(people)
