"""Which rows: the access rule of design 2, turned into SQL in one place (`among`)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import EmptyResultSet
from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest, Least, TruncDate

from accounts.choices import Role
from accounts.clock import StatementTimestamp
from accounts.models import Absence, Membership, User
from accounts.querysets import ScopedQuerySet
from cases.choices import AgreementState, HouseholdStatus, NoteKind, Part, RequestState
from cases.rules import (
    EMERGENCY_CHOICE_LASTS,
    PERMISSION_FOR,
    READING,
    REVEAL_FOR,
    SEAT_OF,
    SEATS_FOR,
    Act,
    Seat,
    fold,
    is_long_absence,
    sort_name,
)

if TYPE_CHECKING:
    from cases.models import Household


class _IsAmong(Func):
    """`column = ANY(array)`. A plain `IN (subquery)` makes the planner walk the date index (design 2)."""

    template = "%(expressions)s"
    arg_joiner = " = ANY"
    output_field = BooleanField()


def among(user: User, act: Act, column: str) -> _IsAmong:
    """The condition that `column` is the id of a household with which `user` may do `act` at this moment.

    At this moment by the database clock: an involvement of this person runs, in the name of an organisation of which
    the person is an active member, and that organisation holds the object permission, in force. A team lead of an
    organisation that coordinates needs no involvement. The set of ids is small and is evaluated once per statement.
    """
    sql, params = _ids_for(act)
    # Nothing typed is part of this SQL: it was made by the querysets below, with places for its parameters.
    ids = RawSQL(sql, [user.pk if param == _SOMEBODY else param for param in params])  # noqa: S611
    return _IsAmong(F(column), ids)


_SOMEBODY = -1
"""Stands for the person in the SQL that is kept: no row has this id."""


@cache
def _ids_for(act: Act) -> tuple[str, tuple[Any, ...]]:
    """The ids of the households with which `_SOMEBODY` may do `act`, as SQL.

    The rule below is written as querysets. Making SQL of them takes Python longer than running it takes the database,
    and one page asks it a dozen times. Only who asks differs, so the SQL is made once.
    """
    somebody = User(pk=_SOMEBODY)
    sets = [_by_involvement(somebody, act)]
    if Seat.TEAM_LEAD in SEATS_FOR[act]:
        sets.append(_by_leading(somebody, act))
    arrays = ["ARRAY[]::bigint[]"]
    params: list[Any] = []
    for rows in sets:
        with suppress(EmptyResultSet):  # Nobody gets this act in this way.
            sql, own_params = rows.query.sql_with_params()
            arrays.append(f"ARRAY({sql})")
            params += own_params
    return f"({' || '.join(arrays)})", tuple(params)


def _in_force(codename: str) -> QuerySet[Any]:
    """Object permissions of this kind that run now. The kind is looked up once a statement, so that an index serves."""
    permission = Permission.objects.filter(codename=codename, content_type__app_label="cases").values("pk")[:1]
    return apps.get_model("cases", "HouseholdGroupPermission").objects.filter(
        permission=Subquery(permission), period__contains=StatementTimestamp()
    )


def _by_involvement(user: User, act: Act) -> QuerySet[Any]:
    seats = Q(pk__in=())  # an act without a seat is for nobody who is involved: an empty Q would let everybody in
    for (part, level), seat in SEAT_OF.items():
        if seat in SEATS_FOR[act]:
            seats |= Q(part=part, level=level)
    works_there = Membership.objects.current().filter(user=user, organisation=OuterRef("organisation"))
    organisation_may = _in_force(PERMISSION_FOR[act]).filter(
        content_object=OuterRef("household"), group__organisation=OuterRef("organisation")
    )
    involvements: QuerySet[Any] = apps.get_model("cases", "Involvement").objects.running()
    return (
        involvements.filter(seats, user=user)
        .filter(Exists(works_there), Exists(organisation_may), ~Exists(_exclusions_of(user, "household")))
        .values("household_id")
    )


def _by_leading(user: User, act: Act) -> QuerySet[Any]:
    leads = Membership.objects.current().filter(user=user, role=Role.TEAM_LEAD).values("organisation__group_id")
    coordinated = _in_force("coordinate_household").filter(group__in=leads)
    return coordinated.filter(~Exists(_exclusions_of(user, "content_object"))).values("content_object_id")


def _exclusions_of(user: User, household: str) -> QuerySet[Any]:
    running: QuerySet[Any] = apps.get_model("cases", "Exclusion").objects.running()
    return running.filter(user=user, household=OuterRef(household))


class HouseholdQuerySet(ScopedQuerySet):
    """Households. Never start from `objects.all()` in a view: start from one of the methods that take a person."""

    def allowed(self, user: User, act: Act) -> Self:
        """Households with which `user` may do `act` now. Acts that change something need an active household."""
        rows = self.filter(among(user, act, "pk"))
        return rows if act in READING else rows.active()

    def visible_to(self, user: User) -> Self:
        return self.allowed(user, Act.READ_CARD)

    def readable_by(self, user: User) -> Self:
        """People, film, phase, network."""
        return self.allowed(user, Act.READ_STORY)

    def agreements_readable_by(self, user: User) -> Self:
        return self.allowed(user, Act.READ_AGREEMENTS)

    def tickable_by(self, user: User) -> Self:
        return self.allowed(user, Act.TICK)

    def changeable_by(self, user: User) -> Self:
        return self.allowed(user, Act.EDIT)

    def guarded_by(self, user: User) -> Self:
        """Households in which `user` may write down where somebody can be found, and keeps that secret."""
        return self.allowed(user, Act.EDIT).filter(Exists(_fact_grants_of(user, "pk")))

    def tellable_by(self, user: User) -> Self:
        return self.allowed(user, Act.TELL)

    def finalisable_by(self, user: User) -> Self:
        return self.allowed(user, Act.FINALISE)

    def switchable_by(self, user: User) -> Self:
        return self.allowed(user, Act.SWITCH)

    def appointable_by(self, user: User) -> Self:
        return self.allowed(user, Act.APPOINT)

    def reopenable_by(self, user: User) -> Self:
        """Closed households that `user` may start again: the face, or the team lead when the face has left."""
        leads_without_face = Q(among(user, Act.APPOINT, "pk")) & ~Exists(self._reachable_faces())
        return self.closed().filter(Q(among(user, Act.SWITCH, "pk")) | leads_without_face)

    def shareable_by(self, user: User) -> Self:
        return self.allowed(user, Act.SHARE)

    def duo_endable_by(self, user: User) -> Self:
        """Households with a duo that `user` may end: as the face, as the team lead, or as the partner."""
        duo = self._parts().filter(part=Part.DUO, household=OuterRef("pk"))
        return self.active().filter(
            Q(among(user, Act.SHARE, "pk")) & Exists(duo)
            | Exists(duo.filter(user=user)) & Q(among(user, Act.READ_CARD, "pk"))
        )

    def granted(self, user: User, permission: str) -> Self:
        """Households on which `user` holds `permission`: the widest act that this permission opens."""
        widest = {
            "view_household": Act.READ_CARD,
            "change_household": Act.EDIT,
            "coordinate_household": Act.SHARE,
        }
        return self.allowed(user, widest[permission])

    def with_acts(self, user: User) -> Self:
        """Annotate each household with `may_<act>` for every act, by the same rule as `allowed`."""
        is_active = Q(status__in=HouseholdStatus.ACTIVE)
        answers = {act: Q(among(user, act, "pk")) & (Q() if act in READING else is_active) for act in Act}
        return self.annotate(
            **{
                f"may_{act.value}": ExpressionWrapper(answer, output_field=BooleanField())
                for act, answer in answers.items()
            }
        )

    def active(self) -> Self:
        return self.filter(status__in=HouseholdStatus.ACTIVE)

    def closed(self) -> Self:
        return self.filter(status=HouseholdStatus.CLOSED)

    # --- Narrower: these choose among households and give nobody anything ------------------------------------------

    def with_part_of(self, user: User, *parts: Part) -> Self:
        """Households in which `user` has a part at this moment: one of `parts`, or any."""
        mine = self._parts().filter(user=user, household=OuterRef("pk"))
        return self.filter(Exists(mine.filter(part__in=parts) if parts else mine))

    def of_teams_of(self, user: User) -> Self:
        """Households that an organisation of `user` coordinates."""
        works_for = Membership.objects.working_with_households().filter(user=user).values("organisation__group_id")
        coordinated = _in_force("coordinate_household").filter(group__in=works_for)
        return self.filter(Exists(coordinated.filter(content_object=OuterRef("pk"))))

    def looked_back_on_before(self, day: date) -> Self:
        """Households whose agreed look-back day lies before `day`, also when it has passed."""
        return self.filter(look_back_on__lt=day)

    def without_face(self, today: date) -> Self:
        """Active households whose face cannot be reached: gone from the team, or long away while nobody stands in."""
        away = Absence.objects.unattended_on(today).values_list("user", "days")
        long_away = [user for user, days in away if is_long_absence(days.lower, days.upper)]
        return self.active().exclude(Exists(self._reachable_faces().exclude(user__in=long_away)))

    def found_by(self, user: User, term: str) -> Self:
        """Households with `term` in their name, or in the name of somebody whom `user` may read about."""
        people = apps.get_model("cases", "Person").objects.visible_to(user)
        named = people.filter(household=OuterRef("pk"), search_name__contains=fold(term))
        return self.filter(Q(sort_name__contains=sort_name(term)) | Exists(named))

    # --- What a row of a list shows, each as far as `user` may read it -----------------------------------------------

    def with_next_date(self, user: User, today: date) -> Self:
        """Annotate `next_on`: the first day from today on which something was agreed, None without one.

        Days of agreements count for who may read agreements; asked once a household, not once an agreement.
        """
        due = apps.get_model("cases", "Agreement").objects.current().filter(household=OuterRef("pk"))
        first_due = Subquery(due.filter(due_on__gte=today).order_by("due_on").values("due_on")[:1])
        readable_due = Case(When(among(user, Act.READ_AGREEMENTS, "pk"), then=first_due))
        return self.annotate(next_on=Least(Case(When(look_back_on__gte=today, then="look_back_on")), readable_due))

    def with_story(self, user: User) -> Self:
        """Annotate `phase_step` and `last_film_on`: the latest phase and the last day in the film."""
        phases = apps.get_model("cases", "Phase").objects.visible_to(user).filter(household=OuterRef("pk"))
        film = apps.get_model("cases", "FilmEvent").objects.visible_to(user).standing().filter(household=OuterRef("pk"))
        return self.annotate(
            phase_step=Subquery(phases.order_by("-discussed_on", "-id").values("step")[:1]),
            last_film_on=Subquery(film.order_by("-happened_on").values("happened_on")[:1]),
        )

    def with_last_contact(self, user: User) -> Self:
        """Annotate `last_contact_on`: the last day in the film, of a talk about the phase or of a look at an agreement.

        The day on which we began counts too. Needs `with_story`.
        """
        ticks = apps.get_model("cases", "AgreementTick").objects.visible_to(user).standing()
        phases = apps.get_model("cases", "Phase").objects.visible_to(user)
        looked = ticks.filter(household=OuterRef("pk")).order_by("-at").values(day=TruncDate("at"))[:1]
        talked = phases.filter(household=OuterRef("pk")).order_by("-discussed_on").values("discussed_on")[:1]
        return self.annotate(
            last_contact_on=Greatest("together_since", "last_film_on", Subquery(looked), Subquery(talked))
        )

    def with_my_part(self, user: User) -> Self:
        """Annotate `my_part`: what `user` is for this household now, None for a team lead who only reads along."""
        mine = self._parts().filter(user=user, household=OuterRef("pk")).exclude(part=Part.EMERGENCY)
        return self.annotate(my_part=Subquery(mine.values("part")[:1]))

    def with_face(self) -> Self:
        """Prefetch `faces_now`: the involvement of the contact person at this moment, in a list of one or none."""
        faces = self._parts().filter(part=Part.CONTACT).select_related("user", "organisation")
        return self.prefetch_related(Prefetch("involvements", queryset=faces, to_attr="faces_now"))

    @staticmethod
    def _parts() -> QuerySet[Any]:
        running: QuerySet[Any] = apps.get_model("cases", "Involvement").objects.running()
        return running

    def _reachable_faces(self) -> QuerySet[Any]:
        works_there = Membership.objects.current().filter(user=OuterRef("user"), organisation=OuterRef("organisation"))
        return self._parts().filter(Exists(works_there), part=Part.CONTACT, household=OuterRef("pk"))


class FollowsHousehold(ScopedQuerySet):
    """Rows of a household follow the household: whoever may read that part of it sees them."""

    read_act = Act.READ_STORY
    write_act = Act.EDIT

    def visible_to(self, user: User) -> Self:
        return self.filter(among(user, self.read_act, "household_id"))

    def changeable_by(self, user: User) -> Self:
        return self.filter(among(user, self.write_act, "household_id"), household__status__in=HouseholdStatus.ACTIVE)


class StoryQuerySet(FollowsHousehold):
    """People, relations, homes, network and phases."""


class FilmEventQuerySet(FollowsHousehold):
    """Film events also say who may read them (design 2, "audience per item")."""

    write_act = Act.TELL

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).for_audience_of(user)

    def changeable_by(self, user: User) -> Self:
        """Events that `user` may add to: what one may not read, one does not add to either."""
        return super().changeable_by(user).for_audience_of(user)

    def for_audience_of(self, user: User) -> Self:
        """Leave out what only the inner circle may read, unless `user` is in it."""
        from cases.choices import Audience

        return self.filter(~Q(audience=Audience.INNER) | Q(among(user, Act.READ_INNER, "household_id")))

    def standing(self) -> Self:
        """Events that nobody withdrew."""
        withdrawn = apps.get_model("cases", "FilmNote").objects.filter(event=OuterRef("pk"), kind=NoteKind.WITHDRAWAL)
        return self.filter(~Exists(withdrawn))


class AgreementQuerySet(FollowsHousehold):
    read_act = Act.READ_AGREEMENTS

    def tickable_by(self, user: User) -> Self:
        return self.current().filter(
            among(user, Act.TICK, "household_id"), household__status__in=HouseholdStatus.ACTIVE
        )

    def current(self) -> Self:
        return self.exclude(state=AgreementState.ENDED)

    def due_before(self, day: date) -> Self:
        """Agreements with a day before `day`."""
        return self.current().filter(due_on__lt=day)

    def with_tick_of(self, user: User, since: datetime) -> Self:
        """Annotate the last look of `user` since then that stands: `tick_uuid`, `tick_outcome`, `tick_due_before`."""
        looks = apps.get_model("cases", "AgreementTick").objects.visible_to(user).standing()
        last = looks.filter(agreement=OuterRef("pk"), by=user, at__gte=since).order_by("-at")
        return self.annotate(
            **{f"tick_{name}": Subquery(last.values(name)[:1]) for name in ("uuid", "outcome", "due_before")}
        )

    def with_may_tick(self, user: User) -> Self:
        """Annotate `may_tick`: whether `user` may say if it works."""
        return self.annotate(may_tick=ExpressionWrapper(Q(among(user, Act.TICK, "household_id")), BooleanField()))

    def with_parties(self) -> Self:
        """Read along who does it and whose it is."""
        return self.select_related("household", "who_person", "who_network", "who_user")


class AgreementTickQuerySet(FollowsHousehold):
    read_act = Act.READ_AGREEMENTS
    write_act = Act.TICK

    def standing(self) -> Self:
        """Ticks that nobody took back, and that take nothing back themselves."""
        return self.filter(withdraws=None, withdrawn_by=None)


class InvolvementQuerySet(FollowsHousehold):
    read_act = Act.READ_CARD

    def running(self) -> Self:
        return self.filter(period__contains=StatementTimestamp())

    def unended(self) -> Self:
        """Those that run and those that will."""
        return self.filter(Q(period__endswith=None) | Q(period__endswith__gt=StatementTimestamp()))

    def over(self) -> Self:
        """Those that ended. A period that was taken back before it began is empty, and never was."""
        return self.filter(period__endswith__lte=StatementTimestamp(), period__isempty=False)

    def in_effect(self) -> Self:
        """Those that give access at this moment: the rule of `among`, for everybody at once."""
        works_there = Membership.objects.current().filter(user=OuterRef("user"), organisation=OuterRef("organisation"))
        kept_out = apps.get_model("cases", "Exclusion").objects.running().filter(user=OuterRef("user"))
        return self.running().filter(
            Exists(works_there),
            Exists(self._organisation_sees()),
            ~Exists(kept_out.filter(household=OuterRef("household"))),
        )

    def with_end(self) -> Self:
        """Annotate `ends_at`: when this access ends by itself, the part or what its organisation holds. None: never."""
        permission_ends = Subquery(self._organisation_sees().values("period__endswith")[:1])
        return self.annotate(ends_at=Least("period__endswith", permission_ends, output_field=DateTimeField()))

    def temporary(self) -> Self:
        """Access that runs and ends by itself: of guests and of the duo. A stand-in has the days of the absence."""
        parts = [Part.INVITED, Part.DUO]
        return self.running().filter(part__in=parts, household__status__in=HouseholdStatus.ACTIVE)

    def extendable_by(self, user: User) -> Self:
        return self.temporary().filter(among(user, Act.SHARE, "household_id"))

    def endable_by(self, user: User) -> Self:
        """Access of which `user` may say that it ends: everybody's for who shares, else the own."""
        own = Q(user=user) & Q(among(user, Act.READ_CARD, "household_id"))
        return self.temporary().filter(Q(among(user, Act.SHARE, "household_id")) | own)

    def stoppable_by(self, user: User) -> Self:
        """Guests whom `user` may stop. A duo ends on a page of its own."""
        return self.endable_by(user).filter(part=Part.INVITED)

    def ending_within(self, span: timedelta) -> Self:
        """Access that ends within `span`, while nobody said that it may. Annotates `ends_at`."""
        answered = apps.get_model("cases", "AccessMayEnd").objects.filter(
            involvement=OuterRef("pk"), ends_at=OuterRef("ends_at")
        )
        soon = StatementTimestamp() + Value(span)
        return self.temporary().in_effect().with_end().filter(~Exists(answered), ends_at__lte=soon)

    @staticmethod
    def _organisation_sees() -> QuerySet[Any]:
        return _in_force("view_household").filter(
            content_object=OuterRef("household"), group__organisation=OuterRef("organisation")
        )

    def with_face(self) -> Self:
        """Prefetch `household.faces_now`, as `HouseholdQuerySet.with_face` does."""
        faces = type(self)(self.model).running().faces().select_related("user", "organisation")
        return self.prefetch_related(Prefetch("household__involvements", queryset=faces, to_attr="faces_now"))

    def faces(self) -> Self:
        return self.filter(part=Part.CONTACT)

    def of_households(self, households: Iterable[Household]) -> Self:
        return self.filter(household__in=list(households))


