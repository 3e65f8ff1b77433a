"""Mijn gegevens (ux, S30): own data, working days, and being away."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import slots
from accounts.choices import AbsenceStatus, Weekday
from accounts.errors import DomainError
from accounts.models import Absence, AuditEvent, Notification, SubmissionKey, User, WorkingDay
from accounts.onetime import new_key
from accounts.services import availability
from accounts.services.availability import Hours
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

NO_STAND_IN = "Kies wie waarneemt. Anders staat een gezin er alleen voor."


def team_of_two() -> tuple[User, User]:
    team = OrganisationFactory()
    return worker_of(team, name="Fatima el Amrani"), worker_of(team, name="Sanne Verbeek")


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def test_name_and_phone_are_kept_and_recorded(client):
    user = UserFactory()
    sign_in(client, user)

    answer = client.post(
        reverse("accounts:profile"), {"name": "Sanne Verbeek", "phone": "+31 6 12 34 56 78", "shortcuts_enabled": "on"}
    )

    user.refresh_from_db()
    assert answer.status_code == 303
    assert (user.name, user.phone, user.shortcuts_enabled) == ("Sanne Verbeek", "0612345678", True)
    assert AuditEvent.objects.get().event == "user.profile_changed"


def test_the_mail_of_8_is_on_until_somebody_says_no(client):
    user = UserFactory()
    sign_in(client, user)

    before = client.get(reverse("accounts:profile")).content.decode()
    client.post(reverse("accounts:profile"), {"name": user.name, "phone": "", "shortcuts_enabled": "on"})

    user.refresh_from_db()
    box = 'name="daily_mail"'
    assert "checked" in before[before.index(box) : before.index(">", before.index(box))]
    assert not user.daily_mail


def test_larger_text_holds_on_every_page_of_this_person(client):
    user = UserFactory()
    sign_in(client, user)

    before = client.get(reverse("accounts:my-day")).content.decode()
    client.post(reverse("accounts:profile"), {"name": user.name, "phone": "", "large_text": "on"})
    after = client.get(reverse("accounts:my-day")).content.decode()

    assert ('<html lang="nl">' in before, '<html lang="nl" class="is-large">' in after) == (True, True)


def test_an_odd_phone_number_is_refused_and_stays_on_the_screen(client):
    sign_in(client, UserFactory())

    page = client.post(reverse("accounts:profile"), {"name": "Sanne Verbeek", "phone": "bel me maar"})

    assert page.status_code == 422
    assert "bel me maar" in page.content.decode()
    assert "Vul een telefoonnummer van 10 cijfers in, bijvoorbeeld 06 12 34 56 78." in page.content.decode()


def test_working_days_replace_the_older_ones(client):
    user = UserFactory()
    availability.set_working_days(user, [Hours(Weekday.MONDAY, time(9), time(17))], by=user)
    sign_in(client, user)

    answer = client.post(reverse("accounts:working-days"), {"from_2": "08:30", "until_2": "17:00"})

    assert answer.status_code == 303
    assert [str(day) for day in WorkingDay.objects.filter(user=user)] == ["dinsdag 08.30–17.00"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from_1": "17:00", "until_1": "09:00"}, "Vul een tijd in na de begintijd."),
        ({"from_1": "09:00"}, "Vul de andere tijd ook in, of haal beide weg."),
        ({"from_1": "half negen", "until_1": "17:00"}, "Vul een tijd in, bijvoorbeeld 8.30."),
    ],
)
def test_odd_hours_are_refused(client, typed, said):
    sign_in(client, UserFactory())

    page = client.post(reverse("accounts:working-days"), typed)

    assert page.status_code == 422
    assert said in page.content.decode()
    assert not WorkingDay.objects.exists()


def test_being_away_asks_a_colleague_first(client):
    fatima, sanne = team_of_two()
    sign_in(client, fatima)

    answer = client.post(
        reverse("accounts:absence-ask"),
        {"first_day": in_days(3).isoformat(), "last_day": in_days(5).isoformat(), "stand_in": sanne.pk},
    )

    absence = Absence.objects.get()
    assert answer.status_code == 303
    assert (absence.user, absence.stand_in, absence.status) == (fatima, sanne, AbsenceStatus.ASKED)
    assert (absence.first_day, absence.last_day) == (in_days(3), in_days(5))
    assert not Absence.objects.accepted_on(in_days(4)).exists()
    assert [(row.recipient, row.kind) for row in Notification.objects.all()] == [(sanne, "absence_asked")]


def test_without_stand_in_nobody_goes_away(client):
    fatima, _ = team_of_two()
    sign_in(client, fatima)

    page = client.post(
        reverse("accounts:absence-ask"), {"first_day": in_days(1).isoformat(), "last_day": in_days(1).isoformat()}
    )

    assert page.status_code == 422
    assert NO_STAND_IN in page.content.decode()
    assert not Absence.objects.exists()


def test_somebody_of_another_organisation_is_no_stand_in(client):
    fatima, _ = team_of_two()
    stranger = worker_of(OrganisationFactory(), name="Vreemde Vogel")
    sign_in(client, fatima)

    page = client.post(
        reverse("accounts:absence-ask"),
        {"first_day": in_days(1).isoformat(), "last_day": in_days(1).isoformat(), "stand_in": stranger.pk},
    )

    assert NO_STAND_IN in page.content.decode()
    assert "Vreemde Vogel" not in page.content.decode()
    with pytest.raises(availability.NoStandIn):
        availability.ask_absence(fatima, stand_in=stranger, first_day=in_days(1), last_day=in_days(1), by=fatima)


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (3, 2), (1, 400)])
def test_days_that_do_not_fit_are_refused(first, last):
    fatima, sanne = team_of_two()

    with pytest.raises(availability.WrongDays):
        availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(first), last_day=in_days(last), by=fatima)


def test_who_is_away_cannot_stand_in():
    fatima, sanne = team_of_two()
    away = availability.ask_absence(sanne, stand_in=fatima, first_day=in_days(1), last_day=in_days(9), by=sanne)
    availability.answer_absence(away, yes=True, by=fatima)

    with pytest.raises(availability.StandInAway, match="Sanne is dan zelf weg"):
        availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(9), last_day=in_days(12), by=fatima)


def test_the_same_days_are_asked_once():
    fatima, sanne = team_of_two()
    availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(1), last_day=in_days(3), by=fatima)

    with pytest.raises(availability.WrongDays, match="heb je al waarneming gevraagd"):
        availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(3), last_day=in_days(4), by=fatima)


@pytest.mark.parametrize(
    ("answer", "status", "kind"), [("yes", "accepted", "absence_yes"), ("no", "declined", "absence_no")]
)
def test_the_stand_in_answers(client, answer, status, kind):
    fatima, sanne = team_of_two()
    absence = availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(1), last_day=in_days(3), by=fatima)
    sign_in(client, sanne)
    address = reverse("accounts:absence-answer", args=[absence.uuid])

    page = client.get(address).content.decode()
    done = client.post(address, {"answer": answer})

    assert "Fatima vraagt: neem jij waar?" in page
    assert done.status_code == 303
    absence.refresh_from_db()
    assert absence.status == status
    assert Notification.objects.get(recipient=fatima).kind == kind


def test_only_the_stand_in_sees_the_question(client):
    fatima, sanne = team_of_two()
    absence = availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(1), last_day=in_days(3), by=fatima)
    address = reverse("accounts:absence-answer", args=[absence.uuid])

    sign_in(client, fatima)

    assert client.post(address, {"answer": "yes"}).status_code == 404
    absence.refresh_from_db()
    assert absence.status == AbsenceStatus.ASKED


def test_a_question_is_answered_once(client):
    fatima, sanne = team_of_two()
    absence = availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(1), last_day=in_days(3), by=fatima)
    availability.answer_absence(absence, yes=True, by=sanne)
    sign_in(client, sanne)

    page = client.post(reverse("accounts:absence-answer", args=[absence.uuid]), {"answer": "no"})

    assert page.status_code == 422
    assert "Deze vraag is al beantwoord of ingetrokken." in page.content.decode()


def test_an_absence_is_taken_back(client):
    fatima, sanne = team_of_two()
    absence = availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(0), last_day=in_days(3), by=fatima)
    availability.answer_absence(absence, yes=True, by=sanne)
    sign_in(client, fatima)

    done = client.post(reverse("accounts:absence-withdraw", args=[absence.uuid]))

    assert done.status_code == 303
    assert not Absence.objects.accepted_on(in_days(1)).exists()
    assert Notification.objects.get(recipient=sanne, kind="absence_withdrawn").about == absence.uuid


@pytest.fixture
def hearing(monkeypatch):
    """Let a room listen to what happens to absences, and refuse a stand-in named "Niet"."""
    heard = []

    def check(user, stand_in):
        if stand_in.name.startswith("Niet"):
            raise DomainError("Niet werkt niet bij dat team.", field="stand_in")

    def accepted(absence, *, by):
        heard.append(("accepted", absence.uuid, by))

    def withdrawn(absence, *, by):
        heard.append(("withdrawn", absence.uuid, by))

    for name, provider in (("stand_in_check", check), ("absence_accepted", accepted), ("absence_withdrawn", withdrawn)):
        monkeypatch.setitem(slots._providers, name, [(1, name, provider)])
    return heard


def test_rooms_above_hear_of_a_yes_and_of_taking_it_back(hearing):
    fatima, sanne = team_of_two()
    absence = availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(1), last_day=in_days(3), by=fatima)

    availability.answer_absence(absence, yes=True, by=sanne)
    availability.withdraw_absence(absence, by=fatima)

    assert hearing == [("accepted", absence.uuid, sanne), ("withdrawn", absence.uuid, fatima)]


def test_a_room_above_may_refuse_a_stand_in(hearing, client):
    team = OrganisationFactory()
    fatima, unfit = worker_of(team), worker_of(team, name="Niet Geschikt")
    sign_in(client, fatima)

    page = client.post(
        reverse("accounts:absence-ask"),
        {"first_day": in_days(1).isoformat(), "last_day": in_days(1).isoformat(), "stand_in": unfit.pk},
    )

    assert page.status_code == 422
    assert "Niet werkt niet bij dat team." in page.content.decode()


def test_the_same_post_twice_has_one_effect_and_the_same_answer(client):
    fatima, sanne = team_of_two()
    sign_in(client, fatima)
    post = {
        "first_day": in_days(3).isoformat(),
        "last_day": in_days(5).isoformat(),
        "stand_in": sanne.pk,
        "_sleutel": new_key(),
        "_wie": str(fatima.uuid),
    }

    first, again = (client.post(reverse("accounts:absence-ask"), post) for _ in range(2))

    assert (
        (first.status_code, first["Location"]) == (again.status_code, again["Location"]) == (303, "/mijn/#waarneming")
    )
    assert (Absence.objects.count(), Notification.objects.count(), SubmissionKey.objects.count()) == (1, 1, 1)


def test_a_refused_post_can_be_sent_again_with_the_same_key(client):
    fatima, sanne = team_of_two()
    sign_in(client, fatima)
    post = {"first_day": in_days(3).isoformat(), "last_day": in_days(5).isoformat(), "_sleutel": new_key()}

    refused = client.post(reverse("accounts:absence-ask"), post)
    done = client.post(reverse("accounts:absence-ask"), post | {"stand_in": sanne.pk})

    assert (refused.status_code, done.status_code) == (422, 303)


def test_the_profile_costs_the_same_with_one_and_with_five_absences(client, django_assert_max_num_queries):
    fatima, sanne = team_of_two()
    sign_in(client, fatima)

    def queries() -> int:
        with django_assert_max_num_queries(12) as counted:
            client.get(reverse("accounts:profile"))
        return len(counted)

    availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(0), last_day=in_days(0), by=fatima)
    with_one = queries()
    for number in range(1, 5):
        availability.ask_absence(fatima, stand_in=sanne, first_day=in_days(number), last_day=in_days(number), by=fatima)

    assert queries() == with_one
