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
from veiligheidskaart.choices import Opinion
from veiligheidskaart.models import KaartEdition, KaartVersion


def _readers() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=36), max_length=20, allow_null=True, required=False
    )


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, allow_blank=True, required=False)


# --- The draft ------------------------------------------------------------------------------------
class DraftVoiceSerializer(StrictSerializer):
    """Own words of one person, or of a few together. `readers` narrows those of the block."""

    who = serializers.ListField(child=UuidField(), max_length=20)
    text = serializers.CharField(max_length=rules.VOICE_LENGTH)
    readers = _readers()
    child_agrees = serializers.BooleanField(required=False, help_text="The children among them find this good.")


class DraftVoicesSerializer(StrictSerializer):
    """Blocks in own words. `readers` is null for everybody, else ids of people, or "professionals"."""

    voices = DraftVoiceSerializer(many=True, max_length=rules.MAX_VOICES, required=False)
    seen = _text(rules.SEEN_LENGTH)
    readers = _readers()


class DraftOnlySerializer(StrictSerializer):
    """Who may read one of the chosen lines."""

    id = UuidField()
    readers = serializers.ListField(child=serializers.CharField(max_length=36), max_length=20)


class DraftChoiceSerializer(StrictSerializer):
    """Ids of agreements or of people of the network, in the order of the card."""

    chosen = serializers.ListField(child=UuidField(), max_length=rules.MAX_CHOSEN, required=False)
    readers = _readers()
    only = DraftOnlySerializer(many=True, max_length=rules.MAX_CHOSEN, required=False)


class DraftLineSerializer(StrictSerializer):
    """A line of the follow-up sheet. `by`: who demands it, where it is known from, who helps."""

    text = serializers.CharField(max_length=rules.LINE_LENGTH)
    by = _text(rules.BY_LENGTH)
    not_yet = serializers.BooleanField(required=False, help_text="This help is not there yet.")
    shows_by = serializers.BooleanField(required=False, help_text="The source of a fact may be printed.")
    apart = serializers.ListField(
        child=UuidField(), max_length=20, required=False, help_text="People who may have no contact with each other."
    )
    readers = _readers()


class DraftLinesSerializer(StrictSerializer):
    lines = DraftLineSerializer(many=True, max_length=rules.MAX_LINES, required=False)
    readers = _readers()


class DraftOpinionSerializer(StrictSerializer):
    """What one person finds of the card."""

    who = UuidField()
    view = serializers.ChoiceField(choices=Opinion.choices)
    text = _text(rules.VIEW_LENGTH)
    readers = _readers()
    child_agrees = serializers.BooleanField(required=False)


class DraftOpinionsSerializer(StrictSerializer):
    opinions = DraftOpinionSerializer(many=True, max_length=60, required=False)
    readers = _readers()


class DraftChildSerializer(StrictSerializer):
    """The own card of a child. `answers` pairs a reader with yes, no or ask."""

    who = UuidField()
    hand = serializers.ListField(
        child=serializers.CharField(max_length=rules.FINGER_LENGTH), max_length=rules.FINGERS, required=False
    )
    nice = _text(rules.CHILD_LENGTH)
    not_nice = _text(rules.CHILD_LENGTH)
    steps = serializers.ListField(
        child=serializers.CharField(max_length=rules.CHILD_STEP_LENGTH, allow_blank=True),
        min_length=rules.CHILD_STEPS,
        max_length=rules.CHILD_STEPS,
        required=False,
    )
    answers = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(max_length=36), min_length=2, max_length=2),
        max_length=60,
        required=False,
    )


class DraftStepsSerializer(StrictSerializer):
    """What we do when it gets tense, when it is a quarrel, when somebody is afraid."""

    calm = _text(rules.STEP_LENGTH)
    quarrel = _text(rules.STEP_LENGTH)
    danger = _text(rules.STEP_LENGTH)
    readers = _readers()


class DraftSerializer(StrictSerializer):
    """The one shared draft of a household. A block that is sent replaces that block."""

    BLOCKS: ClassVar = (
        *("good", "unsafe", "agreements", "steps", "network", "look_back_on"),
        *("must", "facts", "signals", "help", "opinions", "children"),
    )

    version = serializers.IntegerField(read_only=True, help_text="0 as long as nobody wrote.")
    next_number = serializers.IntegerField(read_only=True)
    good = DraftVoicesSerializer(required=False)
    unsafe = DraftVoicesSerializer(required=False)
    agreements = DraftChoiceSerializer(required=False)
    steps = DraftStepsSerializer(required=False)
    network = DraftChoiceSerializer(required=False)
    look_back_on = serializers.DateField(required=False, allow_null=True, validators=[AnyDateField().validate])
    must = DraftLinesSerializer(required=False)
    facts = DraftLinesSerializer(required=False)
    signals = DraftVoicesSerializer(required=False)
    help = DraftLinesSerializer(required=False)
    opinions = DraftOpinionsSerializer(required=False)
    children = DraftChildSerializer(many=True, max_length=20, required=False)


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
