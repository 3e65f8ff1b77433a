"""Who may see a household at this moment, as rows: for a panel of the household page and the page about access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accounts.clock import StatementTimestamp
from accounts.models import Organisation, User
from accounts.templatetags.ui import long_date
from cases import rules
from cases.choices import Level, Part
from cases.models import Exclusion, Household, HouseholdGroupPermission, Involvement, SharingDecision
from cases.services.access import last_day_of

SEES = {
    Part.CONTACT: "Ziet alles",
    Part.DUO: "Ziet alles",
    Part.COVER: "Ziet alles",
    Part.EMERGENCY: "Noodtoegang, alleen lezen",
}
SEES_LEVEL = {
    Level.CARD: "Ziet de kaart",
    Level.AGREEMENTS: "Ziet kaart en afspraken",
    Level.FILM: "Ziet ook de film",
}


@dataclass(frozen=True)
class AccessRow:
    """Somebody who may see this household. `until` is the last day, None while it has no end."""

    involvement: Involvement
    until: date | None
    is_me: bool = False
    decision: SharingDecision | None = None
    """Why, when the organisation has more people here and each has a reason of their own."""
    may_stop: bool = False
    may_extend: bool = False

    @property
    def user(self) -> User:
        """Who it is."""
        user: User = self.involvement.user
        return user

    @property
    def part(self) -> str:
        """What this person is here."""
        return str(Part(self.involvement.part).label)

    @property
    def what(self) -> str:
        """The same, with the organisation."""
        return f"{self.part} · {self.involvement.organisation.name}"

    @property
    def sees(self) -> str:
        """How far this person may look."""
        level = self.involvement.level
        return SEES_LEVEL[Level(level)] if level else SEES[Part(self.involvement.part)]

    @property
    def saw(self) -> str:
        """How far this person looked, when it is over."""
        return self.sees.replace("Ziet", "zag", 1)

    @property
    def is_duo(self) -> bool:
        """Whether the access ends with the duo, which has a page of its own."""
        return bool(self.involvement.part == Part.DUO)


@dataclass(frozen=True)
class OrganisationRows:
    """An organisation that may see this household: why, until when, and who acts for it."""

    organisation: Organisation
    rows: list[AccessRow]
    decision: SharingDecision | None
    is_own_team: bool
    until: date | None
    may_stop: bool

    @property
    def until_text(self) -> str:
        """The last day in words."""
        return long_date(self.until)


def people_with_access(household: Household, user: User) -> list[AccessRow]:
    """Return who may see `household` now, in the order of their parts; who was invited sees the own row only.

    `household` has the answers of `with_acts`.
    """
    rows = Involvement.objects.visible_to(user).filter(household=household).in_effect().with_end()
    if not household.may(rules.Act.SEE_ACCESS):
        rows = rows.filter(user=user, part=Part.INVITED)
    order = list(Part)
    found = sorted(rows.select_related("user", "organisation"), key=lambda row: (order.index(Part(row.part)), row.pk))
    may_share, may_end = household.may(rules.Act.SHARE), household.is_active
    return [
        AccessRow(
            involvement=row,
            until=last_day_of(row.ends_at),
            is_me=row.user_id == user.pk,
            may_stop=may_end and row.part in (Part.INVITED, Part.DUO) and (may_share or row.user_id == user.pk),
            may_extend=may_share and row.part in (Part.INVITED, Part.DUO),
        )
        for row in found
    ]


def by_organisation(household: Household, user: User, people: Iterable[AccessRow]) -> list[OrganisationRows]:
    """Return the organisations that may see `household` now with their people, the own team first.

    An organisation for which nobody acts is in the list too: it holds something.
    """
    own_team, ends = _organisations(household)
    decisions = _decisions(household, user)
    people = list(people)
    acting = {row.involvement.organisation for row in people}
    if household.may(rules.Act.SEE_ACCESS):
        acting |= set(ends)
    may_share = household.may(rules.Act.SHARE)
    shown = []
    for organisation in sorted(acting, key=lambda each: (each not in own_team, each.name)):
        rows = [row for row in people if row.involvement.organisation_id == organisation.pk]
        reasons = [decisions.get((organisation.pk, row.user.pk)) for row in rows]
        whole = decisions.get((organisation.pk, None))
        head = whole if organisation in own_team or len(rows) != 1 else reasons[0] or whole
        rows = [
            replace(row, decision=reason if reason != head else None) for row, reason in zip(rows, reasons, strict=True)
        ]
        shown.append(
            OrganisationRows(
                organisation=organisation,
                rows=rows,
                decision=head,
                is_own_team=organisation in own_team,
                until=last_day_of(ends.get(organisation)),
                may_stop=may_share and organisation not in own_team,
            )
        )
    return shown


def earlier_guests(household: Household, user: User) -> list[Any]:
    """Return guests and duos whose access is over, newest first; for who sees who has access."""
    if not household.may(rules.Act.SEE_ACCESS):
        return []
    rows = Involvement.objects.visible_to(user).filter(household=household, part__in=[Part.INVITED, Part.DUO])
    over = rows.over().select_related("user", "organisation").order_by("-period__endswith")
    return [AccessRow(involvement=row, until=last_day_of(row.period.upper)) for row in over]


def kept_out(household: Household, user: User) -> list[Any]:
    """Return who may not see `household`; for who shares it."""
    if not household.may(rules.Act.SHARE):
        return []
    rows = Exclusion.objects.changeable_by(user).running().filter(household=household)
    return list(rows.select_related("user", "decided_by").order_by("user__name"))


def _organisations(household: Household) -> tuple[set[Organisation], dict[Organisation, Any]]:
    """Return who coordinates, and until when each organisation may see it (None: no end)."""
    held = HouseholdGroupPermission.objects.filter(
        content_object=household,
        permission__codename__in=["view_household", "coordinate_household"],
        period__contains=StatementTimestamp(),
    )
    own_team, ends = set(), {}
    for row in held.select_related("permission", "group__organisation"):
        if row.permission.codename == "view_household":
            ends[row.group.organisation] = row.period.upper
        else:
            own_team.add(row.group.organisation)
    return own_team, ends


def _decisions(household: Household, user: User) -> dict[tuple[int, int | None], SharingDecision]:
    """Return the latest decision about each person, and about each organisation as a whole (None)."""
    rows = SharingDecision.objects.visible_to(user).filter(household=household).exclude(permissions=[])
    return {
        (row.organisation_id, row.user_id): row
        for row in rows.order_by("decided_at", "pk").select_related("decided_by")
    }
