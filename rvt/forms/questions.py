"""The six steps of a question (ux, S20). Going on asks what the table needs; anything else keeps what stands there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.forms.rows import RowChoiceField
from accounts.models import Organisation, User
from accounts.versions import VersionedFormMixin
from rvt import rules
from rvt.choices import AgeBand, AskedAbout, BetterFit, Discipline, FamilyKnows, RoleWord, Urgency
from rvt.forms.naming import NamesMixin
from rvt.models import Question
from rvt.rules import member_words

EMPTY_ROWS = 3
"""How many rows somebody sees who begins."""


class MembersWidget(forms.Widget):
    """Rows of a role word and an age band. A value is "role:age"; half a row is kept as it is."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was chosen; rows without anything are left out."""
        if not isinstance(data, QueryDict):
            return list(data.get(name, []))
        rows = zip(data.getlist(f"{name}-role"), data.getlist(f"{name}-age"), strict=False)
        return [*data.getlist(name), *(f"{role}:{age}" for role, age in rows if role or age)]


class MembersField(forms.Field):
    """Who belongs to it: role words and age bands, as a list of dicts."""

    widget = MembersWidget
    default_error_messages = {
        "required": rules.REQUIRED["members"],
        "half": "Kies bij ieder een woord en een leeftijd.",
        "too_many": f"Kies hoogstens {rules.MOST_MEMBERS} mensen.",
    }

    def prepare_value(self, value: Any) -> list[str]:
        """Write rows as "role:age"."""
        return [row if isinstance(row, str) else f"{row['role']}:{row['age']}" for row in value or ()]

    def in_words(self, value: list[dict[str, str]]) -> str:
        """Return what a page with both texts shows (`accounts.versions.text_of`)."""
        return "; ".join(member_words(value))

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Return the rows. Raises ValidationError for half a row and for what is no code."""
        if not value and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        rows = [dict(zip(("role", "age"), text.split(":", 1), strict=False)) for text in value or ()]
        if len(rows) > rules.MOST_MEMBERS:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        if not rules.are_members(rows):
            raise forms.ValidationError(self.error_messages["half"], code="half")
        return rows


def _text(name: str, hint: str = "", *, rows: int = 3) -> forms.CharField:
    field = Question._meta.get_field(name)
    return forms.CharField(
        label=field.verbose_name,
        max_length=field.max_length,
        required=name in rules.REQUIRED,
        help_text=hint,
        error_messages={"required": rules.REQUIRED.get(name, "")},
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _choice(name: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=Question._meta.get_field(name).verbose_name,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": rules.REQUIRED[name]},
    )


class Step(forms.Form):
    """One step. With `going_on=False` nothing is asked: what stands there is kept, and somebody goes elsewhere."""

    def __init__(self, *args: Any, going_on: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.going_on = going_on
        if not going_on:
            for field in self.fields.values():
                field.required = False

    @property
    def free_texts(self) -> list[forms.BoundField]:
        """The fields in which a name could stand, as they are shown."""
        return [self[name] for name in self.fields if name in rules.FREE_TEXTS]


class TheQuestion(Step):
    sentence = _text("sentence", "Eén zin, met een vraagteken.", rows=2)
    about = _choice("about", AskedAbout.choices)

    def clean_sentence(self) -> str:
        """One sentence that asks."""
        sentence = " ".join(self.cleaned_data["sentence"].split())
        if self.going_on and sentence and not rules.is_one_question(sentence):
            raise forms.ValidationError("Maak van je vraag één zin met een vraagteken.", code="no_question")
        return sentence


class TheMembers(Step):
    members = MembersField(label="Wie horen erbij?", help_text="Kies woorden, geen namen. Een leeftijd is een groep.")

    def member_rows(self) -> list[tuple[str, str]]:
        """Return the rows as they are shown: what was chosen, and room for more."""
        rows = [(*text.split(":", 1), "")[:2] for text in self["members"].value()]
        empty = max(EMPTY_ROWS - len(rows), int(self.more_rows or not rows))
        return [*rows, *([("", "")] * empty)][: rules.MOST_MEMBERS]  # type: ignore[list-item]

    more_rows = False
    roles = RoleWord.choices
    ages = AgeBand.choices


class WhatHappens(Step):
    unsafe = _text("unsafe", "Schrijf op wat gezien of gezegd is.")
    goes_well = _text("goes_well", "Ook kleine dingen tellen.")
    tried = _text("tried", "Ook wat niet lukte.")


class TheFamily(Step):
    family_wants = _text("family_wants", "In hun woorden, zonder namen.")
    family_knows = _choice("family_knows", FamilyKnows.choices)
    family_knows_why = _text("family_knows_why", rows=2)

    def clean(self) -> dict[str, Any]:
        """A not yet has a reason; what was typed under the other answer is let go."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("family_knows") == FamilyKnows.YES:
            cleaned["family_knows_why"] = ""
            self.errors.pop("family_knows_why", None)
        elif self.going_on and cleaned.get("family_knows") and cleaned.get("family_knows_why") == "":
            self.add_error("family_knows_why", "Schrijf op waarom het gezin het nog niet weet.")
        return cleaned


