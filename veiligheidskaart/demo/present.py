"""What is going on right now: who is away and who stands in, and what one professional asked another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from accounts.actor import acting_as
from accounts.models import Absence, User
from accounts.notifications import mark_read
from accounts.services.availability import answer_absence, ask_absence
from cases.choices import FactKind, SharingGround, SwitchReason
from cases.models import Household
from cases.services import faces
from cases.services.protected import add_fact, set_safe_contact
from veiligheidskaart.demo import days
from veiligheidskaart.demo.staffing import Staff
from veiligheidskaart.demo.table import present as table

ABSENCES = (
    # Who is away, who stands in, from and until in days from now (both included), and whether the answer was yes.
    ("Fatima", "Sanne", 0, 3, True),
    ("Sanne", "Fatima", 27, 31, True),  # far enough from the last day that she stands in, also over a long weekend
    ("Marieke", "Sanne", 14, 18, None),
    ("Yusuf", "Marieke", 0, 13, None),  # ill, and nobody has said yes: the team lead has to act
    ("Aisha", "Ruben", 6, 10, True),
    ("Joris", "Emine", 1, 5, True),
    ("Maud", "Hakim", 0, 6, True),
    ("Thijs", "Nadia", 12, 16, True),
    ("Shanti", "Bram", 3, 3, True),
    ("Carlijn", "Ton", 8, 15, None),
    ("Nick", "Hanneke", 5, 9, True),
    ("Esra", "Lars", 2, 4, True),
)

SWITCHES = (
    # Which household, who is asked when that is a colleague there, why, in how many days, how the family hears it.
    ("Roos en Linde", "Sanne", SwitchReason.ILL, 8, "Ik vertel het aan Roos en aan Linde, op dezelfde dag."),
    ("Natasja en Quinn", "", SwitchReason.OTHER_JOB, 16, "Ik vertel het als wij samen naar de kamer kijken."),
    ("Lotte en Mees", "", SwitchReason.MOVED, 21, "Samen verteld, aan tafel, met Lotte en Mees erbij."),
)

DUOS = (
    # Which household, who is asked, what for, and whether the family knows: in words why not, or nothing when it does.
    ("Shurandy en de zusjes", "Sanne", "Samen zorgen dat er elke avond iemand is voor de zusjes.", ""),
    ("Mila, Joy en mama", "Marco", "Samen kijken wat er nog nodig is voor als Rick terugkomt.", ""),
)


SECRET_PLACES = (
    # Which household, who, what kind, the place itself: all invented. Kelly has a new number, Ana was in a shelter.
    ("Mila, Joy en mama", "Kelly", FactKind.ADDRESS, "Zonnedauwpad 118, 4799 ZX Oudemolen"),
    ("Mila, Joy en mama", "Kelly", FactKind.PHONE, "06 00 11 22 33"),
    ("De Graaf – Silva", "Ana", FactKind.CARE, "Huis De Koperwiek, Koperwiekerf 7, 4798 QZ Heijningen"),
    ("Kaya – Post", "Elif", FactKind.ADDRESS, "Fluitenkruidhof 64, 4797 VB Helwijk"),
)

SAFE_CONTACT = (
    # Which household, who, when, how.
    ("Mila, Joy en mama", "Kelly", "Op werkdagen tussen 9 en 12 uur", "Bellen op het nieuwe nummer, niet appen."),
    ("Kaya – Post", "Elif", "Als de kinderen op school zijn", "Eerst één keer laten overgaan, dan belt Elif terug."),
)


def has_begun() -> bool:
    """Whether the demo is all there: this is the last thing that is loaded."""
    return Absence.objects.exists()


def absences(today: date) -> Iterator[tuple[str, str, date, date, bool | None]]:
    """Yield who is away, who stands in, the first and the last day, and the answer: None is none yet."""
    for away, stand_in, first, last, yes in ABSENCES:
        yield away, stand_in, _on_a_working_day(today, first) if first else today, _on_a_working_day(today, last), yes


def begin(staff: Staff) -> None:
    """Let today begin: what was asked in the past has been read, and these questions are open."""
    for user in staff.users.values():
        with acting_as(user):
            mark_read(user)
    today = timezone.localdate()
    for away, stand_in, first_day, last_day, yes in absences(today):
        with acting_as(staff.user(away)):
            absence = ask_absence(
                staff.user(away),
                stand_in=staff.user(stand_in),
                first_day=first_day,
                last_day=last_day,
                by=staff.user(away),
            )
        if yes is not None:
            with acting_as(staff.user(stand_in)):
                answer_absence(absence, yes=yes, by=staff.user(stand_in))
    seen_by = staff.names_of_households()
    for name, wanted, reason, in_days, heard in SWITCHES:
        with acting_as(seen_by[name]):
            _ask_switch(_household(name), wanted, reason, _on_a_working_day(today, in_days), heard)
    for name, partner, why, not_told in DUOS:
        with acting_as(seen_by[name]):
            _ask_duo(_household(name), staff.user(partner), why, not_told, today)
    _keep_secrets(seen_by)
    table.begin(staff)


def _keep_secrets(seen_by: dict[str, User]) -> None:
    """Write down, as the face of each, where a few people are and how they are reached safely."""
    for name, who, kind, place in SECRET_PLACES:
        face = _face(name, seen_by)
        with acting_as(face):
            add_fact(_household(name).people.get(name=who), kind=kind, value=place, is_secret=True, by=face)
    for name, who, when, how in SAFE_CONTACT:
        face = _face(name, seen_by)
        with acting_as(face):
            person = _household(name).people.get(name=who)
            said = {"safe_when": when, "safe_how": how, "leave_no_message": True, "unsafe_for": []}
            set_safe_contact(person, version=person.version, by=face, **said)


def _face(name: str, seen_by: dict[str, User]) -> User:
    with acting_as(seen_by[name]):
        face: User = faces.face_of(_household(name)).user
        return face


def _household(name: str) -> Household:
    household: Household = Household.objects.get(call_name=name)
    return household


def _ask_duo(household: Household, partner: User, why: str, not_told: str, today: date) -> None:
    faces.ask_duo(
        household,
        partner=partner,
        organisation=partner.memberships.order_by("pk")[0].organisation,
        why=why,
        ground=SharingGround.CONSENT,
        family_informed_on=None if not_told else today - timedelta(days=1),
        family_not_informed_why=not_told,
        by=faces.face_of(household).user,
    )


def _on_a_working_day(today: date, in_days: int) -> date:
    return days.working_day_from(today + timedelta(days=in_days))


def _ask_switch(household: Household, wanted: str, reason: SwitchReason, from_on: date, heard: str) -> None:
    face = faces.face_of(household)
    members = face.organisation.memberships.exclude(user=face.user).select_related("user").order_by("pk")
    colleagues = [membership.user for membership in members]
    faces.ask_switch(
        household,
        colleague=next((one for one in colleagues if one.first_name == wanted), colleagues[0]),
        reason=reason,
        from_on=from_on,
        family_heard=heard,
        meeting_on=from_on - timedelta(days=2),
        by=face.user,
    )
