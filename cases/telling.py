"""How notifications about access read (`accounts.notifications`).

A name of a family stands there only while the reader may see that family. `about` is the involvement. Another level
makes another involvement; then the sentence says less, and the page about access says how it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import Notification, User
from accounts.slots import NotificationText
from accounts.templatetags.ui import long_date
from cases.models import Household, Involvement
from cases.services.access import last_day_of

Texts = dict[int, NotificationText]


@dataclass(frozen=True)
class _About:
    """One notification: who did it, and the access that it is about as far as the reader may see that."""

    who: str
    involvement: Any
    household: Household | None

    @property
    def family(self) -> str:
        """The name of the family, or that it is one."""
        return self.household.call_name if self.household else "een gezin"

    @property
    def guest(self) -> str:
        """Whose access it is."""
        return self.involvement.user.name if self.involvement else "een collega"

    @property
    def until(self) -> str:
        """ ", tot en met 17 december 2026", while it still runs."""
        day = last_day_of(self.involvement.ends_at) if self.involvement else None
        return f", tot en met {long_date(day)}" if day else ""


def access_given(user: User, rows: list[Notification]) -> Texts:
    """I may look along."""
    return _texts(user, rows, lambda it: f"{it.who} gaf jou toegang tot {it.family}{it.until}.")


def access_given_to(user: User, rows: list[Notification]) -> Texts:
    """Somebody else let a colleague look along with my family."""
    return _texts(user, rows, lambda it: f"{it.who} gaf {it.guest} toegang tot {it.family}{it.until}.")


def access_extended(user: User, rows: list[Notification]) -> Texts:
    """My access got another end."""
    return _texts(user, rows, lambda it: f"{it.who} veranderde jouw toegang tot {it.family}{it.until}.")


def access_extended_of(user: User, rows: list[Notification]) -> Texts:
    """The access of a guest of my family got another end."""
    return _texts(user, rows, lambda it: f"{it.who} veranderde de toegang van {it.guest} tot {it.family}{it.until}.")


def access_stopped(user: User, rows: list[Notification]) -> Texts:
    """I may not look along any more; which family it was is not said."""
    names = _names(rows)
    return {
        row.pk: NotificationText(f"{names.get(row.actor, 'Een collega')} stopte jouw toegang tot een gezin.", "")
        for row in rows
    }


def access_stopped_of(user: User, rows: list[Notification]) -> Texts:
    """A guest of my family stopped."""
    return _texts(user, rows, lambda it: f"{it.who} stopte de toegang van {it.guest} tot {it.family}.")


def access_ends(user: User, rows: list[Notification]) -> Texts:
    """Access stops within a week: is it still needed? Said while it still runs."""
    found = _involvements(user, rows)
    texts: Texts = {}
    for row in rows:
        involvement = found.get(row.about)
        day = last_day_of(involvement.ends_at) if involvement else None
        if involvement is None or day is None:
            continue
        family = involvement.household.call_name
        page = reverse("cases:access", args=[involvement.household.uuid])
        if involvement.user_id == user.pk:
            sentence = f"Jouw toegang tot {family} stopt op {long_date(day)}. Nog nodig? Bel het vaste gezicht."
        else:
            sentence = f"Toegang van {involvement.user.first_name} stopt op {long_date(day)}. Nog nodig?"
        texts[row.pk] = NotificationText(sentence, page)
    return texts


def access_may_end(user: User, rows: list[Notification]) -> Texts:
    """The other side says that access may stop."""
    return _texts(user, rows, lambda it: f"{it.who} zegt: de toegang van {it.guest} tot {it.family} mag stoppen.")


def knows_family(user: User, rows: list[Notification]) -> Texts:
    """Somebody knows a family and looks along no more."""
    return _about_families(user, rows, lambda who, family: f"{who} kent {family} zelf en kan niet meer meekijken.")


def kept_out(user: User, rows: list[Notification]) -> Texts:
    """The team lead keeps somebody away from my family."""
    return _about_families(user, rows, lambda who, family: f"{who} sloot iemand uit: die kan {family} niet zien.")


def _about_families(user: User, rows: list[Notification], sentence: Callable[[str, str], str]) -> Texts:
    seen = Household.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])
    households = {household.uuid: household for household in seen}
    names = _names(rows)
    texts: Texts = {}
    for row in rows:
        household = households.get(row.about)
        family = household.call_name if household else "een gezin"
        url = reverse("cases:access", args=[household.uuid]) if household else ""
        texts[row.pk] = NotificationText(sentence(names.get(row.actor, "Een collega"), family), url)
    return texts


def household_silent(user: User, rows: list[Notification]) -> Texts:
    """Nobody had contact with my family for longer than agreed. Who may not see it any more is told nothing."""
    families = {it.uuid: it for it in Household.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])}
    return {
        row.pk: NotificationText(
            f"{families[row.about].call_name} is lang stil.", families[row.about].get_absolute_url()
        )
        for row in rows
        if row.about in families
    }


def _texts(user: User, rows: list[Notification], sentence: Callable[[_About], str]) -> Texts:
    found, names = _involvements(user, rows), _names(rows)
    texts: Texts = {}
    for row in rows:
        involvement = found.get(row.about)
        household = involvement.household if involvement else None
        url = reverse("cases:access", args=[household.uuid]) if household else ""
        about = _About(names.get(row.actor, "Een collega"), involvement, household)
        texts[row.pk] = NotificationText(sentence(about), url)
    return texts


def _involvements(user: User, rows: Iterable[Notification]) -> dict[Any, Any]:
    """By UUID, those of households that `user` may see."""
    seen = Involvement.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])
    return {row.uuid: row for row in seen.with_end().select_related("user", "household")}


def _names(rows: Iterable[Notification]) -> dict[Any, str]:
    """Who did it, by UUID; somebody who is gone is not in it."""
    return dict(User.objects.filter(uuid__in=[row.actor for row in rows]).values_list("uuid", "name"))


ACCESS = {
    "access_given": access_given,
    "access_given_to": access_given_to,
    "access_extended": access_extended,
    "access_extended_of": access_extended_of,
    "access_stopped": access_stopped,
    "access_stopped_of": access_stopped_of,
    "access_ends": access_ends,
    "access_may_end": access_may_end,
    "household_silent": household_silent,
    "knows_family": knows_family,
    "kept_out": kept_out,
}
"""What is told about access, and how that reads."""
