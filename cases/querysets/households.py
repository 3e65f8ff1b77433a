"""Households: which, and what a list shows of each."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Greatest, JSONObject, Least, TruncDate

from accounts.models import Absence, Membership, User
from accounts.querysets import ScopedQuerySet
from cases.choices import HouseholdStatus, Part
from cases.querysets.protected import fact_grants_of
from cases.querysets.rule import IfAllowed, among, in_force, seated
from cases.rules import READING, Act, fold, is_long_absence, sort_name


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
        return self.allowed(user, Act.EDIT).filter(Exists(fact_grants_of(user, "pk")))

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

    def askable_by(self, user: User) -> Self:
        """Active households about which `user` may bring a question to the table."""
        return self.allowed(user, Act.BRING).active()

    def weighable_by(self, user: User) -> Self:
        """Households of which `user` may keep a weighing of the Meldcode: for professionals, close by."""
        return self.allowed(user, Act.READ_INNER).active()

    def overviewable_by(self, user: User) -> Self:
        """Households of which `user` may see everybody who looked, and put that on paper."""
        return self.allowed(user, Act.SEE_ACCESS)

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
        """Annotate `lets_<act>` for every act: what `Household.my_acts` reads, by the same rule as `allowed`."""
        return self.annotate(**{f"lets_{act.value}": among(user, act, "pk") for act in Act})

    def active(self) -> Self:
        return self.filter(status__in=HouseholdStatus.ACTIVE)

    def closed(self) -> Self:
        return self.filter(status=HouseholdStatus.CLOSED)

    # --- Narrower: these choose among households and give nobody anything ------------------------------------------

    def with_part_of(self, user: User, *parts: Part) -> Self:
        """Households in which `user` has a part at this moment that counts: one of `parts`, or any."""
        return self.filter(seated(user, parts or Part, "pk"))

    def of_teams_of(self, user: User) -> Self:
        """Households that an organisation of `user` coordinates."""
        works_for = Membership.objects.working_with_households().filter(user=user).values("organisation__group_id")
        coordinated = in_force("coordinate_household").filter(group__in=works_for)
        return self.filter(Exists(coordinated.filter(content_object=OuterRef("pk"))))

    def looked_back_on_before(self, day: date) -> Self:
        """Households whose agreed look-back day lies before `day`, also when it has passed."""
        return self.filter(look_back_on__lt=day)

    def without_face(self, today: date) -> Self:
        """Active households whose face cannot be reached: gone from the team, or long away while nobody stands in."""
        return self.filter(self._out_of_reach(today))

    def with_reach(self, today: date) -> Self:
        """Annotate `is_out_of_reach`: the rule of `without_face` for each row. Building it takes one query."""
        return self.annotate(is_out_of_reach=ExpressionWrapper(self._out_of_reach(today), output_field=BooleanField()))

    def _out_of_reach(self, today: date) -> Q:
        away = Absence.objects.unattended_on(today).values_list("user", "days")
        long_away = [user for user, days in away if is_long_absence(days.lower, days.upper)]
        reachable = Exists(self._reachable_faces().exclude(user__in=long_away))
        return Q(~reachable, status__in=HouseholdStatus.ACTIVE)

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
        first_due = due.filter(due_on__gte=today).order_by("due_on").values("due_on")
        readable_due = _first_if_allowed(first_due, user, Act.READ_AGREEMENTS)
        return self.annotate(next_on=Least(Case(When(look_back_on__gte=today, then="look_back_on")), readable_due))

    def with_story(self, user: User) -> Self:
        """Annotate `phase_step` and `last_film_on`: the latest phase and the last day in the film."""
        phases = apps.get_model("cases", "Phase").objects.filter(household=OuterRef("pk"))
        film = apps.get_model("cases", "FilmEvent").objects.for_audience_of(user).standing()
        last_film = film.filter(household=OuterRef("pk")).order_by("-happened_on").values("happened_on")
        last_step = phases.order_by("-discussed_on", "-id").values("step")
        return self.annotate(
            phase_step=_first_if_allowed(last_step, user, Act.READ_STORY),
            last_film_on=_first_if_allowed(last_film, user, Act.READ_STORY),
        )

    def with_last_contact(self, user: User) -> Self:
        """Annotate `last_contact_on`: the last day in the film, of a talk about the phase or of a look at an agreement.

        The day on which we began counts too. Needs `with_story`.
        """
        ticks = apps.get_model("cases", "AgreementTick").objects.standing().filter(household=OuterRef("pk"))
        phases = apps.get_model("cases", "Phase").objects.filter(household=OuterRef("pk"))
        looked = ticks.order_by("-at").values(day=TruncDate("at"))
        talked = phases.order_by("-discussed_on").values("discussed_on")
        return self.annotate(
            last_contact_on=Greatest(
                "together_since",
                "last_film_on",
                _first_if_allowed(looked, user, Act.READ_AGREEMENTS),
                _first_if_allowed(talked, user, Act.READ_STORY),
            )
        )

    def with_tasks_of(self, user: User, agreed: tuple[date, date]) -> Self:
        """Annotate `tasks_of_mine`: what there is to do after advice on questions of `user` about this household.

        Of advice that was agreed to between those two days (`QuestionLinkQuerySet.with_tasks`), as JSON.
        """
        links = apps.get_model("cases", "QuestionLink").objects.filter(asker=user, household=OuterRef("pk"))
        due = links.with_tasks().filter(agreed_on__range=agreed).order_by("agreed_on", "pk")
        names = ("question", "agreed_on", "follow_ups", "teller", "given", "sentence")
        return self.annotate(
            tasks_of_mine=ArraySubquery(due.values(facts=JSONObject(**{name: name for name in names})))
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


def _first_if_allowed(rows: QuerySet[Any], user: User, act: Act) -> IfAllowed:
    """The first of `rows`, of a household with which `user` may do `act`: asked of the household, not of each row."""
    return IfAllowed(among(user, act, "pk"), Subquery(rows[:1]))
