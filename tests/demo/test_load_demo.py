"""Loading the demo region: once, quickly, into a demonstration only, and obeying every rule."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Func, Q, Sum
from django.test import override_settings
from django.utils import timezone

from accounts import demo_people
from accounts.choices import Role
from accounts.models import Absence, AuditEvent, Membership, OutboxEntry, Region, User
from cases.choices import AgreementState, HouseholdStatus, Part, RequestState, SharingGround
from cases.models import (
    Agreement,
    AgreementTick,
    DuoRequest,
    FilmEvent,
    Household,
    Involvement,
    ProtectedFact,
    QuestionLink,
    SharingDecision,
    SwitchRequest,
)
from rvt.choices import (
    AdviceState,
    Discipline,
    GuestAnswer,
    GuestPart,
    ItemKind,
    MeetingState,
    QuestionState,
    Urgency,
)
from rvt.models import Advice, AgendaItem, Expert, Invitation, Meeting, Question
from rvt.rules import KEPT_FOR
from tests.accounts.factories import RegionFactory
from veiligheidskaart.demo import loading
from veiligheidskaart.demo.loading import NotADemonstration
from veiligheidskaart.demo.people import AT_THE_TABLE
from veiligheidskaart.demo.table.planning import SHARES
from veiligheidskaart.models import HandOut, KaartEdition, KaartVersion


def test_the_demo_loads_in_under_a_minute(loaded: float) -> None:
    print(f"FIGURE demo_load_seconds {loaded:.1f} 60")

    assert Household.objects.count() == 120


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    """What is there afterwards."""

    def test_eighty_households_are_active_and_forty_closed(self) -> None:
        assert Household.objects.exclude(status=HouseholdStatus.CLOSED).count() == 80
        assert Household.objects.filter(status=HouseholdStatus.CLOSED, closed_at__lt=timezone.now()).count() == 40

    def test_it_is_a_demonstration_and_nothing_else(self) -> None:
        assert list(Region.objects.values_list("is_demo", flat=True)) == [True]

    def test_loading_again_changes_nothing(self) -> None:
        before = AuditEvent.objects.count()

        with override_settings(DEMO_MODE=True):
            assert loading.load(lambda what: None) == 0

        assert AuditEvent.objects.count() == before

    def test_faces_abut_from_the_first_day_on(self) -> None:
        for household in Household.objects.all():
            faces = Involvement.objects.filter(household=household, part=Part.CONTACT).order_by("period")
            periods = [face.period for face in faces]

            assert timezone.localdate(periods[0].lower) == household.together_since
            assert [period.upper for period in periods] == [*(period.lower for period in periods[1:]), None]

    def test_every_role_can_sign_in(self) -> None:
        roles = {role for person in User.objects.filter(authenticator__isnull=False) for role in _roles_of(person)}

        assert roles == set(Role)

    def test_sanne_is_the_first_and_has_a_card(self) -> None:
        with override_settings(DEMO_MODE=True):
            first = demo_people.all_accounts()[0]
        sanne = User.objects.get(email=first["email"])

        assert sanne.name == "Sanne Verbeek"
        assert Household.objects.switchable_by(sanne).count() >= 4
        assert KaartVersion.objects.filter(household__in=Household.objects.visible_to(sanne)).count() >= 10

    def test_three_households_keep_an_address_secret(self) -> None:
        kept = ProtectedFact.objects.filter(is_secret=True).values_list("household__call_name", flat=True)

        assert set(kept) == {"Mila, Joy en mama", "De Graaf – Silva", "Kaya – Post"}

    def test_a_colleague_of_another_team_sees_none_of_her_households(self) -> None:
        sanne, other = User.objects.get(name="Sanne Verbeek"), User.objects.get(name="Thijs Oudenaarden")

        assert not Household.objects.visible_to(sanne).filter(pk__in=Household.objects.visible_to(other)).exists()

    def test_no_day_lies_ahead_except_due_and_look_back(self) -> None:
        today = timezone.localdate()

        assert not FilmEvent.objects.filter(happened_on__gt=today).exists()
        assert not Agreement.objects.filter(Q(since__gt=today) | Q(made_on__gt=today)).exists()
        assert not AgreementTick.objects.filter(at__gt=timezone.now()).exists()
        assert not KaartVersion.objects.filter(finalised_at__gt=timezone.now()).exists()
        assert not HandOut.objects.filter(handed_on__gt=today).exists()
        assert not Agreement.objects.filter(due_on__lt=today).exists()

    def test_agreements_were_made_when_they_began_and_ticked_afterwards(self) -> None:
        assert not Agreement.objects.exclude(made_on=F("since")).exists()
        ticks = AgreementTick.objects.annotate(day=Func(F("at"), function="date"))
        assert not ticks.filter(day__lt=F("agreement__since")).exists()

    def test_agreements_stand_in_every_state(self) -> None:
        assert set(Agreement.objects.values_list("state", flat=True)) == set(AgreementState) - {AgreementState.RUNNING}

    def test_most_active_households_have_one_to_four_cards(self) -> None:
        counts = list(
            Household.objects.active().annotate(cards=Count("kaart_versions")).values_list("cards", flat=True)
        )
        print(f"FIGURE demo_households_with_card {sum(count > 0 for count in counts)} 60")

        assert max(counts) == 4
        assert sum(count > 0 for count in counts) >= 60

    def test_the_cards_of_the_first_team_come_as_pdf_and_older_ones_when_asked(self) -> None:
        newest = KaartVersion.objects.order_by("household", "-number").distinct("household")
        of_the_team = Involvement.objects.running().filter(part=Part.CONTACT, organisation__name="Wijkteam Oost")
        editions = KaartEdition.objects.filter(
            version__in=[version.pk for version in newest],
            household__in=Household.objects.active().filter(involvements__in=of_the_team),
        )

        asked = OutboxEntry.objects.filter(unique_key__startswith="render_card_pdf:")
        assert set(asked.values_list("unique_key", flat=True)) == {
            f"render_card_pdf:{edition.uuid}" for edition in editions
        }

    def test_a_family_that_does_not_know_yet_will_be_told(self) -> None:
        household = Household.objects.get(family_informed_on=None)

        assert household.family_not_informed_why
        assert household.family_informed_by is not None
        assert household.family_informed_by > timezone.localdate()

    def test_only_a_legal_task_has_a_name(self) -> None:
        assert not SharingDecision.objects.exclude(ground=SharingGround.LEGAL_TASK).exclude(ground_text="").exists()
        assert not DuoRequest.objects.exclude(ground=SharingGround.LEGAL_TASK).exclude(ground_text="").exists()

    def test_who_is_away_has_somebody_who_stands_in(self) -> None:
        assert Absence.objects.filter(status="accepted").count() >= 8
        assert Involvement.objects.running().filter(part=Part.COVER, user__name="Sanne Verbeek").exists()

    def test_a_team_lead_has_a_family_without_a_face_to_care_for(self) -> None:
        lead = User.objects.get(name="Gerben Stolk")

        assert Household.objects.appointable_by(lead).without_face(timezone.localdate()).exists()

    def test_something_waits_for_sanne(self) -> None:
        assert SwitchRequest.objects.filter(asked_of__name="Sanne Verbeek", state=RequestState.ASKED).exists()

    def test_the_table_met_44_times_about_175_questions(self) -> None:
        assert Meeting.objects.filter(state=MeetingState.ENDED, starts_at__lt=timezone.now()).count() == 44
        assert Advice.objects.filter(question__discussed_on__isnull=False).count() == 175
        assert AgendaItem.objects.filter(kind=ItemKind.QUESTION, is_done=True).count() == 175

    def test_what_followed_at_the_table_has_the_shares_of_the_field(self) -> None:
        counts = Counter(kind for kinds in Advice.objects.values_list("follow_ups", flat=True) for kind in kinds)

        for kind, share in SHARES.items():
            assert counts[kind] / 175 == pytest.approx(share, abs=0.02)

    def test_the_table_has_a_pool_that_sits_there(self) -> None:
        assert Expert.objects.at_work().count() == len(AT_THE_TABLE)

    def test_every_agenda_of_the_table_fits_in_its_afternoon(self) -> None:
        assert not Meeting.objects.annotate(planned=Sum("items__minutes")).filter(planned__gt=F("minutes")).exists()

    def test_no_day_of_the_table_lies_ahead_or_is_to_be_erased(self) -> None:
        today = timezone.localdate()

        assert not Question.objects.filter(Q(submitted_on__gt=today) | Q(discussed_on__gt=today)).exists()
        assert not Question.objects.to_be_erased(today - KEPT_FOR).exists()
        assert not Advice.objects.filter(final_on__gt=today).exists()

    def test_five_questions_wait_and_each_stands_elsewhere(self) -> None:
        waiting = Question.objects.filter(items=None).exclude(state=QuestionState.CONCEPT)

        assert Counter(waiting.values_list("state", flat=True)) == {"submitted": 3, "checked": 1, "returned": 1}
        assert Question.objects.filter(urgency=Urgency.THIS_WEEK, state=QuestionState.SUBMITTED).count() == 1
        assert Question.objects.get(state=QuestionState.RETURNED).returned_with

    def test_next_thursday_is_half_prepared(self) -> None:
        meeting = Meeting.objects.coming().exclude(state=MeetingState.CANCELLED)[0]
        kinds = list(meeting.items.on_agenda().values_list("kind", flat=True))
        asked = meeting.guests.filter(part=GuestPart.EXPERT)
        wanted = {code for item in meeting.items.filter(kind="question") for code in item.question.disciplines}
        brought = set(Invitation.objects.filter(guest__in=asked).values_list("discipline", flat=True))

        assert meeting.state == MeetingState.DRAFT
        assert kinds == ["welcome", "question", "break", "question", "closing"]
        assert asked.filter(answer=GuestAnswer.YES).count() == 4
        assert asked.filter(answer=GuestAnswer.WAITING).count() == 1
        assert wanted - brought == {Discipline.COUNCIL}

    def test_one_advice_waits_for_sanne_and_one_for_a_line_of_an_expert(self) -> None:
        to_read = Advice.objects.get(state=AdviceState.READING)
        to_add_to = Advice.objects.filter(state=AdviceState.AT_THE_TABLE, lines_until__gte=timezone.localdate())

        assert to_read.question.asker.name == "Sanne Verbeek"
        assert to_add_to.filter(question__asker__name="Bram Lodewijks").exists()

    def test_sanne_finds_her_questions_at_their_households(self) -> None:
        sanne = User.objects.get(name="Sanne Verbeek")
        names = QuestionLink.objects.visible_to(sanne).values_list("household__call_name", flat=True)

        assert {"Haddad – Van Dijk", "Familie Osman", "Mila, Joy en mama", "Kaya – Post", "Nowak"} == set(names)

    def test_an_organisation_that_joined_has_a_decision(self) -> None:
        joined = Involvement.objects.running().filter(part=Part.DUO).exclude(organisation__kind="local_team")

        assert joined.count() >= 30
        for duo in joined:
            assert SharingDecision.objects.filter(household=duo.household, organisation=duo.organisation).exists()


def _roles_of(person: User) -> list[str]:
    return list(Membership.objects.current().filter(user=person).values_list("role", flat=True))


@pytest.mark.django_db
def test_outside_a_demonstration_nothing_is_loaded(settings: Any) -> None:
    settings.DEMO_MODE = False

    with pytest.raises(NotADemonstration):
        loading.load(lambda what: None)

    assert not Region.objects.exists()


@pytest.mark.django_db
def test_beside_real_data_nothing_is_loaded(settings: Any) -> None:
    settings.DEMO_MODE = True
    RegionFactory()

    with pytest.raises(CommandError, match="geen demonstratie"):
        call_command("load_demo", stdout=StringIO())

    assert Region.objects.count() == 1