class ExclusionQuerySet(FollowsHousehold):
    """People who are kept out: seen by those who see who has access."""

    read_act = Act.SEE_ACCESS
    write_act = Act.SHARE

    def running(self) -> Self:
        return self.filter(period__contains=StatementTimestamp())

    def keep_out(self, user: User, household: Household) -> bool:
        """Whether `user` may not see `household` at this moment, whatever else gives access."""
        return self.running().filter(user=user, household=household).exists()


class SharingDecisionQuerySet(FollowsHousehold):
    """Why an organisation may see a household: seen by those who see who has access."""

    read_act = Act.SEE_ACCESS
    write_act = Act.SHARE


class FaceQuestionQuerySet(ScopedQuerySet):
    """Questions whether there is a fixed face: seen by the contact person of the household that was meant.

    Not by who asked: somebody who is kept out of a household would learn here that it exists.
    """

    def visible_to(self, user: User) -> Self:
        return self.filter(among(user, Act.SWITCH, "household_id"))


class EmergencySearchQuerySet(ScopedQuerySet):
    """Tries to open a household in an emergency: one's own."""

    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def open_to(self, user: User) -> Self:
        """Searches of which something may still be opened, by who searched."""
        recent = StatementTimestamp() - Value(EMERGENCY_CHOICE_LASTS)
        return self.visible_to(user).filter(access=None, at__gt=recent)


