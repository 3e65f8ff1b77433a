"""A new household in a minute: five questions, four of them to be answered (ux, S7)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils import timezone

from accounts.forms.rows import RowChoiceField
from accounts.models import Membership, Municipality, Organisation, User
from cases.choices import PersonRole
from cases.forms.fields import AnyDateField, PastDateField
from cases.services.households import FamilyKnows, NewPerson

PREFIX = "mensen"
TOTAL = f"{PREFIX}-TOTAL_FORMS"


class Knows(TextChoices):
    """Whether the family knows that we write this down."""

    YES = "yes", "Ja, op …"
    NOT_YET = "not_yet", "Nog niet, want …"


class FamilyKnowsMixin(forms.Form):
    """The question "Weet het gezin hiervan?", with what belongs to each answer."""

    knows = forms.ChoiceField(
        label="Weet het gezin hiervan?",
        choices=Knows.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het gezin dit weet."},
    )
    informed_on = PastDateField(label="Op welke dag?", required=False, initial=timezone.localdate)
    not_informed_why = forms.CharField(
        label="Waarom nog niet?", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Keep what belongs to the answer; the other half was typed for nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("knows") == Knows.YES:
            cleaned["not_informed_why"] = ""
            self._ask("informed_on", "Vul in op welke dag het gezin dit hoorde.")
            self._forget("not_informed_why")
        elif cleaned.get("knows") == Knows.NOT_YET:
            cleaned["informed_on"] = None
            self._ask("not_informed_why", "Schrijf op waarom het gezin dit nog niet weet.")
            self._forget("informed_on")
        return cleaned

    def _ask(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _forget(self, name: str) -> None:
        self.errors.pop(name, None)


class NewPersonForm(forms.Form):
    """A first name and a part in the family. An address, a surname or a birth date is not asked."""

    name = forms.CharField(
        label="Voornaam",
        max_length=60,
        error_messages={"required": "Vul een voornaam in."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Is in dit gezin",
        choices=[("", "kies"), *PersonRole.choices],
        error_messages={"required": "Kies wie dit in het gezin is."},
    )


class _Rows(BaseFormSet):  # type: ignore[type-arg]
    """Rows of a list that is new: none of them is known to be filled in, so a row that stays empty is no mistake.

    Only when nobody stands there, the first row says so.
    """

    deletion_widget = forms.HiddenInput
    default_error_messages = {
        "too_many_forms": "Zet er nu hoogstens %(num)d mensen bij. De anderen kunnen later.",
    }
    NOBODY = "Zet er minstens één persoon bij."

    def full_clean(self) -> None:
        """A row that was taken away has nothing wrong with it."""
        super().full_clean()
        if not self.is_bound:
            return
        staying = []
        for form in self.forms:
            if self._should_delete_form(form):
                form.errors.clear()
            else:
                staying.append(form)
        if staying and not any(form.has_changed() for form in staying):
            staying[0].add_error("name", self.NOBODY)

    def initial_form_count(self) -> int:
        """No row stands in the database already."""
        return 0

    def total_form_count(self) -> int:
        """Show what was typed before, and at least one row."""
        return super().total_form_count() if self.is_bound else max(len(self.initial or ()), 1)


PeopleFormSet = formset_factory(NewPersonForm, formset=_Rows, extra=0, max_num=20, validate_max=True, can_delete=True)


class OpeningForm(FamilyKnowsMixin):
    """What every household begins with, beside its people: its name, who is there for it, and whether it knows."""

    call_name = forms.CharField(
        label="Hoe noemt het gezin zichzelf?",
        max_length=80,
        help_text="Vraag het gewoon. Een achternaam mag, een eigen naam ook.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    municipality = RowChoiceField(label="Gemeente")
    team = RowChoiceField(label="Vaste contactpersoon", widget=forms.RadioSelect)
    colleague = RowChoiceField(
        label="Kies iemand anders",
        required=False,
        empty_label="Niemand, ik blijf het zelf",
        describe=lambda user: user.name,
        error_messages={"invalid_choice": "Kies een collega uit de lijst."},
    )
    will_tell_on = AnyDateField(label="Ik vertel het op", required=False)

    field_order = [
        "call_name",
        "municipality",
        "team",
        "colleague",
        "knows",
        "informed_on",
        "not_informed_why",
        "will_tell_on",
    ]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Organisation.objects.opening_households(user).order_by("name")
        self.teams = list(teams)
        self.user = user
        self._offer_teams(teams)
        self._offer_municipalities()
        self._offer_colleagues()

    def _offer_teams(self, teams: Any) -> None:
        field: RowChoiceField = self.fields["team"]  # type: ignore[assignment]
        field.queryset = teams
        field.describe = lambda team: f"{self.user.name}, {team.name}"
        if len(self.teams) == 1:
            field.required = False
            field.widget = field.hidden_widget()

    def _offer_municipalities(self) -> None:
        field: RowChoiceField = self.fields["municipality"]  # type: ignore[assignment]
        field.queryset = Municipality.objects.filter(region__in=[team.region_id for team in self.teams])
        if own := field.queryset.filter(organisations__in=self.teams).first():
            field.initial = own.uuid

    def _offer_colleagues(self) -> None:
        """Colleagues who work with households in one of these teams; which team they must be of, `clean` asks."""
        field: RowChoiceField = self.fields["colleague"]  # type: ignore[assignment]
        works = Membership.objects.working_with_households().filter(organisation__in=self.teams)
        field.queryset = User.objects.filter(pk__in=works.values("user")).exclude(pk=self.user.pk).order_by("name")

    def clean(self) -> dict[str, Any]:
        """Fill the team in when there is one only; ask for a day to tell the family that does not know yet.

        A colleague who is to be the face works for the team that coordinates.
        """
        cleaned = super().clean()
        if len(self.teams) == 1:
            cleaned["team"] = self.teams[0]
            self._forget("team")
        colleague, team = cleaned.get("colleague"), cleaned.get("team")
        if colleague and team and not User.objects.professionals_of(team).contains(colleague):
            self.add_error("colleague", f"{colleague.first_name} werkt niet bij {team.name}. Kies iemand anders.")
        if cleaned.get("knows") == Knows.NOT_YET:
            self._ask("will_tell_on", "Kies een dag waarop je het vertelt.")
            if (day := cleaned.get("will_tell_on")) and day < timezone.localdate():
                self.add_error("will_tell_on", "Kies vandaag of een dag daarna.")
        else:
            cleaned["will_tell_on"] = None
            self._forget("will_tell_on")
        return cleaned

    def family_knows(self) -> FamilyKnows:
        """Return the answer to "Weet het gezin hiervan?"."""
        informed_on: date | None = self.cleaned_data["informed_on"]
        return FamilyKnows(
            informed_on=informed_on,
            not_informed_why=self.cleaned_data["not_informed_why"],
            will_tell_on=self.cleaned_data["will_tell_on"],
        )


class CreateHouseholdForm(OpeningForm):
    """The whole page: the household, its people, and whether the family knows.

    `kept` is raw text that was typed before (a draft, or a row that was added without script); it is shown, not judged.
    """

    def __init__(self, *args: Any, kept: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.people = PeopleFormSet(with_a_row(self.data), prefix=PREFIX)
        else:
            self.people = PeopleFormSet(prefix=PREFIX, initial=typed_people(kept) if kept else None)

    def is_valid(self) -> bool:
        """The rows are part of the form."""
        return super().is_valid() & self.people.is_valid()

    def new_people(self) -> list[NewPerson]:
        """Return the rows that were filled in and not taken away."""
        rows = [form.cleaned_data for form in self.people if form not in self.people.deleted_forms]
        return [NewPerson(name=row["name"], role=PersonRole(row["role"])) for row in rows if row.get("name")]


def number_of_rows(data: QueryDict) -> int:
    """Return how many rows were posted: what the form counted; without a count, up to the last row that is there."""
    total = data.get(TOTAL, "")
    if total.isdecimal() and len(total) <= len(str(PeopleFormSet.absolute_max)):
        return min(int(total), PeopleFormSet.absolute_max)
    found = (re.match(rf"{PREFIX}-(\d{{1,3}})-", name) for name in data)
    return max((int(row[1]) + 1 for row in found if row), default=0)


def with_a_row(data: QueryDict) -> QueryDict:
    """Return `data` with a row that can be filled in: perhaps all were taken away, or none came."""
    number = number_of_rows(data)
    if all(data.get(f"{PREFIX}-{index}-DELETE") for index in range(number)):
        number += 1
    counted = data.copy()
    counted[TOTAL], counted[f"{PREFIX}-INITIAL_FORMS"] = str(number), "0"
    return counted


def typed_people(data: QueryDict) -> list[dict[str, str]]:
    """Read the rows as they were typed, without the ones that were taken away."""
    rows = [f"{PREFIX}-{index}" for index in range(number_of_rows(data))]
    return [
        {name: data.get(f"{row}-{name}", "") for name in ("name", "role")}
        for row in rows
        if not data.get(f"{row}-DELETE")
    ]
