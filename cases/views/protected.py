"""Addresses and places of one person, the minute in which a secret one is shown, and safe contact (ux, S8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import FreshStepMixin, ScopedAction, ScopedView
from accounts.models import User
from accounts.versions import NotChosen
from cases import rules
from cases.choices import SECRET_WORD, FactKind
from cases.forms.faces import NoQuestions
from cases.forms.protected import FactChangeForm, FactForm, RevealForm, SafeContactForm
from cases.models import Household, Person, ProtectedFact, ProtectedFactGrant, Reveal
from cases.services.protected import add_fact, change_fact, end_fact, reveal_fact, set_safe_contact, take_grant_away
from cases.views.base import RowForm


@dataclass(frozen=True)
class Place:
    """One row of "Adres en plekken". `text` is empty for a secret one: that is not even read."""

    fact: ProtectedFact
    label: str
    text: str
    secret_word: str

    @property
    def show_label(self) -> str:
        """The button: "Toon geheim adres"."""
        return f"Toon {self.secret_word[:1].lower()}{self.secret_word[1:]}"


@dataclass(frozen=True)
class Places:
    """The panel of one person."""

    rows: list[Place]
    may_change: bool
    known_to: list[ProtectedFactGrant]
    takeable: frozenset[int]
    """Which of `known_to` this person may take away."""


def places_of(person: Person, user: User) -> Places | None:
    """Return what `user` may know of where `person` can be found; None for who may know nothing of it."""
    known = ProtectedFact.objects.visible_to(user).running().filter(person=person).without_secrets()
    rows = [_place(fact) for fact in known]
    may_change = Household.objects.guarded_by(user).filter(pk=person.household_id).exists()
    if not rows and not may_change:
        return None
    grants = ProtectedFactGrant.objects.filter(household=person.household_id)
    known_to = grants.visible_to(user).select_related("user", "involvement").order_by("involvement__part", "id")
    return Places(rows, may_change, list(known_to), frozenset(grants.takeable_by(user).values_list("pk", flat=True)))


def _place(fact: Any) -> Place:
    kind = FactKind(fact.kind)
    return Place(fact, kind.label, fact.shown, SECRET_WORD[kind] if fact.is_secret else "")


class _OfPerson:
    """The person in the address is the one of the row, in the household of the address."""

    kwargs: dict[str, Any]

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset().select_related("household", "person")  # type: ignore[misc]
        return rows.filter(household__uuid=self.kwargs["uuid"], person__uuid=self.kwargs["person"])


class FactCreate(RowForm):
    """A new address or place of somebody, for who keeps the secrets of this household."""

    model = Person
    access = "changeable_by"
    slug_url_kwarg = "person"
    context_object_name = "member"  # `person` is who is signed in (templates/base.html)
    form_class = FactForm
    panel = "plekken"
    partial = "cases/partials/fact_form.html"
    said = "Adres of plek bewaard."

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(household__in=Household.objects.guarded_by(self.user))

    def get_title(self) -> str:
        return f"Adres of plek van {self.object.name}"

    def get_initial(self) -> dict[str, Any]:
        return {"kind": FactKind.ADDRESS}

    def get_back_url(self) -> str:
        return self.object.get_absolute_url()  # type: ignore[no-any-return]

    def act(self, **cleaned: Any) -> ProtectedFact:
        return add_fact(self.object, **{**cleaned, "kind": FactKind(cleaned["kind"])}, by=self.user)


class _FactForm(_OfPerson, RowForm):
    model = ProtectedFact
    access = "changeable_by"
    slug_url_kwarg = "fact"
    panel = "plekken"

    def get_back_url(self) -> str:
        return self.object.person.get_absolute_url()  # type: ignore[no-any-return]


class FactChange(_FactForm):
    """Change one; a secret is not shown by that."""

    form_class = FactChangeForm
    partial = "cases/partials/fact_form.html"
    said = "Adres of plek bewaard."

    def get_title(self) -> str:
        return f"Wijzig adres of plek van {self.object.person.name}"

    def get_form_extras(self) -> dict[str, Any]:
        return {"was_secret": self.object.is_secret}

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_initial_for(self, row: Any) -> dict[str, Any]:
        return {**super().get_initial_for(row), "value": "" if row.is_secret else row.value}

    def not_chosen(self, *args: Any) -> list[NotChosen]:
        """Nothing: where somebody is stands in one table and in no history."""
        return []

    def act(self, **cleaned: Any) -> ProtectedFact:
        return change_fact(self.object, **{**cleaned, "kind": FactKind(cleaned["kind"])}, by=self.user)


class FactEnd(_FactForm):
    """It does not hold any more."""

    form_class = NoQuestions
    template_name = "cases/confirm.html"
    partial = "cases/confirm.html"
    said = "Gestopt."

    def get_title(self) -> str:
        return f"Stop dit adres of deze plek van {self.object.person.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            text="Het staat dan niet meer bij deze persoon. Was het geheim? Dan mag het ook later nergens staan.",
            label="Stop",
            **kwargs,
        )

    def act(self) -> ProtectedFact:
        return end_fact(self.object, by=self.user)


class GrantTake(ScopedAction):
    """The contact person lets the duo see addresses and places no more."""

    model = ProtectedFactGrant
    access = "takeable_by"
    slug_url_kwarg = "grant"
    form_class = NoQuestions
    template_name = "cases/confirm.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset().select_related("household", "user", "involvement")
        return rows.filter(household__uuid=self.kwargs["uuid"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.object.user.name
        return super().get_context_data(
            title=f"{name} ziet adressen en plekken niet meer",
            text=f"{name} blijft duo en ziet de rest van het huishouden nog wel. Dit gaat meteen in. "
            "Het kan alleen terug met een nieuw duo.",
            label="Neem dit weg",
            back_url=self.object.household.get_absolute_url(),
            **kwargs,
        )

    def act(self) -> None:
        take_grant_away(self.object, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, f"{self.object.user.name} ziet adressen en plekken niet meer.")
        return self.object.household.get_absolute_url()  # type: ignore[no-any-return]


class FactReveal(FreshStepMixin, _OfPerson, ScopedAction):
    """Ask why, and then lead to the page that shows the secret for a minute."""

    model = ProtectedFact
    access = "revealable_by"
    slug_url_kwarg = "fact"
    form_class = RevealForm
    template_name = "cases/fact_reveal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = _place_without_text(self.object)
        return super().get_context_data(
            household=self.object.household,
            member=self.object.person,
            place=place,
            seconds=int(rules.REVEAL_FOR.total_seconds()),
            back_url=self.object.person.get_absolute_url(),
            **kwargs,
        )

    def act(self, *, why: str) -> Reveal:
        return reveal_fact(self.object, why=why, by=self.user)

    def get_success_url(self) -> str:
        fact = self.object
        return reverse("cases:fact-shown", args=[fact.household.uuid, fact.person.uuid, fact.uuid, self.result.uuid])


class FactShown(ScopedView, DetailView):  # type: ignore[misc]
    """The secret itself, for who asked, until its minute is over; after that this page is not there any more."""

    model = Reveal
    access = "visible_to"
    slug_url_kwarg = "reveal"
    template_name = "cases/fact_shown.html"

    def get_queryset(self) -> QuerySet[Any]:
        where = self.kwargs
        rows = super().get_queryset().select_related("fact__person", "household")
        return rows.filter(household__uuid=where["uuid"], fact__uuid=where["fact"], fact__person__uuid=where["person"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fact = self.object.fact
        return super().get_context_data(
            household=self.object.household,
            member=fact.person,
            place=_place_without_text(fact),
            value=fact.value,
            until=self.object.at + rules.REVEAL_FOR,
            back_url=fact.person.get_absolute_url(),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The browser leaves this page when its time is over, also without script."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        seconds = int((rules.REVEAL_FOR + timedelta(seconds=1)).total_seconds())
        response["Refresh"] = f"{seconds}; url={context['back_url']}"
        return response


def _place_without_text(fact: ProtectedFact) -> Place:
    kind = FactKind(fact.kind)
    return Place(fact, kind.label, "", SECRET_WORD[kind])


class SafeContact(RowForm):
    """How somebody is reached safely, and who is not safe for this person."""

    model = Person
    access = "changeable_by"
    slug_url_kwarg = "person"
    context_object_name = "member"
    form_class = SafeContactForm
    panel = "mensen"
    partial = "cases/partials/safe_contact_form.html"
    said = "Veilig bereiken bewaard."

    def get_title(self) -> str:
        return f"{self.object.name} veilig bereiken"

    def get_back_url(self) -> str:
        return self.object.get_absolute_url()  # type: ignore[no-any-return]

    def get_form_extras(self) -> dict[str, Any]:
        others = Person.objects.visible_to(self.user).filter(household=self.object.household)
        return {"people": list(others.exclude(pk=self.object.pk))}

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_initial_for(self, row: Any) -> dict[str, Any]:
        unsafe = row.unsafe_for.select_related("other").order_by("other__order", "other_id")
        return {**super().get_initial_for(row), "unsafe_for": [str(each.other.uuid) for each in unsafe]}

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, *, unsafe_for: list[str] | None = None, **cleaned: Any) -> Person:
        others = self.form.fields["unsafe_for"].rows if unsafe_for else {}
        return set_safe_contact(
            self.object, unsafe_for=[others[uuid] for uuid in unsafe_for or ()], by=self.user, **cleaned
        )
