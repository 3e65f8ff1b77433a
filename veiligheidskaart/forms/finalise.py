from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from cases.forms.fields import AnyDateField
from cases.forms.people import SomeOfHousehold
from veiligheidskaart import rules
from veiligheidskaart.services.finalising import OtherView
from veiligheidskaart.services.texts import Sources


class FinaliseForm(forms.Form):
    """S14: who was there, with whom it was not discussed, who sees it differently, and when we look back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, sources: Sources, version: int, look_back_on: date | None, **kwargs: Any) -> None:
        super().__init__(
            *args, initial={"version": version, "look_back_on": look_back_on, **kwargs.pop("initial", {})}, **kwargs
        )
        self.sources = sources
        people = [(str(person.uuid), person.name) for person in sources.people]
        professionals = [(str(user.uuid), user.first_name) for user in (sources.face, sources.duo) if user]
        self.fields["present"] = forms.MultipleChoiceField(
            label="Wie waren erbij?",
            choices=[*people, *professionals],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Kies wie erbij waren."},
        )
        not_discussed = SomeOfHousehold(label="Met wie is het nog niet besproken?")
        not_discussed.offer(sources.people)
        self.fields["not_discussed_with"] = not_discussed
        self.fields["agree"] = forms.ChoiceField(
            label="Is iedereen het eens?",
            choices=[("yes", "Ja"), ("not_quite", "Niet helemaal")],
            widget=forms.RadioSelect,
            error_messages={"required": "Kies of iedereen het eens is."},
        )
        for person in sources.people:
            self.fields[f"view_{person.uuid}"] = forms.CharField(
                label=f"In eigen woorden van {person.name}",
                max_length=rules.VIEW_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["look_back_on"] = AnyDateField(
            label="Wanneer kijken jullie terug?",
            help_text="Binnen drie maanden.",
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )

    @property
    def view_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("view_")]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        both = {*cleaned.get("present", ())} & {*cleaned.get("not_discussed_with", ())}
        if both:
            names = rules.join(person.name for person in self.sources.people if str(person.uuid) in both)
            self.add_error("not_discussed_with", f"{names} staat ook bij ‘Wie waren erbij?’. Kies één van de twee.")
        if cleaned.get("agree") == "not_quite" and not self.views():
            self.add_error("agree", "Schrijf op wie het anders ziet, in eigen woorden.")
        if cleaned.get("agree") == "yes" and self.views():
            self.add_error("agree", "Er staat iemand die het anders ziet. Kies ‘Niet helemaal’, of haal die tekst weg.")
        return cleaned

    def names_present(self) -> list[str]:
        """First names of who was there, in the order of the list."""
        names = dict(self.fields["present"].choices)  # type: ignore[attr-defined]
        return [names[key] for key in self.cleaned_data["present"]]

    def people_not_discussed(self) -> list[Any]:
        chosen = self.cleaned_data["not_discussed_with"]
        return [person for person in self.sources.people if str(person.uuid) in chosen]

    def views(self) -> list[OtherView]:
        """Who sees it differently."""
        texts = {
            person: " ".join(self.cleaned_data.get(f"view_{person.uuid}", "").split()) for person in self.sources.people
        }
        return [OtherView(person, text) for person, text in texts.items() if text]
