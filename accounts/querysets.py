"""Which rows. Every queryset that a page or the API reads from answers for one person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ImproperlyConfigured
from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.choices import AbsenceStatus, OrganisationKind, OutboxState, Role, RoleRequestState
from accounts.clock import StatementTimestamp
from accounts.rules import IDLE_LIMIT, RE_IDENTIFICATION_TRIES, ROLE_REQUEST_LIFETIME, SESSION_LIMIT

if TYPE_CHECKING:
    from accounts.models import User


class ScopedQuerySet(QuerySet[Any]):
    """A queryset that answers for one person. Without `visible_to` the site does not start."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not callable(getattr(cls, "visible_to", None)):
            raise ImproperlyConfigured(f"{cls.__name__}: whose rows are these? Write `visible_to`.")


def require_scope(owner: type, model: type[Model], access: str | None) -> None:
    """Refuse to start when `access` names no queryset method of `model`."""
    if not access or not callable(getattr(model._default_manager, access, None)):
        raise ImproperlyConfigured(f"{owner.__name__}: whose rows are these? Set `access` to a queryset method.")


class UserQuerySet(QuerySet[Any]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def colleagues_of(self, user: User) -> Self:
        """Everybody who is now a member of an organisation that `user` is now a member of, `user` excepted."""
        from accounts.models import Membership

        mine = Membership.objects.current().filter(user=user).values("organisation")
        members = Membership.objects.current().filter(organisation__in=mine).values("user")
        return self.active().filter(pk__in=members).exclude(pk=user.pk)

    def professionals(self) -> Self:
        """Everybody who may work with a household: professionals and team leads, in an organisation that is in use."""
        from accounts.models import Membership

        members = Membership.objects.working_with_households().values("user")
        return self.active().filter(pk__in=members)

    def professionals_of(self, organisation: Any) -> Self:
        """Everybody who may work with a household in the name of `organisation`."""
        from accounts.models import Membership

        members = Membership.objects.working_with_households().filter(organisation=organisation).values("user")
        return self.active().filter(pk__in=members)

    def privacy_officers_of(self, organisation: Any) -> Self:
        """Everybody who watches over `organisation`: its own privacy officers and those of its region office."""
        from accounts.models import Membership

        watches = Q(organisation=organisation) | Q(
            organisation__region=organisation.region_id, organisation__is_region_office=True
        )
        officers = Membership.objects.current().filter(watches, role=Role.PRIVACY_OFFICER)
        return self.active().filter(pk__in=officers.values("user"))

    def administered_by(self, user: User) -> Self:
        """Everybody who works, or worked, or may come to work for an organisation that `user` looks after."""
        from accounts.models import Membership, Organisation, RoleRequest

        mine = Organisation.objects.administered_by(user)
        works = Membership.objects.filter(organisation__in=mine).values("user")
        return self.filter(Q(pk__in=works) | Q(pk__in=RoleRequest.objects.visible_to(user).values("user")))

    def blockable_by(self, user: User) -> Self:
        """Those of them who work there now and can sign in; nobody blocks themselves."""
        return self.active().filter(pk__in=self._working_for(user)).exclude(pk=user.pk)

    def unblockable_by(self, user: User) -> Self:
        """Those of them who were blocked while they worked there; nobody takes a block off themselves."""
        return self.filter(is_active=False, pk__in=self._working_for(user)).exclude(pk=user.pk)

    def invitable_by(self, user: User) -> Self:
        """Those of them who were invited and never began."""
        return self.active().filter(pk__in=self._working_for(user), password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def _working_for(self, user: User) -> Any:
        from accounts.models import Membership

        return Membership.objects.administered_by(user).values("user")

    def begun(self) -> Self:
        """Who ever chose a password."""
        return self.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def administrators_of(self, organisation: Any) -> Self:
        """The beheerders who look after `organisation` and can sign in."""
        return self._administering(organisation).active()

    def counted_as_administrators_of(self, organisation: Any) -> Self:
        """The same, and who was blocked not long ago (`rules.ROLE_REQUEST_LIFETIME`)."""
        lately = Q(blocked_at__gt=StatementTimestamp() - ROLE_REQUEST_LIFETIME)
        return self._administering(organisation).filter(Q(is_active=True) | lately)

    def _administering(self, organisation: Any) -> Self:
        from accounts.models import Membership

        return self.begun().filter(pk__in=Membership.objects.administering(organisation).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> User:
        """Make a person; without `password` nobody can sign in until one is chosen by a one-time link."""
        user: User = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class RegionQuerySet(QuerySet[Any]):
    def with_figures_for(self, user: User) -> Self:
        """Regions whose figures `user` may read: of the organisations one works for, in a role that has them (ux 1)."""
        from accounts.models import Membership

        works = Membership.objects.current().filter(user=user, role__in=Role.WITH_FIGURES)
        return self.filter(pk__in=works.values("organisation__region")).order_by("name")

    def chaired_by(self, user: User) -> Self:
        """Regions of whose table `user` is the chair at this moment."""
        from accounts.models import Membership

        chairs = Membership.objects.current().filter(user=user, role=Role.RVT_CHAIR)
        return self.filter(pk__in=chairs.values("organisation__region")).order_by("name")


class OrganisationQuerySet(QuerySet[Any]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def of_member(self, user: User) -> Self:
        """Organisations that `user` works for at this moment."""
        from accounts.models import Membership

        return self.active().filter(pk__in=Membership.objects.current().filter(user=user).values("organisation"))

    def administered_by(self, user: User) -> Self:
        """Organisations that `user` looks after: the own one, or from a regiobureau all of that region (design 1)."""
        from accounts.models import Membership

        own = Membership.objects.current().filter(user=user, role=Role.ADMINISTRATOR)
        offices = own.filter(organisation__is_region_office=True)
        regions = offices.values("organisation__region")
        return self.filter(Q(pk__in=own.values("organisation")) | Q(region__in=regions))

    def offices_of(self, user: User) -> Self:
        """Regiobureaus of which `user` is a beheerder: there organisations of the region begin."""
        from accounts.models import Membership

        own = Membership.objects.current().filter(user=user, role=Role.ADMINISTRATOR)
        return self.active().filter(is_region_office=True, pk__in=own.values("organisation"))

    def opening_households(self, user: User) -> Self:
        """Local teams in whose name `user` may be the face of a household (domain dossier 1.2)."""
        from accounts.models import Membership

        works_for = Membership.objects.working_with_households().filter(user=user).values("organisation")
        return self.active().filter(kind=OrganisationKind.LOCAL_TEAM, pk__in=works_for)

    def of_professional(self, user: User) -> Self:
        """Organisations in whose name `user` works with families."""
        from accounts.models import Membership

        works_for = Membership.objects.working_with_households().filter(user=user).values("organisation")
        return self.active().filter(pk__in=works_for)

    def keeping_a_register(self) -> Self:
        """Organisations for whose advice register the table of their region counts: Veilig Thuis, with an area."""
        return self.active().filter(kind=OrganisationKind.VEILIG_THUIS, municipalities__isnull=False).distinct()

    def in_regions_of(self, user: User) -> Self:
        """Organisations of every region that `user` works in at this moment."""
        return self.active().filter(region__in=type(self)(self.model).of_member(user).values("region"))


class MembershipQuerySet(QuerySet[Any]):
    def current(self) -> Self:
        """Memberships that run at this moment, of people and organisations that are in use."""
        return self.filter(period__contains=StatementTimestamp(), user__is_active=True, organisation__is_active=True)

    def running(self) -> Self:
        """Memberships that run at this moment, also of somebody who was blocked."""
        return self.filter(period__contains=StatementTimestamp())

    def administered_by(self, user: User) -> Self:
        """Memberships that run in an organisation that `user` looks after as a beheerder."""
        from accounts.models import Organisation

        return self.running().filter(organisation__in=Organisation.objects.administered_by(user))

    def administering(self, organisation: Any) -> Self:
        """Memberships by which somebody looks after `organisation`: in itself, or in the regiobureau of its region."""
        office = Q(organisation__is_region_office=True, organisation__region=organisation.region_id)
        here = Q(organisation=organisation) | office
        return self.running().filter(here, role=Role.ADMINISTRATOR, organisation__is_active=True)

    def working_with_households(self) -> Self:
        """The same, in a role that may have a part in a household."""
        return self.current().filter(role__in=Role.WITH_HOUSEHOLDS)


class RoleRequestQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Questions about roles in the organisations that `user` looks after."""
        from accounts.models import Organisation

        return self.filter(organisation__in=Organisation.objects.administered_by(user))

    def waiting(self) -> Self:
        """Not decided, and not too old to be."""
        return self.filter(state=RoleRequestState.ASKED, expires_at__gt=StatementTimestamp())

    def decidable_by(self, user: User) -> Self:
        """Never by who asked, never by who it is about (design 7)."""
        return self.visible_to(user).waiting().exclude(asked_by=user).exclude(user=user)

    def withdrawable_by(self, user: User) -> Self:
        return self.visible_to(user).waiting().filter(asked_by=user)

    def watched_by(self, user: User) -> Self:
        """Questions about roles where `user` is the privacy officer: in that organisation or in the region office."""
        from accounts.models import Membership

        officer = Membership.objects.current().filter(user=user, role=Role.PRIVACY_OFFICER)
        regions = officer.filter(organisation__is_region_office=True).values("organisation__region")
        return self.filter(Q(organisation__in=officer.values("organisation")) | Q(organisation__region__in=regions))


class ApiTokenQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Tokens of the organisations that `user` looks after."""
        from accounts.models import Organisation

        return self.filter(organisation__in=Organisation.objects.administered_by(user))

    def withdrawable_by(self, user: User) -> Self:
        return self.visible_to(user).filter(withdrawn_at=None, expires_at__gt=StatementTimestamp())

    def in_force(self) -> Self:
        """Tokens that open something: in time, not withdrawn, and somebody answers for them.

        Who made a token answers for it, for as long as that person looks after the organisation (NEN 7513: what is done
        is done by a natural person, or for one).
        """
        from accounts.models import Membership

        here = Q(organisation=OuterRef("organisation"))
        office = Q(organisation__is_region_office=True, organisation__region=OuterRef("organisation__region"))
        answers = Membership.objects.current().filter(here | office, user=OuterRef("made_by"), role=Role.ADMINISTRATOR)
        return self.filter(
            Exists(answers), withdrawn_at=None, expires_at__gt=StatementTimestamp(), organisation__is_active=True
        )

    def with_state(self) -> Self:
        """Add `works` and `is_over`."""
        mine = self.model._default_manager.in_force().filter(pk=OuterRef("pk"))
        over = Q(expires_at__lte=StatementTimestamp())
        return self.annotate(works=Exists(mine), is_over=ExpressionWrapper(over, BooleanField()))

    def ending_within(self, time: timedelta) -> Self:
        return self.in_force().filter(expires_at__lte=StatementTimestamp() + time)


class AbsenceQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The absences of `user`, and those in which `user` was asked to stand in."""
        return self.concerning(user)

    def asked_of(self, user: User) -> Self:
        """Absences in which `user` was asked to stand in, whatever became of it."""
        return self.filter(stand_in=user)

    def answerable_by(self, user: User) -> Self:
        """Questions to stand in that wait for the answer of `user`."""
        return self.asked_of(user).filter(status=AbsenceStatus.ASKED)

    def withdrawable_by(self, user: User) -> Self:
        """Absences of `user` that are not over yet."""
        open_states = [AbsenceStatus.ASKED, AbsenceStatus.ACCEPTED]
        return self.filter(user=user, status__in=open_states, days__endswith__gt=timezone.localdate())

    def concerning(self, user: User) -> Self:
        return self.filter(Q(user=user) | Q(stand_in=user))

    def accepted_on(self, day: Any) -> Self:
        return self.filter(status=AbsenceStatus.ACCEPTED, days__contains=day)

    def accepted_from(self, day: Any) -> Self:
        """Accepted absences of which some day is still to come, `day` included."""
        return self.filter(status=AbsenceStatus.ACCEPTED, days__endswith__gt=day)

    def unattended_on(self, day: Any) -> Self:
        """Absences that run on `day` and for which nobody said yes."""
        attended = self.model._default_manager.accepted_on(day).filter(user=OuterRef("user"))
        unanswered = [AbsenceStatus.ASKED, AbsenceStatus.DECLINED]
        return self.filter(~Exists(attended), status__in=unanswered, days__contains=day)


class AccessLineQuerySet(QuerySet[Any]):
    def of_officer(self, user: User) -> Self:
        """Lines of what was done in the name of an organisation of which `user` is the privacy officer now."""
        from accounts.models import Membership

        watches = Membership.objects.current().filter(user=user, role=Role.PRIVACY_OFFICER)
        return self.filter(organisation__in=watches.values("organisation__uuid"))


class OneTimeLinkQuerySet(QuerySet[Any]):
    def usable(self) -> Self:
        return self.filter(used_at=None, expires_at__gt=StatementTimestamp(), user__is_active=True)


class ReIdentificationQuerySet(QuerySet[Any]):
    def open(self) -> Self:
        """Asked not long ago, not confirmed, and not guessed at too often."""
        return self.filter(
            confirmed_at=None,
            expires_at__gt=StatementTimestamp(),
            tries__lt=RE_IDENTIFICATION_TRIES,
            user__is_active=True,
        )

    def open_to(self, colleague: User) -> Self:
        """Open ones of people who work for an organisation that `colleague` works for."""
        from accounts.models import User

        return self.open().filter(user__in=User.objects.colleagues_of(colleague))


class SessionQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Sessions in which `user` is signed in and can go on, the one that was used last first."""
        now = timezone.now()
        alive = {"seen_at__gte": now - IDLE_LIMIT, "signed_in_at__gte": now - SESSION_LIMIT}
        return self.filter(user=user, **alive).order_by("-seen_at", "uuid")


class OutboxQuerySet(QuerySet[Any]):
    def due(self) -> Self:
        return self.filter(state=OutboxState.WAITING, due_at__lte=StatementTimestamp())


class DraftQuerySet(QuerySet[Any]):
    def of(self, user: User, form: str, about: Any = None) -> Self:
        return self.filter(owner=user, form=form, about=about)

    def older_than(self, age: timedelta) -> Self:
        return self.filter(saved_at__lt=timezone.now() - age)


class OtherTextQuerySet(QuerySet[Any]):
    def about(self, thing: Any) -> Self:
        """What was not chosen for `thing`, a row that this person found through its own scope; the newest first."""
        return self.filter(target=thing.uuid).select_related("written_by", "decided_by").order_by("-id")


class NotificationQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        return self.filter(recipient=user).order_by("-at")

    def unread(self) -> Self:
        return self.filter(read_at=None)
