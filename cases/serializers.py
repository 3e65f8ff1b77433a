"""The shapes of the API: every field by name, relations by uuid, nothing that a reader may not read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api import ScopedUuidField, StrictSerializer, UuidField
from accounts.models import Municipality, Organisation
from cases import rules
from cases.choices import AgreementState, HouseholdKind, HouseholdStatus, PersonRole, TickOutcome
from cases.forms.fields import AnyDateField, BirthField, PastDateField, PhoneField
from cases.forms.parties import UNKNOWN, PartyValue, party_options
from cases.models import Home, Household, Involvement, NetworkPerson, Person
from cases.rules import Act
from cases.services.parties import Party

PAST_DAY: list[Any] = [PastDateField().validate]
ANY_DAY: list[Any] = [AnyDateField().validate]

Context = dict[str, Any]


def _birth_year(value: int | None) -> None:
    BirthField().compress([None, None, value])


# --- What may be chosen ---------------------------------------------------------------------------
def municipalities(context: Context) -> QuerySet[Municipality]:
    """Return the municipalities of the regions in which this person works."""
    works_for = Organisation.objects.of_member(context["request"].user)
    return Municipality.objects.filter(region__in=works_for.values("region"))


def opening_teams(context: Context) -> QuerySet[Organisation]:
    """Return the local teams in whose name this person may open a household."""
    teams: QuerySet[Organisation] = Organisation.objects.opening_households(context["request"].user)
    return teams


def homes(context: Context) -> QuerySet[Home]:
    """Return the homes of the household in the address."""
    rows: QuerySet[Home] = Home.objects.visible_to(context["request"].user).filter(household=context["view"].household)
    return rows


# --- Households -----------------------------------------------------------------------------------
class FaceSerializer(serializers.Serializer[Involvement]):
    """The fixed contact person."""

    id = serializers.UUIDField(source="user.uuid", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    organisation = serializers.CharField(source="organisation.name", read_only=True)


class HouseholdSerializer(serializers.Serializer[Household]):
    """A household as this person may read it: what belongs to the story is null for whoever reads the card only."""

    STORY: ClassVar = (
        "kind",
        "municipality",
        "municipality_name",
        "together_since",
        "family_informed_on",
        "family_not_informed_why",
        "family_informed_by",
        "contact_every_days",
        "look_back_on",
        "closed_at",
    )

    id = serializers.UUIDField(source="uuid", read_only=True)
    version = serializers.IntegerField(read_only=True)
    call_name = serializers.CharField(read_only=True)
    status = serializers.ChoiceField(HouseholdStatus.choices, read_only=True)
    face = serializers.SerializerMethodField()
    may = serializers.SerializerMethodField()
    kind = serializers.SerializerMethodField(allow_null=True)
    municipality = serializers.UUIDField(source="municipality.uuid", read_only=True, allow_null=True)
    municipality_name = serializers.CharField(source="municipality.name", read_only=True, allow_null=True)
    together_since = serializers.DateField(read_only=True, allow_null=True)
    family_informed_on = serializers.DateField(read_only=True, allow_null=True)
    family_not_informed_why = serializers.CharField(read_only=True, allow_null=True)
    family_informed_by = serializers.DateField(read_only=True, allow_null=True)
    contact_every_days = serializers.IntegerField(read_only=True, allow_null=True)
    look_back_on = serializers.DateField(read_only=True, allow_null=True)
    closed_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def to_representation(self, household: Household) -> dict[str, Any]:
        """Leave out what this person may not read."""
        shown = super().to_representation(household)
        if not household.may(Act.READ_STORY):
            shown.update(dict.fromkeys(self.STORY))
        return shown

    @extend_schema_field(FaceSerializer(allow_null=True))
    def get_face(self, household: Household) -> Any:
        """Return the one contact person, None for a household that waits for one."""
        face: list[Involvement] = household.faces_now  # type: ignore[attr-defined]
        return FaceSerializer(face[0]).data if face else None

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField([act.value for act in Act])))
    def get_may(self, household: Household) -> list[str]:
        """Return what this person may do with the household now; a closed one is only read."""
        return [act.value for act in Act if household.may(act)]

    @extend_schema_field(serializers.ChoiceField(HouseholdKind.choices, allow_null=True))
    def get_kind(self, household: Household) -> str:
        """Derive gezin or huishouden from who lives there."""
        today = timezone.localdate()
        people = [person for person in household.people.all() if person.left_on is None]
        return rules.household_kind((person.role, person.age_on(today)) for person in people)


class NewPersonSerializer(StrictSerializer):
    """Somebody who belongs to a household from the start."""

    name = serializers.CharField(max_length=60)
    role = serializers.ChoiceField(PersonRole.choices)
    role_word = serializers.CharField(max_length=40, required=False, allow_blank=True)
    born_on = serializers.DateField(required=False, allow_null=True, validators=PAST_DAY)
    birth_year = serializers.IntegerField(required=False, allow_null=True, validators=[_birth_year])

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A birth date, or only a year."""
        return _born_once(attrs)


