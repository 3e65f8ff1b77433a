"""The people of a household: the list, one person, adding, changing, who left (ux, S8)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from accounts.access import ScopedView
from accounts.querysets import ScopedQuerySet
from cases import rules
from cases.choices import RelationKind
from cases.forms.fields import Birth
from cases.forms.people import BONDS, PersonChangeForm, PersonForm, PersonLeftForm
from cases.models import Agreement, Home, Household, Person, Relation, Residence
from cases.services.people import add_person, change_person, person_left
from cases.views import family
from cases.views.base import PanelForm, RowForm
from cases.views.look import Look
from cases.views.protected import places_of

_PARENT, _PARTNER, _FORMER = RelationKind.PARENT_OF, RelationKind.PARTNER_OF, RelationKind.EX_PARTNER_OF


class People(ScopedView, DetailView):  # type: ignore[misc]
    """Everybody who belongs to the household, with what is known, and who does not belong to it any more."""

    model = Household
    access = "readable_by"
    access_kind = "people"
    template_name = "cases/people.html"
    context_object_name = "household"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        look = Look(self.object, self.request, timezone.localdate())
        left = Person.objects.visible_to(look.user).filter(household=self.object, left_on__isnull=False)
        return super().get_context_data(
            rows=family.current_people(self.object, look.user, look.today, family.homes_of(self.object, look.user)),
            left=left.order_by("-left_on"),
            may_edit=look.may(rules.Act.EDIT),
            **kwargs,
        )


class PersonDetail(ScopedView, DetailView):  # type: ignore[misc]
    """One person: what is known, what this person is of the others, and the agreements with this name."""

    model = Person
    access = "visible_to"
    slug_url_kwarg = "person"
    template_name = "cases/person_detail.html"
    context_object_name = "member"  # `person` is who is signed in (templates/base.html)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(household__uuid=self.kwargs["uuid"]).select_related("household")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, user, today = self.object, self.request.user, timezone.localdate()
        homes = Residence.objects.filter(person=person, days__contains=today).select_related("home")
        agreements = (
            Agreement.objects.visible_to(user).current().filter(Q(who_person=person) | Q(checker_person=person))
        )
        return super().get_context_data(
            household=person.household,
            age=person.age_on(today),
            homes=[residence.home.name for residence in homes.order_by("home__order")],
            bonds=_bond_words(person, user),
            agreements=list(agreements),
            may_edit=Person.objects.changeable_by(user).contains(person),
            unsafe_for=[unsafe.other.name for unsafe in person.unsafe_for.select_related("other").order_by("id")],
            places=places_of(person, user),  # type: ignore[arg-type]
            **kwargs,
        )


def _bond_words(person: Person, user: Any) -> list[tuple[str, list[str]]]:
    """Return what somebody is of the others: ("Ouder van", names), …"""
    words: dict[str, list[str]] = {}
    relations = Relation.objects.visible_to(user).filter(Q(person=person) | Q(other=person))
    for relation in relations.select_related("person", "other").order_by("id"):
        forward = relation.person == person
        other = relation.other if forward else relation.person
        kind = RelationKind(relation.kind)
        back = {RelationKind.PARENT_OF: "Kind van", RelationKind.GRANDPARENT_OF: "Kleinkind van"}
        label = kind.label.capitalize() if forward else back.get(kind, kind.label.capitalize())
        words.setdefault(label, []).append(other.name)
    return list(words.items())


class _PeopleForm(PanelForm):
    panel = "mensen"
    partial = "cases/partials/person_form.html"

    def get_back_url(self) -> str:
        return reverse("cases:people", args=[self.household.uuid])

    def _choices(self, household: Household, *, without: Person | None = None) -> dict[str, Any]:
        others: ScopedQuerySet = Person.objects.visible_to(self.user).filter(household=household, left_on=None)
        return {
            "homes": list(Home.objects.visible_to(self.user).filter(household=household)),
            "people": [person for person in others if person != without],
        }


class PersonCreate(_PeopleForm):
    """Somebody who belongs to the household too."""

    form_class = PersonForm
    title = "Iemand toevoegen"
    said = "Toegevoegd aan dit huishouden."

    def get_form_extras(self) -> dict[str, Any]:
        return self._choices(self.object)

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, **cleaned: Any) -> Person:
        return add_person(
            self.object,
            self.form.data_of(cleaned),
            homes=self.form.rows_of("homes", cleaned["homes"]),
            new_home=cleaned["new_home"],
            by=self.user,
        )


class _PersonRow(RowForm, _PeopleForm):
    model = Person
    access = "changeable_by"
    slug_url_kwarg = "person"
    context_object_name = "member"

    def get_back_url(self) -> str:
        return self.object.get_absolute_url()


class PersonChange(_PersonRow):
    """What is known of somebody; two colleagues at once get the page with both texts."""

    form_class = PersonChangeForm
    said = "Gegevens bewaard."

    def get_title(self) -> str:
        return f"Wijzig de gegevens van {self.object.name}"

    def get_form_extras(self) -> dict[str, Any]:
        return self._choices(self.object.household, without=self.object)

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_initial_for(self, row: Any) -> dict[str, Any]:
        today = timezone.localdate()
        homes = Home.objects.filter(residences__person=row, residences__days__contains=today)
        known = row.born_on or row.birth_year
        return {
            **super().get_initial_for(row),
            "birth": Birth(day=row.born_on, year=row.birth_year) if known else None,
            "homes": [str(home.uuid) for home in homes.order_by("order", "id")],
            **self._bonds(row),
        }

    def _bonds(self, row: Person) -> dict[str, list[str]]:
        found: dict[str, set[Any]] = {name: set() for name in BONDS}
        both = Relation.objects.visible_to(self.user).filter(Q(person=row) | Q(other=row))
        for relation in both.select_related("person", "other"):
            forward = relation.person == row
            other = relation.other if forward else relation.person
            names = {_PARENT: "children" if forward else "parents", _PARTNER: "partners", _FORMER: "former_partners"}
            if name := names.get(RelationKind(relation.kind)):
                found[name].add(other)
        in_order = {name: sorted(people, key=lambda one: (one.order, one.pk)) for name, people in found.items()}
        return {name: [str(one.uuid) for one in people] for name, people in in_order.items()}

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, *, version: int, **cleaned: Any) -> Person:
        return change_person(
            self.object,
            self.form.data_of(cleaned),
            version=version,
            homes=self.form.rows_of("homes", cleaned["homes"]),
            new_home=cleaned["new_home"],
            bonds=self.form.bonds_of(cleaned),
            by=self.user,
        )


class PersonLeft(_PersonRow):
    """Somebody does not belong to the household any more. What was told stays."""

    form_class = PersonLeftForm
    partial = "cases/partials/person_left_form.html"
    said = "Bewaard. Wat er verteld is, blijft staan."

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(left_on=None)

    def get_title(self) -> str:
        return f"{self.object.name} hoort er niet meer bij"

    def get_success_url(self) -> str:
        return reverse("cases:people", args=[self.household.uuid])

    def act(self, **cleaned: Any) -> Person:
        return person_left(self.object, by=self.user, **cleaned)