class EmergencyAccessQuerySet(ScopedQuerySet):
    """Emergencies: seen by who opened, by those who see who has access, and by the privacy officer of the region."""

    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(user=user) | Q(region__in=privacy_regions(user)) | Q(among(user, Act.SEE_ACCESS, "household_id"))
        )

    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def running_of(self, user: User) -> Self:
        """Emergency access that `user` has at this moment."""
        return self.of(user).filter(involvement__period__contains=StatementTimestamp())

    def reviewable_by(self, user: User) -> Self:
        """Everything of the regions of this privacy officer."""
        return self.filter(region__in=privacy_regions(user))

    def judgeable_by(self, user: User) -> Self:
        """What waits for a verdict: never one's own."""
        return self.reviewable_by(user).unreviewed().exclude(user=user)

    def unreviewed(self) -> Self:
        return self.filter(verdict=None)

    def waiting_first(self) -> Self:
        """What waits longest first; then what was judged, newest first."""
        return self.order_by(
            Case(When(verdict=None, then="opened_at")).asc(nulls_last=True), "-verdict__at", "-opened_at", "pk"
        )


class EmergencyVerdictQuerySet(ScopedQuerySet):
    """Verdicts follow the access they are about."""

    def visible_to(self, user: User) -> Self:
        return self.filter(access__in=apps.get_model("cases", "EmergencyAccess").objects.visible_to(user))


