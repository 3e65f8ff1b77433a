"""Is there a fixed face already? A question about one person, answered with who to call (ux, S4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.errors import DomainError
from accounts.models import Organisation, User
from cases import doors, rules


class AskedOftenEnough(DomainError):
    """Who may ask without end could walk through everybody who lives in a town."""


@dataclass(frozen=True)
class Answer:
    """Who to call: the fixed face, or the team when the face has no number or something in the household is secret."""

    face: User | None
    team: Organisation


@transaction.atomic
def ask_for_face(*, surname: str, born_on: date, why: str, by: User) -> list[tuple[int | None, int]]:
    """Return (face, team) by primary key for the household to which this person belongs; for `answers_for`.

    Empty when there is none, whatever the reason; more than one when two households name the same person. The question
    is kept and the contact person hears of it. Only an exact surname and birth date match, in the regions that `by`
    works in. Raises AskedOftenEnough.
    """
    folded = rules.search_surname(surname)
    found = doors.ask_for_face(folded, born_on, term=term_hash(folded, born_on.isoformat()), why=why)
    if found is None:
        raise AskedOftenEnough(
            f"Je vroeg dit vandaag al {rules.FACE_QUESTIONS_A_DAY} keer. Morgen kan het weer. "
            "Kan het niet wachten? Bel je teamleider."
        )
    return found


def answers_for(found: list[tuple[int | None, int]]) -> list[Answer]:
    """Return who to call, from the keys of a face (None: not named) and its team."""
    faces = User.objects.filter(is_active=True).exclude(phone="").in_bulk([face for face, _ in found if face])
    teams = Organisation.objects.in_bulk([team for _, team in found])
    return [Answer(faces.get(face), teams[team]) for face, team in found]


def term_hash(*parts: str) -> str:
    """Return a keyed hash of what was searched for: the same question can be recognised, the name cannot be read."""
    return salted_hmac("cases.finding", "|".join(parts), algorithm="sha256").hexdigest()
