"""The shapes of the register and the figures in the API: codes by their code, never a person."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api import UNKNOWN, StrictSerializer
from accounts.models import Municipality
from rvt.choices_register import CodeList, WhatNow
from rvt.figures.disclosure import Hidden
from rvt.forms.register import NOT_VALID
from rvt.models import Code
from rvt.services.register import Codes, Texts

WHAT_NOW = [(each.value, each.label) for each in WhatNow if each is not WhatNow.CALL_BACK]
"""A promise to call back is made here, with a code word."""


class CodeField(serializers.CharField):
    """One code of a list, by its code."""

    def __init__(self, code_list: CodeList, **options: Any) -> None:
        self.code_list = code_list
        super().__init__(max_length=24, help_text=f"Code of the list “{code_list.label}”.", **options)

    def to_representation(self, value: Any) -> str:
        return str(value.code)


class CodesField(serializers.ListField):
    """Several codes of a list."""

    def __init__(self, code_list: CodeList, **options: Any) -> None:
        self.code_list = code_list
        super().__init__(child=serializers.CharField(max_length=24), max_length=50, **options)

    def to_representation(self, data: Any) -> list[str]:
        return [code.code for code in data.all()]


class TownField(serializers.CharField):
    """A municipality of the organisation, by its name."""

    def to_internal_value(self, data: Any) -> Municipality:  # type: ignore[override]
        name = super().to_internal_value(data)
        towns = Municipality.objects.filter(organisations=self.context["token"].organisation_id)
        town = towns.filter(name__iexact=name).first()
        if town is None:
            raise serializers.ValidationError(UNKNOWN)
        return town


class ConsultationSerializer(StrictSerializer):
    """An advice without family data. Times are with their zone; texts are without names."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    source = serializers.CharField(read_only=True)
    began_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    municipality = TownField()
    seeker_role = CodeField(CodeList.SEEKER_ROLE)
    seeker_organisation = CodeField(CodeList.SEEKER_ORGANISATION, required=False, allow_null=True)
    natures = CodesField(CodeList.NATURE, allow_empty=False)
    extras = CodesField(CodeList.EXTRA, required=False)
    duration = CodeField(CodeList.DURATION, required=False, allow_null=True)
    setting = CodeField(CodeList.SETTING, required=False, allow_null=True)
    what_now = serializers.ChoiceField(WHAT_NOW)
    question = serializers.CharField(max_length=200, required=False, allow_blank=True)
    advice = serializers.CharField(max_length=600, required=False, allow_blank=True)
    caller_does = serializers.CharField(max_length=300, required=False, allow_blank=True)
    looked_for_names = serializers.BooleanField(
        required=False, write_only=True, help_text="A person looked: nobody can be recognised in the texts."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Turn codes into rows that hold on the day of the call, and texts into what the service takes."""
        day = timezone.localdate(attrs["began_at"])
        rows = {(row.list, row.code): row for row in Code.objects.valid_on(day)}
        wrong: dict[str, list[str]] = {}
        chosen: dict[str, Any] = {}
        for name, field in self.fields.items():
            if not isinstance(field, (CodeField, CodesField)) or attrs.get(name) is None:
                continue
            said = attrs.pop(name)
            found = [rows.get((field.code_list, code)) for code in (said if isinstance(said, list) else [said])]
            if None in found:
                wrong[name] = [NOT_VALID]
            chosen[name] = found if isinstance(said, list) else found[0]
        if wrong:
            raise serializers.ValidationError(wrong)
        kept = {name: attrs[name] for name in ("began_at", "ended_at", "municipality", "what_now")}
        texts = {name: attrs[name] for name in ("question", "advice", "caller_does") if name in attrs}
        return kept | {
            "codes": Codes(**chosen),
            "texts": Texts(**texts, looked=attrs.get("looked_for_names", False)),
        }


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string", "enum": [each.value for each in Hidden]}]})
class CellField(serializers.ReadOnlyField):
    """A number, or why it is not there."""


class NumbersSerializer(StrictSerializer):
    """Two half-years and their total, as they are published."""

    label = serializers.CharField()
    first_half = CellField()
    second_half = CellField()
    total = CellField()


class LineSerializer(NumbersSerializer):
    """A row of the table, what it counts, and what the chair says about it."""

    part = serializers.CharField()
    definition = serializers.CharField()
    remarks = serializers.ListField(child=serializers.CharField())


class RemarkSerializer(StrictSerializer):
    """What the chair says about a half-year."""

    half = serializers.CharField()
    text = serializers.CharField()


class PartedSerializer(StrictSerializer):
    """The consultations, parted by something; no rows where that would give a small number away."""

    title = serializers.CharField()
    rows = NumbersSerializer(many=True)
    remark = serializers.CharField()


class LeadTimeSerializer(StrictSerializer):
    """From question to table."""

    label = serializers.CharField()
    middle = serializers.CharField()
    spread = serializers.CharField()


class WaitedSerializer(StrictSerializer):
    """What waited at the end of a month."""

    month = serializers.CharField()
    waited = serializers.CharField()


class FiguresSerializer(StrictSerializer):
    """The half-year figures of one region and year, as the page shows them (`figures.document`)."""

    region = serializers.CharField()
    year = serializers.IntegerField()
    rows = LineSerializer(many=True)
    remarks = RemarkSerializer(many=True)
    parts = PartedSerializer(many=True)
    lead_times = LeadTimeSerializer(many=True)
    waiting = WaitedSerializer(many=True, allow_null=True)
    faces = serializers.CharField(allow_null=True)
    not_said = serializers.ListField(child=serializers.CharField())
    small_numbers = serializers.CharField()