def privacy_regions(user: User) -> Any:
    """The regions of which `user` is privacy officer at this moment."""
    return Membership.objects.current().filter(user=user, role=Role.PRIVACY_OFFICER).values("organisation__region")


class ProtectedFactQuerySet(ScopedQuerySet):
    """Where somebody can be found: for who is contact person or duo now and holds a grant that runs."""

    def visible_to(self, user: User) -> Self:
        return self.filter(among(user, Act.READ_INNER, "household_id"), Exists(_fact_grants_of(user, "household")))

    def changeable_by(self, user: User) -> Self:
        return self.running().filter(household__in=apps.get_model("cases", "Household").objects.guarded_by(user))

    def revealable_by(self, user: User) -> Self:
        """Secret ones that `user` may have shown, with a reason."""
        return self.running().visible_to(user).filter(is_secret=True)

    def running(self) -> Self:
        """Those that still hold."""
        return self.filter(ended_on=None)

    def without_secrets(self) -> Self:
        """Annotate `shown`: what may stand on a page. The secret itself is not read from the database."""
        shown = Case(When(is_secret=False, then=F("value")), default=Value(""))
        return self.defer("value", "traces").annotate(shown=shown)


class RevealQuerySet(ScopedQuerySet):
    """A look at a secret is for the one who took it, as long as it lasts."""

    def visible_to(self, user: User) -> Self:
        """Looks of `user` that are not over, of facts that `user` may still know."""
        since = StatementTimestamp() - Value(REVEAL_FOR, DurationField())
        facts = apps.get_model("cases", "ProtectedFact").objects.visible_to(user)
        return self.filter(by=user, at__gt=since, fact__in=facts)


def _fact_grants_of(user: User, household: str) -> QuerySet[Any]:
    """Running grants of `user`, of a part as contact person or duo that runs too."""
    grants = apps.get_model("cases", "ProtectedFactGrant").objects
    now = StatementTimestamp()
    return grants.filter(
        user=user,
        household=OuterRef(household),
        period__contains=now,
        involvement__period__contains=now,
        involvement__part__in=[Part.CONTACT, Part.DUO],
    )


class RequestQuerySet(ScopedQuerySet):
    """Questions between professionals: the one who asked and the one who was asked see them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(Q(asked_of=user) | Q(asked_by=user))

    def changeable_by(self, user: User) -> Self:
        return self.visible_to(user).open()

    def answerable_by(self, user: User) -> Self:
        return self.filter(asked_of=user).open()

    def withdrawable_by(self, user: User) -> Self:
        return self.filter(asked_by=user).open()

    def open(self) -> Self:
        return self.filter(state=RequestState.ASKED)
