"""Puts the region into the database: municipalities, organisations, and the people who work there."""

from __future__ import annotations

from datetime import time

from django.db import transaction

from accounts.actor import acting_as
from accounts.choices import Role, Weekday
from accounts.demo_people import give_sign_in
from accounts.models import Municipality, Organisation, Region, User
from accounts.services.availability import Hours, set_working_days
from accounts.services.organisations import create_organisation, start_membership
from accounts.services.people import create_user, update_profile
from cases.models import Household
from veiligheidskaart.demo import region
from veiligheidskaart.demo.people import AT_THE_TABLE, MAIL_DOMAIN, PROFESSIONALS, Professional, phone_of

TABLE = "Regionaal Veiligheidsteam"
STARTS, ENDS = time(8, 30), time(17)


class Staff:
    """The region, made or found: municipalities, organisations and people by name."""

    def __init__(self) -> None:
        self.region, is_new = Region.objects.get_or_create(name=region.REGION, is_demo=True)
        if is_new:
            self._make()
        self.municipalities = {each.name: each for each in Municipality.objects.filter(region=self.region)}
        self.organisations = {each.name: each for each in Organisation.objects.filter(region=self.region)}
        by_email = {user.email: user for user in User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}")}
        self.users: dict[str, User] = {one.name: by_email[one.email] for one in PROFESSIONALS}

    def _make(self) -> None:
        self.municipalities = {
            name: Municipality.objects.create(name=name, region=self.region) for name in region.MUNICIPALITIES
        }
        self.organisations = {each.name: self._organisation(each) for each in region.ORGANISATIONS}
        for place, one in enumerate(PROFESSIONALS, start=1):
            self._user(place, one)

    def names_of_households(self) -> dict[str, User]:
        """Return every household that is there by name, with somebody who may see it."""
        names: dict[str, User] = {}
        for user in self.users.values():
            with transaction.atomic(), acting_as(user):
                seen = Household.objects.visible_to(user).values_list("call_name", flat=True)
                names |= dict.fromkeys(seen, user)
        return names

    def user(self, first_name: str) -> User:
        """Return somebody by first name, or by the whole name."""
        return next(user for name, user in self.users.items() if first_name in {name, name.split()[0]})

    def _organisation(self, said: region.DemoOrganisation) -> Organisation:
        return create_organisation(
            name=said.name,
            kind=said.kind,
            region=self.region,
            municipalities=[self.municipalities[name] for name in said.municipalities or region.MUNICIPALITIES],
            is_region_office=said.is_region_office,
            by=None,
        )

    def _user(self, place: int, said: Professional) -> None:
        organisation = self.organisations[said.organisation]
        user = create_user(
            email=said.email, name=said.name, organisation=organisation, role=said.role, function=said.function, by=None
        )
        phone = said.phone or phone_of(place)
        how = {"shortcuts_enabled": True, "large_text": False, "daily_mail": True}
        update_profile(user, name=said.name, phone=phone, **how, by=user)
        set_working_days(user, [Hours(Weekday(day), STARTS, ENDS) for day in said.days], by=user)
        if said in AT_THE_TABLE:
            table = self.organisations[TABLE]
            start_membership(user, table, role=Role.RVT_EXPERT, function=said.expertise, by=None)
        give_sign_in(user)
