"""Making, changing and filling a meeting of the table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Region, User
from accounts.versions import VersionedFormMixin
from rvt import agenda_rules as rules
from rvt.choices import ItemKind
from rvt.models import AgendaItem, Expert, Meeting
from rvt.querysets.office import office_of
from rvt.services.meetings import Setting

MINUTES = [(minutes, rules.in_words(minutes).capitalize()) for minutes in (60, 90, 120, 150, 180, 210, 240)]
EVERY = [(0, "Eén keer"), (1, "Elke week"), (2, "Om de 2 weken"), (4, "Om de 4 weken")]


def date_field(label: str, **more: Any) -> forms.DateField:
    """Return a native date field."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul een datum in, bijvoorbeeld 1 december 2026."},
        **more,
    )


class SettingForm(forms.Form):
    """When, where and with whom."""

    day = date_field("Op welke dag?")
    starts = forms.TimeField(
        label="Hoe laat?",
        initial="13:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Vul een tijd in, bijvoorbeeld 13.00."},
    )
    minutes = forms.TypedChoiceField(label="Hoe lang?", choices=MINUTES, coerce=int, initial=180)
    place = forms.CharField(label="Waar?", max_length=120, required=False)
    link = forms.URLField(
        label="Link om mee te doen",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Vul een heel adres in, bijvoorbeeld https://vergadering.voorbeeld.nl/zaal."},
    )
    chair = forms.ModelChoiceField(User.objects.none(), label="Voorzitter", empty_label=None)
    secretary = forms.ModelChoiceField(
        User.objects.none(), label="Secretaris", required=False, empty_label="Geen secretaris"
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        length: Any = self.fields["minutes"]
        own = self.initial.get("minutes")
        if own and own not in dict(MINUTES):
            length.choices = sorted([*MINUTES, (own, rules.in_words(own).capitalize())])
        for name in ("chair", "secretary"):
            self.fields[name].queryset = office_of(region)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A meeting is somewhere."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("place") and not cleaned.get("link") and not self.errors.get("link"):
            self.add_error("place", "Vul in waar jullie zitten, of geef een link.")
        return cleaned

    def setting(self) -> Setting:
        """Return where and with whom."""
        names = ("minutes", "place", "link", "chair", "secretary")
        return Setting(**{name: self.cleaned_data[name] for name in names})

    def starts_at(self) -> datetime:
        """Return when; typed in local time (Europe/Amsterdam)."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["starts"]))


class MeetingForm(SettingForm):
    """A new meeting, or a series of them."""

    every = forms.TypedChoiceField(label="Hoe vaak?", choices=EVERY, coerce=int, initial=0, widget=forms.RadioSelect)
    last_on = date_field("Tot en met", required=False, help_text="Alleen bij een reeks.")

    def clean(self) -> dict[str, Any]:
        """A series ends."""
        cleaned = super().clean()
        if cleaned.get("every") and not cleaned.get("last_on"):
            self.add_error("last_on", "Vul in tot en met wanneer de reeks loopt.")
        return cleaned


class MeetingChangeForm(VersionedFormMixin, SettingForm):
    """Another time, place or chair."""


class CancelForm(forms.Form):
    """Nothing to fill in: the page says what happens."""


class SendForm(forms.Form):
    """The version that was read before it was sent."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class VersionForm(SendForm):
    """A choice about one item."""

    def __init__(self, *args: Any, meeting: Meeting, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.item = meeting, item
        self.fields["version"].initial = meeting.version


class GuestsForm(VersionForm):
    """Who of the pool is asked for one item."""

    experts = forms.ModelMultipleChoiceField(
        Expert.objects.none(), label="Wie vraag je voor dit punt?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = timezone.localdate(self.meeting.starts_at)
        pool = Expert.objects.filter(region=self.meeting.region_id).at_work().with_day(day)
        field: Any = self.fields["experts"]
        field.queryset = pool.select_related("user").order_by("user__name", "pk")
        field.label_from_instance = self._label
        asked = {row["user"] for row in self.item.asked}
        field.initial = [expert.pk for expert in field.queryset if str(expert.user.uuid) in asked]

    @staticmethod
    def _label(expert: Any) -> str:
        known = ", ".join(expert.discipline_labels)
        return f"{expert.user.name} ({known})" + ("" if expert.can_come else ". Kan die dag niet.")


class MoveForm(VersionForm):
    """Another place on this agenda, or another meeting."""

    place = forms.TypedChoiceField(label="Andere plek", required=False, coerce=int, empty_value=None)
    other = forms.ModelChoiceField(
        Meeting.objects.none(), label="Ander overleg", required=False, empty_label="Blijft bij dit overleg"
    )

    def __init__(self, *args: Any, user: User, items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from accounts.templatetags.ui import moment

        loose = [row for row in items if row.kind not in ItemKind.FIXED]
        places = [(place, f"Plek {place}: {self._name(row)}") for place, row in enumerate(loose, start=1)]
        self.fields["place"].choices = [("", "Blijft op deze plek"), *places]  # type: ignore[attr-defined]
        field: Any = self.fields["other"]
        others = Meeting.objects.cancellable_by(user).coming().filter(region=self.meeting.region_id)
        field.queryset = others.exclude(pk=self.meeting.pk)
        field.label_from_instance = lambda meeting: moment(meeting.starts_at)

    @staticmethod
    def _name(row: AgendaItem) -> str:
        return row.question.sentence if row.question else row.get_kind_display()  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and (cleaned.get("place") is None) == (cleaned.get("other") is None):
            raise forms.ValidationError("Kies een andere plek, of een ander overleg.")
        return cleaned


__all__ = ["CancelForm", "GuestsForm", "MeetingChangeForm", "MeetingForm", "MoveForm", "SendForm"]
