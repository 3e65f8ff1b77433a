"""People and organisations for tests. Names are invented; all organisations lie in one region unless told otherwise."""

from __future__ import annotations

import factory
from django.contrib.auth.models import Group

from accounts.choices import OrganisationKind, Role
from accounts.models import Membership, Municipality, Organisation, Region, User


class RegionFactory(factory.django.DjangoModelFactory):
    """The one region of the tests."""

    class Meta:
        model = Region
        django_get_or_create = ("name",)

    name = "Regio Waterland"


class MunicipalityFactory(factory.django.DjangoModelFactory):
    """A municipality of the region."""

    class Meta:
        model = Municipality

    name = factory.Sequence(lambda number: f"Gemeente {number}")
    region = factory.SubFactory(RegionFactory)


class GroupFactory(factory.django.DjangoModelFactory):
    """The auth group of an organisation; nobody is ever put into it."""

    class Meta:
        model = Group

    name = factory.Sequence(lambda number: f"organisatie-{number}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation; a local team unless `kind` says otherwise. `municipalities=[…]` names where it works."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Wijkteam {number}")
    kind = OrganisationKind.LOCAL_TEAM
    region = factory.SubFactory(RegionFactory)
    group = factory.SubFactory(GroupFactory)

    @factory.post_generation
    def municipalities(self, create: bool, extracted: list[Municipality] | None, **kwargs: object) -> None:
        """Let the organisation work in `extracted`."""
        if extracted:
            self.municipalities.set(extracted)


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in, and works nowhere yet (`worker_of`)."""

    class Meta:
        model = User

    name = factory.Sequence(lambda number: f"Medewerker Nummer{number}")
    email = factory.Sequence(lambda number: f"medewerker{number}@voorbeeld.example")
    password = factory.django.Password("een-lang-wachtwoord-voor-tests")


class MembershipFactory(factory.django.DjangoModelFactory):
    """Somebody works for an organisation from this moment on."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.PROFESSIONAL
    function = "gezinswerker"


def worker_of(organisation: Organisation, role: Role = Role.PROFESSIONAL, **user: object) -> User:
    """Return a new person who works for `organisation` in `role`."""
    membership: Membership = MembershipFactory(
        organisation=organisation, role=role, **{f"user__{name}": value for name, value in user.items()}
    )
    return membership.user
