"""The shapes of cards in the API: the draft block by block, final versions and editions as they were frozen."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api import ScopedUuidField, StrictSerializer, UuidField
from accounts.choices import PdfState
from cases.forms.fields import AnyDateField
from cases.models import Person
from veiligheidskaart import rules
from veiligheidskaart.models import KaartEdition, KaartVersion


def _readers() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=36), max_length=20, allow_null=True, required=False
    )


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, allow_blank=True, required=False)


# --- The draft ------------------------------------------------------------------------------------
class DraftVoiceSerializer(StrictSerializer):
    """Own words of one person, or of a few together."""

    who = serializers.ListField(child=UuidField(), max_length=20)
    text = serializers.CharField(max_length=rules.VOICE_LENGTH)


class DraftVoicesSerializer(StrictSerializer):
    """Blocks in own words. `readers` is null for everybody, else ids of people, or "professionals"."""

    voices = DraftVoiceSerializer(many=True, max_length=rules.MAX_VOICES, required=False)
    seen = _text(rules.SEEN_LENGTH)
    readers = _readers()


class DraftChoiceSerializer(StrictSerializer):
    """Ids of agreements or of people of the network, in the order of the card."""

    chosen = serializers.ListField(child=UuidField(), max_length=rules.MAX_CHOSEN, required=False)
    readers = _readers()


class DraftStepsSerializer(StrictSerializer):
    """What we do when it gets tense, when it is a quarrel, when somebody is afraid."""

    calm = _text(rules.STEP_LENGTH)
    quarrel = _text(rules.STEP_LENGTH)
    danger = _text(rules.STEP_LENGTH)
    readers = _readers()


class DraftSerializer(StrictSerializer):
    """The one shared draft of a household. A block that is sent replaces that block."""

    BLOCKS: ClassVar = ("good", "unsafe", "agreements", "steps", "network", "look_back_on")

    version = serializers.IntegerField(read_only=True, help_text="0 as long as nobody wrote.")
    next_number = serializers.IntegerField(read_only=True)
    good = DraftVoicesSerializer(required=False)
    unsafe = DraftVoicesSerializer(required=False)
    agreements = DraftChoiceSerializer(required=False)
    steps = DraftStepsSerializer(required=False)
    network = DraftChoiceSerializer(required=False)
    look_back_on = serializers.DateField(required=False, allow_null=True, validators=[AnyDateField().validate])


# --- What was made final --------------------------------------------------------------------------
class VersionSerializer(serializers.Serializer[KaartVersion]):
    """A final version. Its text is for the inner circle; for others those fields are null, they read an edition."""

    INNER: ClassVar = ("present", "not_discussed_with", "content", "sha256")

    id = serializers.UUIDField(source="uuid", read_only=True)
    number = serializers.IntegerField(read_only=True)
    finalised_at = serializers.DateTimeField(read_only=True)
    finalised_by = serializers.CharField(source="finalised_by.name", read_only=True)
    all_agree = serializers.BooleanField(read_only=True)
    look_back_on = serializers.DateField(read_only=True)
    present = serializers.ListField(child=serializers.CharField(), read_only=True, allow_null=True)
    not_discussed_with = serializers.ListField(child=serializers.CharField(), read_only=True, allow_null=True)
    content = serializers.DictField(read_only=True, allow_null=True)
    sha256 = serializers.CharField(read_only=True, allow_null=True)

    def to_representation(self, version: KaartVersion) -> dict[str, Any]:
        """Leave out what this person may not read."""
        shown = super().to_representation(version)
        if not version.may_read_inner:  # type: ignore[attr-defined]
            shown.update(dict.fromkeys(self.INNER))
        return shown


def people(context: dict[str, Any]) -> Any:
    """Return the people of the household in the address."""
    return Person.objects.visible_to(context["request"].user).filter(household=context["view"].household)


class OtherViewSerializer(StrictSerializer):
    """Who sees it differently, in own words."""

    person = ScopedUuidField(rows=people)
    text = serializers.CharField(max_length=rules.VIEW_LENGTH)


class FinaliseSerializer(StrictSerializer):
    """What makes the draft final. Without `views` everybody agrees."""

    draft_version = serializers.IntegerField(min_value=1, help_text="The version of the draft that you saw.")
    present = serializers.ListField(
        child=serializers.UUIDField(), help_text="People, and the professionals of the card."
    )
    not_discussed_with = ScopedUuidField(rows=people, many=True, required=False)
    views = OtherViewSerializer(many=True, required=False)
    look_back_on = serializers.DateField(validators=[AnyDateField().validate])


class ReaderSerializer(serializers.Serializer[KaartEdition]):
    """Somebody of the family, by uuid, or "professionals"."""

    key = serializers.CharField(source="reader_key", read_only=True)
    name = serializers.CharField(source="reader_name", read_only=True)


class EditionSerializer(serializers.Serializer[KaartEdition]):
    """What one reader gets of a version."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    version = serializers.UUIDField(source="version.uuid", read_only=True)
    number = serializers.IntegerField(source="version.number", read_only=True)
    reader = ReaderSerializer(source="*", read_only=True)
    content = serializers.DictField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    pdf = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_pdf(self, edition: KaartEdition) -> str | None:
        """Return the path of the PDF, None as long as it is not there."""
        ready = self.context["pdf_states"](edition) == PdfState.READY
        return edition.get_pdf_url() if ready else None