class TheDilemma(Step):
    dilemma = _text("dilemma", "Als ik dit doe …, als ik dat doe …")
    disciplines = forms.MultipleChoiceField(
        label="Wie heb je nodig aan tafel?",
        choices=Discipline.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Weet je het niet? Laat het leeg, dan kiest de secretaris.",
    )
    urgency = _choice("urgency", Urgency.choices)
    urgency_why = _text("urgency_why", rows=0)
    reflection = forms.CharField(
        label="Wat doet dit met jou?",
        max_length=1500,
        required=False,
        help_text="Dit blijft bij jou. Het gaat niet mee naar het RVT.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """This week needs a reason."""
        cleaned = super().clean() or self.cleaned_data
        if self.going_on and cleaned.get("urgency") == Urgency.THIS_WEEK and cleaned.get("urgency_why") == "":
            self.add_error("urgency_why", "Schrijf op waarom het deze week moet.")
        return cleaned


class StepOne(VersionedFormMixin, TheQuestion):
    """Step 1 of a question that was begun."""


class StepTwo(VersionedFormMixin, TheMembers):
    """Step 2."""


class StepThree(VersionedFormMixin, WhatHappens):
    """Step 3."""


class StepFour(VersionedFormMixin, TheFamily):
    """Step 4."""


class StepFive(VersionedFormMixin, TheDilemma):
    """Step 5."""


class BeginForm(TheQuestion):
    """Step 1 of a new question: also in whose name, for who works for more than one organisation."""

    organisation = RowChoiceField(label="Voor welke organisatie vraag je dit?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = list(Organisation.objects.of_professional(user).order_by("name"))
        field: RowChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        field.queryset = Organisation.objects.of_professional(user).order_by("name")
        if len(self.organisations) == 1:
            field.required = False
            field.widget = field.hidden_widget()

    def clean(self) -> dict[str, Any]:
        """Fill the organisation in when there is one only."""
        cleaned = super().clean() or self.cleaned_data
        if len(self.organisations) == 1:
            cleaned["organisation"] = self.organisations[0]
            self.errors.pop("organisation", None)
        return cleaned


class SendForm(forms.Form):
    """ "Breng in". Which box has to be ticked follows from the marks, and the service decides (`submit_question`)."""

    looked = forms.BooleanField(label="Ik heb gekeken. Hier staan geen namen.", required=False)


class CheckedForm(forms.Form):
    """ "Geen namen gezien"."""

    read_by_hand = forms.BooleanField(label="Ik heb elk woord zelf gelezen.", required=False)


class SendBackForm(NamesMixin):
    """ "Stuur terug met een vraag": what is asked is a text of the table too."""

    texts = ("text",)
    field_order = ("text", "looked")

    text = forms.CharField(
        label="Wat wil je vragen?",
        max_length=300,
        help_text="Noem geen naam. De inbrenger leest dit en past de vraag aan.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat je wilt vragen."},
    )


class ReferForm(forms.Form):
    better_fit = forms.ChoiceField(
        label="Past beter bij",
        choices=BetterFit.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waar deze vraag beter past."},
    )
