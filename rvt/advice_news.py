"""How notifications about the meeting and the advice read (`accounts.notifications`). None says what it is about.

`about` is the question, or for who recognises a family the item. Who may not see it any more is told nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.urls import reverse

from accounts.models import Notification, User
from accounts.slots import NotificationText
from rvt.models import Advice, AgendaItem
from rvt.services import advising, deciding, recognising

Texts = dict[int, NotificationText]


def _of_advice(sentence: str, action: str = "Lees") -> Callable[[User, Sequence[Notification]], Texts]:
    def texts(user: User, rows: Sequence[Notification]) -> Texts:
        asked = {row.about for row in rows}
        known: set[UUID] = set(
            Advice.objects.visible_to(user).filter(question__uuid__in=asked).values_list("question__uuid", flat=True)
        )
        return {
            row.pk: NotificationText(sentence, reverse("rvt:advice-detail", args=[row.about]), action)
            for row in rows
            if row.about in known
        }

    return texts


def _of_item(sentence: str) -> Callable[[User, Sequence[Notification]], Texts]:
    def texts(user: User, rows: Sequence[Notification]) -> Texts:
        names = dict(User.objects.filter(uuid__in={row.actor for row in rows}).values_list("uuid", "name"))
        items = AgendaItem.objects.run_by(user).filter(uuid__in={row.about for row in rows})
        meetings = dict(items.values_list("uuid", "meeting__uuid"))
        return {
            row.pk: NotificationText(
                sentence.format(name=names.get(row.actor, "Iemand")),
                reverse("rvt:meeting-live", args=[meetings[row.about]]),
            )
            for row in rows
            if row.about in meetings
        }

    return texts


PROVIDERS: dict[str, Callable[[User, Sequence[Notification]], Texts]] = {
    recognising.TOLD["leaves"]: _of_item("{name} herkent het gezin bij een vraag en gaat dan van tafel."),
    recognising.TOLD["open_talk"]: _of_item("{name} herkent het gezin bij een vraag en wil een open gesprek."),
    deciding.OFFERED: _of_advice("Het advies van de tafel ligt klaar. Lees je het na?"),
    advising.CHANGE_ASKED: _of_advice("De inbrenger vraagt een wijziging van een advies."),
    advising.CHANGED: _of_advice("De voorzitter paste je advies aan. Lees je het na?"),
    advising.LINES_WANTED: _of_advice("Een advies waar jij bij zat, ligt klaar. Je kunt er één regel bij zetten."),
    advising.FINAL: _of_advice("Je advies van de tafel is klaar."),
}