class HouseholdNewSerializer(StrictSerializer):
    """A new household; whoever sends it becomes the fixed contact person, in the name of `team`."""

    call_name = serializers.CharField(max_length=80)
    municipality = ScopedUuidField(rows=municipalities)
    team = ScopedUuidField(rows=opening_teams)
    people = NewPersonSerializer(many=True, allow_empty=False, max_length=20)
    family_informed_on = serializers.DateField(required=False, allow_null=True, validators=PAST_DAY)
    family_not_informed_why = serializers.CharField(max_length=300, required=False, allow_blank=True)
    family_informed_by = serializers.DateField(required=False, allow_null=True, validators=ANY_DAY)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The family was told on a day; or it was not, with a reason and the day on which it will be."""
        told, why, will = (attrs.get(f"family_{name}") for name in ("informed_on", "not_informed_why", "informed_by"))
        if not told and not why:
            raise serializers.ValidationError({"family_informed_on": "Vul in op welke dag het gezin dit hoorde."})
        if not told and not will:
            raise serializers.ValidationError({"family_informed_by": "Vul in wanneer je het vertelt."})
        if told and (why or will):
            raise serializers.ValidationError(
                {"family_informed_on": "Het gezin weet het, of niet. Kies één van de twee."}
            )
        return attrs


class HouseholdChangeSerializer(StrictSerializer):
    """What may be changed of a household."""

    call_name = serializers.CharField(max_length=80)
    municipality = ScopedUuidField(rows=municipalities)


# --- People ---------------------------------------------------------------------------------------
class HomeSerializer(serializers.Serializer[Home]):
    """A place by the family's own word, never an address."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    name = serializers.CharField(read_only=True)


class PersonSerializer(StrictSerializer):
    """Somebody of a household."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    version = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=60)
    surname = serializers.CharField(max_length=80, required=False, allow_blank=True)
    role = serializers.ChoiceField(PersonRole.choices)
    role_word = serializers.CharField(max_length=40, required=False, allow_blank=True)
    born_on = serializers.DateField(required=False, allow_null=True, validators=PAST_DAY)
    birth_year = serializers.IntegerField(required=False, allow_null=True, validators=[_birth_year])
    is_unborn = serializers.BooleanField(required=False)
    language = serializers.CharField(max_length=40, required=False)
    needs_interpreter = serializers.BooleanField(required=False)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True, validators=[PhoneField().validate])
    belongs_since = serializers.DateField(read_only=True)
    left_on = serializers.DateField(read_only=True)
    lives_in = serializers.SerializerMethodField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A birth date, or only a year; neither for a child that is not born yet."""
        known = self.context["known"](self.instance) if self.instance else {}
        return _born_once(attrs, known)

    @extend_schema_field(HomeSerializer(many=True))
    def get_lives_in(self, person: Person) -> Any:
        """Return where somebody lives today."""
        today = timezone.localdate()
        here = [stay.home for stay in person.residences.all() if today in stay.days]
        return HomeSerializer(here, many=True).data


class PersonInputSerializer(PersonSerializer):
    """The same, with the homes by uuid: all homes from today on."""

    lives_in = ScopedUuidField(rows=homes, many=True, required=False)  # type: ignore[assignment]


def _born_once(attrs: dict[str, Any], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    whole = {**(known or {}), **attrs}
    if whole.get("born_on") and whole.get("birth_year"):
        raise serializers.ValidationError({"birth_year": "Vul een geboortedatum in of een geboortejaar, niet allebei."})
    if whole.get("is_unborn") and (whole.get("born_on") or whole.get("birth_year")):
        raise serializers.ValidationError({"is_unborn": rules.UNBORN_AND_BORN})
    return attrs


# --- Agreements -----------------------------------------------------------------------------------
class PartySerializer(StrictSerializer):
    """Somebody of the family, of its network, or a professional who is involved."""

    KINDS: ClassVar = {Person: "person", NetworkPerson: "network"}

    kind = serializers.ChoiceField(["person", "network", "user"])
    id = UuidField()
    name = serializers.CharField(read_only=True)

    def to_internal_value(self, data: Any) -> Party:
        """Return the one that is meant, out of those who can be chosen. Not in the list and not there: same words."""
        if isinstance(data, dict):
            data = {name: value for name, value in data.items() if name != "name"}
        given = super().to_internal_value(data)
        choice = self.context["parties"]().get(f"{given['kind']}:{given['id']}")
        if choice is None:
            raise serializers.ValidationError({"id": [UNKNOWN]})
        return choice.party  # type: ignore[no-any-return]

    def to_representation(self, party: Any) -> dict[str, Any]:
        """Show kind, id and name."""
        return {"kind": self.KINDS.get(type(party), "user"), "id": str(party.uuid), "name": party.name}


class AgreementSerializer(StrictSerializer):
    """Who does what, from when, and who looks whether it works."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    version = serializers.IntegerField(read_only=True)
    what = serializers.CharField(max_length=200)
    detail = serializers.CharField(max_length=200, required=False, allow_blank=True)
    who = PartySerializer()
    since = serializers.DateField(validators=ANY_DAY)
    checker = PartySerializer()
    if_not = serializers.CharField(max_length=200, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True, validators=ANY_DAY)
    due_at = serializers.TimeField(required=False, allow_null=True)
    state = serializers.ChoiceField(AgreementState.choices, read_only=True)
    made_on = serializers.DateField(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A time needs a day, and that day does not lie before the first one."""
        known = self.context["known"](self.instance) if self.instance else {}
        whole = {**known, **attrs}
        problem = rules.agreement_day_problem(whole["since"], whole.get("due_on"), whole.get("due_at"))
        if problem:
            raise serializers.ValidationError({"due_on": problem})
        return attrs


class TickSerializer(StrictSerializer):
    """Somebody looked whether it works."""

    outcome = serializers.ChoiceField(TickOutcome.choices)
    what_helps = serializers.CharField(max_length=300, required=False, allow_blank=True)


def party_choices(household: Household, user: Any, also: tuple[Party | None, ...] = ()) -> dict[str, PartyValue]:
    """Return who can be chosen, by "person:<uuid>"."""
    return {option.value: option.value for option in party_options(household, me=user, also=also)}
